"""What decisions chose, as records of the journal's file, found again by the change they were about."""

from collections.abc import Sequence

from core.ledger.records import decision_of
from core.ledger.schema import CHOSEN, DECISION
from core.model.decision import Decision
from core.model.remembered import Chosen
from core.store.sqlite import Transaction

__all__ = ["add_chosen", "chosen_for"]


def add_chosen(held: Transaction, number: int, chosen: Sequence[Chosen]) -> None:
    """Write what the decision with this number chose."""
    for position, one in enumerate(chosen):
        CHOSEN.add(held, number, position, one.change, one.field, one.choice, one.result)


def chosen_for(held: Transaction, changes: Sequence[str]) -> list[tuple[Decision, Chosen]]:
    """List what was chosen for some changes, the newest decision first.

    Raises:
        SourceUnreadable: a record is damaged.
    """
    found: list[tuple[int, Decision, Chosen]] = []
    for change in changes:
        for number, _, *texts in CHOSEN.select(held, "change = ?", change):
            row = DECISION.find(held, number)
            if row is not None:
                name, field, choice, result = map(str, texts)
                one = Chosen(change=name, field=field, choice=choice, result=result)
                found.append((int(number), decision_of(row), one))
    return [(decision, one) for _, decision, one in sorted(found, key=lambda each: -each[0])]
