"""Where offers wait: proposals from Git, captures from live."""

from collections.abc import Sequence
from typing import Protocol

from core.model.proposal import Capture, OfferState, Proposal

__all__ = ["Captures", "Proposals"]


class Proposals(Protocol):
    """Proposals with their lifecycle. Raises as `core.ports.hub.Hub` does."""

    def offer(self, proposal: Proposal) -> Proposal:
        """Store a proposal; one with the same id is returned as it stands, nothing is stored twice.

        A pending proposal of the same unit with another id becomes superseded in the same step.
        """

    def pending(self, space: str | None = None) -> Sequence[Proposal]:
        """List the pending proposals, of one space or of all, by unit."""

    def proposal(self, proposal_id: str) -> Proposal | None:
        """Read one by its id; None where there is none."""

    def settle(self, proposal_id: str, state: OfferState, *, reason: str) -> None:
        """End a pending proposal's life; one that ended already is left as it is.

        Raises:
            NotFound: no such proposal.
        """


class Captures(Protocol):
    """Captures with their lifecycle. Raises as `core.ports.hub.Hub` does."""

    def offer_capture(self, capture: Capture) -> Capture:
        """Store a capture; one with the same id is returned as it stands."""

    def pending_captures(self, space: str | None = None) -> Sequence[Capture]:
        """List the pending captures, of one space or of all, by unit."""

    def settle_capture(self, capture_id: str, state: OfferState, *, reason: str) -> None:
        """End a pending capture's life; one that ended already is left as it is.

        Raises:
            NotFound: no such capture.
        """
