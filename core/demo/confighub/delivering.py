"""What delivers from the loopback ConfigHub: releases that are reported on, workers that apply and refresh.

No call of a client does this; it is what others do, as their programs were read.
"""

from core.demo.confighub.store import SERVER_ITSELF, Row, Store

__all__ = ["applied", "refreshed", "release", "reported", "withdrawn"]


def release(store: Store, space: str) -> None:
    """Publish a space, as its delivery does: what is Head now is what was last released."""
    if store.epoch != "C":
        applied(store, space)
        return
    space_id = _space_id(store, space)
    store.releases.append(
        {
            **store.stamped("Release"),
            "ReleaseID": store.new_id(),
            "ReleaseNum": len(store.releases) + 1,
            "SpaceID": space_id,
            "SpaceSlug": space,
            "Published": True,
            "LiveStatus": None,
        }
    )
    for kept in store.units.values():
        if kept.fields["SpaceID"] == space_id:
            store.touch(kept)
            kept.fields["LastReleasedRevisionNum"] = kept.fields["HeadRevisionNum"]


def reported(store: Store, space: str, **status: str) -> None:
    """Report on the newest release of a space, as a bot beside the GitOps tool does; no unit moves by it."""
    newest = [row for row in store.releases if row["SpaceSlug"] == space][-1]
    newest["LiveStatus"] = {**(newest["LiveStatus"] or {}), "ObservedAt": store.now(), **status}
    newest["UpdatedAt"] = store.now()
    newest["Version"] += 1


def withdrawn(store: Store, space: str) -> None:
    """Take the newest release of a space back."""
    newest = [row for row in store.releases if row["SpaceSlug"] == space and row["Published"]][-1]
    newest["Published"] = False
    newest["UpdatedAt"] = store.now()


def applied(store: Store, space: str, *, live: bool = True) -> None:
    """Let a worker apply Head of each unit of a space; not live means that it is not done yet."""
    space_id = _space_id(store, space)
    for kept in store.units.values():
        if kept.fields["SpaceID"] == space_id:
            store.touch(kept)
            kept.fields["LastAppliedRevisionNum"] = kept.fields["HeadRevisionNum"]
            if live:
                kept.fields["LiveRevisionNum"] = kept.fields["HeadRevisionNum"]


def refreshed(store: Store, space: str, unit: str, *, found: bytes | None = None) -> None:
    """Let a worker look at live: what it finds otherwise becomes Head, and nobody is asked."""
    kept = store.named(space, unit)
    drifted = found is not None and found != kept.data
    if drifted and found is not None:
        store.touch(kept)
        store.grow(kept, found, SERVER_ITSELF, source="Refresh", description="refreshed")
    result = "RefreshAndDrifted" if drifted else "RefreshAndNoDrift"
    event: Row = {
        **store.stamped("UnitEvent"),
        "UnitEventID": store.new_id(),
        "UnitEventNum": len(store.events) + 1,
        "UnitID": kept.fields["UnitID"],
        "SpaceID": kept.fields["SpaceID"],
        "Action": "Refresh",
        "Result": result,
        "Status": "Completed",
        "Message": "",
        "RevisionNum": kept.fields["HeadRevisionNum"],
        "TerminatedAt": store.now(),
    }
    store.events.append(event)


def _space_id(store: Store, space: str) -> str:
    (found,) = [row for row in store.spaces.values() if row["Slug"] == space]
    return str(found["SpaceID"])
