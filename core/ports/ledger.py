"""The journal of decisions: what was meant is on disk before anything is sent."""

from collections.abc import Sequence
from typing import Protocol

from core.model.decision import Decision, Step

__all__ = ["Ledger"]


class Ledger(Protocol):
    """Write-ahead journal.

    Every method that writes raises `StorageUnwritable` when it cannot; send nothing then.
    """

    def record(self, decision: Decision, steps: Sequence[Step]) -> None:
        """Store a decision and its planned steps durably, before the first effect."""

    def begin(self, decision_id: str, step: str) -> None:
        """Note that a step's effect is about to be sent."""

    def done(self, decision_id: str, step: str, *, outcome: str) -> None:
        """Note what a step did: ``hub revision 12``, ``refused: Head moved``."""

    def close(self, decision_id: str, *, outcome: str) -> None:
        """Note that nothing of the decision is left to do."""

    def decision(self, decision_id: str) -> Decision | None:
        """Read a recorded decision; None where there is none."""

    def unfinished(self) -> Sequence[tuple[Decision, Sequence[Step]]]:
        """List the decisions that were recorded and not closed, oldest first."""

    def decisions(self, unit: str | None = None) -> Sequence[Decision]:
        """List recorded decisions, newest first; of one unit or of all."""
