"""Drafts: how proposals and captures are written as units of the book, and read again."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from core.errors import InputRefused
from core.hub.confighub.rows import UnitRow, unreadable
from core.model.names import DataHash, RevisionNumber, UnitName, hash_of
from core.model.proposal import Capture, Commit, OfferState, Proposal

__all__ = [
    "CAPTURE",
    "OPEN",
    "PROPOSAL",
    "STATE",
    "WORDS",
    "WRITING",
    "capture_in",
    "capture_text",
    "checked",
    "draft_slug",
    "is_open",
    "kind_of",
    "newest_only",
    "proposal_in",
    "proposal_notes",
    "state_of",
    "superseded_by",
    "unit_of",
]

PROPOSAL: Final = "proposal"
CAPTURE: Final = "capture"
STATE: Final = "ProposalState"
"""The label that says where a draft is in its life."""

WRITING: Final = "writing"
OPEN: Final = "pending"

_SLUG_UNIT: Final = 40
_STATES: Final = {
    OPEN: OfferState.PENDING,
    "promoted": OfferState.APPLIED,
    "rejected": OfferState.REJECTED,
    "superseded": OfferState.SUPERSEDED,
    "withdrawn": OfferState.WITHDRAWN,
}
WORDS: Final = {state: word for word, state in _STATES.items()}
"""The label's value for each state. Source: confighub-api.md §5.2."""


def kind_of(row: UnitRow) -> str:
    """Say what a unit of the book is."""
    return row.labels.get("HeadgateKind", "")


def state_of(row: UnitRow) -> OfferState | None:
    """Say where a draft is in its life; None while it is being written."""
    return _STATES.get(row.labels.get(STATE, ""))


def is_open(row: UnitRow, kind: str) -> bool:
    """Tell whether it is a draft of this kind that waits for people."""
    return kind_of(row) == kind and state_of(row) is OfferState.PENDING


def unit_of(row: UnitRow) -> UnitName:
    """Say which unit a draft is about."""
    return UnitName(row.labels.get("HeadgateSpace", ""), row.labels.get("HeadgateUnit", ""))


def superseded_by(row: UnitRow) -> frozenset[str]:
    """Name the proposals that waited when this one was opened."""
    try:
        found = json.loads(row.annotations.get("proposal/supersedes", "[]"))
    except ValueError:
        found = []
    return frozenset(str(one) for one in found) if isinstance(found, list) else frozenset()


def newest_only(found: Sequence[tuple[UnitRow, str]]) -> list[tuple[UnitRow, str]]:
    """Leave out what a newer draft of the same unit supersedes, should that have been cut off."""
    newest: dict[UnitName, tuple[UnitRow, str]] = {}
    gone = {(unit_of(row), one) for row, _ in found for one in superseded_by(row)}
    for row, data in found:
        if (unit_of(row), row.labels.get("HeadgateId", "")) in gone:
            continue
        rival = newest.get(unit_of(row))
        if rival is None or (rival[0].created, rival[0].id) < (row.created, row.id):
            newest[unit_of(row)] = row, data
    return list(newest.values())


def proposal_in(row: UnitRow, data: str) -> Proposal:
    """Read a proposal from its draft.

    Raises:
        SourceUnreadable: it is none.
    """
    notes, state = row.annotations, state_of(row)
    if notes.get("proposal/content-hash") != hash_of(data):
        raise unreadable(
            f"draft {row.slug}", "its data is not what was offered: somebody, or a trigger, wrote it"
        )
    try:
        return Proposal(
            id=row.labels["HeadgateId"],
            unit=unit_of(row),
            data=data,
            commit=Commit(**json.loads(notes["headgate/commit"])),
            paths=tuple(json.loads(notes["headgate/paths"])),
            base_revision=RevisionNumber(int(notes["proposal/base-rev"])),
            base_hash=DataHash(notes["proposal/base-hash"]),
            state=state or OfferState.PENDING,
            reason=notes["proposal/reason"],
            created=notes["headgate/created"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable(f"draft {row.slug}", "its labels or annotations were changed by hand") from error


def capture_in(row: UnitRow, data: str) -> Capture:
    """Read a capture from its draft.

    Raises:
        SourceUnreadable: it is none.
    """
    try:
        facts = json.loads(json.loads(data)["data"]["capture"])
        return Capture(
            id=row.labels["HeadgateId"],
            unit=unit_of(row),
            paths=tuple(facts["paths"]),
            seen=tuple(facts["seen"]),
            incident=facts["incident"],
            reason=facts["reason"],
            actor=facts["actor"],
            created=facts["created"],
            state=state_of(row) or OfferState.PENDING,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable(f"draft {row.slug}", "somebody changed it by hand") from error


def proposal_notes(proposal: Proposal, *, supersedes: Sequence[str]) -> dict[str, str]:
    """Write what a draft does not say itself; the names are those that ConfigHub's users know."""
    return {
        "proposal/base-rev": str(proposal.base_revision),
        "proposal/base-hash": proposal.base_hash,
        "proposal/content-hash": hash_of(proposal.data),
        "proposal/author": proposal.commit.author,
        "proposal/reason": proposal.reason,
        "proposal/supersedes": json.dumps(list(supersedes)),
        "headgate/commit": json.dumps(asdict(proposal.commit)),
        "headgate/paths": json.dumps(proposal.paths),
        "headgate/created": proposal.created,
    }


def capture_text(capture: Capture) -> str:
    """Write a capture as the data of its draft."""
    facts = {name: value for name, value in asdict(capture).items() if name not in {"id", "unit", "state"}}
    kept = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": draft_slug("cap", capture.unit, capture.id), "namespace": "headgate"},
        "data": {"capture": json.dumps(facts)},
    }
    return json.dumps(kept, indent=1) + "\n"


def checked(proposal: Proposal) -> None:
    """Refuse a proposal whose text has no bytes.

    Raises:
        InputRefused: it has none.
    """
    try:
        proposal.data.encode()
    except UnicodeEncodeError as error:
        raise InputRefused(
            f"Could not store a proposal for {proposal.unit}",
            why=f"its text cannot be written as bytes: {error.reason}",
            next_step="correct the text in its source",
        ) from error


def draft_slug(kind: str, unit: UnitName, offer_id: str) -> str:
    """Name a draft so that the same offer has the same name. Source: confighub-api.md §5.2 and §10 no. 12."""
    mark = hashlib.sha256(f"{unit} {offer_id}".encode()).hexdigest()[:12]
    return f"{kind}-{unit.unit[:_SLUG_UNIT]}-{mark}"
