"""A ledger in memory."""

from collections.abc import Sequence
from dataclasses import replace

from core.errors import NotFound, SideMoved
from core.model.audit import NO_HEAD, AuditRecord, sealed
from core.model.decision import Decision, Step
from core.model.remembered import Chosen

__all__ = ["MemoryLedger"]


class MemoryLedger:
    """Passes ``tests/conformance/test_ledger.py``; nothing in it survives the process."""

    def __init__(self) -> None:
        self._decisions: dict[str, Decision] = {}
        self._steps: dict[str, list[Step]] = {}
        self._closed: set[str] = set()
        self._kept: dict[str, str] = {}
        self._chosen: dict[str, tuple[Chosen, ...]] = {}
        self._audit: list[AuditRecord] = []

    def record(
        self,
        decision: Decision,
        steps: Sequence[Step],
        *,
        kept: str = "",
        known: Sequence[tuple[str, str]] = (),
        chosen: Sequence[Chosen] = (),
    ) -> None:
        recorded = self._decisions.get(decision.id)
        if recorded is None:
            self._decisions[decision.id] = replace(decision, outcome="")
            self._steps[decision.id] = list(steps)
            self._kept[decision.id] = kept
            self._chosen[decision.id] = tuple(chosen)
            self._tell("recorded", decision, ("reason", decision.reason), *known, *decision.seen)
            return
        planned = [(step.name, step.intent) for step in self._steps[decision.id]]
        if replace(decision, outcome=recorded.outcome) != recorded or planned != [
            (step.name, step.intent) for step in steps
        ]:
            raise SideMoved(
                f"Could not record decision {decision.id}", why="the id is taken", next_step="decide again"
            )

    def begin(self, decision_id: str, step: str) -> None:
        self._change(decision_id, step, state="begun", outcome="")
        self._tell("begins", self._known(decision_id), (step, ""))

    def done(self, decision_id: str, step: str, *, outcome: str) -> None:
        self._change(decision_id, step, state="done", outcome=outcome)
        self._tell("done", self._known(decision_id), (step, outcome))

    def close(self, decision_id: str, *, outcome: str) -> None:
        decision = self._known(decision_id)
        if decision_id not in self._closed:
            self._closed.add(decision_id)
            self._decisions[decision_id] = replace(decision, outcome=outcome)
            self._kept[decision_id] = ""
            self._tell("closed", decision, ("outcome", outcome))

    def chosen(self, changes: Sequence[str]) -> Sequence[tuple[Decision, Chosen]]:
        return [
            (decision, one)
            for decision in self.decisions()
            for one in self._chosen[decision.id]
            if one.change in changes
        ]

    def kept(self, decision_id: str) -> str:
        return self._kept.get(decision_id, "")

    def note(
        self, event: str, *, decision: str, unit: str, who: str, about: Sequence[tuple[str, str]] = ()
    ) -> None:
        previous = self._audit[-1].hash if self._audit else NO_HEAD
        record = AuditRecord(
            number=len(self._audit) + 1,
            when="2026-02-16T12:00:00Z",
            monotonic="0.000",
            event=event,
            decision=decision,
            unit=unit,
            who=who,
            about=tuple(about),
        )
        self._audit.append(sealed(record, previous))

    def audit(self) -> Sequence[AuditRecord]:
        return tuple(self._audit)

    def decision(self, decision_id: str) -> Decision | None:
        return self._decisions.get(decision_id)

    def unfinished(self) -> Sequence[tuple[Decision, Sequence[Step]]]:
        waiting = [decision for decision in self._decisions.values() if decision.id not in self._closed]
        return [(decision, tuple(self._steps[decision.id])) for decision in waiting]

    def decisions(self, unit: str | None = None) -> Sequence[Decision]:
        newest_first = reversed(self._decisions.values())
        return [decision for decision in newest_first if unit in {None, str(decision.unit)}]

    def _tell(self, event: str, decision: Decision, *about: tuple[str, str]) -> None:
        self.note(event, decision=decision.id, unit=str(decision.unit), who=decision.actor, about=about)

    def _known(self, decision_id: str) -> Decision:
        if decision_id not in self._decisions:
            raise NotFound(f"Could not find {decision_id}", why="it is not recorded", next_step="look again")
        return self._decisions[decision_id]

    def _change(self, decision_id: str, name: str, *, state: str, outcome: str) -> None:
        self._known(decision_id)
        steps = self._steps[decision_id]
        for position, step in enumerate(steps):
            if step.name == name:
                steps[position] = replace(step, state=state, outcome=outcome)
                return
        raise NotFound(f"Could not find step {name}", why="it was not planned", next_step="look again")
