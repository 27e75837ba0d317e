"""Deliveries: what is reported of what ConfigHub delivered: releases, or workers that applied and refreshed.

In the newest version whoever delivers reports on a release, which is a whole space; before, a worker
reports on a unit. Reports move no unit, so they are asked for apart: in one request, at most now and then.
What cannot be read is said and stops nothing: nothing is written by what it says. Source: confighub-api.md
§7.
"""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from core.errors import HeadgateError
from core.hub.confighub.assumptions import EVENTS_DAYS
from core.hub.confighub.epochs import Epoch
from core.hub.confighub.rows import Row, UnitRow, earlier, mapping, moment, number, text
from core.hub.confighub.server import Server
from core.hub.confighub.spaces import Spaces
from core.hub.confighub.where import both, lists, quoted
from core.model.delivery import Delivery

__all__ = ["Deliveries"]

_OLD_SECONDS: Final = 30.0
_TOO_OLD_SECONDS: Final = 300.0
_OVERLAP_SECONDS: Final = 30
_DAY_SECONDS: Final = 24 * 3600
_MOST_RELEASES: Final = 5_000
_FIELDS: Final = "ReleaseNum,Published,TargetID,LiveStatus,UpdatedAt"


class Deliveries:
    """The newest reports of one server; may be used by several threads at once."""

    def __init__(self, server: Server, spaces: Spaces, monotonic: Callable[[], float]) -> None:
        self._server = server
        self._spaces = spaces
        self._monotonic = monotonic
        self._lock = threading.RLock()
        self._read_at: float | None = None
        self._trouble = ""
        self._newest = ""
        self._rests = False
        self._releases: dict[str, dict[str, Row]] = {}
        self._released: dict[tuple[str, str], Delivery] = {}
        self._events: dict[str, Row] = {}

    def of(self, row: UnitRow) -> Delivery | None:
        """Give what is reported of a unit; None where ConfigHub does not deliver it."""
        if not row.delivered:
            return None
        with self._lock:
            if self._is_due():
                self._read(row.updated)
            return self._release_of(row) if self._server.epoch.newest else self._applied(row)

    def rest(self, *, rests: bool) -> None:
        """Leave what was read as it is while a pass has other news to fetch; not when it is too old."""
        with self._lock:
            self._rests = rests

    def _is_due(self) -> bool:
        old = _TOO_OLD_SECONDS if self._rests else _OLD_SECONDS
        return self._read_at is None or self._monotonic() - self._read_at > old

    def _read(self, updated: str) -> None:
        self._read_at, self._trouble, self._released = self._monotonic(), "", {}
        try:
            if self._server.epoch.newest:
                self._read_releases()
            elif self._server.epoch is Epoch.B:
                self._read_events(updated)
        except HeadgateError as error:
            self._trouble = f"{error.what}: {error.why}"

    # releases

    def _read_releases(self) -> None:
        """Read the newest releases, then what changed since; one that is taken back makes the list anew."""
        since = [f"UpdatedAt >= {quoted(earlier(self._newest, _OVERLAP_SECONDS))}"] if self._newest else []
        withdrawn, rows = False, list(self._listed_releases(*since))
        for row in rows:
            mine, target = self._releases.setdefault(text(row, "SpaceID"), {}), text(row, "TargetID")
            known = mine.get(target)
            self._newest = max(self._newest, moment(text(row, "UpdatedAt")))
            if row.get("Published") is False:
                withdrawn = withdrawn or (known is not None and _num(known) == _num(row))
            elif known is None or _num(known) <= _num(row):
                mine[target] = row
        if withdrawn and since:
            self._releases, self._newest = {}, ""
            self._read_releases()

    def _listed_releases(self, *where: str) -> Iterator[Row]:
        ids = list(self._spaces.known().values())
        ordered = self._server.holds("releases") is not False
        order = (("order_by", "DESC:CreatedAt"),) if ordered else ()
        for terms in lists("SpaceID", ids):
            query = (("where", both(*where, terms)), ("select", _FIELDS), *order)
            rows = self._server.rows("read what is reported of releases", "/release", *query)
            for found in islice(rows, _MOST_RELEASES):
                yield mapping(found, "Release") or found

    def _release_of(self, row: UnitRow) -> Delivery:
        """Give the report of a unit's release; all units of a space share one."""
        place = row.space_id, row.target
        if place not in self._released:
            mine = self._releases.get(row.space_id, {})
            there = [one for target, one in mine.items() if row.target in {"", target}]
            self._released[place] = _report(max(there, key=_num, default=None), self._trouble)
        return self._released[place]

    # workers

    def _read_events(self, updated: str) -> None:
        """Read the refreshes of the last days, then those since; the newest of each unit counts."""
        back = _OVERLAP_SECONDS if self._newest else EVENTS_DAYS * _DAY_SECONDS
        start = self._newest or updated
        since = f"CreatedAt > {quoted(earlier(start, back))}" if start else ""
        asked = both("Action = 'Refresh'", since)
        for event in list(self._listed_events(asked)):
            self._newest = max(self._newest, moment(text(event, "CreatedAt")))
            known = self._events.get(text(event, "UnitID"))
            if known is None or _when(known) <= _when(event):
                self._events[text(event, "UnitID")] = event

    def _listed_events(self, asked: str) -> Iterator[Row]:
        for terms in lists("SpaceID", list(self._spaces.known().values())):
            query = (("where", both(asked, terms)),)
            for found in self._server.rows("read what workers refreshed", "/unit_event", *query):
                yield mapping(found, "UnitEvent") or found

    def _applied(self, row: UnitRow) -> Delivery:
        if row.live != row.delivered:
            return Delivery(
                what=f"apply of revision {row.delivered}",
                operation="Running",
                message=f"revision {row.live} is live" if row.live else "no revision is live yet",
            )
        event = self._events.get(row.id)
        if event is not None:
            return Delivery(
                what="refresh",
                sync=text(event, "Result") or text(event, "Status"),
                message=text(event, "Message"),
                observed=text(event, "TerminatedAt") or text(event, "CreatedAt"),
                reporter="a worker",
                unread=self._trouble,
            )
        return _said(row, self._trouble)


def _report(release: Row | None, trouble: str) -> Delivery:
    if release is None:
        return Delivery(what="release", unread=trouble or "the server shows none for it")
    status = mapping(release, "LiveStatus")
    return Delivery(
        what=f"release {_num(release)}",
        sync=text(status, "Sync"),
        health=text(status, "Health"),
        operation=text(status, "Operation"),
        message=text(status, "Message"),
        observed=text(status, "ObservedAt"),
        reporter=text(status, "Reporter"),
        unread=trouble,
    )


def _said(row: UnitRow, trouble: str) -> Delivery:
    """Read the status of a unit; its words are not pinned, so they are shown as they are."""
    status = row.status
    return Delivery(
        what=(text(status, "Action") or f"apply of revision {row.delivered}").lower(),
        sync=text(status, "Drift") or text(status, "SyncStatus") or text(status, "ActionResult"),
        health=text(status, "Status"),
        observed=_time(text(status, "ActionTerminatedAt")),
        reporter="a worker" if status else "",
        unread=trouble,
    )


def _time(written: str) -> str:
    """A time of the year 1 is none."""
    try:
        return "" if datetime.fromisoformat(written).year == 1 else written
    except ValueError:
        return ""


def _num(release: Row) -> int:
    return number(release, "ReleaseNum")


def _when(event: Row) -> tuple[int, str]:
    return number(event, "UnitEventNum"), moment(text(event, "CreatedAt"))
