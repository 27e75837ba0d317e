"""The whole house on ConfigHub: CI, an operator, gates of the server, the command line."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import Blocked, OutcomeUnknown, SideMoved
from core.hub.confighub.capabilities import Capabilities, CapabilityFile
from core.merge.places import Side
from core.model.item import ItemKind
from core.model.names import UnitName
from tests.builders.far import far_worlds
from tests.builders.shop import PROD, WEB, conflicted, deployment, shop
from tests.builders.terminal import run
from tests.fakes.confighub.server import USER, Loopback


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Loopback]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with far_worlds(monkeypatch) as opened:
        yield opened


def test_a_conflict_waits_as_a_draft_is_decided_and_remembered(server: Loopback, tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    (draft,) = [
        kept.fields
        for kept in server.store.units.values()
        if kept.fields["Labels"].get("ProposalState") == "pending"
    ]
    web = server.store.named(PROD, "web").fields
    assert (draft["UpstreamUnitID"], draft["ProviderType"]) == (web["UnitID"], "None")
    (item,) = [one for one in made.items(PROD) if one.kind is ItemKind.CONFLICT]
    made.take(item.id, Side.GIT)
    assert "replicas: 3" in made.text(WEB)
    assert [one.kind for one in made.items(PROD)] == [ItemKind.PENDING_APPLY]
    assert server.store.units[draft["UnitID"]].fields["Labels"]["ProposalState"] == "promoted"


def test_a_plan_over_a_head_that_somebody_moved_with_cub_is_refused(server: Loopback, tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    desk = made.desk()
    (item,) = [one for one in made.items(PROD) if one.kind is ItemKind.CONFLICT]
    opened = desk.open(item.id)
    chosen = opened.resolution.choose([field.key for field in opened.resolution.open], Side.GIT)
    plan = desk.plan(opened, chosen, reason="as Git says")
    theirs = made.text(WEB).replace("paused: false", "paused: true").encode()
    with server.lock:
        server.store.write(server.store.named(PROD, "web"), theirs, USER, description="by cub")
    with pytest.raises(SideMoved):
        desk.carry_out(plan)
    assert server.store.named(PROD, "web").data == theirs


def test_a_closed_gate_is_shown_and_nothing_is_applied_past_it(server: Loopback, tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    gates = {"shop-prod/vet/schema": True, "shop-prod/vet/other": False}
    server.store.named(PROD, "web").fields["ValidationErrors"] = gates
    desk = made.desk()
    (item,) = [one for one in made.items(PROD) if one.kind is ItemKind.CONFLICT]
    opened = desk.open(item.id)
    chosen = opened.resolution.choose([field.key for field in opened.resolution.open], Side.GIT)
    only_hub = desk.plan(opened, chosen, reason="as Git says")
    live_too = desk.plan(opened, chosen, reason="as Git says", apply_live=True)
    shown = {check.name: check.ok for check in only_hub.checks if check.name.startswith("gate")}
    assert shown == {"gate shop-prod/vet/schema": None}
    assert [check.name for check in live_too.blocked] == ["gate shop-prod/vet/schema"]
    with pytest.raises(Blocked):
        desk.carry_out(live_too)
    desk.carry_out(only_hub)
    assert "replicas: 3" in made.text(WEB)


def test_what_a_trigger_made_of_a_decision_is_told_and_live_is_left_alone(
    server: Loopback, tmp_path: Path
) -> None:
    made = shop(tmp_path)
    server.store.trigger = lambda data: data.replace(b"paused: false", b"paused: true")
    receipt = made.set(WEB, "spec.replicas", 4, reason="sale day")
    assert made.number(WEB, made.head(WEB)) == receipt.revision
    assert "paused: true" in made.text(WEB)
    history = made.desk().history(UnitName.parse(WEB)).revisions
    assert [revision.change.author for revision in history[-2:]] == ["op1", "ConfigHub itself"]


def test_a_gate_that_closes_over_what_was_written_leaves_live_alone(server: Loopback, tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    desk = made.desk()
    (item,) = [one for one in made.items(PROD) if one.kind is ItemKind.CONFLICT]
    opened = desk.open(item.id)
    chosen = opened.resolution.choose([field.key for field in opened.resolution.open], Side.GIT)
    plan = desk.plan(opened, chosen, reason="as Git says", apply_live=True)

    def vet(data: bytes) -> bytes:
        server.store.named(PROD, "web").fields["ValidationErrors"]["shop-prod/vet/replicas"] = True
        return data

    server.store.trigger = vet
    with pytest.raises(OutcomeUnknown) as refused:
        desk.carry_out(plan)
    assert "shop-prod/vet/replicas" in refused.value.why
    assert "replicas: 3" in made.text(WEB)
    assert "replicas: 3" not in "".join(
        file.read_text() for file in (made.top.parent / "live" / PROD).glob("*")
    )


def test_confighubs_own_merge_leaves_what_only_the_hub_changed_and_so_agrees_with_ours(
    server: Loopback, tmp_path: Path
) -> None:
    probed = Capabilities(version="0.8.3", probed="2026-10-05T12:00:00Z", found={"dry-run": True})
    CapabilityFile(tmp_path / "state" / "headgate" / "servers.json").keep(server.url, probed)
    made = shop(tmp_path)
    made.set(WEB, "spec.replicas", 4, reason="sale day")
    made.commit({"prod/web.yaml": deployment(image="shop/web:2")}, "a newer one")
    made.desk("ci").propose()
    desk = made.desk()
    (item,) = [one for one in made.items(PROD) if one.kind is ItemKind.PROPOSAL]
    opened = desk.open(item.id)
    plan = desk.plan(opened, opened.resolution, reason="as it is")
    (check,) = [check for check in plan.checks if check.name == "ConfigHub's merge"]
    assert (check.ok, check.what) == (True, "gives the same")


def test_the_command_line_says_of_the_server_what_it_found(server: Loopback, tmp_path: Path) -> None:
    made = shop(tmp_path)
    ran = run(made.top, "doctor", "-o", "json")
    (found,) = [one for one in json.loads(ran.out)["findings"] if one["name"] == "hub"]
    assert ran.code == 0
    assert found["what"].startswith(
        "2 spaces, 2 units, ConfigHub 0.8.3 (the API of 2026-10) at http://127.0.0.1"
    )
    server.expired.add("t0ken")
    ran = run(made.top, "status")
    assert (ran.code, ran.out) == (6, "")
    assert "cub auth login" in ran.err
