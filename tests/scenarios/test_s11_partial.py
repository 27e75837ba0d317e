"""S11: drift by kubectl, of which one field is captured, one put back and one left for later.

A time for what is left is a session's (`breakglass later --ttl`, `tests/sync/test_breakglass_after.py`); what
is left outside one stays listed as drift until somebody decides. The tag of the revision is its source,
*break-glass* where an incident is named.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.krm.read.documents import read_resources
from core.model.names import UnitName
from tests.builders.terminal import run
from tests.builders.world import World
from tests.fakes.kube.server import KubeServer, kube_server
from tests.scenarios.incident import in_cluster, told

SPACE = "order-data-prod"
UNIT = f"{SPACE}/counter"
SOURCE = """\
# counts what comes in
apiVersion: apps/v1
kind: Deployment
metadata:
  name: counter
  namespace: demo
spec:
  selector:
    matchLabels: {app: counter}
  template:
    metadata:
      labels: {app: counter}
    spec:
      containers:
        - name: counter
          image: "busybox:1.36"
          env:
            - {name: LOG_INTERVAL, value: "20"}
          resources:
            limits:
              memory: "32Mi"
"""
MEMORY = "resources.limits.memory"


@pytest.fixture
def kube() -> Iterator[KubeServer]:
    with kube_server() as server:
        yield server


@pytest.fixture
def made(kube: KubeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The counter, live with all defaults of the server, and edited by hand."""
    document: Any = read_resources(SOURCE).documents[0].value
    kube.put(json.loads(json.dumps(document)))
    made = in_cluster(kube, tmp_path, monkeypatch, space=SPACE, files={"counter.yaml": SOURCE})
    kube.edit(document, by_hand)
    return made


def by_hand(document: dict[str, Any]) -> None:
    template = document["spec"]["template"]
    template["metadata"]["annotations"] = {"kubectl.kubernetes.io/restartedAt": "2026-02-16T12:00:00Z"}
    (container,) = template["spec"]["containers"]
    container["resources"]["limits"]["memory"] = "64Mi"
    container["env"] = [{"name": "LOG_INTERVAL", "value": "5"}, {"name": "DEBUG", "value": "1"}]


def drifted(made: World) -> list[str]:
    units = told(made, "drift")["units"]
    return [str(one["path"]).rpartition("[name=counter].")[2] for unit in units for one in unit["fields"]]


def captured(made: World) -> None:
    reason = ("--incident", "INC-88", "--reason", "INC-88")
    assert run(made.top, "capture", UNIT, "--path", MEMORY, *reason, "--accept", "--yes").code == 0


def changed(before: str, after: str) -> list[tuple[str, str]]:
    pairs = zip(before.splitlines(), after.splitlines(), strict=True)
    return [pair for pair in pairs if pair[0] != pair[1]]


def test_drift_is_three_fields_and_their_manager_and_nothing_of_the_server(made: World) -> None:
    assert sorted(drifted(made)) == ["env[name=DEBUG]", "env[name=LOG_INTERVAL].value", MEMORY]
    (unit,) = told(made, "drift")["units"]
    assert {one["owners"]["live"]["who"] for one in unit["fields"]} == {"kubectl-edit"}
    assert all(one["owners"]["live"]["when"] for one in unit["fields"])
    rows = [line for line in run(made.top, "drift").out.splitlines() if line.startswith(UNIT)]
    assert [("kubectl-edit" in row, row.endswith(" ago")) for row in rows] == [(True, True)] * 3
    assert unit["applied"] == 1


def test_a_capture_of_one_field_changes_one_line_of_the_hub(made: World) -> None:
    before = made.text(UNIT)
    captured(made)
    assert changed(before, made.text(UNIT)) == [
        ('              memory: "32Mi"', '              memory: "64Mi"')
    ]
    newest = made.desk().history(UnitName.parse(UNIT)).revisions[-1]
    assert (newest.change.source.value, newest.change.incident) == ("break-glass", "INC-88")


def test_what_was_captured_goes_back_to_git_as_one_line(made: World) -> None:
    captured(made)
    (branch,) = told(made, "sync-back", "--dry-run")["branches"]
    lines = [one for one in branch["diff"] if one[:1] in "+-" and one[:3] not in {"---", "+++"}]
    assert lines == ['-              memory: "32Mi"', '+              memory: "64Mi"']


def test_one_field_is_put_back_and_the_other_stays_listed(made: World, kube: KubeServer) -> None:
    captured(made)
    made.mark_applied(UNIT)
    (item,) = [one for one in told(made, "status")["items"] if one["kind"] in {"capture", "break-glass"}]
    path = next(one["path"] for one in told(made, "show", item["id"])["fields"] if "LOG_INT" in one["path"])
    argv = ("resolve", item["id"], "--path", f"{path}=hub", "--over", "kubectl-edit", "--reason", "INC-88")
    assert run(made.top, *argv, "--yes").code == 0
    document: Any = read_resources(SOURCE).documents[0].value
    (container,) = kube.read(document)["spec"]["template"]["spec"]["containers"]
    assert {one["name"]: one["value"] for one in container["env"]} == {"LOG_INTERVAL": "20", "DEBUG": "1"}
    assert drifted(made) == ["env[name=DEBUG]"]
