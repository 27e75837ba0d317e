"""The process around units of the loopback ConfigHub: what was attested of a revision, what is under way.

No call of a client does this here; it is what others do.
"""

from core.demo.confighub.store import SERVER_ITSELF, Row, Store

__all__ = ["attested", "ordered"]


def attested(store: Store, space: str, unit: str, **said: str) -> Row:
    """Attest something of a unit's head."""
    head, _ = store.named(space, unit).revisions[-1]
    made: Row = {
        **store.stamped("Attestation"),
        "AttestationID": store.new_id(),
        "SpaceID": head["SpaceID"],
        "Type": "Approval",
        "Result": "Pass",
        "UserID": SERVER_ITSELF,
        **said,
    }
    store.attestations.setdefault(head["RevisionID"], []).append(made)
    return made


def ordered(store: Store, name: str, *spaces: str, **fields: object) -> Row:
    """Begin a change order over spaces, with a workflow that asks for an approval before a release."""
    ids = [one["SpaceID"] for one in store.spaces.values() if one["Slug"] in spaces]
    made: Row = {
        **store.stamped("ChangeOrder"),
        "ChangeOrderID": store.new_id(),
        "SpaceID": ids[0],
        "Slug": name,
        "State": "InProgress",
        "Stage": "canary",
        "InScopeSpaceIDs": ids,
        "ChangeWorkflow": {
            "Stages": [{"Name": "canary", "ReleasePrerequisites": ["two-eyes", "Healthy"]}],
            "AttestationPrerequisites": [{"Name": "two-eyes", "Type": "Approval", "Count": 2}],
        },
        **fields,
    }
    store.orders.append(made)
    return made
