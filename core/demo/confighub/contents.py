"""Calls about bytes, revisions and releases of the loopback ConfigHub."""

import base64
import hashlib
from typing import TYPE_CHECKING

from core.demo.confighub.entities import after_write, listed, not_locked
from core.demo.confighub.listing import page
from core.demo.confighub.merging import diffed
from core.demo.confighub.messages import NOT_MODIFIED, Answer, Call
from core.demo.confighub.store import RefusedError, Row

if TYPE_CHECKING:
    from core.demo.confighub.server import Loopback

__all__ = [
    "all_revisions_call",
    "data_call",
    "diff_call",
    "events_call",
    "many_revision_data_call",
    "orders_call",
    "put_data_call",
    "releases_call",
    "revision_data_call",
    "revisions_call",
    "unit_data_call",
]


# data


def _tag(hub: "Loopback", data: bytes) -> str:
    """The ETag; every second answer has a weak one, as a proxy that compresses makes it."""
    quoted = f'"{hashlib.sha256(data).hexdigest()}"'
    return f"W/{quoted}" if hub.weak_tags and len(hub.calls) % 2 else quoted


def _bytes(hub: "Loopback", call: Call, data: bytes) -> Answer:
    tag = _tag(hub, data)
    known = call.headers.get("if-none-match", "").removeprefix("W/") == tag.removeprefix("W/")
    return Answer(
        status=NOT_MODIFIED if known else 200,
        body=b"" if known else data,
        headers={"Content-Type": "application/octet-stream", "ETag": tag},
    )


def data_call(hub: "Loopback", call: Call, ids: list[str], _user: str) -> Answer:
    """Answer ``GET .../data``."""
    return _bytes(hub, call, hub.store.unit(*ids).data)


def put_data_call(hub: "Loopback", call: Call, ids: list[str], user: str) -> Answer:
    """Answer ``PUT .../data``."""
    kept = hub.store.unit(*ids)
    seen = call.headers.get("if-match")
    if seen is not None and seen != f'"{hashlib.sha256(kept.data).hexdigest()}"':
        raise RefusedError(409, "the data changed")
    not_locked(kept, call)
    hub.store.write(kept, call.body, user, description=call.asked("last_change_description"))
    return after_write(hub, kept)


# revisions


def _revision_row(hub: "Loopback", row: Row, data: bytes) -> Row:
    shown = dict(row)
    if hub.epoch in "AB":
        shown["Data"] = base64.b64encode(data).decode()
    return {"Revision": shown}


def revisions_call(hub: "Loopback", call: Call, ids: list[str], _user: str) -> Answer:
    """Answer ``GET .../revision``."""
    kept = hub.store.unit(*ids)
    rows = [_revision_row(hub, row, data) for row, data in kept.revisions]
    if "Attestations" in call.asked("include"):
        for row in rows:
            row["Attestations"] = hub.store.attestations.get(row["Revision"]["RevisionID"])
    return listed(hub, call, rows, "Revision")


def revision_data_call(hub: "Loopback", call: Call, ids: list[str], _user: str) -> Answer:
    """Answer ``GET .../revision/{id}/data``."""
    _, data = hub.store.unit(*ids[:2]).revision_with(ids[2])
    return _bytes(hub, call, data)


def all_revisions_call(hub: "Loopback", call: Call, _ids: list[str], _user: str) -> Answer:
    """Answer ``GET /revision``."""
    if call.asked("distinct_on") == "Off" and not call.asked("limit"):
        raise RefusedError(400, "distinct_on=Off needs a limit")
    rows = [
        _revision_row(hub, row, data) for kept in hub.store.units.values() for row, data in kept.revisions
    ]
    return listed(hub, call, rows, "Revision", distinct=call.asked("distinct_on") != "Off")


def unit_data_call(hub: "Loopback", call: Call, _ids: list[str], _user: str) -> Answer:
    """Answer ``GET /unit_data``."""
    rows, more = page(hub, call, [{"Unit": kept.fields} for kept in hub.store.units.values()], "Unit")
    answer = []
    for row in rows:
        kept = hub.store.units[row["Unit"]["UnitID"]]
        named = {name: kept.fields[name] for name in ("UnitID", "Slug", "SpaceID", "SpaceSlug", "DataHash")}
        answer.append({**named, "Data": kept.data.decode(), "DataSize": len(kept.data)})
    return Answer.of(answer, ConfigHub_Continue=more)


def many_revision_data_call(hub: "Loopback", call: Call, _ids: list[str], _user: str) -> Answer:
    """Answer ``GET /revision_data``."""
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


def releases_call(hub: "Loopback", call: Call, _ids: list[str], _user: str) -> Answer:
    """Answer ``GET /release``."""
    return listed(hub, call, [{"Release": row} for row in hub.store.releases], "Release")


def diff_call(hub: "Loopback", call: Call, _ids: list[str], _user: str) -> Answer:
    """Answer ``POST /diff``."""
    body = call.document()
    before, after = (_side(hub, body.get(end) or {}) for end in ("From", "To"))
    return Answer.of({"Diff": {"Resources": diffed(before, after)}, "From": {}, "To": {}})


def _side(hub: "Loopback", side: Row) -> bytes:
    if "Data" in side:
        return str(side["Data"]).encode()
    kept = hub.store.units.get(str(side.get("UnitID")))
    if kept is None:
        raise RefusedError(404, "no such unit")
    return kept.revision(int(side["Revision"]))[1]


def orders_call(hub: "Loopback", call: Call, _ids: list[str], _user: str) -> Answer:
    """Answer ``GET /change_order``."""
    return listed(hub, call, [{"ChangeOrder": row} for row in hub.store.orders], "ChangeOrder")


def events_call(hub: "Loopback", call: Call, _ids: list[str], _user: str) -> Answer:
    """Answer ``GET /unit_event``; these rows have no envelope."""
    found, more = page(hub, call, [{"UnitEvent": row} for row in hub.store.events], "UnitEvent")
    return Answer.of([row["UnitEvent"] for row in found], ConfigHub_Continue=more)
