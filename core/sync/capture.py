"""Capture: what is live and was not applied is offered to the hub, or taken at once."""

import hashlib
import json
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import Enum
from typing import Final

from core.errors import NotFound, SourceUnreadable, UsageError
from core.merge.places import Side
from core.merge.resolution import Field, Resolution
from core.merge.verdict import Verdict
from core.model.names import UnitName
from core.model.plan import Plan
from core.model.proposal import Capture, OfferState
from core.model.unit import RevisionSource
from core.sync.compared import Compared, Digest
from core.sync.context import Context
from core.sync.decide import value_of
from core.sync.gather import Unread
from core.sync.inbox import read_unit
from core.sync.owners import LiveOwners
from core.sync.planning import Intent, make_plan
from core.sync.points import Settled

__all__ = ["Where", "matching", "offer_capture", "plan_capture", "readable"]

_DRIFTS: Final = frozenset({Verdict.CAPTURE, Verdict.HOLD})


class Where(Enum):
    """In place of paths: all that drifted there. The value is how it is said."""

    CLOUD = "cloud"
    CLUSTER = "cluster"


def offer_capture(
    context: Context, unit: UnitName, *, paths: Sequence[str] | Where, incident: str, reason: str
) -> Capture:
    """Offer what is live for a unit, or some fields of it, as a pending capture.

    Without paths it is all that drifted, or all there, and is not captured yet; where all of it is, the
    capture that has it is given back.

    Raises:
        NotFound: nothing of this has drifted.
        UsageError: a path fits no drifted field, or several.
        SourceUnreadable: live cannot be read.
        Blocked: a secret's live value is never captured.
    """
    found = readable(read_unit(context, unit))
    drifted = _chosen(found, paths)
    fields = drifted if paths and not isinstance(paths, Where) else _fresh(found, drifted)
    if not fields:
        return next(one for one in found.sides.captures if drifted[0].key in one.paths)
    for field in fields:
        value_of(field, Side.LIVE)
    digests = [
        Digest(f.place.resource, f.path, context.catalog, context.digest_key).of(f.place.live) for f in fields
    ]
    offer = Capture(
        id="",
        unit=unit,
        paths=tuple(field.key for field in fields),
        seen=tuple(digest or "" for digest in digests),
        incident=incident,
        reason=reason or "live differs from what was last applied",
        actor=context.operator.actor().name,
        state=OfferState.PENDING,
        created=context.clock.now(),
    )
    return _offered(context, offer)


def _fresh(unit: Compared, drifted: Sequence[Field]) -> tuple[Field, ...]:
    """Leave out what a pending capture has already; empty where that is everything."""
    known = {path for capture in unit.sides.captures for path in capture.paths}
    return tuple(field for field in drifted if field.key not in known)


def _offered(context: Context, offer: Capture) -> Capture:
    """Store it under an id that names its content; one that ended before does not stand for a new one."""
    salt = ""
    while True:
        stored = context.captures.offer_capture(replace(offer, id=_capture_id(offer, salt)))
        if stored.state is OfferState.PENDING:
            return stored
        salt = stored.id


def plan_capture(
    context: Context, unit: UnitName, *, paths: Sequence[str] | Where, incident: str, reason: str
) -> Plan:
    """Plan to make live's values the hub's at once, for some drifted fields or all of them.

    Raises:
        NotFound: nothing of this has drifted.
        UsageError: no reason, or a path fits no drifted field.
        Blocked: a secret would be captured.
        SourceUnreadable: live cannot be read.
    """
    _with_reason(reason)
    found = readable(read_unit(context, unit))
    fields = _chosen(found, paths)
    named = [field.key for field in fields] if isinstance(paths, Where) else paths
    actor = context.operator.actor()
    return make_plan(
        context,
        Intent(
            unit=found,
            settled=tuple(
                Settled(place=f.place, choice="live", result=value_of(f, Side.LIVE)) for f in fields
            ),
            resolution=Resolution(fields=fields).choose((field.key for field in fields), Side.LIVE),
            item=None,
            captures=_answered(found, fields),
            actor=f"{actor.name} ({actor.how_known})",
            author=actor.name,
            reason=reason.strip(),
            cause="captured",
            source=RevisionSource.BREAK_GLASS if incident else RevisionSource.CAPTURE,
            incident=incident,
            partial=True,
            twin=_twin(unit, named, incident=incident, reason=reason),
        ),
    )


