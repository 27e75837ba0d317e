"""ConfigHub: the authority behind its HTTP API, as hub, proposals, captures and sync points at once."""

from collections.abc import Collection, Sequence

from core.hub.confighub.book import open_drafts
from core.hub.confighub.capabilities import CapabilityFile
from core.hub.confighub.deliveries import Deliveries
from core.hub.confighub.drafts import (
    CAPTURE,
    PROPOSAL,
    capture_in,
    newest_only,
    proposal_in,
    state_of,
)
from core.hub.confighub.heads import Heads
from core.hub.confighub.history import History, Texts
from core.hub.confighub.ledgers import entries_in, ledger_slug, point_in
from core.hub.confighub.look import Look
from core.hub.confighub.native import Native
from core.hub.confighub.news import News
from core.hub.confighub.offers import Offers
from core.hub.confighub.points import Points
from core.hub.confighub.previews import Previews
from core.hub.confighub.probe import found_by, probed
from core.hub.confighub.reviews import Reviews
from core.hub.confighub.server import Server
from core.hub.confighub.spaces import Spaces
from core.hub.confighub.units import Units
from core.hub.confighub.whole import Whole
from core.hub.confighub.writes import Writes, hashed, nothing
from core.model.names import NO_DATA, DataHash, RevisionNumber, UnitName
from core.model.preview import Preview
from core.model.probed import Probed
from core.model.proposal import Capture, OfferState, Proposal
from core.model.syncpoint import SyncPoint
from core.model.unit import Change, Guard, Head, Revision
from core.ports.effects import Clock

__all__ = ["ConfigHub"]


