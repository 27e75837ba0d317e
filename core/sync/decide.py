"""Decide: the choices for an item become a plan, against the sides as they are now. Writes nothing."""

from collections.abc import Iterable

from core.errors import Blocked, DecisionPending, SideMoved, UsageError
from core.krm.values import ABSENT, UNKNOWN, Absent, Value
from core.merge.places import Side
from core.merge.resolution import Choice, Edited, Field, Resolution
from core.model.item import ItemKind, Opened
from core.model.plan import Plan
from core.model.proposal import Capture
from core.model.unit import RevisionSource
from core.sync.context import Context
from core.sync.inbox import REPORTS, Found, items_of
from core.sync.planning import Intent, LiveStep, chosen_source, make_plan
from core.sync.points import Settled
from core.sync.stale import refuse_stale

__all__ = ["plan_item", "value_of"]

_FROM_LIVE = frozenset({ItemKind.CAPTURE, ItemKind.BREAK_GLASS})


def plan_item(
    context: Context, opened: Opened, resolution: Resolution, *, reason: str, apply_live: bool = False
) -> Plan:
    """Plan what the choices for an item write.

    Fields of a capture that nobody chose for stay listed; every other item is decided whole.

    Raises:
        SideMoved: the item is not what was opened any more; says what moved. The choices are not lost: they
            are the caller's.
        DecisionPending: a field is undecided; names it.
        Blocked: a choice is not allowed: a secret's live value, a side that was not read, nothing to decide.
        UsageError: no reason was given.
        EditRefused: the new text could not be proved.
    """
    _with_reason(reason)
    found = _still(context, opened)
    refuse_stale(context, found.waiting.item.kind, found.unit.sides)
    item, actor = found.waiting.item, context.operator.actor()
    settled = tuple(_settle(found.waiting.fields, resolution, item.kind))
    _whole(found, settled)
    _asked_for(found, apply_live=apply_live)
    return make_plan(
        context,
        Intent(
            unit=found.unit,
            settled=settled,
            resolution=resolution,
            item=item,
            captures=_answered(found, settled),
            actor=f"{actor.name} ({actor.how_known})",
            author=_author(found, settled, actor.name),
            reason=reason.strip(),
            cause="captured" if item.kind in _FROM_LIVE else "decided",
            source=chosen_source(settled, item.kind),
            live=_live_step(item.kind, settled, apply_live=apply_live),
            partial=len(settled) < len(found.waiting.fields),
        ),
    )


def _with_reason(reason: str) -> None:
    if not reason.strip():
        raise UsageError(
            "A decision needs a reason",
            why="the record and the pull request say why",
            next_step='add --reason "…"',
        )


def _answered(found: Found, settled: tuple[Settled, ...]) -> tuple[Capture, ...]:
    """The capture is answered when all its fields are decided."""
    capture = found.waiting.capture
    whole = len(settled) == len(found.waiting.fields)
    return (capture,) if capture is not None and whole else ()


def _author(found: Found, settled: tuple[Settled, ...], actor: str) -> str:
    """The commit's author answers for what is Git's alone, whoever let it in."""
    commit = found.unit.sides.commit
    if commit is None or chosen_source(settled, found.waiting.item.kind) is not RevisionSource.GIT:
        return actor
    return commit.author


def _still(context: Context, opened: Opened) -> Found:
    """Find the opened item again; refuse where its content is another by now."""
    now = items_of(context, opened.item.unit)
    for found in now:
        if found.waiting.item.id == opened.item.id:
            return found
    raise SideMoved(
        f"{opened.item.unit} changed after it was shown",
        why=_moved(opened, now),
        next_step=f"headgate show {opened.item.unit}, then decide again",
    )


def _moved(opened: Opened, now: Iterable[Found]) -> str:
    """Say what is different now from what was shown."""
    found = list(now)
    head = next((one.unit.sides.head for one in found), None)
    if head is not None and head.number != opened.head:
        return f"Head was revision {opened.head}, it is revision {head.number} now"
    if all(one.waiting.item.kind in REPORTS for one in found):
        return "somebody decided it meanwhile, or the sides agree by now"
    return "Git or live changed since; " + ", ".join(
        f"{one.waiting.item.kind} {one.waiting.item.id} waits now" for one in found
    )


def _settle(fields: Iterable[Field], resolution: Resolution, kind: ItemKind) -> Iterable[Settled]:
    for field in fields:
        choice = resolution.choice(field.key)
        if choice is None and kind in _FROM_LIVE:
            continue
        if choice is None:
            choice = None if field.needs_a_person else field.rule
            if choice is None:
                continue
            yield Settled(place=field.place, choice="clean", result=value_of(field, choice))
        else:
            yield Settled(place=field.place, choice=_word(choice), result=value_of(field, choice))


def _word(choice: Choice) -> str:
    return "edit" if isinstance(choice, Edited) else choice.value


def value_of(field: Field, choice: Choice) -> Value | Absent:
    """Read the value that a choice stands for.

    Raises:
        Blocked: the side was not read, or it is a secret's live value.
    """
    if isinstance(choice, Edited):
        return choice.value
    held = field.place.held(choice)
    if held is UNKNOWN:
        raise Blocked(
            f"Cannot take {choice} for {field.path}",
            why=f"{choice} was not read",
            next_step="take another side, or make it readable: headgate doctor",
        )
    if choice is Side.LIVE and field.place.sensitive and held is not ABSENT:
        raise Blocked(
            f"Cannot take the live value of {field.path}",
            why="a secret's value is never captured from live into the hub",
            next_step="store a reference to it, or take git or hub",
        )
    return held


def _whole(found: Found, settled: tuple[Settled, ...]) -> None:
    """Refuse a decision that leaves an item half decided, or decides nothing."""
    item, fields = found.waiting.item, found.waiting.fields
    if len(settled) == len(fields) or (item.kind in _FROM_LIVE and settled):
        return
    decided = {(one.place.resource, one.place.path) for one in settled}
    left = [str(f.path) or str(f.place.resource) for f in fields if (f.place.resource, f.path) not in decided]
    raise DecisionPending(
        f"{len(left)} field{'s' if len(left) != 1 else ''} of {item.unit} still undecided",
        why=", ".join(left),
        next_step=f"headgate show {item.id}",
    )


def _asked_for(found: Found, *, apply_live: bool) -> None:
    """Live is written only when somebody asks for it in so many words."""
    if found.waiting.item.kind is ItemKind.PENDING_APPLY and not apply_live:
        raise Blocked(
            f"{found.waiting.item.unit} waits to be applied to live, and that was not asked for",
            why=found.waiting.item.reason,
            next_step=f"headgate resolve {found.waiting.item.id} --take hub --apply",
        )


def _live_step(kind: ItemKind, settled: tuple[Settled, ...], *, apply_live: bool) -> LiveStep:
    """Keeping the hub's value against drift means that live is put back; else live waits to be asked."""
    if apply_live:
        return LiveStep.APPLY
    if kind in _FROM_LIVE and any(one.choice != Side.LIVE.value for one in settled):
        return LiveStep.REVERT
    return LiveStep.NOTHING
