"""Sync points in the embedded hub's file."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace

from core.errors import SideMoved
from core.hub.embedded.history import keep_text, text_of
from core.hub.embedded.schema import SYNC_POINT
from core.hub.embedded.units import UnitRow, store_unit, unit_at, units_of
from core.model.names import DataHash, RevisionNumber, UnitName
from core.model.proposal import Commit
from core.model.syncpoint import DecidedField, SyncPoint
from core.store.seal import canonical
from core.store.sqlite import Transaction
from core.store.table import Record
from core.store.trouble import damaged

__all__ = ["expect", "point_of", "points_of", "store_points"]

_COLUMNS = frozenset({"unit", "version", "base", "git_text"})
"""Fields of a sync point that have a column; the rest is one text in JSON."""


def point_of(held: Transaction, unit: UnitRow) -> SyncPoint | None:
    """Read a unit's sync point; None where there is none.

    Raises:
        SourceUnreadable: it is damaged or gone.
    """
    row = SYNC_POINT.find(held, unit.unit.space, unit.unit.unit)
    if (row[2] if row else 0) != unit.sync_version:
        raise damaged(held.place, f"the sync point of {unit.unit}", why="another version should be there")
    return _point(held, row) if row else None


def points_of(held: Transaction, space: str) -> list[SyncPoint]:
    """List a space's sync points by unit.

    Raises:
        SourceUnreadable: one of them is damaged or gone.
    """
    rows = SYNC_POINT.scan(held, space)
    expected = {row.unit.unit: row.sync_version for row in units_of(held, space) if row.sync_version}
    if {row[1]: row[2] for row in rows} != expected:
        raise damaged(held.place, f"the sync points of space {space}", why="they do not fit the units")
    return [_point(held, row) for row in rows]


def store_points(held: Transaction, points: Sequence[SyncPoint], head: DataHash | None) -> None:
    """Write sync points over the versions they carry.

    Raises:
        SideMoved: a stored version, or Head, is another.
    """
    for point in points:
        unit = unit_at(held, point.unit)
        expect(point.unit, "its sync point", now=unit.sync_version, seen=point.version)
        if head is not None:
            expect(point.unit, "Head", now=unit.data_hash, seen=head)
        version = point.version + 1
        store_unit(held, unit, replace(unit, sync_version=version))
        rest = {name: value for name, value in asdict(point).items() if name not in _COLUMNS}
        base, git_text = keep_text(held, point.base), keep_text(held, point.git_text)
        SYNC_POINT.put(held, point.unit.space, point.unit.unit, version, base, git_text, canonical(rest))


def expect(unit: UnitName, side: str, *, now: str | int, seen: str | int) -> None:
    """Compare what a write builds on with what is there.

    Raises:
        SideMoved: they are not the same.
    """
    if now != seen:
        raise SideMoved(
            f"Could not write {unit}",
            why=f"{side} moved since it was seen: {_short(seen)} was seen, {_short(now)} is there",
            next_step=f"look at what changed, then decide again: headgate history {unit}",
        )


def _short(mark: str | int) -> str:
    return f"version {mark}" if isinstance(mark, int) else mark[:12] or "nothing"


def _point(held: Transaction, row: Record) -> SyncPoint:
    space, unit, version, base, git_text, rest = row
    name = UnitName(str(space), str(unit))
    what = f"the sync point of {name}"
    kept = json.loads(str(rest))
    return SyncPoint(
        unit=name,
        version=int(version),
        base=text_of(held, str(base), what),
        git_text=text_of(held, str(git_text), what),
        commit=Commit(**kept["commit"]) if kept["commit"] else None,
        paths=tuple(kept["paths"]),
        hub_revision=RevisionNumber(kept["hub_revision"]),
        hub_hash=DataHash(kept["hub_hash"]),
        cause=kept["cause"],
        actor=kept["actor"],
        time=kept["time"],
        decided=tuple(DecidedField(**field) for field in kept["decided"]),
        sync_back=kept["sync_back"],
        sync_back_head=RevisionNumber(kept["sync_back_head"]),
        declined=kept.get("declined", ""),
        decisions=tuple(kept.get("decisions", ())),
    )
