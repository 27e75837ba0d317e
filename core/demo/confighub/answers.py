"""What the loopback ConfigHub answers, call by call."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self

from tests.fakes.confighub.listing import page
from tests.fakes.confighub.store import Kept, RefusedError, Row

if TYPE_CHECKING:
    from tests.fakes.confighub.server import Loopback

__all__ = ["ROUTES", "Answer", "Call", "answered"]

_UUID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request as it came."""

    method: str
    path: str
    query: Sequence[tuple[str, str]]
    headers: dict[str, str]
    body: bytes

    def asked(self, name: str) -> str:
        """A parameter of the query; "" where it is not there."""
        return dict(self.query).get(name, "")

    def document(self) -> Row:
        try:
            read = json.loads(self.body or b"null")
        except ValueError as error:
            raise RefusedError(400, "the body is no JSON") from error
        return read if isinstance(read, dict) else {}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer as it goes."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, value: object, *, status: int = 200, **headers: str) -> Self:
        names = {name.replace("_", "-"): text for name, text in headers.items() if text}
        return cls(
            status=status,
            body=json.dumps(value).encode(),
            headers={"Content-Type": "application/json", **names},
        )

    @classmethod
    def refusal(cls, status: int, message: str) -> Self:
        return cls.of({"Code": str(status), "Message": message}, status=status)


_Method = Callable[["Loopback", Call, list[str], str], Answer]


def answered(hub: "Loopback", call: Call) -> Answer:
    """Find what a call asks for and do it."""
    if (call.method, call.path) == ("POST", "/auth/worker"):
        return _login(hub, call)
    if (call.method, call.path) == ("GET", "/api/info"):
        return Answer.of(_info(hub))
    user = _user(hub, call)
    for method, pattern, epochs, do in hub.routes:
        match = re.fullmatch("/api" + pattern.replace("{}", f"({_UUID})"), call.path)
        if match and method == call.method and hub.epoch in epochs:
            return do(hub, call, list(match.groups()), user)
    raise RefusedError(404, f"no such call: {call.method} {call.path}")


def _user(hub: "Loopback", call: Call) -> str:
    kind, _, token = call.headers.get("authorization", "").partition(" ")
    if kind != "Bearer" or token not in hub.tokens or token in hub.expired:
        raise RefusedError(401, "the token is missing, unknown or expired")
    return hub.tokens[token]


def _login(hub: "Loopback", call: Call) -> Answer:
    body = call.document()
    if hub.workers.get(str(body.get("worker_id"))) != body.get("worker_secret", object()):
        raise RefusedError(401, "unauthorized")
    token = f"worker-{len(hub.tokens)}"
    hub.tokens[token] = str(body["worker_id"])
    return Answer.of({"access_token": token, "organization_id": "o", "auth_type": "Bearer"})


def _info(hub: "Loopback") -> Row:
    facts: Row = {"ClientID": "client", "Build": "1", "BuiltAt": "2026-01-01T00:00:00Z", "WorkerPort": ""}
    if hub.epoch in "BC":
        facts |= {"Version": hub.version, "DeviceAuthURL": "x", "DeviceTokenURL": "y", "OCIPort": "443"}
    if hub.epoch == "C":
        return facts | {"AuthIssuer": hub.url, "TokenExchangeEndpoint": "z", "UIURL": hub.url}
    return facts | {"AuthServer": hub.url, "RedirectURI": "http://127.0.0.1:3000/"}


def _me(hub: "Loopback", _call: Call, _ids: list[str], user: str) -> Answer:
    organization = next(iter(hub.store.spaces.values()), {}).get("OrganizationID", user)
    return Answer.of({"UserID": user, "OrganizationID": organization, "Username": "ada@example.com"})


# spaces


def _spaces(hub: "Loopback", call: Call, _ids: list[str], _user: str) -> Answer:
    rows = []
    for space in hub.store.spaces.values():
        row: Row = {"Space": space}
        if call.asked("summary") == "true":
            units = hub.store.units.values()
            row["TotalUnitCount"] = sum(kept.fields["SpaceID"] == space["SpaceID"] for kept in units)
        rows.append(row)
    return _listed(hub, call, rows, "Space")


def _add_space(hub: "Loopback", call: Call, _ids: list[str], _user: str) -> Answer:
    exists = call.asked("allow_exists") == "true"
    return Answer.of(hub.store.add_space(call.document(), allow_exists=exists))


def _drop_space(hub: "Loopback", call: Call, ids: list[str], _user: str) -> Answer:
    hub.store.drop_space(ids[0], recursive=call.asked("recursive") == "true")
    return Answer.of({"Message": "deleted"})


# units


