"""Marks: the invisible line by which a text on a forge is known as ours, and whose offer it is. Pure."""

import re
from typing import Final

from core.errors import InputRefused

__all__ = ["key_of", "marked", "shortened"]

_MARK: Final = re.compile(r"^<!-- headgate ([A-Za-z0-9._/#:-]{1,200}) -->$", re.MULTILINE)
_KEY: Final = re.compile(r"[A-Za-z0-9._/#:-]{1,200}")
_CUT: Final = "\n\n… cut: the forge takes no longer text."


def marked(text: str, key: str, *, limit: int) -> str:
    """Write a text with our mark as its last line, cut to what the forge takes.

    Marks that are in the text already, as in a value that somebody set, are made inert.

    Raises:
        InputRefused: the key has characters that could end the mark.
    """
    if not _KEY.fullmatch(key):
        raise InputRefused(
            "Could not mark a text for a forge",
            why=f"the key {key!r} has other characters than letters, digits and ._/#:-",
            next_step="use another name",
        )
    mark = f"<!-- headgate {key} -->"
    body = _MARK.sub(lambda found: found[0].replace("<!--", "&lt;!--"), text.rstrip("\n"))
    return f"{shortened(body, limit - len(mark) - 2)}\n\n{mark}"


def key_of(text: str) -> str:
    """Find the key of a text's mark; "" where it has none.

    >>> key_of(marked("hello", "a/b", limit=100))
    'a/b'
    """
    found = _MARK.findall(text.replace("\r\n", "\n"))
    return found[-1] if found else ""


def shortened(text: str, limit: int) -> str:
    """Cut a text to a length, and say so.

    >>> len(shortened("x" * 500, 100))
    100
    """
    return text if len(text) <= limit else text[: limit - len(_CUT)] + _CUT
