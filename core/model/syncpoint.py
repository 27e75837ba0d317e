"""SyncPoint: what Git and the hub last agreed on, field by field, and what people decided since."""

from dataclasses import dataclass

from core.model.names import NO_REVISION, DataHash, RevisionNumber, UnitName
from core.model.proposal import Commit

__all__ = ["DecidedField", "SyncPoint"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedField:
    """A settled field; not raised again until a side changes it again.

    Attributes:
        resource: printed resource id.
        path: printed field path.
        choice: ``git``, ``hub``, ``live``, ``base``, ``edit``, ``clean``.
        git_seen: keyed digest of what Git held when it was decided; None where Git's side was not asked.
        hub_after: keyed digest of what the hub holds since.
        live_seen: keyed digest of what live held; None where live was not read.
        decision: id of the decision.
        reason: the operator's words.
        actor: who decided.
        when: RFC 3339 UTC.
        key_id: which key the digests were made with; others' say nothing and are kept as they are.
    """

    resource: str
    path: str
    choice: str
    git_seen: str | None
    hub_after: str
    live_seen: str | None
    decision: str
    reason: str
    actor: str
    when: str
    key_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPoint:
    """The record of an agreement, one per unit; compare-and-set by ``version``.

    Attributes:
        unit: whose.
        version: from 1, counted up by every write; 0 for one that was never stored.
        base: the base as a text of documents; per field the last value Git and hub agreed on.
        git_text: what Git rendered when it was last looked at; "" where Git has no such unit.
        commit: where ``git_text`` was rendered from; None before Git was ever looked at.
        paths: its source files.
        hub_revision: Head after the agreement; 0 for none.
        hub_hash: likewise; Head has moved when it differs from this.
        cause: ``adopted``, ``created``, ``promoted``, ``agreed``, ``captured``,
            ``decided``.
        actor: who or what caused it.
        time: RFC 3339 UTC.
        decided: settled fields that still matter.
        sync_back: the branch that carries the hub's values to Git; "" where none is open.
        sync_back_head: number of Head when that branch was made; later changes are not on it.
        declined: the branch whose pull request was seen closed without a merge; "" for none.
        decisions: ids of the newest decisions that moved it, oldest first: whether one of them arrived is
            looked up here, since a later decision may stand over it.
    """

    unit: UnitName
    version: int
    base: str
    git_text: str
    commit: Commit | None
    paths: tuple[str, ...]
    hub_revision: RevisionNumber
    hub_hash: DataHash
    cause: str
    actor: str
    time: str
    decided: tuple[DecidedField, ...] = ()
    sync_back: str = ""
    sync_back_head: RevisionNumber = NO_REVISION
    declined: str = ""
    decisions: tuple[str, ...] = ()
