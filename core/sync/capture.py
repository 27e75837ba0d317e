"""Capture and drift: what is live and was not applied, looked at now."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.errors import NotFound, SourceUnreadable, UsageError
from core.merge.places import Ignored, Side
from core.merge.resolution import Field, Resolution
from core.merge.verdict import Verdict
from core.model.item import UnknownUnit
from core.model.names import UnitName
from core.model.plan import Plan
from core.model.proposal import Capture, OfferState
from core.model.unit import RevisionSource
from core.progress import Progress, Stop
from core.sync.compared import Compared, compared
from core.sync.context import Context
from core.sync.decide import value_of
from core.sync.gather import Unread, gather_space
from core.sync.inbox import read_unit
from core.sync.planning import Intent, make_plan
from core.sync.points import Settled
from core.sync.show import shown_field

__all__ = ["DriftedUnit", "Drifts", "drifts", "matching", "offer_capture", "plan_capture"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftedUnit:
    """One unit whose live side differs from what was last applied.

    Attributes:
        unit: which.
        fields: the drifted fields, masked for showing.
        ignored: live differences that are none, with their rules.
        applied: number of the revision that live was compared with.
    """

    unit: UnitName
    fields: tuple[Field, ...]
    ignored: tuple[Ignored, ...]
    applied: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drifts:
    """What a look at live found, and what could not be looked at."""

    units: tuple[DriftedUnit, ...]
    unknown: tuple[UnknownUnit, ...]
    read_at: str


def drifts(
    context: Context, *, space: str | None, unit: UnitName | None, progress: Progress, stop: Stop
) -> Drifts:
    """Compare live with what was last applied, now; settled or not, captured or not."""
    found: list[DriftedUnit] = []
    unknown: list[UnknownUnit] = []
    names = [unit.space] if unit else [space] if space else list(context.spaces)
    for done, name in enumerate(names):
        if stop.is_set():
            break
        units, unread = gather_space(context, name)
        unknown += [UnknownUnit(unit=str(one), why=why.why) for one, why in unread.items()]
        for sides in units:
            if unit is not None and sides.unit != unit:
                continue
            if isinstance(sides.live, Unread):
                unknown.append(UnknownUnit(unit=str(sides.unit), why=sides.live.why))
                continue
            found.append(_drifted(compared(sides, catalog=context.catalog, key=context.digest_key)))
        progress.step("spaces", done + 1, len(names))
    return Drifts(units=tuple(found), unknown=tuple(unknown), read_at=context.clock.now())


def _drifted(unit: Compared) -> DriftedUnit:
    return DriftedUnit(
        unit=unit.sides.unit,
        fields=tuple(shown_field(field) for field in unit.fields if field.place.live_changed),
        ignored=tuple(unit.comparison.ignored),
        applied=unit.sides.head.applied if unit.sides.head else 0,
    )


def offer_capture(
    context: Context, unit: UnitName, *, paths: Sequence[str], incident: str, reason: str
) -> Capture:
    """Offer what is live for a unit, or some fields of it, as a pending capture.

    Raises:
        NotFound: nothing of this has drifted.
        UsageError: a path fits no drifted field, or several.
        SourceUnreadable: live cannot be read.
    """
    fields = _chosen(_readable(read_unit(context, unit)), paths)
    keys = tuple(field.key for field in fields) if paths else ()
    actor = context.operator.actor().name
    return context.captures.offer_capture(
        Capture(
            id=_capture_id(unit, fields, incident),
            unit=unit,
            paths=keys,
            incident=incident,
            reason=reason or "live differs from what was last applied",
            actor=actor,
            state=OfferState.PENDING,
            created=context.clock.now(),
        )
    )


def plan_capture(
    context: Context, unit: UnitName, *, paths: Sequence[str], incident: str, reason: str
) -> Plan:
    """Plan to make live's values the hub's at once, for some drifted fields or all of them.

    Raises:
        NotFound: nothing of this has drifted.
        UsageError: no reason, or a path fits no drifted field.
        Blocked: a secret would be captured.
        SourceUnreadable: live cannot be read.
    """
    if not reason.strip():
        raise UsageError(
            "A capture that is accepted needs a reason",
            why="it becomes a revision, and the record says why",
            next_step='add --reason "…"',
        )
    found = _readable(read_unit(context, unit))
    fields = _chosen(found, paths)
    settled = tuple(
        Settled(place=field.place, choice="live", result=value_of(field, Side.LIVE)) for field in fields
    )
    actor = context.operator.actor().name
    return make_plan(
        context,
        Intent(
            unit=found,
            settled=settled,
            resolution=Resolution(fields=fields).choose((field.key for field in fields), Side.LIVE),
            item=None,
            actor=actor,
            author=actor,
            reason=reason.strip(),
            cause="captured",
            source=RevisionSource.BREAK_GLASS if incident else RevisionSource.CAPTURE,
            incident=incident,
            partial=True,
        ),
    )


def matching(fields: Iterable[Field], text: str) -> tuple[Field, ...]:
    """Find the fields a person means by a path: its key, its path, or the end of it."""
    named = list(fields)
    exact = [field for field in named if text in {field.key, str(field.path)}]
    if exact:
        return tuple(exact)
    return tuple(field for field in named if str(field.path).endswith((f".{text}", text)))


def _readable(unit: Compared) -> Compared:
    if isinstance(unit.sides.live, Unread):
        raise SourceUnreadable(
            f"Could not read what is live of {unit.sides.unit}",
            why=unit.sides.live.why,
            next_step="headgate doctor",
        )
    return unit


def _chosen(unit: Compared, paths: Sequence[str]) -> tuple[Field, ...]:
    drifted = [field for field in unit.fields if field.verdict in {Verdict.CAPTURE, Verdict.HOLD}]
    if not drifted:
        raise NotFound(
            f"Nothing of {unit.sides.unit} has drifted",
            why="live holds what was last applied, or it was captured already",
            next_step="headgate drift",
        )
    if not paths:
        return tuple(drifted)
    return tuple(_one(drifted, path) for path in paths)


def _one(drifted: Sequence[Field], path: str) -> Field:
    found = matching(drifted, path)
    if len(found) == 1:
        return found[0]
    names = ", ".join(str(field.path) for field in (found or drifted))
    raise UsageError(
        f"The path {path} fits {'several drifted fields' if found else 'no drifted field'}",
        why=f"{'it could be' if found else 'drifted are'}: {names}",
        next_step="give the whole path as headgate drift prints it",
    )


def _capture_id(unit: UnitName, fields: Sequence[Field], incident: str) -> str:
    shown = [[field.key, str(shown_field(field).place.live)] for field in fields]
    content = json.dumps([str(unit), incident, shown])
    return f"cap-{unit.unit}-{hashlib.sha256(content.encode()).hexdigest()[:12]}"
