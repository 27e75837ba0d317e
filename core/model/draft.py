"""Drafts: choices that were made and not carried out, with what was seen when they were made."""

from dataclasses import dataclass

from core.merge.resolution import Choice, Resolution
from core.model.names import ItemId, UnitName

__all__ = ["Draft", "DraftChoice", "Drafted", "Recalled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftChoice:
    """One choice.

    Attributes:
        key: the field's, ``resource#path``.
        choice: the side that was taken, or the value that was typed.
        seen: keyed digest of what every side held at the field.
    """

    key: str
    choice: Choice
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The choices of one item.

    Attributes:
        item: the item they were made on; another id means that something of it moved.
        unit: about which unit.
        choices: in the order they were made.
        open: fields that were still undecided.
        when: RFC 3339 UTC, when the last of them was made.
    """

    item: ItemId
    unit: UnitName
    choices: tuple[DraftChoice, ...]
    open: int
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """All drafts that are kept, oldest first, and how many records of them could not be read."""

    drafts: tuple[Draft, ...]
    unread: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """A draft laid over an item as it is now: the choices that still stand, and the keys of the others."""

    resolution: Resolution
    lost: tuple[str, ...] = ()
