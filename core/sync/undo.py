"""Undo: a decision is taken back by going forward; what others changed since stays.

Three-way, field by field: what the decision set, against what stood before it, against Head. Only a field
that still holds what the decision put there goes back.
Source: reliability.md §4.2, P6.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.errors import Blocked, DecisionPending, NotFound, UsageError
from core.krm.digest import same_at
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.resource import ResourceId, identify
from core.krm.values import Absent, Value
from core.merge.diff import Change, differences
from core.model.decision import Decision
from core.model.names import NO_REVISION, RevisionNumber
from core.model.plan import Plan
from core.model.syncpoint import SyncPoint
from core.model.unit import Revision, RevisionSource
from core.sync.change import Verb, plan_text
from core.sync.compared import held_in
from core.sync.context import Context
from core.sync.gather import Gathered, gather
from core.sync.texts import parsed

__all__ = ["plan_undo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Back:
    """What goes back and what does not."""

    text: str
    kept: tuple[str, ...] = ()


def plan_undo(context: Context, decision_id: str, *, reason: str, partly: bool = False) -> Plan:
    """Plan to take a decision back: its fields, and what was remembered of it.

    Args:
        context: the ports.
        decision_id: which decision.
        reason: in words; not empty.
        partly: fields that somebody changed since stay as they are; without it they forbid it all.

    Raises:
        NotFound: there is no such decision.
        Blocked: it is still open.
        UsageError: no reason, or there is nothing to take back.
        DecisionPending: somebody changed its fields since; names them.
        EditRefused: the new text could not be proved.
    """
    decision = _closed(context, decision_id)
    sides = gather(context, decision.unit)
    revision = _revision(context, decision)
    back = _taken_back(context, sides, revision) if revision else _Back(text=sides.hub_text)
    if back.kept and not partly:
        raise DecisionPending(
            f"Decision {decision.id} cannot be taken back whole",
            why=f"changed since: {', '.join(back.kept)}",
            next_step="--partly takes the others back; headgate set changes these",
            ref=decision.id,
        )
    point = _forgotten(context, sides, decision)
    if back.text == sides.hub_text and point is None:
        raise UsageError(
            f"Nothing of decision {decision.id} is left to take back",
            why="Head holds none of what it set"
            if revision
            else "it made no revision, nothing is remembered",
            next_step=f"headgate history {decision.unit}",
            ref=decision.id,
        )
    verb = Verb("undo", RevisionSource.RESTORE, f"undo {decision.id}")
    left = tuple(f"{path} stays: it was changed after decision {decision.id}" for path in back.kept)
    return plan_text(context, sides, back.text, verb, reason, point=point, left=left)


def _closed(context: Context, decision_id: str) -> Decision:
    decision = context.ledger.decision(decision_id)
    if decision is None:
        raise NotFound(
            f"Could not find decision {decision_id}",
            why="the journal of this workspace has no such decision",
            next_step="headgate audit export lists all there were",
            ref=decision_id,
        )
    if any(one.id == decision_id for one, _ in context.ledger.unfinished()):
        raise Blocked(
            f"Decision {decision_id} is not finished yet",
            why="what it wrote is not known for sure",
            next_step=f"headgate resume {decision_id}",
            ref=decision_id,
        )
    return decision


def _revision(context: Context, decision: Decision) -> Revision | None:
    for revision in context.hub.revisions(decision.unit, after=NO_REVISION):
        if revision.change.token == decision.id:
            return revision
    return None


def _taken_back(context: Context, sides: Gathered, revision: Revision) -> _Back:
    before, after = _text_before(context, revision), _text(context, revision)
    if after == sides.hub_text:
        return _Back(text=before)
    namespace = sides.space.namespace
    changes: list[FieldChange] = []
    kept: list[str] = []
    for change in differences(parsed(after, namespace), parsed(before, namespace), catalog=context.catalog):
        now = held_in(sides.hub, change.resource, change.path)
        if _same(context, now, change.new, change):
            continue
        if _same(context, now, change.old, change):
            resource = _as_written(sides, change.resource)
            changes.append(FieldChange(resource=resource, path=change.path, value=change.new))
        else:
            kept.append(str(change.path) or str(change.resource))
    text = edit(sides.hub_text, changes, donors=(before,) if before else ()) if changes else sides.hub_text
    rest = parsed(text, namespace)
    return _Back(text=text if rest and rest.documents else "", kept=tuple(kept))


def _same(context: Context, a: Value | Absent, b: Value | Absent, change: Change) -> bool:
    return same_at(a, b, resource=change.resource, path=change.path, catalog=context.catalog)


def _text(context: Context, revision: Revision) -> str:
    return "" if revision.deletes else context.hub.data(revision.unit, revision.number)


def _text_before(context: Context, revision: Revision) -> str:
    number = RevisionNumber(revision.number - 1)
    if not number:
        return ""
    found: Sequence[Revision] = context.hub.revisions(revision.unit, after=RevisionNumber(number - 1))
    return _text(context, found[0])


def _as_written(sides: Gathered, resource: ResourceId) -> ResourceId:
    """Name a resource as its text does: without a namespace that only the space gives."""
    for document in sides.hub.documents if sides.hub else ():
        if document.id is not None and document.id.key == resource.key:
            return identify(document.value) or resource
    return resource


def _forgotten(context: Context, sides: Gathered, decision: Decision) -> SyncPoint | None:
    """Drop what was remembered of the decision, so that its questions are asked again; None for nothing."""
    point = sides.point
    if point is None or not any(one.decision == decision.id for one in point.decided):
        return None
    actor = context.operator.actor()
    return replace(
        point,
        decided=tuple(one for one in point.decided if one.decision != decision.id),
        cause="decided",
        actor=f"{actor.name} ({actor.how_known})",
        time=context.clock.now(),
    )
