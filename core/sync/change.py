"""Set and restore: an operator's own new revision; Git hears of it later."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.errors import NotFound, UsageError
from core.fieldpath import FieldPath
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.read.documents import Document, Documents
from core.krm.resource import ResourceId, identify
from core.krm.values import Absent, Value
from core.model.names import NO_REVISION, RevisionNumber, UnitName
from core.model.plan import Check, Effects, Plan
from core.model.syncpoint import SyncPoint
from core.model.unit import Change, Guard, RevisionSource
from core.sync.context import Context
from core.sync.gather import Gathered, gather
from core.sync.show import diff_lines, word_for
from core.sync.texts import parsed
from core.sync.words import gate_checks

__all__ = ["Verb", "plan_restore", "plan_set", "plan_text"]


def plan_set(
    context: Context, unit: UnitName, assignments: Sequence[tuple[str, Value | Absent]], *, reason: str
) -> Plan:
    """Plan a new revision with some fields set. The sync point stays, so Git is offered the change.

    Args:
        context: the ports.
        unit: whose; it must be there.
        assignments: path as printed (``resource#path`` where the unit holds several) and new value;
            `ABSENT` removes the field.
        reason: in words; not empty.

    Raises:
        NotFound: no such unit or resource.
        UsageError: no reason, a bad path, or nothing would change.
        EditRefused: the edit could not be proved.
    """
    sides = _there(gather(context, unit))
    changes = [
        FieldChange(resource=_resource(sides, path), path=FieldPath.parse(_field(path)), value=value)
        for path, value in assignments
    ]
    text = edit(sides.hub_text, changes)
    names = ", ".join(_field(path) for path, _ in assignments)
    return plan_text(context, sides, text, Verb("set", RevisionSource.OPERATOR, f"set {names}"), reason)


def plan_restore(context: Context, unit: UnitName, number: RevisionNumber, *, reason: str) -> Plan:
    """Plan a new revision that holds an older one's text: back by going forward.

    Raises:
        NotFound: no such unit or revision.
        UsageError: no reason, or Head holds this text already.
    """
    sides = gather(context, unit)
    if sides.head is None:
        raise _no_unit(unit)
    _alive(context, unit, number)
    text = context.hub.data(unit, number)
    verb = Verb("restore", RevisionSource.RESTORE, f"restore revision {number}")
    return plan_text(context, sides, text, verb, reason)


def _alive(context: Context, unit: UnitName, number: RevisionNumber) -> None:
    revisions = context.hub.revisions(unit, after=RevisionNumber(number - 1))
    if revisions and revisions[0].number == number and revisions[0].deletes:
        raise NotFound(
            f"Revision {number} of {unit} holds nothing to restore",
            why="it deleted the unit",
            next_step=f"headgate history {unit} lists the others",
        )


@dataclass(frozen=True, slots=True)
class Verb:
    """What is done, for the words of the plan: ``set``, where the content is from, ``set spec.replicas``."""

    name: str
    source: RevisionSource
    words: str


def plan_text(
    context: Context,
    sides: Gathered,
    text: str,
    verb: Verb,
    reason: str,
    *,
    point: SyncPoint | None = None,
    left: tuple[str, ...] = (),
) -> Plan:
    """Plan a new revision with another text, or the unit's deletion where the text is empty.

    A sync point is stored too where one is given; ``left`` says what stays, though one might think otherwise.

    Raises:
        UsageError: no reason, or nothing would change.
    """
    _worth_it(sides, text, verb, reason, point)
    parsed(text, sides.space.namespace)
    number, decision = sides.head.number if sides.head else NO_REVISION, context.ids.decision_id()
    actor, after = context.operator.actor(), f"revision {number + 1}"
    return Plan(
        id=decision,
        unit=sides.unit,
        item=verb.name,
        kind=None,
        actor=f"{actor.name} ({actor.how_known})",
        reason=reason.strip(),
        choices=((verb.words, verb.name),),
        hub="no new revision" if text == sides.hub_text else f"{after}, if Head is still {number}",
        diff=diff_lines(sides.hub_text, text, before=f"revision {number}", after=after),
        git="headgate sync-back offers it to Git afterwards",
        live="nothing now; it becomes live with the next apply",
        overwrites=left,
        by_rule=(),
        checks=_checks(sides),
        word=word_for(sides.unit, sides.space),
        twin="",
        effects=_effects(context, sides, text, verb, reason, decision, point),
    )


def _checks(sides: Gathered) -> tuple[Check, ...]:
    number = sides.head.number if sides.head else NO_REVISION
    read = Check(name=f"hub r{number}", ok=True, what="Head is as it was read")
    return (read, *gate_checks(sides.head, applies=False))


def _worth_it(sides: Gathered, text: str, verb: Verb, reason: str, point: SyncPoint | None) -> None:
    if not reason.strip():
        raise UsageError(
            f"{'An' if verb.name.startswith('u') else 'A'} {verb.name} needs a reason",
            why="the record says why",
            next_step='add --reason "…"',
        )
    if text == sides.hub_text and point is None:
        raise UsageError(
            f"Nothing to {verb.name} in {sides.unit}",
            why="Head holds just this already",
            next_step=f"headgate history {sides.unit}",
        )


def _effects(
    context: Context,
    sides: Gathered,
    text: str,
    verb: Verb,
    reason: str,
    decision: str,
    point: SyncPoint | None,
) -> Effects:
    version = sides.point.version if point is not None and sides.point is not None else None
    return Effects(
        text=text if text and text != sides.hub_text else None,
        deletes=not text and bool(sides.hub_text),
        guard=Guard(data_hash=sides.guard.data_hash, sync_version=version),
        change=Change(
            author=context.operator.actor().name,
            source=verb.source,
            description=f"{reason.strip()} ({verb.words})",
            token=decision,
            links={"decision": decision},
        ),
        point=replace(point, decisions=(*point.decisions, decision)) if point else None,
        point_seen=sides.point if point else None,
        head=sides.head.number if sides.head else NO_REVISION,
        when=context.clock.now(),
    )


def _there(sides: Gathered) -> Gathered:
    if sides.head is None or sides.head.deleted or sides.hub is None:
        raise _no_unit(sides.unit)
    return sides


def _no_unit(unit: UnitName) -> NotFound:
    return NotFound(
        f"There is no unit {unit} in the hub",
        why="it was never created, or it is deleted",
        next_step="headgate status --all lists the units that there are",
    )


def _field(path: str) -> str:
    return path.partition("#")[2] if _names_resource(path) else path


def _names_resource(path: str) -> bool:
    return "#" in path and "/" in path.partition("#")[0]


def _resource(sides: Gathered, path: str) -> ResourceId:
    """Find the document that a path speaks of; the only one where it names none."""
    documents = sides.hub.documents if isinstance(sides.hub, Documents) else ()
    if _names_resource(path):
        wanted = ResourceId.parse(path.partition("#")[0])
        found = [one for one in documents if one.id is not None and one.id.key == wanted.key]
    else:
        found = list(documents)
    if len(found) != 1:
        names = ", ".join(str(one.id) for one in documents)
        raise UsageError(
            f"The path {path} does not say which resource it means",
            why=f"the unit holds {names}",
            next_step=f"write resource#{_field(path)}",
        )
    return _raw(found[0])


def _raw(document: Document) -> ResourceId:
    """Name a document as its text does: without a namespace that only the space gives."""
    found = identify(document.value)
    if found is None:
        raise AssertionError("a unit's documents have identities")
    return found