def _shown(hub: "Loopback", kept: Kept, *, wide: bool = False) -> Row:
    """A unit as the epoch shows it; A and B carry the bytes in it."""
    hub.store.looked_at(kept)
    fields = dict(kept.fields)
    if hub.epoch in "AB":
        fields["Data"] = base64.b64encode(kept.data).decode()
    return {"Unit": fields} if wide else fields


def _units(hub: "Loopback", call: Call, ids: list[str], _user: str) -> Answer:
    kept = [one for one in hub.store.units.values() if not ids or one.fields["SpaceID"] == ids[0]]
    return _listed(hub, call, [_shown(hub, one, wide=True) for one in kept], "Unit")


def _unit(hub: "Loopback", _call: Call, ids: list[str], _user: str) -> Answer:
    return Answer.of(_shown(hub, hub.store.unit(*ids), wide=hub.epoch != "A"))


def _after_write(hub: "Loopback", kept: Kept) -> Answer:
    fields = dict(kept.fields)
    if hub.epoch in "AB":
        return Answer.of({**fields, "Data": base64.b64encode(kept.data).decode()})
    return Answer.of({"Unit": fields})


def _add_unit(hub: "Loopback", call: Call, ids: list[str], user: str) -> Answer:
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
    return _after_write(hub, kept)


def _put_unit(hub: "Loopback", call: Call, ids: list[str], user: str) -> Answer:
    kept, body = hub.store.unit(*ids), call.document()
    if body.get("Version") != kept.fields["Version"]:
        raise RefusedError(409, "the version is stale")
    _not_locked(kept, call)
    data = body.get("Data")
    if hub.epoch in "AB" and data is not None:
        description = str(body.get("LastChangeDescription") or "")
        hub.store.write(kept, base64.b64decode(data), user, description=description)
    hub.store.merge_fields(kept, {name: value for name, value in body.items() if name != "Data"})
    return _after_write(hub, kept)


def _patch_unit(hub: "Loopback", call: Call, ids: list[str], user: str) -> Answer:
    kept = hub.store.unit(*ids)
    if call.asked("merge_source"):
        return _merged(hub, call, kept)
    if call.asked("restore"):
        _, data = hub.store.revision(kept, int(call.asked("restore")))
        hub.store.write(kept, data, user, description=f"restore {call.asked('restore')}")
    else:
        hub.store.merge_fields(kept, call.document())
    return _after_write(hub, kept)


def _merged(hub: "Loopback", call: Call, kept: Kept) -> Answer:
    """Preview a merge; merges nothing but what needs no merging."""
    if call.asked("dry_run") != "true":
        raise RefusedError(422, "the loopback merges in previews only")
    source = hub.store.units.get(call.asked("merge_source"))
    if source is None:
        raise RefusedError(404, "no such source")
    _, before = hub.store.revision(source, int(call.asked("merge_base")))
    _, after = hub.store.revision(source, int(call.asked("merge_end")))
    merged = after if kept.data == before else kept.data
    return Answer.of({"Unit": dict(kept.fields), "ConfigData": merged.decode(), "Conflicts": None})


def _drop_unit(hub: "Loopback", _call: Call, ids: list[str], _user: str) -> Answer:
    hub.store.unit(*ids)
    del hub.store.units[ids[1]]
    return Answer.of({"Message": "deleted"})


def _patch_units(hub: "Loopback", call: Call, _ids: list[str], _user: str) -> Answer:
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


# data


def _tag(hub: "Loopback", data: bytes) -> str:
    """The ETag; every second answer has a weak one, as a proxy that compresses makes it."""
    quoted = f'"{hashlib.sha256(data).hexdigest()}"'
    return f"W/{quoted}" if hub.weak_tags and len(hub.calls) % 2 else quoted


def _bytes(hub: "Loopback", call: Call, data: bytes) -> Answer:
    tag = _tag(hub, data)
    status = (
        304 if call.headers.get("if-none-match", "").removeprefix("W/") == tag.removeprefix("W/") else 200
    )
    body = b"" if status == 304 else data
    return Answer(status=status, body=body, headers={"Content-Type": "application/octet-stream", "ETag": tag})


def _data(hub: "Loopback", call: Call, ids: list[str], _user: str) -> Answer:
    return _bytes(hub, call, hub.store.unit(*ids).data)


def _put_data(hub: "Loopback", call: Call, ids: list[str], user: str) -> Answer:
    kept = hub.store.unit(*ids)
    seen = call.headers.get("if-match")
    if seen is not None and seen != f'"{hashlib.sha256(kept.data).hexdigest()}"':
        raise RefusedError(409, "the data changed")
    _not_locked(kept, call)
    hub.store.write(kept, call.body, user, description=call.asked("last_change_description"))
    return _after_write(hub, kept)


