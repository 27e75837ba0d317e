"""The journal of decisions: what was meant is on disk before anything is sent."""

from collections.abc import Sequence
from typing import Protocol

from core.model.audit import AuditRecord
from core.model.decision import Decision, Step
from core.model.remembered import Chosen

__all__ = ["Ledger"]


class Ledger(Protocol):
    """Write-ahead journal.

    Every method that writes raises `StorageUnwritable` when it cannot; send nothing then.
    """

    def record(
        self,
        decision: Decision,
        steps: Sequence[Step],
        *,
        kept: str = "",
        known: Sequence[tuple[str, str]] = (),
        chosen: Sequence[Chosen] = (),
    ) -> None:
        """Store a decision and its planned steps durably, before the first effect.

        Every call that writes also adds to the audit record, both or neither.

        Args:
            decision: what was decided.
            steps: what it will do.
            kept: what finishes it after a crash, sealed; let go of when the decision is closed.
            known: how it is known who decides, each with what proves it; for the audit record.
            chosen: what was chosen for which change; kept after the decision is closed.
        """

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

    def chosen(self, changes: Sequence[str]) -> Sequence[tuple[Decision, Chosen]]:
        """List what recorded decisions chose for these changes, the newest decision first."""

    def kept(self, decision_id: str) -> str:
        """Read what was kept to finish a decision; "" where nothing is, or it is closed."""

    def note(
        self, event: str, *, decision: str, unit: str, who: str, about: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Add to the audit record what no other call tells of: ``refused``, ``resumed``."""

    def audit(self) -> Sequence[AuditRecord]:
        """List the audit record from its beginning, as it stands; `first_bad` says whether it is whole."""
