"""Decisions and steps as records of the journal's file, and back."""

import json
from typing import Final

from core.ledger.schema import DECISION, STEP
from core.model.decision import Decision, Step
from core.model.names import UnitName
from core.store.seal import canonical
from core.store.sqlite import Transaction
from core.store.table import Record
from core.store.trouble import damaged

__all__ = [
    "CLOSED",
    "OPEN",
    "add_decision",
    "add_step",
    "all_rows",
    "decision_of",
    "find_row",
    "newest_number",
    "open_rows",
    "step_of",
    "step_rows",
]

OPEN: Final = "open"
CLOSED: Final = "closed"


def add_decision(held: Transaction, number: int, decision: Decision, steps: int, now: str) -> None:
    """Write a decision that is open."""
    DECISION.add(
        held,
        number,
        decision.id,
        decision.unit.space,
        decision.unit.unit,
        decision.item,
        decision.actor,
        decision.reason,
        canonical(decision.choices),
        canonical(decision.seen),
        decision.created,
        steps,
        now,
        "",
        "",
        OPEN,
    )


def add_step(held: Transaction, number: int, position: int, step: Step) -> None:
    """Write a step of the decision with this number."""
    STEP.add(held, number, position, step.name, step.intent, step.state, step.outcome, "", "")


def find_row(held: Transaction, decision_id: str) -> Record | None:
    """Find a decision's record by its id; None where there is none, or where its id is damaged.

    Raises:
        SourceUnreadable: it is damaged.
    """
    rows = DECISION.select(held, "id = ?", decision_id)
    return rows[0] if rows else None


def newest_number(held: Transaction) -> int:
    """Say how many decisions were recorded."""
    newest = held.rows("SELECT max(number) FROM decision")[0][0]
    return newest if isinstance(newest, int) else 0


def all_rows(held: Transaction) -> list[Record]:
    """List the records of all decisions in the order they were recorded.

    Raises:
        SourceUnreadable: one of them is damaged or gone.
    """
    rows = DECISION.scan(held)
    if [row[0] for row in rows] != list(range(1, len(rows) + 1)):
        raise damaged(held.place, "the list of decisions", why="it has lost one")
    return rows


def open_rows(held: Transaction) -> list[Record]:
    """List the records of the decisions that are not closed, oldest first.

    Asked this way round, a damaged state is read, and found, rather than passed over.

    Raises:
        SourceUnreadable: one of them is damaged, or a decision is gone.
    """
    rows = DECISION.select(held, f"state <> '{CLOSED}'")
    if held.rows("SELECT count(*) FROM decision") != [(newest_number(held),)]:
        raise damaged(held.place, "the list of decisions", why="it has lost one")
    return rows


def step_rows(held: Transaction, decision: Record) -> list[Record]:
    """List the records of a decision's steps in their order.

    Raises:
        SourceUnreadable: one of them is damaged or gone.
    """
    rows = STEP.scan(held, decision[0])
    if [row[1] for row in rows] != list(range(int(decision[10]))):
        raise damaged(held.place, f"the steps of decision {decision[1]}", why="one of them is gone")
    return rows


def decision_of(row: Record) -> Decision:
    """Make a decision of its record."""
    _, decision_id, space, unit, item, actor, reason, choices, seen, created, _, _, _, outcome, _ = row
    return Decision(
        id=str(decision_id),
        unit=UnitName(str(space), str(unit)),
        item=str(item),
        actor=str(actor),
        reason=str(reason),
        choices=_pairs(str(choices)),
        seen=_pairs(str(seen)),
        created=str(created),
        outcome=str(outcome),
    )


def step_of(row: Record) -> Step:
    """Make a step of its record."""
    _, _, name, intent, state, outcome, _, _ = row
    return Step(name=str(name), intent=str(intent), state=str(state), outcome=str(outcome))


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((first, second) for first, second in json.loads(text))
