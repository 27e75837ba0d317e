"""What the tests of hubs write into them."""

from core.model.names import DataHash, RevisionNumber, UnitName, hash_of
from core.model.proposal import Capture, Commit, OfferState, Proposal
from core.model.syncpoint import DecidedField, SyncPoint
from core.model.unit import Change, Guard, RevisionSource

__all__ = [
    "CART",
    "NONE",
    "WEB",
    "a_capture",
    "a_change",
    "a_commit",
    "a_decided_field",
    "a_point",
    "a_proposal",
    "seen",
]

WEB = UnitName("shop", "web")
CART = UnitName("shop", "cart")
NONE = Guard(data_hash=DataHash(""))
"""The guard of a first write."""


def seen(text: str, *, sync_version: int | None = None) -> Guard:
    return Guard(data_hash=hash_of(text), sync_version=sync_version)


def a_change(
    token: str = "",
    *,
    author: str = "Ada <ada@example.com>",
    source: RevisionSource = RevisionSource.OPERATOR,
    incident: str = "",
    links: dict[str, str] | None = None,
) -> Change:
    return Change(
        author=author,
        source=source,
        description=f"change {token}",
        token=token,
        incident=incident,
        links=links or {},
    )


def a_commit(oid: str = "c0ffee") -> Commit:
    return Commit(
        oid=oid, author="Bob <bob@example.com>", authored="2026-02-16T11:00:00Z", subject="raise floor"
    )


def a_proposal(
    proposal_id: str = "p1",
    *,
    unit: UnitName = WEB,
    data: str = "a: 2\n",
    state: OfferState = OfferState.PENDING,
) -> Proposal:
    return Proposal(
        id=proposal_id,
        unit=unit,
        data=data,
        commit=a_commit(),
        paths=("k8s/web.yaml", "k8s/all.yaml"),
        base_revision=RevisionNumber(1),
        base_hash=hash_of("a: 1\n"),
        state=state,
        reason="waits",
        created="2026-02-16T12:00:00Z",
    )


def a_capture(
    capture_id: str = "c1", *, unit: UnitName = WEB, state: OfferState = OfferState.PENDING
) -> Capture:
    return Capture(
        id=capture_id,
        unit=unit,
        paths=("apps/v1/Deployment/shop/web#spec.replicas",),
        seen=("d3",),
        incident="INC-7",
        reason="pages all night",
        actor="ada (login)",
        state=state,
        created="2026-02-16T12:00:00Z",
    )


def a_decided_field(path: str = "spec.replicas") -> DecidedField:
    return DecidedField(
        resource="apps/v1/Deployment/shop/web",
        path=path,
        choice="hub",
        git_seen="d1",
        hub_after="d2",
        live_seen=None,
        decision="D0001",
        reason="as agreed with é ✓",
        actor="ada (login)",
        when="2026-02-16T12:00:00Z",
        key_id="k1",
    )


def a_point(
    unit: UnitName = WEB,
    *,
    version: int = 0,
    base: str = "a: 1\n",
    commit: Commit | None = None,
    decided: tuple[DecidedField, ...] = (),
) -> SyncPoint:
    return SyncPoint(
        unit=unit,
        version=version,
        base=base,
        git_text="a: 1 # git\n",
        commit=commit,
        paths=("k8s/web.yaml",),
        hub_revision=RevisionNumber(1),
        hub_hash=hash_of("a: 1\n"),
        cause="adopted",
        actor="ada (login)",
        time="2026-02-16T12:00:00Z",
        decided=decided,
        sync_back="headgate/shop/D0001",
        sync_back_head=RevisionNumber(1),
        declined="headgate/shop/k1",
    )
