"""Remembered: the choices of earlier decisions are found again for the same change in another unit.

Compared by keyed digests alone, so no value is kept and secrets are found like anything else.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from core.merge.alike import any_names
from core.merge.places import Side
from core.merge.resolution import Field
from core.model.decision import Decision
from core.model.remembered import Chosen, Remembered
from core.sync.changes import change_of_place, digest_of
from core.sync.context import Context
from core.sync.points import Settled

__all__ = ["APPLIED", "chosen_fields", "remembered"]

APPLIED: Final = "applied"
"""The outcome of a decision of which every step is done; no other one is an example to anybody."""

_UNDO: Final = "undo"


def chosen_fields(
    context: Context, settled: Sequence[Settled], fields: Iterable[Field]
) -> tuple[Chosen, ...]:
    """Say what a decision chose, field by field; what rules decided is no choice of anybody's.

    Args:
        context: for its digest key and what is known of kinds.
        settled: the decided fields, unmasked.
        fields: all fields of the item, which give the decided ones their names.
    """
    names = any_names(fields)
    catalog, key = context.catalog, context.digest_key
    return tuple(
        Chosen(
            change=change_of_place(one.place, names[one.key], catalog=catalog, key=key),
            field=one.key,
            choice=one.choice,
            result=digest_of(one.place, one.result, catalog, key),
        )
        for one in settled
        if one.choice != "clean" and one.key in names
    )


def remembered(context: Context, fields: Sequence[Field]) -> tuple[Remembered, ...]:
    """Find what was chosen last for the same change, for each field that a person must decide.

    A choice is offered where a side gives here what it gave there; the newest one, with how many chose
    otherwise. Decisions that were refused, cut off or undone count for nothing.
    """
    names = any_names(fields)
    asked = {
        change_of_place(field.place, names[field.key], catalog=context.catalog, key=context.digest_key): field
        for field in fields
        if field.needs_a_person
    }
    if not asked:
        return ()
    found = [pair for pair in context.ledger.chosen(tuple(asked)) if pair[0].outcome == APPLIED]
    undone = _undone(context) if found else frozenset[str]()
    standing = [(decision, one) for decision, one in found if decision.id not in undone]
    offers = (_offer(context, field, change, standing) for change, field in asked.items())
    return tuple(offer for offer in offers if offer is not None)


def _offer(
    context: Context, field: Field, change: str, standing: Sequence[tuple[Decision, Chosen]]
) -> Remembered | None:
    mine = [(decision, one) for decision, one in standing if one.change == change]
    for decision, one in mine:
        side = _side(context, field, one)
        if side is not None:
            return Remembered(
                field=field.key,
                side=side,
                decision=decision.id,
                unit=decision.unit,
                who=decision.actor,
                when=decision.created,
                reason=decision.reason,
                otherwise=sum(other.result != one.result for _, other in mine),
            )
    return None


def _side(context: Context, field: Field, one: Chosen) -> Side | None:
    """Find the side that holds what was chosen: the one of that name first, and for a typed value any."""
    order = sorted(Side, key=lambda side: side.value != one.choice)
    return next((side for side in order if _gives(context, field, side, one.result)), None)


def _gives(context: Context, field: Field, side: Side, result: str) -> bool:
    if not field.offers(side) or (side is Side.LIVE and field.place.sensitive):
        return False
    held = field.place.held(side)
    return digest_of(field.place, held, context.catalog, context.digest_key) == result


def _undone(context: Context) -> frozenset[str]:
    """Name the decisions that were taken back."""
    words = (
        decision.choices[0][0]
        for decision in context.ledger.decisions()
        if decision.item == _UNDO and decision.outcome == APPLIED and decision.choices
    )
    return frozenset(word.removeprefix(f"{_UNDO} ") for word in words)
