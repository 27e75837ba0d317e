"""Journal: decisions and their steps in a file of our own, on disk before anything is sent."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, Self

from core.errors import NotFound, SideMoved
from core.ledger.audit import Chain, records
from core.ledger.choices import add_chosen, chosen_for
from core.ledger.records import (
    CLOSED,
    OPEN,
    add_decision,
    add_step,
    all_rows,
    decision_of,
    find_row,
    newest_number,
    open_rows,
    step_of,
    step_rows,
)
from core.ledger.schema import CHOSEN, DECISION, KEPT, SCHEMA, STEP
from core.model.audit import AuditRecord
from core.model.decision import Decision, Step
from core.model.remembered import Chosen
from core.ports.effects import Clock
from core.ports.heads import NOWHERE, Heads
from core.store.sqlite import Database, Transaction
from core.store.table import Record

__all__ = ["AUDIT_KEY", "Journal"]

AUDIT_KEY: Final = "audit.key"
"""The key's file, beside the journal."""


class Journal:
    """A `core.ports.ledger.Ledger` in one SQLite file; for any number of threads and processes.

    Each call is one transaction, and what it wrote is on disk when it returns. A file that is not there yet
    reads as empty and is made by the first decision.
    """

    def __init__(self, database: Database, clock: Clock, chain: Chain) -> None:
        self._database = database
        self._clock = clock
        self._chain = chain

    @classmethod
    def open(cls, path: Path, clock: Clock, *, durable: bool = True, heads: Heads = NOWHERE) -> Self:
        """Make a journal of a file; nothing is read or written yet. See `Database` for ``durable``."""
        chain = Chain(clock, path.with_name(AUDIT_KEY), heads)
        return cls(Database(path, SCHEMA, durable=durable), clock, chain)

    def release(self) -> None:
        """Let go of the file; the next call opens it again."""
        self._database.close()

    def check(self) -> None:
        """Read every record; linear in the size of the file.

        Raises:
            SourceUnreadable: something is damaged, gone or unreadable.
        """
        self._database.check()
        with self._database.reading() as held:
            if held is not None:
                for row in all_rows(held):
                    step_rows(held, row)
                KEPT.scan(held)
                CHOSEN.scan(held)
                self._chain.check(held)

    def record(
        self,
        decision: Decision,
        steps: Sequence[Step],
        *,
        kept: str = "",
        known: Sequence[tuple[str, str]] = (),
        chosen: Sequence[Chosen] = (),
    ) -> None:
        """Store a decision, its planned steps and what finishes it, all or none; again changes nothing.

        Raises:
            SideMoved: another decision was recorded under this id; nothing was written.
            StorageUnwritable: they cannot be stored; nothing may be sent.
        """
        with self._writing() as held:
            row = find_row(held, decision.id)
            if row is not None:
                _same(held, row, decision, steps)
                return
            number = newest_number(held) + 1
            add_decision(held, number, decision, len(steps), self._clock.now())
            for position, step in enumerate(steps):
                add_step(held, number, position, step)
            KEPT.add(held, number, kept)
            add_chosen(held, number, chosen)
            planned = [(f"plan {step.name}", step.intent) for step in steps]
            seen = [(f"seen {side}", what) for side, what in decision.seen]
            self._tell(held, "recorded", decision, ("reason", decision.reason), *known, *seen, *planned)

    def begin(self, decision_id: str, step: str) -> None:
        """Note that a step's effect is about to be sent.

        Raises:
            NotFound: no such decision or step.
            StorageUnwritable: it cannot be noted; nothing may be sent.
        """
        with self._writing() as held:
            number, position, name, intent, *_ = _step_row(held, decision_id, step)
            STEP.put(held, number, position, name, intent, "begun", "", self._clock.now(), "")
            self._tell(held, "begins", _recorded(held, decision_id), (step, str(intent)))

    def done(self, decision_id: str, step: str, *, outcome: str) -> None:
        """Note what a step did.

        Raises:
            NotFound: no such decision or step.
            StorageUnwritable: it cannot be noted.
        """
        with self._writing() as held:
            number, position, name, intent, _, _, begun, _ = _step_row(held, decision_id, step)
            STEP.put(held, number, position, name, intent, "done", outcome, begun, self._clock.now())
            self._tell(held, "done", _recorded(held, decision_id), (step, outcome))

    def close(self, decision_id: str, *, outcome: str) -> None:
        """Note that nothing of the decision is left to do; one that is closed stays as it is.

        What was kept to finish it is let go of.

        Raises:
            NotFound: no such decision.
            StorageUnwritable: it cannot be noted.
        """
        with self._writing() as held:
            row = _decision_row(held, decision_id)
            if row[-1] == OPEN:
                DECISION.put(held, *row[:-3], self._clock.now(), outcome, CLOSED)
                KEPT.put(held, row[0], "")
                self._tell(held, "closed", decision_of(row), ("outcome", outcome))

    def note(
        self, event: str, *, decision: str, unit: str, who: str, about: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Add to the audit record what no other call tells of.

        Raises:
            StorageUnwritable: it cannot be added; nothing may be sent.
        """
        with self._writing() as held:
            self._chain.append(held, event, decision=decision, unit=unit, who=who, about=about)

    def kept(self, decision_id: str) -> str:
        """Read what was kept to finish a decision; "" where nothing is."""
        with self._database.reading() as held:
            row = _sure_row(held, decision_id) if held else None
            found = KEPT.find(held, row[0]) if held and row else None
            return str(found[1]) if found else ""

    def chosen(self, changes: Sequence[str]) -> Sequence[tuple[Decision, Chosen]]:
        """List what recorded decisions chose for these changes, the newest decision first."""
        with self._database.reading() as held:
            return chosen_for(held, changes) if held else []

    def first_bad(self) -> tuple[int, str] | None:
        """Find the first audit record that is not as it was written, and say why; None for none.

        An end that was cut off shows where a decision is left of which no record tells.

        Raises:
            SourceUnreadable: the journal or the key of its marks cannot be read.
        """
        found = self.audit()
        bad = self._chain.first_bad(found)
        if bad is not None:
            return bad
        decisions = self.decisions()  # somebody may have decided since: then the record tells of it by now
        return _untold(decisions, found) and _untold(decisions, self.audit())

    def audit(self) -> Sequence[AuditRecord]:
        """List the audit record from its beginning, as it stands."""
        with self._database.reading() as held:
            return records(held) if held else []

    def decision(self, decision_id: str) -> Decision | None:
        """Read a recorded decision; None where there is none."""
        with self._database.reading() as held:
            row = _sure_row(held, decision_id) if held else None
            return decision_of(row) if row else None

    def unfinished(self) -> Sequence[tuple[Decision, Sequence[Step]]]:
        """List the decisions that were recorded and not closed, oldest first."""
        with self._database.reading() as held:
            if held is None:
                return []
            return [(decision_of(row), _steps(held, row)) for row in open_rows(held)]

    def decisions(self, unit: str | None = None) -> Sequence[Decision]:
        """List recorded decisions, newest first; of one unit or of all."""
        with self._database.reading() as held:
            decisions = [decision_of(row) for row in reversed(all_rows(held))] if held else []
        return [decision for decision in decisions if unit in {None, str(decision.unit)}]

    @contextmanager
    def _writing(self) -> Iterator[Transaction]:
        """Hold the write transaction; the head of the audit record is sent when it is on disk."""
        with self._database.writing() as held:
            yield held
            head = self._chain.ship(held)
        self._chain.shipped(head)

    def _tell(self, held: Transaction, event: str, decision: Decision, *about: tuple[str, str]) -> None:
        self._chain.append(
            held,
            event,
            decision=decision.id,
            unit=str(decision.unit),
            who=decision.actor,
            about=about,
        )


def _steps(held: Transaction, row: Record) -> tuple[Step, ...]:
    return tuple(step_of(step) for step in step_rows(held, row))


def _recorded(held: Transaction, decision_id: str) -> Decision:
    return decision_of(_decision_row(held, decision_id))


def _same(held: Transaction, row: Record, decision: Decision, steps: Sequence[Step]) -> None:
    recorded = replace(decision_of(row), outcome=decision.outcome)
    planned = [(step.name, step.intent) for step in _steps(held, row)]
    if recorded != decision or planned != [(step.name, step.intent) for step in steps]:
        raise SideMoved(
            f"Could not record decision {decision.id}",
            why="another decision was recorded under this id",
            next_step=f"decide again about {decision.unit}: headgate status",
            ref=decision.id,
        )


def _sure_row(held: Transaction, decision_id: str) -> Record | None:
    row = find_row(held, decision_id)
    if row is None:  # a damaged id is not found: make sure that there is none
        row = next((each for each in all_rows(held) if each[1] == decision_id), None)
    return row


def _decision_row(held: Transaction, decision_id: str) -> Record:
    row = _sure_row(held, decision_id)
    if row is None:
        raise NotFound(
            f"Could not find decision {decision_id}",
            why="the journal has no such decision",
            next_step="headgate status",
            ref=decision_id,
        )
    return row


def _step_row(held: Transaction, decision_id: str, step: str) -> Record:
    rows = step_rows(held, _decision_row(held, decision_id))
    for row in rows:
        if row[2] == step:
            return row
    raise NotFound(
        f"Could not find step {step} of decision {decision_id}",
        why=f"it has the steps {', '.join(str(row[2]) for row in rows) or 'none at all'}",
        next_step="headgate status",
        ref=decision_id,
    )


def _untold(decisions: Sequence[Decision], found: Sequence[AuditRecord]) -> tuple[int, str] | None:
    """Find a decision of which no record tells."""
    told = {(record.decision, record.event) for record in found}
    for one in reversed(decisions):
        for event in ("recorded", *(("closed",) if one.outcome else ())):
            if (one.id, event) not in told:
                why = f"no record tells that decision {one.id} was {event}: the end of the record is gone"
                return len(found) + 1, why
    return None