def _with_reason(reason: str) -> None:
    if not reason.strip():
        raise UsageError(
            "A capture that is accepted needs a reason",
            why="it becomes a revision, and the record says why",
            next_step='add --reason "…"',
        )


def _answered(unit: Compared, fields: Sequence[Field]) -> tuple[Capture, ...]:
    """Find the pending captures whose fields are all taken now."""
    keys = {field.key for field in fields}
    return tuple(capture for capture in unit.sides.captures if keys.issuperset(capture.paths))


def _twin(unit: UnitName, paths: Sequence[str], *, incident: str, reason: str) -> str:
    parts = ["headgate", "capture", str(unit), *(f"--path={path}" for path in paths)]
    parts += [f"--incident={incident}"] if incident else []
    return shlex.join([*parts, "--accept", "--reason", reason.strip()])


def matching(fields: Iterable[Field], text: str) -> tuple[Field, ...]:
    """Find the fields a person means by a path: its key, its path, or the end of it."""
    named = list(fields)
    exact = [field for field in named if text in {field.key, str(field.path)}]
    if exact:
        return tuple(exact)
    return tuple(field for field in named if _ends(str(field.path), text))


def _ends(path: str, text: str) -> bool:
    """Tell whether a path ends with a text that begins at one of its steps."""
    before = path[: -len(text)] if text and path.endswith(text) else ""
    return before.endswith(".") or (before != "" and text.startswith("["))


def readable(unit: Compared) -> Compared:
    """Give a unit whose live side was read.

    Raises:
        SourceUnreadable: it could not be.
    """
    if isinstance(unit.sides.live, Unread):
        raise SourceUnreadable(
            f"Could not read what is live of {unit.sides.unit}",
            why=unit.sides.live.why,
            next_step="headgate doctor",
        )
    return unit


def _chosen(unit: Compared, paths: Sequence[str] | Where) -> tuple[Field, ...]:
    where = paths if isinstance(paths, Where) else None
    drifted = _there(unit, [one for one in unit.fields if one.verdict in _DRIFTS], where)
    collided = _there(unit, unit.of(Verdict.CONFLICT_LIVE, Verdict.CONFLICT), where)
    if not drifted and any(field.place.live_changed for field in collided):
        raise NotFound(
            f"What is live of {unit.sides.unit} meets a change of the hub or of Git",
            why=", ".join(str(field.path) for field in collided),
            next_step=f"headgate show {unit.sides.unit}, and take live there",
        )
    if not drifted:
        raise NotFound(
            f"Nothing of {unit.sides.unit} has drifted{f' in the {where.value}' if where else ''}",
            why="live holds what was last applied, or it was captured already",
            next_step="headgate drift",
        )
    if isinstance(paths, Where) or not paths:
        return tuple(drifted)
    return tuple(_one(drifted, path) for path in paths)


def _there(unit: Compared, fields: Sequence[Field], where: Where | None) -> list[Field]:
    """Keep what drifted where it is asked for."""
    if where is None:
        return list(fields)
    owners = LiveOwners(unit.sides)
    return [one for one in fields if owners.is_in_cloud(one.place) == (where is Where.CLOUD)]


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


def _capture_id(offer: Capture, salt: str) -> str:
    content = json.dumps([str(offer.unit), offer.incident, offer.paths, offer.seen, salt])
    return f"cap-{offer.unit.unit}-{hashlib.sha256(content.encode()).hexdigest()[:12]}"
