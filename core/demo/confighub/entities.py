"""Calls about people, spaces and units of the loopback ConfigHub."""

import base64
from typing import TYPE_CHECKING

from core.demo.confighub.listing import page
from core.demo.confighub.merging import merged
from core.demo.confighub.messages import Answer, Call
from core.demo.confighub.store import Kept, RefusedError, Row

if TYPE_CHECKING:
    from core.demo.confighub.server import Loopback

__all__ = [
    "add_space_call",
    "add_unit_call",
    "after_write",
    "drop_space_call",
    "drop_unit_call",
    "info_call",
    "listed",
    "login_call",
    "me_call",
    "not_locked",
    "patch_unit_call",
    "patch_units_call",
    "put_unit_call",
    "spaces_call",
    "unit_call",
    "units_call",
    "user_call",
]


def user_call(hub: "Loopback", call: Call) -> str:
    """Say who asks."""
    kind, _, token = call.headers.get("authorization", "").partition(" ")
    if kind != "Bearer" or token not in hub.tokens or token in hub.expired:
        raise RefusedError(401, "the token is missing, unknown or expired")
    return hub.tokens[token]


def login_call(hub: "Loopback", call: Call) -> Answer:
    """Answer ``POST /auth/worker``."""
    body = call.document()
    if hub.workers.get(str(body.get("worker_id"))) != body.get("worker_secret", object()):
        raise RefusedError(401, "unauthorized")
    token = f"worker-{len(hub.tokens)}"
    hub.tokens[token] = str(body["worker_id"])
    return Answer.of({"access_token": token, "organization_id": "o", "auth_type": "Bearer"})


def info_call(hub: "Loopback") -> Row:
    """Say what ``GET /info`` answers."""
    facts: Row = {"ClientID": "client", "Build": "1", "BuiltAt": "2026-01-01T00:00:00Z", "WorkerPort": ""}
    if hub.epoch in "BC":
        facts |= {"Version": hub.version, "DeviceAuthURL": "x", "DeviceTokenURL": "y", "OCIPort": "443"}
    if hub.epoch == "C":
        return facts | {"AuthIssuer": hub.url, "TokenExchangeEndpoint": "z", "UIURL": hub.url}
    return facts | {"AuthServer": hub.url, "RedirectURI": "http://127.0.0.1:3000/"}


def me_call(hub: "Loopback", _call: Call, _ids: list[str], user: str) -> Answer:
    """Answer ``GET /me``."""
    organization = next(iter(hub.store.spaces.values()), {}).get("OrganizationID", user)
    return Answer.of({"UserID": user, "OrganizationID": organization, "Username": "ada@example.com"})


# spaces


def spaces_call(hub: "Loopback", call: Call, _ids: list[str], _user: str) -> Answer:
    """Answer ``GET /space``."""
    rows = []
    for space in hub.store.spaces.values():
        row: Row = {"Space": space}
        if call.asked("summary") == "true" and hub.epoch != "A":
            units = hub.store.units.values()
            row["TotalUnitCount"] = sum(kept.fields["SpaceID"] == space["SpaceID"] for kept in units)
        rows.append(row)
    return listed(hub, call, rows, "Space")


def add_space_call(hub: "Loopback", call: Call, _ids: list[str], _user: str) -> Answer:
    """Answer ``POST /space``."""
    exists = call.asked("allow_exists") == "true"
    return Answer.of(hub.store.add_space(call.document(), allow_exists=exists))


def drop_space_call(hub: "Loopback", call: Call, ids: list[str], _user: str) -> Answer:
    """Answer ``DELETE /space/{id}``."""
    hub.store.drop_space(ids[0], recursive=call.asked("recursive") == "true")
    return Answer.of({"Message": "deleted"})


# units


def _shown(hub: "Loopback", kept: Kept, *, wide: bool = False) -> Row:
    """A unit as the epoch shows it; A and B carry the bytes in it."""
    hub.store.looked_at(kept)
    fields = dict(kept.fields)
    if hub.epoch in "AB":
        fields["Data"] = base64.b64encode(kept.data).decode()
    return {"Unit": fields, **_status(hub, fields["UnitID"])} if wide else fields


def _status(hub: "Loopback", unit_id: str) -> Row:
    """What a worker did of a unit last, where there are workers."""
    events = [one for one in hub.store.events if one["UnitID"] == unit_id]
    if hub.epoch == "C" or not events:
        return {}
    last = events[-1]
    named = {"ActionResult": last["Result"], "ActionTerminatedAt": last["TerminatedAt"]}
    return {"UnitStatus": {"Action": last["Action"], **named}}


def units_call(hub: "Loopback", call: Call, ids: list[str], _user: str) -> Answer:
    """Answer ``GET /unit``, and that of one space."""
    kept = [one for one in hub.store.units.values() if not ids or one.fields["SpaceID"] == ids[0]]
    return listed(hub, call, [_shown(hub, one, wide=True) for one in kept], "Unit")