class ConfigHub:
    """The authority on a server; safe for several threads, processes and operators at once.

    Satisfies the ports `Hub`, `Proposals`, `Captures`, `SyncPoints` and `Previews`. Data is written under the
    guard of its hash; nothing else is taken for a guard. What cannot be one step there is named in
    `core.hub.confighub.points` and `core.hub.confighub.offers`.

    Args:
        server: the server.
        clock: for how long a reading is shared; no time of it is ever sent.
        spaces: the spaces that matter; None for all that are shown to us.
        remembered: where it is remembered what a probe found; None for nowhere.
    """

    def __init__(
        self,
        server: Server,
        clock: Clock,
        *,
        spaces: Collection[str] | None = None,
        remembered: CapabilityFile | None = None,
    ) -> None:
        self.server = server
        self._clock = clock
        self._remembered = remembered
        texts = Texts()
        self._units = Units(server)
        self._spaces = Spaces(server, spaces)
        self._history = History(server, self._units, texts)
        deliveries = Deliveries(server, self._spaces, clock.monotonic)
        self._heads = Heads(self._units, self._spaces, self._history, deliveries)
        self._look = Look(server, self._units, self._spaces, texts, deliveries, clock.monotonic)
        self._points = Points(self._units, self._spaces)
        self._writes = Writes(self._units, self._spaces, self._heads, self._history, self._points)
        self._offers = Offers(self._units, self._spaces)
        self._news = News(self._units, self._spaces, Whole(self._units, self._spaces, clock.monotonic))
        self.reviews = Reviews(server, self._heads.find)
        self.native = Native(self._units, self._spaces)
        self._previews = Previews(server, self._units, self._offers)

    def close(self) -> None:
        """Close every connection; the next call opens them again."""
        self.server.close()

    def check(self) -> str:
        """Ask the server which it is, who we are, and for the spaces; says what it found.

        Raises:
            SourceUnreadable: it cannot be reached, or does not take our token.
        """
        return self.server.described()

    def probe(self, space: str) -> Sequence[Probed]:
        """Ask about what is taken for granted, and remember it. See `core.hub.confighub.probe.probed`."""
        answers = probed(self.server, self._spaces, self._units, space)
        self.server.known = found_by(answers, self.server, when=self._clock.now())
        if self._remembered is not None:
            self._remembered.keep(self.server.title, self.server.known)
        return answers

    def spaces(self) -> Sequence[str]:
        """List the names of the spaces, sorted; without the one that Headgate keeps for itself."""
        return sorted(self._spaces.named())

    def heads(self, space: str) -> Sequence[Head]:
        """List the heads of a space's units by name, deleted ones too."""
        rows = self._look.begin(space)
        found = (self._heads.of(UnitName(space, slug), rows[slug]) for slug in sorted(rows))
        return [head for head in found if head is not None]

    def head(self, unit: UnitName) -> Head | None:
        """Read a unit's head as it is now; None where the unit never was."""
        row = self._heads.find(unit)
        return self._heads.of(unit, row) if row else None

    def data(self, unit: UnitName, number: RevisionNumber) -> str:
        """Read the text of a revision exactly as it is stored.

        Raises:
            NotFound: no such unit or revision.
            SourceUnreadable: the stored text does not match its hash.
        """
        known = self._look.text(unit, number)
        if known is not None:
            return known
        row = self._heads.find(unit)
        if row is None:
            raise nothing(f"revision {number} of {unit}")
        return self._history.text(unit, row, number)

    def revisions(self, unit: UnitName, *, after: RevisionNumber) -> Sequence[Revision]:
        """List the revisions with a number above ``after``, oldest first."""
        row = self._heads.find(unit)
        return self._history.after(unit, row, after) if row else []

    def write(self, unit: UnitName, text: str, *, seen: Guard, change: Change) -> Revision:
        """Put a text on the head that was seen; the same bytes again make no revision, and Head is given.

        A repeat under the same token writes nothing. Triggers that changed the text are waited for: what is
        given is Head as they left it.

        Raises:
            SideMoved: Head or sync point is not as seen, or the token stands for another content.
            Blocked: an open change set holds the unit.
        """
        self._look.forget()
        return self._writes.put(unit, hashed(unit, text), text, seen=seen, change=change)

    def delete(self, unit: UnitName, *, seen: Guard, change: Change) -> Revision:
        """Withdraw a unit: its newest revision is empty and says so. It stays, with its history.

        Raises:
            SideMoved: Head or sync point is not as seen, or the token stands for another content.
            NotFound: no such unit, or it is deleted already.
        """
        self._look.forget()
        return self._writes.put(unit, NO_DATA, "", seen=seen, change=change)

    def mark_applied(self, unit: UnitName, number: RevisionNumber) -> None:
        """Record which revision was last applied, where ConfigHub does not deliver the unit itself.

        Raises:
            NotFound: no such unit or revision.
        """
        row = self._heads.find(unit)
        if row is None or not 0 < number <= row.number:
            raise nothing(f"revision {number} of {unit}")
        self._heads.mark(row, number)
        self._look.forget()

    def changed_since(self, cursor: str) -> tuple[Sequence[UnitName], str]:
        """List units with news since the cursor, and the cursor to ask with next."""
        return self._news.since(cursor)

    def preview(self, unit: UnitName, text: str, *, proposal: str) -> Preview | None:
        """Ask the server's own engine; None where it has none, or the unit has no head."""
        row = self._heads.find(unit) if self.server.epoch.newest else None
        return self._previews.of(unit, row, text, proposal=proposal) if row else None

    def offer(self, proposal: Proposal) -> Proposal:
        """Store a proposal; one with the same id is returned as it stands."""
        self._look.forget()
        return self._offers.offer(proposal, self._heads.find, self._points.before)

    def pending(self, space: str | None = None) -> Sequence[Proposal]:
        """List the pending proposals, of one space or of all, by unit."""
        known = open_drafts(self._look, PROPOSAL, space)
        found = self._offers.waiting(PROPOSAL, space) if known is None else known
        proposals = [proposal_in(row, data) for row, data in newest_only(found)]
        return sorted(proposals, key=lambda proposal: (proposal.unit, proposal.id))

    def proposal(self, proposal_id: str) -> Proposal | None:
        """Read one by its id; None where there is none."""
        row = self._offers.find(PROPOSAL, proposal_id)
        if row is None or state_of(row) is None:
            return None
        return proposal_in(row, self._units.head_text(row))

    def settle(self, proposal_id: str, state: OfferState, *, reason: str) -> None:
        """End a pending proposal's life; one that ended already is left as it is."""
        self._look.forget()
        self._offers.settle(PROPOSAL, proposal_id, state, reason)

    def offer_capture(self, capture: Capture) -> Capture:
        """Store a capture; one with the same id is returned as it stands."""
        self._look.forget()
        return self._offers.offer_capture(capture)

    def pending_captures(self, space: str | None = None) -> Sequence[Capture]:
        """List the pending captures, of one space or of all, by unit."""
        known = open_drafts(self._look, CAPTURE, space)
        found = self._offers.waiting(CAPTURE, space) if known is None else known
        captures = [capture_in(row, data) for row, data in found]
        return sorted(captures, key=lambda capture: (capture.unit, capture.id))

    def settle_capture(self, capture_id: str, state: OfferState, *, reason: str) -> None:
        """End a pending capture's life; one that ended already is left as it is."""
        self._look.forget()
        self._offers.settle(CAPTURE, capture_id, state, reason)

    def sync_point(self, unit: UnitName) -> SyncPoint | None:
        """Read a unit's sync point as it is now; None where there is none."""
        return self._points.one(unit)

    def sync_points(self, space: str) -> Sequence[SyncPoint]:
        """List a space's sync points by unit."""
        rows = self._look.book("points", space)
        if rows is None:
            return self._points.of(space)
        ledger = next((row for row in rows if row.slug == ledger_slug(space)), None)
        text = self._look.of_book(ledger) if ledger else ""
        if text is None:
            return self._points.of(space)
        entries = entries_in(text) if text else {}
        return [point_in(UnitName(space, name), entries[name]) for name in sorted(entries)]

    def agree(self, points: Sequence[SyncPoint], *, head: DataHash | None = None) -> None:
        """Store sync points over the versions they carry. See `core.hub.confighub.points`."""
        self._look.forget()
        self._points.agree(points, head=head, head_now=self._heads.hash_now)
