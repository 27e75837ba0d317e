"""Texts made wrong in small ways, the same ones in every run."""

import random
from typing import Final

__all__ = ["mutated"]

_PIECES: Final = (
    *("\n", "  ", "- ", ": ", "#", "&a ", "*a", "|", "> ", "'", '"', "{", "}", "[", "]", ",", "!t ", "---\n"),
    *(
        "...\n",
        "\t",
        "<<: ",
        "\r\n",
        "\ufeff",
        "? ",
        "\u2028",
        "\x85",
        "%",
        "~",
        "0x1",
        "\\",
        "\0",
        "é",
        "😀",
    ),
)


def mutated(text: str, chance: random.Random) -> str:
    """Put pieces of syntax in, cut characters out, or repeat some, one to three times."""
    for _ in range(chance.randint(1, 3)):
        at, end = sorted(chance.sample(range(len(text) + 1), 2))
        match chance.randrange(3):
            case 0:
                text = text[:at] + chance.choice(_PIECES) + text[at:]
            case 1:
                text = text[:at] + text[at + chance.randint(1, 5) :]
            case _:
                text = text[:end] + text[at : min(end, at + 60)] + text[end:]
    return text
