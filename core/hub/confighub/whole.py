"""Whole: ids and versions of all units, compared now and then, for what no look by times shows.

A row that was dated too early, by a slow transaction or a skewed clock, stands outside every overlap; a unit
that is gone has no date at all. What a process has seen is kept in it; one that just began takes its first
list for what is known. Source: confighub-api.md §6, step 4.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from core.hub.confighub.rows import Stamp, UnitRow
from core.hub.confighub.spaces import Spaces
from core.hub.confighub.units import Units
from core.hub.confighub.where import lists
from core.model.names import UnitName

__all__ = ["WHOLE_SECONDS", "Whole"]

WHOLE_SECONDS: Final = 300.0
"""How often all ids are compared, whatever counts and times say."""


class Whole:
    """What is known of the units of one server."""

    def __init__(self, units: Units, spaces: Spaces, monotonic: Callable[[], float]) -> None:
        self._units = units
        self._spaces = spaces
        self._monotonic = monotonic
        self._known: dict[str, Stamp] = {}
        self._at: float | None = None
        self._missed: set[UnitName] = set()
        self.mark = ""

    def missed(self, rows: Sequence[UnitRow], *, everything: bool, told: str) -> set[UnitName]:
        """Name what changed or went without being among the rows that were just read.

        Args:
            rows: what a look showed; it is told already.
            everything: it showed every unit there is.
            told: the mark of what was missed, as whoever asks had it last; without it they are told again.
        """
        now = self._monotonic()
        seen = {row.id: Stamp(row.id, row.space_id, row.slug, row.version, row.number) for row in rows}
        if everything:
            self._known, self._at = seen, now
            return set()
        if self._known:
            self._known |= seen
        if self._at is None:
            self._at = now
        unheard = self._missed if told != self.mark else set()
        if now - self._at <= WHOLE_SECONDS:
            return unheard
        before, self._known, self._at = self._known, self._listed(), now
        unlike = _unlike(before, self._known) if before else ()
        if names := self._named(unlike):
            unheard = self._missed = names | unheard
            self.mark = hashlib.sha256(repr(sorted(unlike)).encode()).hexdigest()[:12]
        return unheard

    def _listed(self) -> dict[str, Stamp]:
        ids = list(self._spaces.known().values())
        found = (self._units.stamps("compare units", terms) for terms in lists("SpaceID", ids))
        return {one.id: one for stamps in found for one in stamps}

    def _named(self, stamps: Iterable[Stamp]) -> set[UnitName]:
        known = set(self._spaces.known().values())
        return {
            UnitName(self._spaces.name_of(one.space_id), one.slug) for one in stamps if one.space_id in known
        }


def _unlike(before: Mapping[str, Stamp], now: Mapping[str, Stamp]) -> Sequence[Stamp]:
    gone = [one for unit, one in before.items() if unit not in now]
    return [*gone, *(one for unit, one in now.items() if before.get(unit) != one)]
