"""S13: CI lands in the middle of the incident of S12; what the session changed is held, the rest goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.terminal import run
from tests.builders.world import World
from tests.fakes.kube.server import KubeServer, kube_server
from tests.scenarios.incident import API, RECORD, SPACE, Cloud, function, incident, told

MEMORY = "spec.forProvider.memorySize"


@pytest.fixture
def kube() -> Iterator[KubeServer]:
    with kube_server() as server:
        yield server


@pytest.fixture
def made(kube: KubeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Live holds 512, the hub 256, a session is open, and Git merges 320 with another timeout."""
    made = incident(kube, tmp_path, monkeypatch)
    start = ("breakglass", "start", "--space", SPACE, "--incident", "INC-4711", "--reason", "OOM")
    assert run(made.top, *start).code == 0
    over = ("--over", "platform-team", "--over", "argocd-controller")
    assert run(made.top, "breakglass", "freeze", "--yes", *over).code == 0
    cloud = Cloud(kube)
    cloud.has["memorySize"] = 512
    cloud.poll()
    run(made.top, "breakglass", "status")
    made.commit({"prod/api-handler.yaml": function(320, 60)}, "c1: more of both")
    return made


def kept(made: World) -> None:
    assert run(made.top, "breakglass", "capture").code == 0
    assert run(made.top, "breakglass", "end", "--yes").code == 0


def items(made: World) -> list[dict[str, object]]:
    found = told(made, "status")["items"]
    assert isinstance(found, list)
    return found


def test_the_field_of_the_session_is_held_and_says_which_incident(made: World, kube: KubeServer) -> None:
    assert run(made.top, "propose").code == 3
    (held,) = [one for one in items(made) if one["kind"] == "hold"]
    assert "break-glass session INC-4711 is open, by " in str(held["reason"])
    assert "memorySize: 320" not in made.text(API)
    assert kube.read(RECORD)["status"]["atProvider"]["memorySize"] == 512


def test_an_old_workflow_forces_nothing_while_the_session_is_open(made: World) -> None:
    refused = run(made.top, "propose", "--force")
    assert (refused.code, "session INC-4711 is open, by " in refused.err) == (4, True)
    assert (items(made)[0]["kind"], "timeout: 30" in made.text(API)) == ("capture", True)


def test_the_other_field_goes_on(made: World) -> None:
    run(made.top, "propose")
    (held,) = [one for one in items(made) if one["kind"] == "hold"]
    assert [one["path"] for one in told(made, "show", str(held["id"]))["fields"]] == [MEMORY]
    assert ("timeout: 60" in made.text(API), "memorySize: 256" in made.text(API)) == (True, True)


def test_after_the_capture_it_is_a_conflict_of_three_values(made: World) -> None:
    run(made.top, "propose")
    kept(made)
    (item,) = [one for one in items(made) if one["kind"] == "conflict"]
    (field,) = [one for one in told(made, "show", str(item["id"]))["fields"] if one["path"] == MEMORY]
    assert (field["base"], field["git"], field["hub"]) == (256, 320, 512)


def test_taking_the_hub_offers_its_value_to_git(made: World) -> None:
    run(made.top, "propose")
    kept(made)
    (item,) = [one for one in items(made) if one["kind"] == "conflict"]
    took = run(made.top, "resolve", str(item["id"]), "--take", "hub", "--reason", "INC-4711", "--yes")
    assert took.code == 0
    (branch,) = told(made, "sync-back", "--dry-run")["branches"]
    changed = [one for one in branch["diff"] if one[:1] in "+-" and one[:3] not in {"---", "+++"}]
    assert changed == ["-    memorySize: 320", "+    memorySize: 512"]


def test_where_the_drift_is_put_back_first_git_goes_on_by_itself(made: World, kube: KubeServer) -> None:
    run(made.top, "propose")
    cloud = Cloud(kube)
    cloud.has["memorySize"] = 256
    cloud.poll()
    run(made.top, "propose")
    assert "memorySize: 320" in made.text(API)
