"""Each method of a hub, asked once."""

from collections.abc import Callable
from typing import Final, TypeAlias

from core.model.names import RevisionNumber
from core.model.proposal import OfferState
from tests.builders.hubs import CART, WEB, a_capture, a_change, a_point, a_proposal, seen
from tests.conformance.openers import Authority

__all__ = ["READS", "WRITES", "Ask"]

Ask: TypeAlias = Callable[[Authority], object]

READS: Final[dict[str, Ask]] = {
    "spaces": lambda hub: hub.spaces(),
    "heads": lambda hub: hub.heads("shop"),
    "head": lambda hub: hub.head(WEB),
    "revisions": lambda hub: hub.revisions(WEB, after=RevisionNumber(0)),
    "changed_since": lambda hub: hub.changed_since("")[0],
    "pending": lambda hub: hub.pending(),
    "proposal": lambda hub: hub.proposal("p1"),
    "pending_captures": lambda hub: hub.pending_captures(),
    "sync_point": lambda hub: hub.sync_point(WEB),
    "sync_points": lambda hub: hub.sync_points("shop"),
}

WRITES: Final[dict[str, Ask]] = {
    "write": lambda hub: hub.write(WEB, "a: 2\n", seen=seen("a: 1\n"), change=a_change()),
    "delete": lambda hub: hub.delete(WEB, seen=seen("a: 1\n"), change=a_change()),
    "mark_applied": lambda hub: hub.mark_applied(WEB, RevisionNumber(1)),
    "offer": lambda hub: hub.offer(a_proposal()),
    "settle": lambda hub: hub.settle("p1", OfferState.APPLIED, reason=""),
    "offer_capture": lambda hub: hub.offer_capture(a_capture()),
    "settle_capture": lambda hub: hub.settle_capture("c1", OfferState.APPLIED, reason=""),
    "agree": lambda hub: hub.agree([a_point(CART)]),
}
