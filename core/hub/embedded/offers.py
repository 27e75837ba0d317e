"""Proposals and captures in the embedded hub's file."""

import json
from dataclasses import asdict
from typing import Final

from core.errors import NotFound
from core.hub.embedded.history import keep_text, text_of
from core.hub.embedded.schema import CAPTURE, PROPOSAL
from core.hub.embedded.units import count_up, counted
from core.model.names import DataHash, RevisionNumber, UnitName
from core.model.proposal import Capture, Commit, OfferState, Proposal
from core.store.seal import canonical
from core.store.sqlite import Transaction
from core.store.table import Record, Table
from core.store.trouble import damaged

__all__ = [
    "captures_waiting",
    "proposal_with",
    "proposals_waiting",
    "settle",
    "store_capture",
    "store_proposal",
]

_ENDED: Final = ", ".join(f"'{state}'" for state in OfferState if state is not OfferState.PENDING)

_WAITING: Final = f"state NOT IN ({_ENDED})"
"""Asked this way round, a damaged state is read, and found, rather than passed over."""


def store_proposal(held: Transaction, proposal: Proposal) -> Proposal:
    """Write a proposal and let it supersede what waits for its unit; one that is there stays as it is."""
    row = PROPOSAL.find(held, proposal.id)
    if row is not None:
        return _proposal(held, row)
    unit = proposal.unit
    same_unit = f"space = ? AND unit = ? AND {_WAITING}"
    for old in PROPOSAL.select(held, same_unit, unit.space, unit.unit):
        PROPOSAL.put(held, *old[:-2], OfferState.SUPERSEDED, f"superseded by {proposal.id}")
    count_up(held, "proposals")
    PROPOSAL.add(
        held,
        proposal.id,
        unit.space,
        unit.unit,
        keep_text(held, proposal.data),
        canonical(asdict(proposal.commit)),
        canonical(proposal.paths),
        proposal.base_revision,
        proposal.base_hash,
        proposal.created,
        proposal.state,
        proposal.reason,
    )
    return proposal


def proposal_with(held: Transaction, proposal_id: str) -> Proposal | None:
    """Read a proposal by its id; None where there is none.

    Raises:
        SourceUnreadable: it, or one that may be it, is damaged.
    """
    row = _row_with(held, PROPOSAL, proposal_id)
    return _proposal(held, row) if row else None


def proposals_waiting(held: Transaction, space: str | None) -> list[Proposal]:
    """List the pending proposals by unit, of one space or of all.

    Raises:
        SourceUnreadable: a proposal is damaged or gone.
    """
    found = [_proposal(held, row) for row in _rows_waiting(held, PROPOSAL) if space in {None, row[1]}]
    return sorted(found, key=lambda proposal: (proposal.unit, proposal.id))


def store_capture(held: Transaction, capture: Capture) -> Capture:
    """Write a capture; one that is there stays as it is."""
    row = CAPTURE.find(held, capture.id)
    if row is not None:
        return _capture(row)
    count_up(held, "captures")
    CAPTURE.add(
        held,
        capture.id,
        capture.unit.space,
        capture.unit.unit,
        canonical(capture.paths),
        canonical(capture.seen),
        capture.incident,
        capture.reason,
        capture.actor,
        capture.created,
        capture.state,
        "",
    )
    return capture


def captures_waiting(held: Transaction, space: str | None) -> list[Capture]:
    """List the pending captures by unit, of one space or of all.

    Raises:
        SourceUnreadable: a capture is damaged or gone.
    """
    found = [_capture(row) for row in _rows_waiting(held, CAPTURE) if space in {None, row[1]}]
    return sorted(found, key=lambda capture: (capture.unit, capture.id))


def settle(held: Transaction, table: Table, offer_id: str, state: OfferState, reason: str) -> None:
    """End the life of a proposal or capture; one that ended already is left as it is.

    Raises:
        NotFound: there is none with this id.
        SourceUnreadable: it, or one that may be it, is damaged.
    """
    row = _row_with(held, table, offer_id)
    if row is None:
        raise NotFound(
            f"Could not find {table.name} {offer_id}",
            why=f"{held.place.title} has no such {table.name}",
            next_step="headgate status",
        )
    if row[-2] == OfferState.PENDING:
        table.put(held, *row[:-2], state, reason)


def _row_with(held: Transaction, table: Table, offer_id: str) -> Record | None:
    row = table.find(held, offer_id)
    if row is None:  # a damaged id is not found: make sure that there is none
        table.scan(held)
        _all_there(held, table)
    return row


def _rows_waiting(held: Transaction, table: Table) -> list[Record]:
    rows = table.select(held, _WAITING)
    _all_there(held, table)
    return rows


def _all_there(held: Transaction, table: Table) -> None:
    words = ["SELECT count(DISTINCT id), count(*) FROM", table.name]
    stored = counted(held, f"{table.name}s")
    if held.rows(" ".join(words)) != [(stored, stored)]:
        raise damaged(held.place, f"the list of {table.name}s", why="it has lost one")


def _proposal(held: Transaction, row: Record) -> Proposal:
    proposal_id, space, unit, data, origin, paths, base_revision, base_hash, created, state, reason = row
    return Proposal(
        id=str(proposal_id),
        unit=UnitName(str(space), str(unit)),
        data=text_of(held, str(data), f"proposal {proposal_id}"),
        commit=Commit(**json.loads(str(origin))),
        paths=tuple(json.loads(str(paths))),
        base_revision=RevisionNumber(int(base_revision)),
        base_hash=DataHash(str(base_hash)),
        created=str(created),
        state=OfferState(str(state)),
        reason=str(reason),
    )


def _capture(row: Record) -> Capture:
    capture_id, space, unit, paths, seen, incident, reason, actor, created, state, _ = row
    return Capture(
        id=str(capture_id),
        unit=UnitName(str(space), str(unit)),
        paths=tuple(json.loads(str(paths))),
        seen=tuple(json.loads(str(seen))),
        incident=str(incident),
        reason=str(reason),
        actor=str(actor),
        created=str(created),
        state=OfferState(str(state)),
    )
