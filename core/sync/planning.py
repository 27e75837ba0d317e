"""Planning: settled fields of one unit become a plan with its effects. Reads and computes; writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.krm.edit.changes import FieldChange
from core.merge.places import Side
from core.merge.resolution import Resolution
from core.merge.verdict import Verdict
from core.model.item import Item, ItemKind
from core.model.names import RevisionNumber
from core.model.plan import Check, Effects, Plan
from core.model.proposal import Capture, OfferState
from core.model.unit import Change, RevisionSource
from core.sync.compared import Compared
from core.sync.context import Context
from core.sync.gather import Gathered, Unread
from core.sync.points import Settled, next_point
from core.sync.result import NextText, next_text, reverted, runs_already, to_apply
from core.sync.show import diff_lines, overwritten, rule_words, settled_words, twin, word_for

__all__ = ["Intent", "LiveStep", "chosen_source", "make_plan"]


class LiveStep(StrEnum):
    """What a plan does to live."""

    NOTHING = "nothing"
    REVERT = "revert"
    APPLY = "apply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What somebody wants to become of a unit.

    Attributes:
        unit: as it was compared just now.
        settled: the decided fields.
        resolution: the choices they came from; for the words.
        item: the item they belong to; None for CI's own promotions.
        capture: the capture the item came from.
        incident: the incident's id; "" for none.
        actor: who decides, printed.
        author: who is answerable for the content.
        reason: in words.
        cause: of the sync point: ``decided``, ``promoted``, ``created``.
        source: of the revision.
        live: what becomes of live: nothing, only the settled fields put back, or all of Head applied.
        partial: fields of the item stay undecided.
    """

    unit: Compared
    settled: tuple[Settled, ...]
    resolution: Resolution
    item: Item | None
    actor: str
    author: str
    reason: str
    cause: str
    source: RevisionSource
    capture: Capture | None = None
    incident: str = ""
    live: LiveStep = LiveStep.NOTHING
    partial: bool = False


def make_plan(context: Context, intent: Intent) -> Plan:
    """Work out the new revision, the sync point after it, and what becomes of live.

    Raises:
        EditRefused: the new text could not be proved.
    """
    sides, decision = intent.unit.sides, context.ids.decision_id()
    new = next_text(sides, intent.settled, context.catalog)
    live = _live(context, intent, new)
    effects = _effects(context, intent, new, live, decision)
    return Plan(
        id=decision,
        unit=sides.unit,
        item=intent.item.id if intent.item else intent.cause,
        kind=intent.item.kind if intent.item else None,
        actor=intent.actor,
        reason=intent.reason,
        choices=settled_words(intent.settled),
        hub=_hub_words(sides, new),
        diff=_diff(sides, new),
        git=_git_words(intent),
        live=_live_words(sides, live, effects),
        overwrites=tuple(overwritten(intent.settled)),
        by_rule=tuple(rule_words(intent.resolution.fields, intent.resolution)),
        checks=tuple(_checks(sides, new)),
        word=word_for(sides.unit, sides.space),
        twin=_twin(intent),
        effects=effects,
    )


def _live(context: Context, intent: Intent, new: NextText) -> tuple[FieldChange, ...]:
    sides = intent.unit.sides
    match intent.live:
        case LiveStep.NOTHING:
            return ()
        case LiveStep.REVERT:
            return reverted(sides, intent.settled, context.catalog)
        case LiveStep.APPLY:
            decided = {(one.place.resource, one.place.path) for one in intent.settled}
            drift = [field.place for field in intent.unit.of(Verdict.CAPTURE)]
            keep = [place for place in drift if (place.resource, place.path) not in decided]
            return to_apply(sides, new.text, context.catalog, keep=keep)


def _effects(
    context: Context, intent: Intent, new: NextText, live: tuple[FieldChange, ...], decision: str
) -> Effects:
    sides = intent.unit.sides
    about = {
        "decision": decision,
        "reason": intent.reason,
        "actor": intent.actor,
        "when": context.clock.now(),
    }
    point = next_point(
        sides,
        intent.settled,
        catalog=context.catalog,
        key=context.digest_key,
        cause=intent.cause,
        about=about,
    )
    return Effects(
        text=new.text if new.moved and not new.deletes else None,
        deletes=new.deletes,
        guard=sides.guard,
        change=_change(intent, decision),
        point=point,
        live=live,
        live_text=new.text,
        marks_applied=bool(new.text) and runs_already(sides, new.text, context.catalog, applied=live),
        settles=tuple(_settled_proposals(intent)),
        settles_captures=tuple(_settled_captures(intent)),
        head=sides.head.number if sides.head else RevisionNumber(0),
        when=about["when"],
    )


