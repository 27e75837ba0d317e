"""Planning: settled fields of one unit become a plan with its effects. Reads and computes; writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.krm.read.documents import Documents
from core.merge.places import Side
from core.merge.resolution import Resolution
from core.model.item import Item, ItemKind
from core.model.names import RevisionNumber
from core.model.plan import Effects, LiveChange, Plan
from core.model.proposal import Capture, OfferState
from core.model.remembered import Chosen
from core.model.unit import Change, RevisionSource
from core.sync.carriers import Carried, carried
from core.sync.compared import Compared, Relation
from core.sync.context import Context
from core.sync.held_by import managers_of
from core.sync.points import Settled, next_point
from core.sync.remembered import chosen_fields
from core.sync.result import NextText, next_text, reverted, runs_already, to_apply
from core.sync.show import applied_over, live_fields, overwritten, rule_words, settled_words, twin, word_for
from core.sync.words import checks_of, diff_of, git_words, hub_words, live_words

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
        captures: the captures that this answers.
        incident: the incident's id; "" for none.
        actor: who decides, printed.
        author: who is answerable for the content.
        reason: in words.
        cause: of the sync point: ``decided``, ``promoted``, ``created``.
        source: of the revision.
        live: what becomes of live: nothing, only the settled fields put back, or all of Head applied.
        partial: fields of the item stay undecided.
        twin: the command line that does the same, where there is no item.
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
    captures: tuple[Capture, ...] = ()
    incident: str = ""
    live: LiveStep = LiveStep.NOTHING
    partial: bool = False
    twin: str = ""


def make_plan(context: Context, intent: Intent) -> Plan:
    """Work out the new revision, the sync point after it, and what becomes of live.

    Raises:
        EditRefused: the new text could not be proved.
    """
    sides, decision = intent.unit.sides, context.ids.decision_id()
    new = next_text(sides, intent.settled, context.catalog)
    carriers = _carried(context, intent, new)
    live = carriers.mine
    effects = _effects(context, intent, new, carriers, decision)
    return Plan(
        id=decision,
        unit=sides.unit,
        item=intent.item.id if intent.item else intent.cause,
        kind=intent.item.kind if intent.item else None,
        actor=intent.actor,
        reason=intent.reason,
        choices=settled_words(intent.settled),
        hub=hub_words(sides, new),
        diff=diff_of(sides, new),
        git=git_words(intent.unit, intent.settled, cause=intent.cause),
        live=live_words(sides, live, effects, left_to=carriers.by),
        live_fields=tuple(live_fields(live)),
        overwrites=(*overwritten(intent.settled), *applied_over(intent.settled, live)),
        by_rule=tuple(rule_words(intent.resolution.fields, intent.resolution)),
        checks=(
            *checks_of(sides, new, applies=intent.live is LiveStep.APPLY, now=context.clock.now()),
            *carriers.checks,
        ),
        word=word_for(sides.unit, sides.space),
        managers=managers_of(context, sides, live),
        twin=_twin(intent),
        effects=effects,
        chosen=_chosen(context, intent),
    )


def _chosen(context: Context, intent: Intent) -> tuple[Chosen, ...]:
    """Only what was decided about an item is an example for another unit."""
    if intent.item is None:
        return ()
    return chosen_fields(context, intent.settled, intent.resolution.fields)


def _only_live(intent: Intent) -> bool:
    """Tell whether Git and hub were not asked about, or never met: then the agreement does not move."""
    if intent.item is not None and intent.item.kind is ItemKind.PENDING_APPLY:
        return True
    never_met = intent.unit.relation in {Relation.NOT_IN_GIT, Relation.UNRELATED}
    return never_met and (intent.cause == "captured" or _about_live(intent.item))


def _moves_head(intent: Intent) -> bool:
    """Tell whether somebody looked at all that is in Head: a Git offer was decided whole, or promoted."""
    if intent.cause in {"promoted", "created"}:
        return True
    return intent.item is not None and intent.item.kind in _FROM_GIT


def _runs_afterwards(context: Context, intent: Intent, new: NextText, carriers: Carried) -> bool:
    """Tell whether live runs all of the new Head when this is done; drift that was kept stays drift."""
    sides, live = intent.unit.sides, carriers.mine
    if not isinstance(sides.live, Documents) or carriers.by:
        return False
    if intent.live is LiveStep.APPLY:
        return True
    return bool(new.text) and runs_already(sides, new.text, context.catalog, applied=live)


def _carried(context: Context, intent: Intent, new: NextText) -> Carried:
    """Work out what becomes live, and what of it is left to whoever carries the objects."""
    is_pending = intent.item is not None and intent.item.kind is ItemKind.PENDING_APPLY
    is_apply = intent.live is LiveStep.APPLY
    is_all = not new.moved and (is_pending or not is_apply)
    changes = _live(context, intent, new)
    return carried(context, intent.unit.sides, changes, applies=is_apply, is_all=is_all)


def _live(context: Context, intent: Intent, new: NextText) -> tuple[LiveChange, ...]:
    sides = intent.unit.sides
    match intent.live:
        case LiveStep.NOTHING:
            return ()
        case LiveStep.REVERT:
            return reverted(sides, intent.settled, context.catalog)
        case LiveStep.APPLY:
            decided = {(one.place.resource, one.place.path) for one in intent.settled}
            drift = [field.place for field in intent.unit.fields if field.place.live_changed]
            keep = [place for place in drift if (place.resource, place.path) not in decided]
            return to_apply(sides, new.text, context.catalog, keep=keep)


def _effects(context: Context, intent: Intent, new: NextText, carriers: Carried, decision: str) -> Effects:
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
        point=None if _only_live(intent) else point,
        point_seen=sides.point,
        live=carriers.mine,
        live_text=new.text,
        marks_applied=_runs_afterwards(context, intent, new, carriers),
        moves_head=_moves_head(intent),
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
    if intent.captures:
        links["capture"] = ", ".join(capture.id for capture in intent.captures)
    if intent.author != intent.actor:
        links["operator"] = intent.actor
    return Change(
        author=intent.author,
        source=intent.source,
        description=intent.reason,
        token=decision,
        incident=intent.incident or next((one.incident for one in intent.captures if one.incident), ""),
        links=links,
    )


def _settled_proposals(intent: Intent) -> list[tuple[str, OfferState, str]]:
    """End the proposal that this decision answers."""
    proposal = intent.unit.sides.proposal
    if proposal is None or intent.partial or (intent.item and intent.item.kind not in _FROM_GIT):
        return []
    taken = any(one.choice in {"git", "clean"} and one.place.git_changed for one in intent.settled)
    return [(proposal.id, _state(taken=taken), intent.reason)]


def _settled_captures(intent: Intent) -> list[tuple[str, OfferState, str]]:
    taken = any(one.choice == "live" for one in intent.settled)
    return [(capture.id, _state(taken=taken), intent.reason) for capture in intent.captures]


def _about_live(item: Item | None) -> bool:
    return item is not None and item.kind in {ItemKind.CAPTURE, ItemKind.BREAK_GLASS}


_FROM_GIT: Final = frozenset(
    {ItemKind.PROPOSAL, ItemKind.CONFLICT, ItemKind.HOLD, ItemKind.DELETION, ItemKind.UNRELATED}
)


def _state(*, taken: bool) -> OfferState:
    return OfferState.APPLIED if taken else OfferState.REJECTED


def _twin(intent: Intent) -> str:
    if intent.item is None:
        return intent.twin
    several = len({field.place.resource.key for field in intent.unit.fields}) > 1
    return twin(
        intent.item.id,
        intent.resolution,
        reason=intent.reason,
        several=several,
        apply_live=intent.live is LiveStep.APPLY,
    )


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
