"""Look: one reading of all units at once, which the lists of one pass over the spaces share.

An inbox asks space by space; a server is asked for everything in a few pages. A list is given out of one
reading once: whoever asks for the same list again has begun another pass and gets another reading, which
is then only what changed since. Whatever is decided from it is guarded by hashes, so that an old reading
can refuse a write and never lose one. Source: confighub-api.md §6.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from core.hub.confighub.deliveries import Deliveries
from core.hub.confighub.history import Texts
from core.hub.confighub.rows import UnitRow, earlier, number, text
from core.hub.confighub.server import Server
from core.hub.confighub.spaces import BOOK, Spaces
from core.hub.confighub.units import Units
from core.hub.confighub.where import both, lists, quoted
from core.hub.confighub.whole import WHOLE_SECONDS
from core.model.names import RevisionNumber, UnitName

__all__ = ["Look"]

_IDLE_SECONDS: Final = 2.0
"""How long a reading is shared after it was last used."""

_OVERLAP_SECONDS: Final = 30
"""Asked for twice, since rows may be written in another order than their times say."""

_ONE_BY_ONE: Final = 100


class Look:
    """The newest reading of one server."""

    def __init__(
        self,
        server: Server,
        units: Units,
        spaces: Spaces,
        texts: Texts,
        deliveries: Deliveries,
        monotonic: Callable[[], float],
    ) -> None:
        self._server = server
        self._deliveries = deliveries
        self._units = units
        self._spaces = spaces
        self._texts = texts
        self._monotonic = monotonic
        self._lock = threading.RLock()
        self._rows: dict[str, UnitRow] = {}
        self._by_space: dict[str, dict[str, UnitRow]] = {}
        self._given: set[tuple[str, str]] = set()
        self._newest = ""
        self._whole_at = 0.0
        self._beyond: dict[str, int] = {}
        self._used = 0.0
        self._valid = False
        self._whole = False
        self._older: dict[tuple[str, int], str] = {}

    def forget(self) -> None:
        """Begin anew with the next list: something was written."""
        with self._lock:
            self._valid = False

    def begin(self, space: str) -> Mapping[str, UnitRow]:
        """Give the units of a space by name; begins a pass where this space was given already."""
        with self._lock:
            if not self._shared("heads", space):
                self._read()
            self._given.add(("heads", space))
            return self._of(space)

    def book(self, kind: str, space: str) -> Sequence[UnitRow] | None:
        """Give the units of the book, where the pass that read this space has not asked for this kind yet."""
        with self._lock:
            if ("heads", space) not in self._given or not self._shared(kind, space):
                return None
            self._given.add((kind, space))
            return list(self._of(BOOK).values())

    def text(self, unit: UnitName, at: RevisionNumber) -> str | None:
        """Give the bytes of a revision that the pass knows; None where it does not."""
        with self._lock:
            row = self._of(unit.space).get(unit.unit) if self._valid else None
            if row is None:
                return None
            self._used = self._monotonic()
            data_hash = row.data_hash if row.number == at else self._older.get((row.id, at), "")
            found = self._texts.find(data_hash) if data_hash else None
            if found is None and not self._whole:
                self._read_texts()
                data_hash = data_hash or self._older.get((row.id, at), "")
                found = self._texts.find(data_hash) if data_hash else None
            return found

    def of_book(self, row: UnitRow) -> str | None:
        """Give the bytes of a unit of the book."""
        with self._lock:
            found = self._texts.find(row.data_hash)
            if found is None and not self._whole:
                self._read_texts()
                found = self._texts.find(row.data_hash)
            return found

    def _shared(self, kind: str, space: str) -> bool:
        now = self._monotonic()
        shared = self._valid and now - self._used <= _IDLE_SECONDS and (kind, space) not in self._given
        if shared:
            self._used = now
        return shared

    def _of(self, space: str) -> Mapping[str, UnitRow]:
        return self._by_space.get(self._spaces.listed(space) or "", {})

    def _read(self) -> None:
        """Read everything the first time, then what changed; now and then all ids are compared."""
        self._valid = False
        counts = self._spaces.counted()
        ids = [one for one in (*self._spaces.known().values(), self._spaces.listed(BOOK)) if one]
        since = [f"UpdatedAt >= {quoted(earlier(self._newest, _OVERLAP_SECONDS))}"] if self._newest else []
        fresh = [row for terms in lists("SpaceID", ids) for row in self._listed(*since, terms)]
        if not since:
            self._rows, self._by_space = {}, {}
        changed = [row for row in fresh if self._known(row) is None]
        self._take(changed)
        whole = bool(since) and self._is_whole_due(counts, ids)
        if whole:
            changed += self._compared_whole(ids)
        if whole or not since:
            self._whole_at = self._monotonic()
            held = {one: len(self._by_space.get(one, {})) for one in ids}
            self._beyond = {one: counts[one] - held[one] for one in ids if one in counts}
        self._whole = self._whole and not changed
        self._deliveries.rest(rests=bool(changed))
        self._given.clear()
        self._used, self._valid = self._monotonic(), True
        if 0 < len(changed) <= _ONE_BY_ONE and len(changed) < len(self._rows):
            self._read_some(changed)

    def _known(self, row: UnitRow) -> UnitRow | None:
        known = self._rows.get(row.id)
        same = known is not None and (known.version, known.number) == (row.version, row.number)
        return known if same and known is not None and known.updated == row.updated else None

    def _take(self, rows: Sequence[UnitRow]) -> None:
        for row in rows:
            self._rows[row.id] = row
            self._by_space.setdefault(row.space_id, {})[row.slug] = row
            self._newest = max(self._newest, row.updated)

    def _is_whole_due(self, counts: Mapping[str, int], ids: Sequence[str]) -> bool:
        """Tell whether all ids are to be looked at: a count does not fit, or the last time is long ago.

        A count may hold units that no list shows (hidden ones); how many there were last is known.
        """
        if self._monotonic() - self._whole_at > WHOLE_SECONDS:
            return True
        held = {one: len(self._by_space.get(one, {})) + self._beyond.get(one, 0) for one in ids}
        return any(one in counts and counts[one] != held[one] for one in ids)

    def _compared_whole(self, ids: Sequence[str]) -> list[UnitRow]:
        """Leave out what is no longer there, and read what no look by times showed."""
        there = {
            one.id: one
            for terms in lists("SpaceID", ids)
            for one in self._units.stamps("compare units", terms)
        }
        known = {row.id: (row.version, row.number) for row in self._rows.values()}
        missed = [one.id for one in there.values() if known.get(one.id) != (one.version, one.number)]
        kept = [row for row in self._rows.values() if row.id in there and row.id not in missed]
        self._rows, self._by_space = {}, {}
        self._take(kept)
        fresh = [row for terms in lists("UnitID", missed) for row in self._listed(terms)]
        self._take(fresh)
        return fresh

    def _listed(self, *where: str) -> Iterator[UnitRow]:
        return self._units.listed("read the units", *where)

    def _read_texts(self) -> None:
        """Read all bytes that are missing; what was released or applied before Head too."""
        rows = [row for row in self._rows.values() if self._texts.find(row.data_hash) is None]
        ids = list(dict.fromkeys(row.space_id for row in rows))
        for terms in lists("SpaceID", ids):
            for data_hash, data in self._units.texts("read the units' data", rows, terms):
                self._texts.keep(data_hash, data)
        self._read_older()
        self._whole = True

    def _read_some(self, rows: Sequence[UnitRow]) -> None:
        for terms in lists("UnitID", [row.id for row in rows]):
            for data_hash, data in self._units.texts("read the units' data", rows, terms):
                self._texts.keep(data_hash, data)
        self._whole = True

    def _read_older(self) -> None:
        behind = [
            row
            for row in self._rows.values()
            if 0 < row.delivered < row.number and (row.id, row.delivered) not in self._older
        ]
        if not self._units.epoch.newest:
            return
        for start in range(0, len(behind), _ONE_BY_ONE):
            some = {row.id: row for row in behind[start : start + _ONE_BY_ONE]}
            numbers = ", ".join(str(one) for one in sorted({row.delivered for row in some.values()}))
            (terms,) = lists("UnitID", list(some))
            where = both(terms, f"RevisionNum IN ({numbers})")
            query = (("where", where), ("distinct_on", "Off"))
            for found in self._server.rows("read what is applied", "/revision_data", *query):
                data_hash, at = text(found, "DataHash"), number(found, "RevisionNum")
                self._texts.keep(data_hash, text(found, "Data"))
                self._older[text(found, "UnitID"), at] = data_hash