def _change(intent: Intent, decision: str) -> Change:
    sides = intent.unit.sides
    links = {"decision": decision}
    if sides.commit is not None and any(one.choice in {"git", "clean"} for one in intent.settled):
        links["commit"] = sides.commit.oid
    if sides.proposal is not None:
        links["proposal"] = sides.proposal.id
    if intent.capture is not None:
        links["capture"] = intent.capture.id
    return Change(
        author=intent.author,
        source=intent.source,
        description=intent.reason,
        token=decision,
        incident=intent.incident or (intent.capture.incident if intent.capture else ""),
        links=links,
    )


def _settled_proposals(intent: Intent) -> list[tuple[str, OfferState, str]]:
    """End the proposal that this decision answers."""
    proposal = intent.unit.sides.proposal
    if proposal is None or intent.partial or _about_live(intent.item):
        return []
    taken = any(one.choice in {"git", "clean"} and one.place.git_changed for one in intent.settled)
    return [(proposal.id, _state(taken=taken), intent.reason)]


def _settled_captures(intent: Intent) -> list[tuple[str, OfferState, str]]:
    if intent.capture is None or intent.partial:
        return []
    taken = any(one.choice == "live" for one in intent.settled)
    return [(intent.capture.id, _state(taken=taken), intent.reason)]


def _about_live(item: Item | None) -> bool:
    return item is not None and item.kind in {ItemKind.CAPTURE, ItemKind.BREAK_GLASS}


def _state(*, taken: bool) -> OfferState:
    return OfferState.APPLIED if taken else OfferState.REJECTED


def _hub_words(sides: Gathered, new: NextText) -> str:
    number = sides.head.number if sides.head else 0
    if new.deletes:
        return f"revision {number + 1} deletes the unit, if Head is still {number}"
    if not new.moved:
        return f"no new revision: Head {number} has it already; the decision is recorded"
    return f"revision {number + 1}, if Head is still {number}" if number else "revision 1 of a new unit"


def _diff(sides: Gathered, new: NextText) -> tuple[str, ...]:
    if not new.moved:
        return ()
    number = sides.head.number if sides.head else 0
    return diff_lines(sides.hub_text, new.text, before=f"revision {number}", after=f"revision {number + 1}")


def _git_words(intent: Intent) -> str:
    if not intent.unit.sides.git_known:
        return "nothing: Git was never proposed for this unit"
    apart = [one for one in intent.settled if one.result != one.place.git and one.choice != "clean"]
    hub_only = [one for one in intent.settled if one.choice == "clean" and not one.place.git_changed]
    count = len(apart) + len([one for one in hub_only if not one.place.git_is_hub])
    if not count:
        return "nothing: Git has these values already"
    return f"headgate sync-back offers {count} field{'s' if count > 1 else ''} to Git afterwards"


def _live_words(sides: Gathered, live: Sequence[FieldChange], effects: Effects) -> str:
    if sides.live is None:
        return "nothing: the settings name no live side"
    if isinstance(sides.live, Unread):
        return f"nothing: live could not be read ({sides.live.why})"
    if live:
        return f"{len(live)} field{'s' if len(live) > 1 else ''} set to the hub's value"
    if effects.marks_applied:
        return "nothing: live runs this already; it is recorded as applied"
    return "nothing now; it becomes live with the next apply"


def _checks(sides: Gathered, new: NextText) -> list[Check]:
    number = sides.head.number if sides.head else 0
    checks = [Check(name=f"hub r{number}" if number else "hub", ok=True, what="Head is as it was shown")]
    if sides.commit is not None:
        checks.append(Check(name="git", ok=True, what=f"offered by commit {sides.commit.oid[:7]}"))
    if isinstance(sides.live, Unread):
        checks.append(Check(name="live", ok=None, what=sides.live.why))
    elif sides.live is not None:
        checks.append(Check(name="live", ok=True, what=f"read {sides.live_read_at}"))
    if new.moved:
        checks.append(Check(name="documents", ok=True, what="the new text was read back and proved"))
    return checks


def _twin(intent: Intent) -> str:
    if intent.item is None:
        return "headgate propose"
    several = len({field.place.resource.key for field in intent.unit.fields}) > 1
    return twin(intent.item.id, intent.resolution, reason=intent.reason, several=several)


def chosen_source(intent_settled: Sequence[Settled], kind: ItemKind) -> RevisionSource:
    """Say where the content of a decision's revision comes from."""
    if kind is ItemKind.BREAK_GLASS:
        return RevisionSource.BREAK_GLASS
    choices = {one.choice for one in intent_settled if one.result != one.place.hub}
    if choices <= {Side.LIVE.value}:
        return RevisionSource.CAPTURE
    if choices <= {Side.GIT.value, "clean"}:
        return RevisionSource.GIT
    return RevisionSource.OPERATOR if choices <= {"edit"} else RevisionSource.MERGE
