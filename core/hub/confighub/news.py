"""News: which units changed since a cursor, asked of the server in one request.

A cursor holds the newest time that the server wrote, marks of what was seen within the overlap before it,
how far each ledger of sync points was read, how many units each space had (where one is gone, the ledger
says which), and a mark of what was told that no look by times showed. Nothing of it is our clock's, and it
is whole in itself: after a restart, on another machine, or asked with again, it gives the same news. Source:
confighub-api.md §6.
"""

import base64
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from core.hub.confighub.ledgers import entries_in, ledger_slug
from core.hub.confighub.rows import UnitRow, earlier
from core.hub.confighub.spaces import BOOK, Spaces
from core.hub.confighub.units import Units
from core.hub.confighub.where import lists, quoted
from core.hub.confighub.whole import Whole
from core.model.names import UnitName

__all__ = ["News"]

_OVERLAP_SECONDS: Final = 30
_MOST_MARKS: Final = 5_000
"""More than these and the overlap is told again: news come at least once."""

_LEDGER: Final = ledger_slug("")
_NOTHING: Final[Sequence[Any]] = ("", [], {}, {}, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cursor:
    newest: str = ""
    marks: frozenset[str] = frozenset()
    ledgers: dict[str, int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    missed: str = ""

    def written(self) -> str:
        facts = [self.newest, sorted(self.marks), self.ledgers, self.counts, self.missed]
        return base64.urlsafe_b64encode(zlib.compress(json.dumps(facts).encode(), 9)).decode()


class News:
    """What changed on one server."""

    def __init__(self, units: Units, spaces: Spaces, whole: Whole) -> None:
        self._units = units
        self._spaces = spaces
        self._whole = whole

    def since(self, cursor: str) -> tuple[Sequence[UnitName], str]:
        """List units with news, and the cursor to ask with next; one that is none lists everything."""
        seen = _read(cursor)
        counts = self._spaces.counted()
        rows = self._changed(seen)
        fresh = [row for row in rows if _mark(row) not in seen.marks]
        book = self._spaces.listed(BOOK)
        names = {
            UnitName(self._spaces.name_of(row.space_id), row.slug) for row in fresh if row.space_id != book
        }
        changed = [row for row in fresh if row.space_id == book and row.slug.startswith(_LEDGER)]
        ledgers = dict(seen.ledgers)
        for row, text in self._texts(changed):
            space = row.slug.removeprefix(_LEDGER)
            after = ledgers.get(space, 0)
            entries = entries_in(text) if text else {}
            names |= {UnitName(space, name) for name, entry in entries.items() if entry.at > after}
            ledgers[space] = row.number
        now = {space: counts[one] for space, one in self._spaces.known().items() if one in counts}
        names |= self._gone(_fewer(seen, now, fresh, self._spaces.known()))
        names |= self._whole.missed(rows, everything=not seen.newest, told=seen.missed)
        following = replace(_next(seen, rows, ledgers), counts=now, missed=self._whole.mark)
        return sorted(names), following.written()

    def _gone(self, spaces: Sequence[str]) -> set[UnitName]:
        """Name the units of spaces that have a sync point and are not there any more."""
        book, ids = self._spaces.listed(BOOK), self._spaces.known()
        if not spaces or not book:
            return set()
        doing = "look for what is gone"
        ledgers = [self._units.find(book, ledger_slug(space)) for space in spaces]
        kept = [row for row in ledgers if row]
        texts = {row.slug: text for row, text in self._texts(kept) if text}
        there = {
            UnitName(self._spaces.name_of(one.space_id), one.slug)
            for terms in lists("SpaceID", [ids[space] for space in spaces])
            for one in self._units.stamps(doing, terms)
        }
        known = {
            UnitName(space, name)
            for space in spaces
            for name in (entries_in(texts[ledger_slug(space)]) if ledger_slug(space) in texts else ())
        }
        return known - there

    def _changed(self, seen: _Cursor) -> list[UnitRow]:
        ids = [*self._spaces.known().values()]
        book = self._spaces.listed(BOOK)
        since = [f"UpdatedAt >= {quoted(earlier(seen.newest, _OVERLAP_SECONDS))}"] if seen.newest else []
        asked = [*ids, *([book] if book else [])]
        doing = "look for news"
        return [row for terms in lists("SpaceID", asked) for row in self._units.listed(doing, *since, terms)]

    def _texts(self, rows: Sequence[UnitRow]) -> Iterator[tuple[UnitRow, str]]:
        """Read ledgers in one go; one that moves meanwhile is news again the next time."""
        found: dict[str, str] = {}
        for terms in lists("UnitID", [row.id for row in rows]):
            found |= dict(self._units.texts("read sync points", rows, terms))
        return ((row, found[row.data_hash]) for row in rows if row.data_hash in found)


def _next(seen: _Cursor, rows: Sequence[UnitRow], ledgers: dict[str, int]) -> _Cursor:
    newest = max([seen.newest, *(row.updated for row in rows)])
    if not newest:
        return seen
    start = earlier(newest, _OVERLAP_SECONDS)
    marks = frozenset(_mark(row) for row in rows if row.updated >= start)
    return _Cursor(newest=newest, marks=marks if len(marks) <= _MOST_MARKS else frozenset(), ledgers=ledgers)


def _mark(row: UnitRow) -> str:
    whole = f"{row.id} {row.version} {row.number} {row.delivered}"
    return hashlib.sha256(whole.encode()).hexdigest()[:12]


def _fewer(
    seen: _Cursor, now: Mapping[str, int], fresh: Sequence[UnitRow], ids: Mapping[str, str]
) -> list[str]:
    """List the spaces that hold fewer units than there were and came since."""
    born: Counter[str] = Counter(row.space_id for row in fresh if row.created >= seen.newest)
    return [space for space, count in now.items() if count < seen.counts.get(space, 0) + born[ids[space]]]


def _read(cursor: str) -> _Cursor:
    try:
        found: Any = json.loads(zlib.decompress(base64.urlsafe_b64decode(cursor))) if cursor else None
        newest, marks, ledgers, counts, missed = (*found, "")[:5] if isinstance(found, list) else _NOTHING
        earlier(newest or "2026-01-01T00:00:00Z", 0)
        return _Cursor(
            newest=newest,
            marks=frozenset(marks),
            ledgers=dict(ledgers),
            counts=dict(counts),
            missed=missed,
        )
    except (ValueError, TypeError, zlib.error):
        return _Cursor()
