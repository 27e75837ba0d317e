"""Proposals from Git and captures from live: offers, never Head by themselves."""

from dataclasses import dataclass
from enum import StrEnum

from core.model.names import DataHash, RevisionNumber, UnitName

__all__ = ["Capture", "Commit", "OfferState", "Proposal"]


class OfferState(StrEnum):
    """Where an offer is in its life; only ``PENDING`` waits for anybody."""

    PENDING = "pending"
    APPLIED = "applied"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """The commit an offer was rendered from.

    Attributes:
        oid: full object id.
        author: ``Name <mail>``.
        authored: RFC 3339 UTC.
        subject: first line of the message; outside text.
        committer: ``Name <mail>`` of who made the commit, if that is known; anybody can write either name.
        signed: it carries a signature, which nobody has checked; None where it was not looked at.
    """

    oid: str
    author: str
    authored: str
    subject: str
    committer: str = ""
    signed: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What CI offers from Git for one unit; immutable but for its state.

    Attributes:
        id: content-addressed over unit, base hash, and content.
        unit: for which unit; it need not exist yet.
        data: what Git renders; "" where Git no longer has the unit.
        commit: where it was rendered from.
        paths: the source files, relative to the repository's top.
        base_revision: Head as CI saw it; 0 where there was no unit.
        base_hash: likewise.
        state: of its life.
        reason: why it waits or how it ended, in words.
        created: RFC 3339 UTC.
    """

    id: str
    unit: UnitName
    data: str
    commit: Commit
    paths: tuple[str, ...]
    base_revision: RevisionNumber
    base_hash: DataHash
    state: OfferState
    reason: str
    created: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """What somebody found live and offers to the hub; the values are read again when it is decided.

    Attributes:
        id: content-addressed over unit, paths and the live values' digests.
        unit: of which unit.
        paths: the fields that were captured, printed with their resource (``resource#path``).
        seen: keyed digest of each field's live value, in the same order: a field that holds another value by
            now is no longer what was captured.
        incident: the incident's id; "" makes it a drift-capture, else it is break-glass.
        reason: why, in words.
        actor: who captured.
        state: of its life.
        created: RFC 3339 UTC.
    """

    id: str
    unit: UnitName
    paths: tuple[str, ...]
    seen: tuple[str, ...]
    incident: str
    reason: str
    actor: str
    state: OfferState
    created: str