def _not_locked(kept: Kept, call: Call) -> None:
    held = kept.fields.get("ChangeSetID")
    if held and call.asked("change_set_id") != held:
        raise RefusedError(409, f"change set {held} is open on the unit")


# revisions


def _revision_row(hub: "Loopback", row: Row, data: bytes) -> Row:
    shown = dict(row)
    if hub.epoch in "AB":
        shown["Data"] = base64.b64encode(data).decode()
    return {"Revision": shown}


def _revisions(hub: "Loopback", call: Call, ids: list[str], _user: str) -> Answer:
    kept = hub.store.unit(*ids)
    rows = [_revision_row(hub, row, data) for row, data in kept.revisions]
    return _listed(hub, call, rows, "Revision")


def _revision_data(hub: "Loopback", call: Call, ids: list[str], _user: str) -> Answer:
    _, data = hub.store.revision_with(hub.store.unit(*ids[:2]), ids[2])
    return _bytes(hub, call, data)


def _all_revisions(hub: "Loopback", call: Call, _ids: list[str], _user: str) -> Answer:
    if call.asked("distinct_on") == "Off" and not call.asked("limit"):
        raise RefusedError(400, "distinct_on=Off needs a limit")
    rows = [
        _revision_row(hub, row, data) for kept in hub.store.units.values() for row, data in kept.revisions
    ]
    return _listed(hub, call, rows, "Revision", distinct=call.asked("distinct_on") != "Off")


def _unit_data(hub: "Loopback", call: Call, _ids: list[str], _user: str) -> Answer:
    rows, more = page(hub, call, [{"Unit": kept.fields} for kept in hub.store.units.values()], "Unit")
    answer = []
    for row in rows:
        kept = hub.store.units[row["Unit"]["UnitID"]]
        named = {name: kept.fields[name] for name in ("UnitID", "Slug", "SpaceID", "SpaceSlug", "DataHash")}
        answer.append({**named, "Data": kept.data.decode(), "DataSize": len(kept.data)})
    return Answer.of(answer, ConfigHub_Continue=more)


def _many_revision_data(hub: "Loopback", call: Call, _ids: list[str], _user: str) -> Answer:
    texts = {row["RevisionID"]: data for kept in hub.store.units.values() for row, data in kept.revisions}
    rows = [{"Revision": row} for kept in hub.store.units.values() for row, _ in kept.revisions]
    found, more = page(hub, call, rows, "Revision", distinct=call.asked("distinct_on") != "Off")
    names = ("RevisionID", "RevisionNum", "UnitID", "SpaceID", "DataHash")
    answer = [
        {
            **{name: row["Revision"][name] for name in names},
            "Data": texts[row["Revision"]["RevisionID"]].decode(),
        }
        for row in found
    ]
    return Answer.of(answer, ConfigHub_Continue=more)


def _releases(hub: "Loopback", call: Call, _ids: list[str], _user: str) -> Answer:
    return _listed(hub, call, [{"Release": row} for row in hub.store.releases], "Release")


def _listed(hub: "Loopback", call: Call, rows: list[Row], kind: str, *, distinct: bool = False) -> Answer:
    found, more = page(hub, call, rows, kind, distinct=distinct)
    return Answer.of(found, ConfigHub_Continue=more)


_SPACE: Final = "/space/{}"
_UNIT: Final = "/space/{}/unit/{}"
ROUTES: Final[tuple[tuple[str, str, str, _Method], ...]] = (
    ("GET", "/me", "ABC", _me),
    ("GET", "/space", "ABC", _spaces),
    ("POST", "/space", "ABC", _add_space),
    ("DELETE", _SPACE, "ABC", _drop_space),
    ("GET", "/unit", "ABC", _units),
    ("PATCH", "/unit", "ABC", _patch_units),
    ("GET", _SPACE + "/unit", "ABC", _units),
    ("POST", _SPACE + "/unit", "ABC", _add_unit),
    ("GET", _UNIT, "ABC", _unit),
    ("PUT", _UNIT, "ABC", _put_unit),
    ("PATCH", _UNIT, "ABC", _patch_unit),
    ("DELETE", _UNIT, "ABC", _drop_unit),
    ("GET", _UNIT + "/data", "BC", _data),
    ("PUT", _UNIT + "/data", "C", _put_data),
    ("GET", _UNIT + "/revision", "ABC", _revisions),
    ("GET", _UNIT + "/revision/{}/data", "ABC", _revision_data),
    ("GET", "/revision", "BC", _all_revisions),
    ("GET", "/unit_data", "C", _unit_data),
    ("GET", "/revision_data", "C", _many_revision_data),
    ("GET", "/release", "C", _releases),
)
