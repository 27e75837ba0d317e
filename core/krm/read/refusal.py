"""One way to say that a text is refused, with its place."""

from core.errors import InputRefused
from core.krm.read.limits import Limits

__all__ = ["place_of", "refusal", "refuse_size"]


def place_of(text: str, offset: int) -> tuple[int, int]:
    r"""Find line and column, both from 1, of a character offset.

    >>> place_of("a: 1\nb: 2", 8)
    (2, 4)
    """
    before = text[:offset].replace("\r\n", " \n").replace("\r", "\n")
    return before.count("\n") + 1, offset - before.rfind("\n")


def refusal(
    problem: str, *, origin: str, line: int = 0, column: int = 0, next_step: str = ""
) -> InputRefused:
    """Word the error for a text that cannot be used.

    Args:
        problem: what is wrong, as a clause.
        origin: the file, revision or side the text is from; "" where nobody knows.
        line: from 1; 0 where the problem has no place.
        column: from 1.
        next_step: what leads on; "" for the usual: mend the text.
    """
    place = f"line {line}, column {column}" if line else ""
    where = ", ".join(part for part in (origin, place) if part)
    return InputRefused(
        f"Could not read {origin or 'the text'}",
        why=f"{where}: {problem}" if where else problem,
        next_step=next_step or "mend the text at that place and run the command again",
    )


def refuse_size(text: str, origin: str, limits: Limits) -> None:
    """Look at a text's size before it is read.

    Raises:
        InputRefused: it is over the limit.
    """
    if len(text) * (1 if text.isascii() else 4) <= limits.bytes:
        return
    size = len(text.encode(errors="replace"))
    if size > limits.bytes:
        raise refusal(
            f"it has {size} bytes, the limit is {limits.bytes}",
            origin=origin,
            next_step="split it, or raise the limit in headgate.yaml",
        )
