"""From which width on the screens show more; an operator may set it otherwise."""

from dataclasses import dataclass, fields
from typing import Final

__all__ = ["LEAST_CARDS", "MOST", "USUAL_SIZES", "Sizes", "size_names"]

LEAST_CARDS: Final = 68
"""Under this the three sides do not fit beside one another."""

MOST: Final = 1000
_LEAST: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Widths in columns.

    Attributes:
        cards_below: a field is a card: its name, its result, and the sides below the list.
        base_from: what both last agreed on has a column of its own.
        wide_from: the document, and in the history the row in hand, stand beside the list.
        huge_from: the document has the whole height.
    """

    cards_below: int = 76
    base_from: int = 110
    wide_from: int = 116
    huge_from: int = 180

    @property
    def steps(self) -> list[tuple[int, str]]:
        """The classes of a screen by its width, as its library wants them; under 60 nothing has room."""
        return [
            (0, "-tiny"),
            (_LEAST, "-narrow"),
            (self.cards_below, "-normal"),
            (self.wide_from, "-wide"),
            (self.huge_from, "-huge"),
        ]

    @property
    def trouble(self) -> str:
        """What speaks against these; "" where nothing does."""
        if not LEAST_CARDS <= self.cards_below < self.wide_from < self.huge_from <= MOST:
            return f"{LEAST_CARDS} <= cards_below < wide_from < huge_from <= {MOST} must hold"
        if not LEAST_CARDS <= self.base_from <= MOST:
            return f"base_from is from {LEAST_CARDS} to {MOST}"
        return ""


USUAL_SIZES: Final = Sizes()
"""What nobody set otherwise."""


def size_names() -> tuple[str, ...]:
    """Name the sizes, as the file of an operator does."""
    return tuple(field.name for field in fields(Sizes))
