"""Reviews: ConfigHub's process around a unit: warnings, attestations of Head, change orders under way.

An attestation is bound to a revision: what is written on Head begins without one. A change order that is
under way and covers the space carries a workflow of its own, so nothing is made live past it from here.
Source: confighub-api.md §2.3, §5.5.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Final

from core.hub.confighub.rows import Row, UnitRow, entries, mapping, moment, rows_in, text
from core.hub.confighub.server import Server
from core.model.names import UnitName
from core.model.review import Review
from core.net.address import path_of

__all__ = ["Reviews"]

_OVER: Final = frozenset({"Released", "Aborted", "Restored", "RestoreReleased"})
"""States of a change order that is through. Source: confighub-api.md §2.3; any other counts as under way."""

_MOST: Final = 1_000
_NEVER: Final = "0001"


class Reviews:
    """The process of one server.

    Args:
        server: whose.
        find: reads a unit as it is now.
    """

    def __init__(self, server: Server, find: Callable[[UnitName], UnitRow | None]) -> None:
        self._server = server
        self._find = find

    def of(self, unit: UnitName) -> Sequence[Review]:
        """List what bears on a unit, gravest first."""
        row = self._find(unit)
        if row is None:
            return ()
        found = [*_warnings(row)]
        if self._server.epoch.newest:
            head = self._head(row)
            found += [*self._orders(row, head), *_attestations(row, head)]
        return sorted(found, key=lambda one: not (one.stops_head or one.stops_new))

    def _head(self, row: UnitRow) -> Row:
        path = path_of("space", row.space_id, "unit", row.id, "revision")
        query = (("where", f"RevisionNum = {row.number}"), ("include", "Attestations,ChangeOrders"))
        return next(self._server.rows(f"read what is attested of {row.slug}", path, *query), {})

    def _orders(self, row: UnitRow, head: Row) -> Iterator[Review]:
        """List the change orders that hold Head, or cover its space and are under way."""
        holding = {text(one, "ChangeOrderID") for one in rows_in(head, "ChangeOrders")}
        found = list(islice(self._server.rows("read change orders", "/change_order"), _MOST + 1))
        if len(found) > _MOST:
            words = f"there are more than {_MOST}; whether one of the others covers this space is not known"
            yield Review(name="change orders", what=words)
        for one in found[:_MOST]:
            order = mapping(one, "ChangeOrder") or one
            is_head = text(order, "ChangeOrderID") in holding
            under_way = text(order, "State") not in _OVER and not text(order, "AbortedReason")
            covers = row.space_id in entries(order, "InScopeSpaceIDs")
            if under_way and (covers or is_head):
                yield _order(order, is_head=is_head)


def _order(order: Row, *, is_head: bool) -> Review:
    workflow = mapping(order, "ChangeWorkflow")
    asks = list(dict.fromkeys(_asked(workflow)))
    words = [text(order, "State") or "of no state"]
    words += [f"stage {text(order, 'Stage')}"] if text(order, "Stage") else []
    words += [f"asks for {', '.join(asks)}"] if asks else []
    words += ["holds Head; what is written now is no part of it" if is_head else "covers this space"]
    return Review(
        name=f"change order {text(order, 'Slug')}",
        what="; ".join(words),
        stops_head=bool(asks),
        stops_new=bool(asks),
    )


def _asked(workflow: Row) -> Iterator[str]:
    """Name what a workflow asks for before something is promoted or released."""
    attested = {text(one, "Name"): one for one in rows_in(workflow, "AttestationPrerequisites")}
    names = [
        str(name)
        for stage in [*rows_in(workflow, "Stages"), mapping(workflow, "Final")]
        for field in ("Prerequisites", "ReleasePrerequisites")
        for name in entries(stage, field)
    ]
    for name in names:
        asked = attested.get(name)
        count = asked.get("Count") if asked else None
        yield f"{name} ({count} {text(asked, 'Type') or 'Approval'})" if asked and count else name


def _attestations(row: UnitRow, head: Row) -> Iterator[Review]:
    """List what was said of Head; what was taken back says nothing."""
    found = rows_in(head, "Attestations")
    revoked = {text(one, "RevokedAttestationID") for one in found}
    for one in found:
        if text(one, "RevokedAttestationID").strip("0-") or text(one, "AttestationID") in revoked:
            continue
        passed = text(one, "Result") == "Pass"
        words = [f"{text(one, 'Result') or 'no result'} for revision {row.number}"]
        words += [f"by ConfigHub user {text(one, 'UserID')}"] if text(one, "UserID") else []
        words += [f"until {_until(one)}"] if _until(one) else []
        words += [f"({text(one, 'Note')})"] if text(one, "Note") else []
        yield Review(
            name=f"attestation {text(one, 'Type') or 'Approval'}",
            what=f"{' '.join(words)}; a new revision begins without it",
            good=passed,
            stops_head=text(one, "Result") == "Fail",
        )


def _warnings(row: UnitRow) -> Iterator[Review]:
    for gate in row.gates:
        if details := _details(row, gate):
            yield Review(name=f"why {gate}", what=details)
    warned = {**mapping(row.fields, "ApplyWarnings"), **mapping(row.fields, "ValidationWarnings")}
    for name in sorted(name for name, is_set in warned.items() if is_set):
        yield Review(name=f"warning {name}", what=_details(row, name) or "ConfigHub warns, and says no more")


def _details(row: UnitRow, name: str) -> str:
    """Read why a trigger closed a gate or warned."""
    results = rows_in(mapping(row.fields, "ValidationResults"), name)
    found = [str(line) for one in results for line in entries(one, "Details")]
    return "; ".join(found)


def _until(attestation: Row) -> str:
    written = text(attestation, "ExpiresAt")
    return "" if written.startswith(_NEVER) or not moment(written) else written
