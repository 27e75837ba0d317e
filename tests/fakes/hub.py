"""A hub in memory that satisfies the ports of hub, proposals, captures and sync points."""

from collections.abc import Sequence
from dataclasses import replace

from core.errors import InputRefused, NotFound, SideMoved
from core.model.names import DataHash, RevisionNumber, UnitName, hash_of
from core.model.proposal import Capture, OfferState, Proposal
from core.model.syncpoint import SyncPoint
from core.model.unit import Change, Guard, Head, Revision
from core.ports.effects import Clock

__all__ = ["MemoryHub"]


class MemoryHub:
    """Passes ``tests/conformance`` like any hub; nothing in it survives the process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._history: dict[UnitName, list[Revision]] = {}
        self._texts: dict[DataHash, str] = {DataHash(""): ""}
        self._applied: dict[UnitName, RevisionNumber] = {}
        self._points: dict[UnitName, SyncPoint] = {}
        self._proposals: dict[str, Proposal] = {}
        self._captures: dict[str, Capture] = {}
        self._endings: dict[str, str] = {}
        self._news: list[UnitName] = []

    # Hub

    def spaces(self) -> Sequence[str]:
        return sorted({unit.space for unit in self._history})

    def heads(self, space: str) -> Sequence[Head]:
        units = sorted(unit for unit in self._history if unit.space == space)
        return [head for head in map(self.head, units) if head is not None]

    def head(self, unit: UnitName) -> Head | None:
        if unit not in self._history:
            return None
        newest = self._history[unit][-1]
        return Head(
            unit=unit,
            number=newest.number,
            data_hash=newest.data_hash,
            applied=self._applied.get(unit, RevisionNumber(0)),
            deleted=newest.deletes,
        )

    def data(self, unit: UnitName, number: RevisionNumber) -> str:
        return self._texts[self._revision(unit, number).data_hash]

    def revisions(self, unit: UnitName, *, after: RevisionNumber) -> Sequence[Revision]:
        return [revision for revision in self._history.get(unit, []) if revision.number > after]

    def write(self, unit: UnitName, text: str, *, seen: Guard, change: Change) -> Revision:
        data_hash = _hashed(text)
        written = self._written(unit, change.token, data_hash)
        if written is not None:
            return written
        self._check(unit, seen)
        self._texts[data_hash] = text
        return self._add(unit, data_hash, change, deletes=False)

    def delete(self, unit: UnitName, *, seen: Guard, change: Change) -> Revision:
        written = self._written(unit, change.token, DataHash(""))
        if written is not None:
            return written
        head = self.head(unit)
        if head is None:
            raise _nothing(f"unit {unit}")
        self._check(unit, seen)
        if head.deleted:
            raise _nothing(f"unit {unit}")
        return self._add(unit, DataHash(""), change, deletes=True)

    def mark_applied(self, unit: UnitName, number: RevisionNumber) -> None:
        self._revision(unit, number)
        self._applied[unit] = number
        self._news.append(unit)

    def changed_since(self, cursor: str) -> tuple[Sequence[UnitName], str]:
        start = int(cursor) if cursor.isdecimal() else 0
        return sorted(set(self._news[start:])), str(len(self._news))

    # Proposals

    def offer(self, proposal: Proposal) -> Proposal:
        if proposal.id in self._proposals:
            return self._proposals[proposal.id]
        _hashed(proposal.data)
        for old in self.pending():
            if old.unit == proposal.unit:
                self.settle(old.id, OfferState.SUPERSEDED, reason=f"superseded by {proposal.id}")
        self._proposals[proposal.id] = proposal
        return proposal

    def pending(self, space: str | None = None) -> Sequence[Proposal]:
        waiting = [offer for offer in self._proposals.values() if offer.state is OfferState.PENDING]
        return sorted(
            (offer for offer in waiting if space in {None, offer.unit.space}),
            key=lambda offer: (offer.unit, offer.id),
        )

    def proposal(self, proposal_id: str) -> Proposal | None:
        return self._proposals.get(proposal_id)

    def settle(self, proposal_id: str, state: OfferState, *, reason: str) -> None:
        if proposal_id not in self._proposals:
            raise _nothing(f"proposal {proposal_id}")
        offer = self._proposals[proposal_id]
        if offer.state is OfferState.PENDING:
            self._proposals[proposal_id] = replace(offer, state=state, reason=reason)

    # Captures

    def offer_capture(self, capture: Capture) -> Capture:
        return self._captures.setdefault(capture.id, capture)

    def pending_captures(self, space: str | None = None) -> Sequence[Capture]:
        waiting = [offer for offer in self._captures.values() if offer.state is OfferState.PENDING]
        return sorted(
            (offer for offer in waiting if space in {None, offer.unit.space}),
            key=lambda offer: (offer.unit, offer.id),
        )

    def settle_capture(self, capture_id: str, state: OfferState, *, reason: str) -> None:
        if capture_id not in self._captures:
            raise _nothing(f"capture {capture_id}")
        offer = self._captures[capture_id]
        if offer.state is OfferState.PENDING:
            self._captures[capture_id] = replace(offer, state=state)
            self._endings[capture_id] = reason

    # SyncPoints

    def sync_point(self, unit: UnitName) -> SyncPoint | None:
        return self._points.get(unit)

    def sync_points(self, space: str) -> Sequence[SyncPoint]:
        return [self._points[unit] for unit in sorted(self._points) if unit.space == space]

    def agree(self, points: Sequence[SyncPoint], *, head: DataHash | None = None) -> None:
        points_after = dict(self._points)
        for point in points:
            _hashed(point.base + point.git_text)
            stored = points_after.get(point.unit)
            self._expect(point.unit, "sync point", stored.version if stored else 0, point.version)
            if head is not None:
                self._expect(point.unit, "Head", self._hash_at(point.unit), head)
            points_after[point.unit] = replace(point, version=point.version + 1)
        self._points = points_after
        self._news += [point.unit for point in points]

    # ours

    def _revision(self, unit: UnitName, number: RevisionNumber) -> Revision:
        for revision in self._history.get(unit, []):
            if revision.number == number:
                return revision
        raise _nothing(f"revision {number} of {unit}")

    def _written(self, unit: UnitName, token: str, data_hash: DataHash) -> Revision | None:
        for revision in self._history.get(unit, []):
            if token and revision.change.token == token:
                self._expect(unit, f"what {token} wrote", revision.data_hash, data_hash)
                return revision
        return None

    def _check(self, unit: UnitName, seen: Guard) -> None:
        self._expect(unit, "Head", self._hash_at(unit), seen.data_hash)
        if seen.sync_version is not None:
            stored = self._points.get(unit)
            self._expect(unit, "sync point", stored.version if stored else 0, seen.sync_version)

    def _hash_at(self, unit: UnitName) -> DataHash:
        head = self.head(unit)
        return head.data_hash if head else DataHash("")

    def _expect(self, unit: UnitName, side: str, now: object, seen: object) -> None:
        if now != seen:
            raise SideMoved(
                f"{unit} was left as it is", why=f"{side} is {now}, not {seen}", next_step="look again"
            )

    def _add(self, unit: UnitName, data_hash: DataHash, change: Change, *, deletes: bool) -> Revision:
        history = self._history.setdefault(unit, [])
        revision = Revision(
            unit=unit,
            number=RevisionNumber(len(history) + 1),
            data_hash=data_hash,
            change=change,
            created=self._clock.now(),
            deletes=deletes,
        )
        history.append(revision)
        self._news.append(unit)
        return revision


def _hashed(text: str) -> DataHash:
    try:
        return hash_of(text)
    except UnicodeEncodeError as error:
        raise InputRefused("Could not store a text", why=str(error), next_step="correct the text") from error


def _nothing(what: str) -> NotFound:
    return NotFound(f"Could not find {what}", why="it is not in the hub", next_step="list what there is")
