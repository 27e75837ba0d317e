"""The inbox as JSON: the shape of design.md §6, for scripts and CI."""

from collections.abc import Sequence
from datetime import UTC, datetime

from core.model.groups import Group, groups_of
from core.model.item import Inbox, Item, UnitState, UnknownUnit
from core.model.lease import Lease
from core.model.session import Session

__all__ = ["json_inbox", "json_item", "json_unknown"]


def json_inbox(inbox: Inbox, *, now: float, with_units: bool = False) -> dict[str, object]:
    """Give what waits, what of it is the same change in several units, and what could not be read.

    With every unit's state where that is asked for.

    Args:
        inbox: as the desk read it.
        now: seconds since the epoch, for ages.
        with_units: add ``units``, one entry a unit.
    """
    form: dict[str, object] = {
        "items": [json_item(item, now=now) for item in inbox.items],
        "unknown": json_unknown(inbox.unknown),
        "groups": [_group(group) for group in groups_of(inbox.items)],
        "sessions": [_session(session) for session in inbox.sessions],
        "ended_sessions": [_session(session) for session in inbox.ended],
    }
    return {**form, "units": [_state(state) for state in inbox.states]} if with_units else form


def json_item(item: Item, *, now: float) -> dict[str, object]:
    """Give one item; ``age_seconds`` is null where nobody knows since when it waits."""
    return {
        "id": item.id,
        "kind": item.kind.value,
        "unit": str(item.unit),
        "space": item.unit.space,
        "state": item.state,
        "risk": item.risk.value,
        "author": item.author,
        "age_seconds": _age_seconds(item.since, now),
        "undecided": item.undecided,
        "conflicts": list(item.conflicts),
        "reason": item.reason,
        "open_at": [_lease(lease) for lease in item.open_at],
    }


def _lease(lease: Lease) -> dict[str, object]:
    return {
        "who": lease.who,
        "host": lease.host,
        "pid": lease.pid,
        "since": lease.since,
        "ours": lease.ours,
    }


def json_unknown(unknown: Sequence[UnknownUnit]) -> list[object]:
    """Give the units of which a side could not be read, each with the reason."""
    return [{"unit": one.unit, "why": one.why} for one in unknown]


def _group(group: Group) -> dict[str, object]:
    return {
        "id": group.id,
        "kind": group.lead.kind.value,
        "units": [str(unit) for unit in group.units],
        "items": [item.id for item in group.items],
    }


def _session(session: Session) -> dict[str, object]:
    return {
        "id": session.id,
        "space": session.space,
        "incident": session.incident,
        "by": session.actor,
        "deadline": session.deadline,
        "undecided": len(session.undecided),
    }


def _state(state: UnitState) -> dict[str, object]:
    return {
        "unit": str(state.unit),
        "space": state.unit.space,
        "state": state.state,
        "head": state.head,
        "applied": state.applied,
        "delivery": state.delivery,
    }


def _age_seconds(since: str, now: float) -> int | None:
    try:
        then = datetime.fromisoformat(since)
    except ValueError:
        return None
    return max(0, int(now - (then if then.tzinfo else then.replace(tzinfo=UTC)).timestamp()))
