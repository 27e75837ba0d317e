"""Offers: proposals and captures as draft units of the book, which nothing delivers.

A proposal's draft is a clone of its unit where there is one, so that ConfigHub's own screens compare the
two. A draft is made in state ``writing``, filled, and only then opened: what is cut off in between waits
for nobody, and the next try of the same offer goes on with it. What a new proposal supersedes is closed
after it was opened; where that was cut off, the older ones of a unit are not shown. Source:
confighub-api.md §5.2, §5.4.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Final

from core.errors import NotFound, SideMoved
from core.hub.confighub.drafts import (
    CAPTURE,
    OPEN,
    PROPOSAL,
    STATE,
    WORDS,
    WRITING,
    capture_in,
    capture_text,
    checked,
    draft_slug,
    kind_of,
    proposal_in,
    proposal_notes,
    state_of,
    superseded_by,
)
from core.hub.confighub.rows import UnitRow
from core.hub.confighub.spaces import BOOK, Spaces
from core.hub.confighub.units import NewUnit, Units
from core.hub.confighub.where import equals
from core.model.names import UnitName, hash_of
from core.model.proposal import Capture, OfferState, Proposal

__all__ = ["Offers"]

_TRIES: Final = 5


class Offers:
    """The drafts of one server, of proposals and captures."""

    def __init__(self, units: Units, spaces: Spaces) -> None:
        self._units = units
        self._spaces = spaces

    def offer(
        self,
        proposal: Proposal,
        upstream: Callable[[UnitName], UnitRow | None],
        before: Callable[[Proposal], str],
    ) -> Proposal:
        """Store a proposal; one with the same id is given as it stands.

        Args:
            proposal: the proposal.
            upstream: finds the unit that the draft is a clone of.
            before: gives what Git rendered when it last agreed with the hub; "" where nobody knows. The draft
                holds that first, so that between two of its revisions stands what Git changed and no more.
        """
        checked(proposal)
        row = self.find(PROPOSAL, proposal.id)
        if row is None or state_of(row) is None:
            rivals = self._rivals(proposal)
            slug = draft_slug("prop", proposal.unit, proposal.id)
            row = self._begun(row, slug, PROPOSAL, proposal, upstream(proposal.unit))
            notes = proposal_notes(proposal, supersedes=[one.labels.get("HeadgateId", "") for one in rivals])
            notes |= self._filled(row, PROPOSAL, proposal, before)
            row = self._opened(PROPOSAL, proposal.id, notes, proposal.state)
        if state_of(row) is OfferState.PENDING and superseded_by(row):
            self._supersede(proposal, superseded_by(row))
        return proposal_in(row, self._units.head_text(row))

    def offer_capture(self, capture: Capture) -> Capture:
        """Store a capture; one with the same id is given as it stands."""
        row = self.find(CAPTURE, capture.id)
        if row is not None and state_of(row) is not None:
            return capture_in(row, self._units.head_text(row))
        data = capture_text(capture)
        row = self._begun(row, draft_slug("cap", capture.unit, capture.id), CAPTURE, capture, None)
        if row.data_hash != hash_of(data):
            self._units.write(row, data, f"{CAPTURE} {capture.id}")
        return capture_in(self._opened(CAPTURE, capture.id, {}, capture.state), data)

    def find(self, kind: str, offer_id: str) -> UnitRow | None:
        """Read a draft by the id of its offer."""
        book = self._spaces.find(BOOK)
        if book is None:
            return None
        asked = equals("SpaceID", book), equals("Labels.HeadgateId", offer_id)
        found = [row for row in self._units.listed(f"read {kind} {offer_id}", *asked) if kind_of(row) == kind]
        return found[0] if found else None

    def waiting(self, kind: str, space: str | None) -> list[tuple[UnitRow, str]]:
        """List the drafts that are open, of one space or of all, with their texts."""
        book = self._spaces.find(BOOK)
        if book is None:
            return []
        asked = [
            equals("SpaceID", book),
            equals("Labels.HeadgateKind", kind),
            equals(f"Labels.{STATE}", OPEN),
            equals("Labels.HeadgateSpace", space) if space else "",
        ]
        doing = f"list the open {kind}s"
        rows = list(self._units.listed(doing, *asked))
        texts = dict(self._units.texts(doing, rows, *asked))
        return [(row, texts[row.data_hash]) for row in rows if row.data_hash in texts]

    def settle(self, kind: str, offer_id: str, state: OfferState, reason: str) -> None:
        """End an offer's life; one that ended already is left as it is.

        Raises:
            NotFound: there is none with this id.
        """
        for _ in range(_TRIES):
            row = self.find(kind, offer_id)
            if row is None or state_of(row) is None:
                raise NotFound(
                    f"Could not find {kind} {offer_id}",
                    why=f"ConfigHub has no such {kind} in space {BOOK}",
                    next_step="headgate status",
                )
            if state_of(row) is not OfferState.PENDING:
                return
            if self._closed(row, state, reason):
                return
        raise SideMoved(
            f"Could not settle {kind} {offer_id}",
            why="it changed while it was settled",
            next_step="try again",
        )

    def _closed(self, row: UnitRow, state: OfferState, reason: str) -> bool:
        try:
            self._units.relabel(row, {STATE: WORDS[state]}, {"proposal/reason": reason})
        except SideMoved:
            return False
        return True

    def _begun(
        self, row: UnitRow | None, slug: str, kind: str, offer: Proposal | Capture, origin: UnitRow | None
    ) -> UnitRow:
        """Make the draft; one that an earlier try left is gone on with."""
        if row is not None:
            return row
        labels = {
            "HeadgateKind": kind,
            "HeadgateId": offer.id,
            "HeadgateSpace": offer.unit.space,
            "HeadgateUnit": offer.unit.unit,
            "ProposalTarget": origin.id if origin else "",
            STATE: WRITING,
        }
        pinned = offer.base_revision if isinstance(offer, Proposal) else 0
        new = NewUnit(
            space_id=self._spaces.make(BOOK),
            slug=slug,
            labels={name: value for name, value in labels.items() if value},
            delivered=False,
            upstream=origin,
            upstream_revision=pinned if origin and pinned <= origin.number else 0,
        )
        return self._units.make(new)

    def _filled(
        self, row: UnitRow, kind: str, proposal: Proposal, before: Callable[[Proposal], str]
    ) -> dict[str, str]:
        """Fill a draft, with what was before first; notes on which revision that stands, where it does.

        A draft that an earlier try filled is left as it is, and says nothing of what was before.
        """
        if row.data_hash == hash_of(proposal.data):
            return {}
        then = before(proposal) if self._units.epoch.newest else ""
        if then and row.data_hash != hash_of(then):
            row = self._units.write(row, then, f"before {kind} {proposal.id}")
        self._units.write(row, proposal.data, f"{kind} {proposal.id}")
        return {"proposal/draft-base": str(row.number)} if then else {}

    def _opened(self, kind: str, offer_id: str, notes: Mapping[str, str], state: OfferState) -> UnitRow:
        """Let a written draft wait for people, where nobody did meanwhile."""
        for _ in range(_TRIES):
            row = self.find(kind, offer_id)
            if row is not None and state_of(row) is not None:
                return row
            try:
                if row is not None:
                    notes = {**notes, "proposal/draft-rev": str(row.number)}
                    return self._units.relabel(row, {STATE: WORDS[state]}, notes)
            except SideMoved:
                continue
        raise SideMoved(
            f"Could not open {kind} {offer_id}",
            why="its draft changed while it was written",
            next_step="offer it again: what is there already is found",
        )

    def _rivals(self, proposal: Proposal) -> list[UnitRow]:
        """List the open proposals of the same unit."""
        book = self._spaces.make(BOOK)
        asked = [
            equals("SpaceID", book),
            equals("Labels.HeadgateKind", PROPOSAL),
            equals(f"Labels.{STATE}", OPEN),
            equals("Labels.HeadgateSpace", proposal.unit.space),
            equals("Labels.HeadgateUnit", proposal.unit.unit),
        ]
        found = self._units.listed("look for older proposals", *asked)
        return [row for row in found if row.labels.get("HeadgateId") != proposal.id]

    def _supersede(self, proposal: Proposal, ids: Collection[str]) -> None:
        """Close what a proposal superseded when it was opened, where that is not done yet."""
        for row in self._rivals(proposal):
            if row.labels.get("HeadgateId") in ids:
                self._closed(row, OfferState.SUPERSEDED, f"superseded by {proposal.id}")
