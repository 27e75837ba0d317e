"""Leaving: what is for later waits in the inbox, as a capture of the incident wherever it can be one.

A secret is never captured, and what meets a change of the hub or of Git is a conflict: those wait as what
they are. None of them keeps a session from its end.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import HeadgateError, NotFound
from core.krm.values import ABSENT
from core.merge.resolution import Field
from core.merge.verdict import Verdict
from core.model.names import UnitName
from core.model.proposal import Capture
from core.model.session import Disposition, SeenChange, Session
from core.sync.capture import offer_capture, readable
from core.sync.context import Context
from core.sync.inbox import REPORTS, read_unit
from core.sync.items import waiting

__all__ = ["Leaving", "leave", "waits"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """What became of the changes that are for later.

    Attributes:
        captures: pending, under the incident.
        failed: units whose changes could not be offered, with the error.
    """

    captures: tuple[Capture, ...]
    failed: tuple[tuple[UnitName, HeadgateError], ...]


def leave(context: Context, session: Session) -> Leaving:
    """Offer what is for later as captures; one unit that fails stops no other."""
    left = [one for one in session.changes if one.disposition is Disposition.LATER and not one.undone]
    captures: list[Capture] = []
    failed: list[tuple[UnitName, HeadgateError]] = []
    for unit in dict.fromkeys(one.unit for one in left):
        try:
            captures += _of_unit(context, session, [one for one in left if one.unit == unit])
        except NotFound:
            continue  # neither hub nor Git has it any more
        except HeadgateError as error:
            failed.append((unit, error))
    return Leaving(captures=tuple(captures), failed=tuple(failed))


def waits(context: Context, change: SeenChange) -> bool:
    """Tell whether a change is still to be decided in the inbox.

    Raises:
        SourceUnreadable: its unit, or what is live of it, cannot be read.
        NotFound: neither hub nor Git has it.
    """
    unit = readable(read_unit(context, change.unit))
    return any(
        field.key == change.key
        for one in waiting(unit, context.catalog, context.digest_key)
        if one.item.kind not in REPORTS
        for field in one.fields
    )


def _of_unit(context: Context, session: Session, left: Sequence[SeenChange]) -> list[Capture]:
    unit = left[0].unit
    able = {field.key for field in readable(read_unit(context, unit)).fields if _can_be_captured(field)}
    offered: list[Capture] = []
    for until in dict.fromkeys(one.until for one in left):
        paths = [one.key for one in left if one.until == until and one.key in able]
        if paths:
            reason = f"left for later{f' until {until}' if until else ''}: {session.reason}"
            offered.append(
                offer_capture(context, unit, paths=paths, incident=session.incident, reason=reason)
            )
    return offered


def _can_be_captured(field: Field) -> bool:
    is_drift = field.verdict in {Verdict.CAPTURE, Verdict.HOLD}
    return is_drift and not (field.place.sensitive and field.place.live is not ABSENT)
