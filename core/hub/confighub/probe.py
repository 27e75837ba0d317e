"""Probe: asks a server about what is taken for granted, in a space that is made for it and thrown away.

Source: confighub-api.md §10, the probe script.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from core.errors import HeadgateError, UsageError
from core.hub.confighub.assumptions import ASSUMPTIONS
from core.hub.confighub.capabilities import Capabilities
from core.hub.confighub.rows import EMPTY, UnitRow, mapping, text
from core.hub.confighub.server import Server
from core.hub.confighub.spaces import Spaces
from core.hub.confighub.units import TOOLCHAIN, NewUnit, Units
from core.hub.confighub.where import equals
from core.model.names import hash_of
from core.model.probed import Probed
from core.net.address import path_of
from core.net.calls import Answer, Call, Effect, reading

__all__ = ["found_by", "probed"]

_ASSUMED: Final = {one.name: one for one in ASSUMPTIONS}
_ALL: Final = frozenset({200, 400, 403, 404, 409, 412, 422})
_PATCH: Final = {"Content-Type": "application/merge-patch+json"}
_BYTES: Final = {"Content-Type": "application/octet-stream"}
_ONE: Final = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: probe}\ndata: {a: "1"} # one\n'
_TWO: Final = _ONE.replace("1", "2")
_THREE: Final = _ONE.replace("{a:", '{b: "3", a:')
_JSON: Final = {"Content-Type": "application/json"}
_TOOLCHAIN: Final = {"ToolchainType": TOOLCHAIN}
_MADE: Final = 2
_OK: Final = 200
_CONFLICT: Final = 409
_Seen = tuple[str, bool, str]
"""The name of an assumption, whether it holds, and what was seen."""


def probed(server: Server, spaces: Spaces, units: Units, space: str) -> tuple[Probed, ...]:
    """Make the space, ask, and throw it away again.

    Raises:
        UsageError: the space is there already; or the server is older, and has nothing of what is asked.
        HeadgateError: the server cannot be reached, or nothing may be made there.
    """
    if not server.epoch.newest:
        raise UsageError(
            f"Could not probe {server.title}",
            why=f"it follows the API of {server.epoch}, which is known from its own client",
            next_step="headgate doctor says what works",
        )
    if spaces.find(space) is not None:
        raise UsageError(
            f"Could not probe {server.title} in space {space}",
            why="the space is there already, and what is in it would be changed and deleted",
            next_step="name a space that is not there: headgate doctor --probe headgate-probe",
        )
    space_id = spaces.make(space)
    try:
        return tuple(_answers(_Probe(server, spaces, units, space_id)))
    finally:
        _thrown_away(server, space_id)


def found_by(answers: Sequence[Probed], server: Server, *, when: str) -> Capabilities:
    """Sum a probe up: which assumptions held; what could not be tried is as an earlier probe found it."""
    earlier = server.known.found if server.known.version == server.version else {}
    found = {one.name: one.holds is True for one in answers if one.name in _ASSUMED}
    return Capabilities(version=server.version, probed=when, found={**earlier, **found})


class _Probe:
    """The unit that everything is tried on."""

    def __init__(self, server: Server, spaces: Spaces, units: Units, space_id: str) -> None:
        self.server = server
        self.spaces = spaces
        self.units = units
        self.space_id = space_id
        self.made = units.make(NewUnit(space_id=space_id, slug="probe", labels={}))

    def now(self) -> UnitRow:
        return self.units.settled(self.units.again(self.made))

    def put(self, data: str, *, seen: str | None) -> Answer:
        headers = _BYTES if seen is None else {**_BYTES, "If-Match": f'"{seen}"'}
        return self.send("PUT", "data", headers=headers, body=data.encode())

    def patch(self, body: object, *query: tuple[str, str]) -> Answer:
        return self.send("PATCH", headers=_PATCH, body=json.dumps(body).encode(), query=query)

    def send(
        self,
        method: str,
        *more: str,
        headers: dict[str, str],
        body: bytes,
        query: tuple[tuple[str, str], ...] = (),
    ) -> Answer:
        return self.server.send(
            Call(
                doing="probe the server",
                path=path_of("space", self.space_id, "unit", self.made.id, *more),
                method=method,
                effect=Effect.GUARDED,
                target="the probe",
                query=query,
                headers=headers,
                body=body,
                also=_ALL,
            )
        )


def _answers(probe: _Probe) -> Iterator[Probed]:
    for step in (_birth, _writes, _metadata, _clone, _lists, _beside):
        try:
            yield from (_answer(*seen) for seen in step(probe))
        except HeadgateError as error:
            why = f"{error.what}: {error.why}"
            yield Probed(name=step.__name__.strip("_"), holds=False, saw=why, means=error.next_step)


def _answer(name: str, holds: bool, saw: str) -> Probed:  # noqa: FBT001 -- one row of a table
    assumed = _ASSUMED[name]
    if holds:
        return Probed(name=name, holds=True, saw=f"{assumed.holds}: {saw}")
    return Probed(
        name=name,
        holds=False if assumed.matters else None,
        saw=f"we thought that {assumed.holds}; {saw}",
        means=assumed.else_,
    )


def _birth(probe: _Probe) -> Iterator[_Seen]:
    row = probe.made
    born = (row.number, row.data_hash) == (1, EMPTY)
    yield "first", born, f"a new unit has revision {row.number}"


def _writes(probe: _Probe) -> Iterator[_Seen]:
    first = probe.put(_ONE, seen=EMPTY)
    yield "strong", first.status == _OK, f"the hash of nothing was answered with {first.status}"
    row = probe.now()
    yield "bytes", row.data_hash == hash_of(_ONE), f"the stored hash begins with {row.data_hash[:12]}"
    stale = probe.put(_TWO, seen=EMPTY)
    safe = stale.status == _CONFLICT and probe.now().data_hash == row.data_hash
    yield "guard", safe, f"a stale hash was answered with {stale.status}"
    bare = probe.put(_TWO, seen=None)
    yield "unguarded", bare.status == _OK, f"no hash at all was answered with {bare.status}"
    before = probe.now()
    probe.put(_TWO, seen=before.data_hash)
    after = probe.now()
    yield "same-bytes", after.number == before.number, f"revision {before.number} became {after.number}"


def _metadata(probe: _Probe) -> Iterator[_Seen]:
    before = probe.now()
    note = json.dumps({"é": ["x"] * 800})
    answer = probe.patch({"Labels": {"HeadgateProbe": "yes"}, "Annotations": {"headgate/probe": note}})
    after = probe.now()
    kept = after.annotations.get("headgate/probe") == note and after.labels.get("HeadgateProbe") == "yes"
    yield "labels", kept, f"an annotation of {len(note)} characters was answered with {answer.status}"
    yield "updated", after.updated > before.updated, f"{before.updated} became {after.updated}"
    stale = probe.patch({"Labels": {"HeadgateProbe": "no"}, "Version": before.version})
    yield "patch-version", stale.status == _OK, f"a stale version was answered with {stale.status}"
    hidden = probe.patch({"HiddenReason": "Proposal"})
    yield "hidden", hidden.status == _OK, f"it was answered with {hidden.status}"
    probe.patch({"HiddenReason": None})


def _clone(probe: _Probe) -> Iterator[_Seen]:
    origin, head = probe.now(), probe.now().number
    draft = probe.units.make(
        NewUnit(
            space_id=probe.space_id,
            slug="probe-draft",
            labels={},
            delivered=False,
            upstream=origin,
            upstream_revision=head - 1,
        )
    )
    pinned = draft.data_hash == hash_of(_ONE)
    yield "upstream-revision", pinned, f"a clone of revision {head - 1} begins with {draft.data_hash[:12]}"
    provider = text(draft.fields, "ProviderType")
    yield "provider-none", provider == "None", f"ProviderType became {provider or 'nothing'}"
    yield _preview(probe, draft)


def _preview(probe: _Probe, draft: UnitRow) -> _Seen:
    """Preview a merge that would change the unit, so that it shows whether it did."""
    end = probe.units.write(draft, _THREE, "probe")
    before = probe.now()
    query = (
        ("merge_source", draft.id),
        ("merge_base", str(draft.number)),
        ("merge_end", str(end.number)),
        ("dry_run", "true"),
        ("include", "ConfigData"),
    )
    preview = probe.patch({}, *query)
    after = probe.now()
    same = (after.number, after.data_hash) == (before.number, before.data_hash)
    saw = f"it was answered with {preview.status}, revision {before.number} became {after.number}"
    return "dry-run", preview.status == _OK and same, saw


def _lists(probe: _Probe) -> Iterator[_Seen]:
    where = ("where", "LiveStatus.Sync = 'OutOfSync'")
    asked = replace(reading("probe the server", "/release", where), also=_ALL)
    status = probe.server.send(asked).status
    yield "live-status", status != _OK, f"a filter on LiveStatus.Sync was answered with {status}"
    newest = ("where", "UpdatedAt >= '2026-01-01T00:00:00Z'"), ("order_by", "DESC:CreatedAt"), ("limit", "1")
    status = probe.server.send(replace(reading("probe the server", "/release", *newest), also=_ALL)).status
    yield "releases", status == _OK, f"such a list was answered with {status}"


def _beside(probe: _Probe) -> Iterator[_Seen]:
    """What stands beside the guarded calls: nothing is written by it, and nothing is decided by it alone."""
    counted = probe.spaces.counted().get(probe.space_id)
    yield "counts", counted == _MADE, f"{counted} units are counted where {_MADE} were made"
    stamps = list(probe.units.stamps("probe the server", equals("SpaceID", probe.space_id)))
    whole = {(one.slug, one.space_id, one.version > 0) for one in stamps}
    wanted = {(slug, probe.space_id, True) for slug in ("probe", "probe-draft")}
    yield "stamps", whole == wanted, f"{len(stamps)} units were listed"
    before = probe.now()
    sides = {
        "From": {"UnitID": before.id, "Revision": str(before.number)},
        "To": {"Data": _THREE, **_TOOLCHAIN},
    }
    diff = replace(reading("probe the server", "/diff"), method="POST", headers=_JSON, also=_ALL)
    answer = probe.server.send(replace(diff, body=json.dumps(sides).encode()))
    kept = probe.now().number == before.number
    named = answer.status == _OK and mapping(probe.server.read(diff, answer), "Diff").get("Resources")
    yield "diff", bool(named) and kept, f"it was answered with {answer.status}"
    path = path_of("space", probe.space_id, "unit", before.id, "revision")
    asked = reading("probe the server", path, ("include", "Attestations,ChangeOrders"), also=_ALL)
    orders = reading("probe the server", "/change_order", ("limit", "1"), also=_ALL)
    statuses = [probe.server.send(one).status for one in (asked, orders)]
    yield "process", statuses == [_OK, _OK], f"it was answered with {statuses[0]} and {statuses[1]}"


def _thrown_away(server: Server, space_id: str) -> None:
    """Delete the space with all that is in it; what cannot be deleted is empty of worth."""
    call = Call(
        doing="throw the probe's space away",
        path=path_of("space", space_id),
        method="DELETE",
        effect=Effect.GUARDED,
        target="the probe's space",
        query=(("recursive", "true"),),
    )
    with suppress(HeadgateError):
        server.send(call)
