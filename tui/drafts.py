"""Choices that were made and not yet carried out: kept at once, here and on disk, and offered again."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from core.errors import HeadgateError
from core.merge.resolution import Choice, Resolution
from core.model.draft import Draft, Drafted, Recalled
from core.model.draft_layout import laid_out
from core.model.item import Inbox, Item, Opened
from tui.ages import ago
from tui.pen import Pen
from tui.reopen import carry_over

__all__ = ["Book", "Drafts"]


class Book(Protocol):
    """What the screens need of `core.sync.drafting.DraftBook`."""

    def keep(self, item: Item, resolution: Resolution) -> None:
        """Keep the choices of an item."""

    def forget(self, item_id: str) -> None:
        """Drop the choices of an item."""

    def settle(self) -> None:
        """Bring what was kept onto the disk."""

    def drafts(self) -> Drafted:
        """Read all drafts."""

    def recalled(self, draft: Draft, now: Opened) -> Recalled:
        """Lay a draft over an item as it is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    choices: tuple[tuple[str, Choice], ...]
    open: int


class Drafts:
    """One draft per item; every choice is kept at once, none is sent anywhere.

    Args:
        book: where drafts are kept beyond this run; None for nowhere.
        told: what to do where they could not be kept; called on a thread of its own.
    """

    def __init__(
        self, book: Book | None = None, told: Callable[[HeadgateError], None] = lambda _: None
    ) -> None:
        self._book = book
        self._pen = Pen(book.settle, told) if book else None
        self._made: dict[str, _Made] = {}
        self._earlier: dict[str, Draft] = {}
        self._read = Drafted(drafts=())
        self._told: set[tuple[str, str]] = set()
        self._trouble = ""
        self.last_reason = ""

    @property
    def outlive_us(self) -> bool:
        """Whether they are kept beyond this run."""
        return self._book is not None

    def read(self) -> None:
        """Read what an earlier run, or another window, kept; asked from any thread."""
        if self._book is None:
            return
        try:
            self._read = self._book.drafts()
        except HeadgateError as error:
            self._read, self._trouble = Drafted(drafts=()), f"Kept choices could not be read: {error.why}."

    def offer(self, inbox: Inbox, *, space: str | None, now: float) -> str:
        """Lay what was read out over the inbox; says in words what is offered again and what is dropped."""
        offered, gone = laid_out(self._read.drafts, inbox, space=space)
        self._earlier = {item: draft for item, draft in offered.items() if draft.item not in self._made}
        for draft in gone:
            self._made.pop(draft.item, None)
            self._strike(draft.item)
        fresh = [one for one in self._earlier.values() if (one.item, one.when) not in self._told]
        self._told |= {(one.item, one.when) for one in fresh}
        words = [_offered_words(fresh, now), *map(_gone_words, gone), self._trouble, self._unread_words()]
        self._trouble, self._read = "", Drafted(drafts=())
        return " ".join(filter(None, words))

    def recall(self, opened: Opened) -> Recalled:
        """Lay the choices of an item over it; those whose field moved are dropped and named."""
        item_id = opened.item.id
        earlier = self._earlier.pop(item_id, None)
        if earlier is None or self._book is None or item_id in self._made:
            carried = carry_over(opened.resolution, opened.resolution, self.choices(item_id))
            return Recalled(resolution=carried.resolution)
        if earlier.item != item_id:
            self._strike(earlier.item)
        return self._book.recalled(earlier, opened)

    def keep(self, item: Item, resolution: Resolution) -> None:
        """Remember the choices of an item; no choices, no draft."""
        if not resolution.choices:
            self.forget(item.id)
            return
        made = _Made(choices=resolution.choices, open=len(resolution.open))
        if made != self._made.get(item.id):
            self._made[item.id] = made
            self._write(item.id, lambda book: book.keep(item, resolution))

    def forget(self, item_id: str) -> None:
        """Drop the choices of an item."""
        known = {self._made.pop(item_id, None), self._earlier.pop(item_id, None)}
        if known != {None}:
            self._strike(item_id)

    def choices(self, item_id: str) -> tuple[tuple[str, Choice], ...]:
        """Recall the choices of an item."""
        if made := self._made.get(item_id):
            return made.choices
        earlier = self._earlier.get(item_id)
        return tuple((one.key, one.choice) for one in earlier.choices) if earlier else ()

    def left(self) -> dict[str, int]:
        """Say, for each item with choices, how many fields are still undecided."""
        before = {str(item): one.open for item, one in self._earlier.items() if one.item == item}
        return before | {item_id: made.open for item_id, made in self._made.items()}

    def left_of(self, item: Item) -> int:
        """Say how many fields of an item are still undecided."""
        if made := self._made.get(item.id):
            return made.open
        earlier = self._earlier.get(item.id)
        return earlier.open if earlier and earlier.item == item.id else item.undecided

    def close(self, seconds: float) -> None:
        """Write what is not written yet, and end."""
        if self._pen:
            self._pen.close(seconds)

    def __len__(self) -> int:
        return len(self._made.keys() | self._earlier.keys())

    def _strike(self, item_id: str) -> None:
        self._write(item_id, lambda book: book.forget(item_id))

    def _write(self, item_id: str, record: Callable[[Book], None]) -> None:
        if self._pen and self._book:
            self._pen.write(item_id, partial(record, self._book))

    def _unread_words(self) -> str:
        unread = self._read.unread
        return f"{_many(unread, 'record')} of choices could not be read and is passed over." if unread else ""


def _offered_words(drafts: list[Draft], now: float) -> str:
    if not drafts:
        return ""
    newest = ago(max(draft.when for draft in drafts), now)
    count = len(drafts)
    hold = "item holds" if count == 1 else "items hold"
    return f"{count} {hold} choices made {newest} and not applied: open to go on."


def _gone_words(draft: Draft) -> str:
    return f"{_many(len(draft.choices), 'choice')} for {draft.unit} dropped: nothing waits there any more."


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