def unit_call(hub: "Loopback", _call: Call, ids: list[str], _user: str) -> Answer:
    """Answer ``GET .../unit/{id}``."""
    return Answer.of(_shown(hub, hub.store.unit(*ids), wide=hub.epoch != "A"))


def after_write(hub: "Loopback", kept: Kept) -> Answer:
    """Answer with a unit as a write leaves it."""
    fields = dict(kept.fields)
    if hub.epoch in "AB":
        return Answer.of({**fields, "Data": base64.b64encode(kept.data).decode()})
    return Answer.of({"Unit": fields})


def add_unit_call(hub: "Loopback", call: Call, ids: list[str], user: str) -> Answer:
    """Answer ``POST .../unit``."""
    body, exists = call.document(), call.asked("allow_exists") == "true"
    data = base64.b64decode(body.pop("Data", ""))
    if hub.epoch == "C" and data:
        raise RefusedError(400, "Data is no field of a unit")
    origin = call.asked("upstream_unit_id")
    if origin:
        upstream = hub.store.unit(call.asked("upstream_space_id"), origin)
        number = int(call.asked("upstream_revision") or 0)
        kept = hub.store.clone(ids[0], body, upstream, number, user, allow_exists=exists)
    else:
        kept = hub.store.add_unit(ids[0], body, data, user, allow_exists=exists)
    return after_write(hub, kept)


def put_unit_call(hub: "Loopback", call: Call, ids: list[str], user: str) -> Answer:
    """Answer ``PUT .../unit/{id}``."""
    kept, body = hub.store.unit(*ids), call.document()
    if body.get("Version") != kept.fields["Version"]:
        raise RefusedError(409, "the version is stale")
    not_locked(kept, call)
    data = body.get("Data")
    if hub.epoch in "AB" and data is not None:
        description = str(body.get("LastChangeDescription") or "")
        hub.store.write(kept, base64.b64decode(data), user, description=description)
    hub.store.merge_fields(kept, {name: value for name, value in body.items() if name != "Data"})
    return after_write(hub, kept)


def patch_unit_call(hub: "Loopback", call: Call, ids: list[str], user: str) -> Answer:
    """Answer ``PATCH .../unit/{id}``."""
    kept = hub.store.unit(*ids)
    if call.asked("merge_source"):
        return _merged(hub, call, kept)
    if call.asked("restore"):
        _, data = kept.revision(int(call.asked("restore")))
        hub.store.write(kept, data, user, description=f"restore {call.asked('restore')}")
    else:
        hub.store.merge_fields(kept, call.document())
    return after_write(hub, kept)


def _merged(hub: "Loopback", call: Call, kept: Kept) -> Answer:
    """Preview a merge; nothing is written."""
    if call.asked("dry_run") != "true":
        raise RefusedError(422, "the loopback merges in previews only")
    source = hub.store.units.get(call.asked("merge_source"))
    if source is None:
        raise RefusedError(404, "no such source")
    _, before = source.revision(int(call.asked("merge_base")))
    _, after = source.revision(int(call.asked("merge_end")))
    became = merged(before, after, kept.data).decode()
    answer: Row = {"Unit": dict(kept.fields), "Conflicts": None}
    return Answer.of(answer | ({"ConfigData": became} if "ConfigData" in call.asked("include") else {}))


def drop_unit_call(hub: "Loopback", _call: Call, ids: list[str], _user: str) -> Answer:
    """Answer ``DELETE .../unit/{id}``."""
    hub.store.unit(*ids)
    del hub.store.units[ids[1]]
    return Answer.of({"Message": "deleted"})


def patch_units_call(hub: "Loopback", call: Call, _ids: list[str], _user: str) -> Answer:
    """Patch all that match; a unit with a delete gate refuses, and the others are patched."""
    rows, _ = page(hub, call, [{"Unit": kept.fields} for kept in hub.store.units.values()], "Unit")
    results, failed = [], False
    for row in rows:
        kept = hub.store.units[row["Unit"]["UnitID"]]
        if kept.fields.get("DeleteGates"):
            failed = True
            results.append({"Error": {"Message": "gated", "Status": 422}, "Unit": kept.fields})
        else:
            hub.store.merge_fields(kept, call.document())
            results.append({"Unit": dict(kept.fields)})
    return Answer.of(results, status=207 if failed else 200)


def listed(hub: "Loopback", call: Call, rows: list[Row], kind: str, *, distinct: bool = False) -> Answer:
    """Answer with a page of a list."""
    found, more = page(hub, call, rows, kind, distinct=distinct)
    return Answer.of(found, ConfigHub_Continue=more)


def not_locked(kept: Kept, call: Call) -> None:
    """Refuse where an open change set holds the unit."""
    held = kept.fields.get("ChangeSetID")
    if held and call.asked("change_set_id") != held:
        raise RefusedError(409, f"change set {held} is open on the unit")
