"""S12: break-glass in the cloud, with a simulated Argo CD and a simulated provider over a loopback cluster.

The way back to Git is in `test_s12_back_to_git.py`; the look one poll interval after the thaw in
`tests/sync/test_breakglass_after.py`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.model.names import UnitName
from core.system.clock import SystemClock
from tests.builders.terminal import run
from tests.builders.world import World
from tests.fakes.kube.server import KubeServer, kube_server
from tests.scenarios.incident import (
    API,
    APPLICATION,
    RECORD,
    SPACE,
    Cloud,
    fields_of,
    incident,
    reconcile,
    told,
)

START = ("breakglass", "start", "--space", SPACE, "--incident", "INC-4711", "--reason", "OOM", "--ttl", "60m")
OVER = ("--over", "platform-team", "--over", "argocd-controller")


@pytest.fixture
def kube() -> Iterator[KubeServer]:
    with kube_server() as server:
        yield server


@pytest.fixture
def made(kube: KubeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    made = incident(kube, tmp_path, monkeypatch)
    assert run(made.top, *START).code == 0
    return made


def frozen(made: World) -> None:
    assert run(made.top, "breakglass", "freeze", "--yes", *OVER).code == 0


def edited(kube: KubeServer) -> Cloud:
    """Let the person on call give the function more memory in the cloud, and the provider see it."""
    cloud = Cloud(kube)
    cloud.has["memorySize"] = 512
    cloud.poll()
    return cloud


def test_the_freeze_stops_argo_first_and_the_provider_last(made: World) -> None:
    plan = told(made, "breakglass", "freeze", "--dry-run")
    assert [(one["rule"], one["managers"]) for one in plan["steps"]] == [
        ("V-ARGO", ["platform-team"]),
        ("V-PROVIDER", ["argocd-controller"]),
    ]
    assert (plan["cannot"], plan["unknown"]) == ([], [])


def test_no_managers_field_is_taken_over_before_the_manager_is_named(made: World, kube: KubeServer) -> None:
    refused = run(made.top, "breakglass", "freeze", "--yes")
    assert (refused.code, "--over platform-team --over argocd-controller" in refused.err) == (4, True)
    assert kube.read(APPLICATION)["spec"] == APPLICATION["spec"]


def test_without_a_freeze_the_provider_takes_the_edit_back(made: World, kube: KubeServer) -> None:
    assert edited(kube).has["memorySize"] == 256
    assert fields_of(told(made, "breakglass", "status")["sessions"][0]) == []


def test_the_edit_is_the_only_change_and_the_freeze_is_none(made: World, kube: KubeServer) -> None:
    frozen(made)
    edited(kube)
    reconcile(kube, made)
    (session,) = told(made, "breakglass", "status")["sessions"]
    assert fields_of(session) == [("spec.forProvider.memorySize", 256, 512)]
    assert [one["state"] for one in session["frozen"]] == ["frozen", "frozen"]
    (unit,) = told(made, "drift")["units"]
    assert [one["path"] for one in unit["fields"]] == ["spec.forProvider.memorySize"]


def test_what_the_cloud_holds_is_captured_without_what_the_cluster_holds(
    made: World, kube: KubeServer
) -> None:
    frozen(made)
    edited(kube)
    kube.edit(RECORD, lambda it: it["spec"]["forProvider"]["tags"].update(environment="prod"))
    (cloud,) = told(made, "capture", "--from", "aws")["captures"]
    assert [one.partition("#")[2] for one in cloud["paths"]] == ["spec.forProvider.memorySize"]
    (cluster,) = told(made, "capture", API, "--from", "cluster")["captures"]
    assert [one.partition("#")[2] for one in cluster["paths"]] == ["spec.forProvider.tags.environment"]


def test_what_is_kept_has_the_new_value_and_the_policies_that_were_there(
    made: World, kube: KubeServer
) -> None:
    frozen(made)
    edited(kube)
    assert run(made.top, "breakglass", "capture", "api-handler").code == 0
    assert run(made.top, "breakglass", "end", "--yes").code == 0
    text = made.text(API)
    assert "memorySize: 512" in text
    assert 'managementPolicies: ["*"]' in text
    newest = made.desk().history(UnitName.parse(API)).revisions[-1]
    assert (newest.change.source.value, newest.change.incident) == ("break-glass", "INC-4711")


def test_after_the_thaw_everything_runs_again_and_the_cloud_keeps_the_value(
    made: World, kube: KubeServer
) -> None:
    frozen(made)
    cloud = edited(kube)
    run(made.top, "breakglass", "capture")
    assert run(made.top, "breakglass", "end", "--yes").code == 0
    made.mark_applied(API)
    assert run(made.top, "breakglass", "thaw", "--session", "INC-4711", "--yes").code == 0
    states = [one["state"] for one in told(made, "breakglass", "report", "--session", "INC-4711")["frozen"]]
    assert states == ["thawed", "thawed"]
    assert kube.read(APPLICATION)["spec"] == APPLICATION["spec"]
    assert kube.read(RECORD)["spec"]["managementPolicies"] == ["*"]
    reconcile(kube, made)
    cloud.poll()
    assert cloud.has["memorySize"] == 512
    assert run(made.top, "drift").code == 0


def test_a_thaw_before_the_hub_has_the_change_is_refused(made: World, kube: KubeServer) -> None:
    frozen(made)
    edited(kube)
    run(made.top, "breakglass", "status")
    assert run(made.top, "breakglass", "thaw", "--yes").code == 3
    assert "automated" not in kube.read(APPLICATION)["spec"].get("syncPolicy", {})


def test_a_pause_blinds_the_provider_and_what_it_saw_before_is_not_captured(
    made: World, kube: KubeServer
) -> None:
    cloud = Cloud(kube)
    kube.edit(RECORD, lambda it: it["metadata"]["annotations"].update({"crossplane.io/paused": "true"}))
    cloud.has["memorySize"] = 512
    cloud.poll()
    refused = run(made.top, "breakglass", "capture", "api-handler")
    assert refused.code == 6
    assert "observation of 2026-02-16T11:58:00Z is older than session start" in refused.err


def test_when_its_time_is_over_status_says_so_with_its_exit_code(
    made: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = SystemClock().monotonic()
    monkeypatch.setattr(SystemClock, "monotonic", lambda _self: running + 3_601)
    status = run(made.top, "breakglass", "status")
    assert status.code == 3
