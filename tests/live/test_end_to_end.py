"""From the command line to the cluster and back: drift seen, put back by name, a cluster out of reach."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.errors import Blocked
from core.merge.places import Side
from core.model.names import UnitName
from tests.builders.kube import config_map, deployment
from tests.builders.terminal import Ran, run
from tests.builders.world import World, world
from tests.fakes.kube.server import KubeServer, Rule, User, kube_server

Json = dict[str, Any]
SETTINGS = """
version: 1
hub: embedded
spaces:
  near:
    source: {files: "near/*.yaml"}
    live: {context: near, namespace: demo}
"""
FAR = """
  far:
    source: {files: "far/*.yaml"}
    live: {context: far, namespace: demo}
"""
KUBECONFIG = """
apiVersion: v1
kind: Config
clusters:
  - {name: near, cluster: {server: "URL"}}
  - {name: far, cluster: {server: "http://127.0.0.1:1"}}
users: [{name: op, user: {token: admin}}]
contexts:
  - {name: near, context: {cluster: near, user: op}}
  - {name: far, context: {cluster: far, user: op}}
"""
WEB = "near/deployment-web"


@pytest.fixture
def kube() -> Iterator[KubeServer]:
    with kube_server() as server:
        yield server


@pytest.fixture
def made(kube: KubeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A repository whose web is live in a cluster, as Headgate applied it."""
    return built(kube, tmp_path, monkeypatch, SETTINGS)


@pytest.fixture
def two(kube: KubeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """The same, with a second space in a cluster that is out of reach."""
    return built(kube, tmp_path, monkeypatch, SETTINGS.rstrip() + FAR)


def built(kube: KubeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str) -> World:
    file = tmp_path / "kubeconfig"
    file.write_text(KUBECONFIG.replace("URL", kube.url))
    file.chmod(0o600)
    monkeypatch.setenv("KUBECONFIG", str(file))
    files = {"near/web.yaml": deployment(replicas=2), "near/conf.yaml": config_map("conf")}
    files["far/conf.yaml"] = config_map("conf")
    found = world(tmp_path / "w", settings, {name: json.dumps(one) for name, one in files.items()})
    kube.put(deployment(replicas=2), config_map("conf"), manager="headgate")
    assert run(found.top, "propose").code in {0, 3}
    for unit in (WEB, "near/configmap-conf"):
        found.mark_applied(unit)
    return found


def drifted(made: World, kube: KubeServer) -> str:
    """Scale by hand, and give the id of what then waits."""
    kube.edit(deployment(), lambda it: it["spec"].update(replicas=9))
    items = json.loads(run(made.top, "status", "-o", "json").out)["items"]
    return str(next(one["id"] for one in items if one["unit"] == WEB))


def resolve(made: World, item: str, *more: str) -> Ran:
    return run(made.top, "resolve", item, "--take", "hub", "--reason", "load is over", "--yes", *more)


def replicas(kube: KubeServer) -> int:
    found: int = kube.read(deployment())["spec"]["replicas"]
    return found


def test_a_quiet_cluster_shows_no_drift(made: World) -> None:
    ran = run(made.top, "drift", "--space", "near")
    assert (ran.code, ran.out) == (0, "Nothing drifted.\n")


def test_an_edit_by_hand_is_one_field_with_its_manager(made: World, kube: KubeServer) -> None:
    kube.edit(config_map("conf"), lambda it: it["data"].update(b="2"))
    ran = run(made.top, "drift", "--space", "near", "-o", "json")
    (unit,) = json.loads(ran.out)["units"]
    assert (ran.code, [one["path"] for one in unit["fields"]]) == (3, ["data.b"])
    assert "kubectl-edit" in run(made.top, "drift", "--space", "near").out


def test_nothing_is_written_anywhere_before_the_manager_of_a_live_field_is_named(
    made: World, kube: KubeServer
) -> None:
    item = drifted(made, kube)
    before = made.text(WEB), len(made.desk().history(UnitName.parse(WEB)).revisions)
    ran = resolve(made, item)
    assert (ran.code, replicas(kube), "add --over kubectl-edit to take it over" in ran.err) == (4, 9, True)
    assert (made.text(WEB), len(made.desk().history(UnitName.parse(WEB)).revisions)) == before


def test_a_plan_over_a_manager_nobody_named_is_refused_by_itself_and_among_several(
    made: World, kube: KubeServer
) -> None:
    item = drifted(made, kube)
    with closing(made.workspace()) as workspace:
        desk = workspace.desk
        opened = desk.open(item)
        keys = [field.key for field in opened.resolution.fields]
        plan = desk.plan(opened, opened.resolution.choose(keys, Side.HUB), reason="load is over")
        with pytest.raises(Blocked) as alone:
            desk.carry_out(plan)
        (among,) = desk.many.carry_out([plan]).failed
        assert (alone.value.why, desk.unfinished(), replicas(kube)) == (among.error.why, (), 9)
        assert "somebody else set live fields that it writes: kubectl-edit" in among.error.why


def test_the_plan_says_whose_live_fields_it_writes(made: World, kube: KubeServer) -> None:
    item = drifted(made, kube)
    argv = ("resolve", item, "--take", "hub", "--reason", "load is over", "--dry-run", "-o", "json")
    assert json.loads(run(made.top, *argv).out)["managers"] == ["kubectl-edit"]


def test_it_is_put_back_over_the_manager_that_was_named(made: World, kube: KubeServer) -> None:
    ran = resolve(made, drifted(made, kube), "--over", "kubectl-edit")
    assert (ran.code, replicas(kube)) == (0, 2)
    assert "1 field set to the hub's value, taken over from kubectl-edit" in ran.err
    assert run(made.top, "drift", "--space", "near").code == 0


def test_the_end_of_a_session_puts_back_over_the_manager_that_was_named(
    made: World, kube: KubeServer
) -> None:
    run(made.top, "breakglass", "start", "--space", "near", "--incident", "INC-7", "--reason", "load")
    kube.edit(deployment(), lambda it: it["spec"].update(replicas=9))
    assert run(made.top, "breakglass", "before", "replicas").code == 0
    refused = run(made.top, "breakglass", "end", "--yes")
    assert (refused.code, replicas(kube), "--over kubectl-edit" in refused.err) == (4, 9, True)
    assert run(made.top, "breakglass", "end", "--yes", "--over", "kubectl-edit").code == 0
    assert replicas(kube) == 2


def capped(document: Json) -> Json:
    """What a webhook of the platform makes of every write: never more than one replica."""
    if document["kind"] == "Deployment":
        document["spec"]["replicas"] = 1
    return document


def test_what_a_webhook_makes_of_what_was_applied_is_no_drift(made: World, kube: KubeServer) -> None:
    kube.store.webhooks.append(capped)
    kube.edit(deployment(), lambda it: it["metadata"]["labels"].update(touched="yes"), manager="operator")
    assert replicas(kube) == 1
    assert run(made.top, "drift", "--space", "near").out == "Nothing drifted.\n"
    kube.store.webhooks.clear()
    assert "spec.replicas" in run(made.top, "drift", "--space", "near").out


def test_beside_a_webhook_an_edit_by_hand_is_still_drift(made: World, kube: KubeServer) -> None:
    kube.store.webhooks.append(capped)
    kube.edit(deployment(), lambda it: it["spec"].update(paused=True))
    shown = json.loads(run(made.top, "drift", "--space", "near", "--explain", "-o", "json").out)
    web = next(one for one in shown["units"] if one["unit"] == WEB)
    assert [one["path"] for one in web["fields"]] == ["spec.paused"]
    rules = {one["path"]: one["rule"] for one in web["ignored"]}
    assert rules["spec.replicas"] == "O-FORESEEN"


def test_without_the_right_to_patch_nothing_is_foreseen_and_drift_is_shown(
    made: World, kube: KubeServer
) -> None:
    kube.store.webhooks.append(capped)
    kube.edit(deployment(), lambda it: it["metadata"]["labels"].update(touched="yes"), manager="operator")
    kube.users["admin"] = User("viewer", (Rule("get list", "*"),))
    assert "spec.replicas" in run(made.top, "drift", "--space", "near").out


def test_a_cluster_out_of_reach_is_unknown_and_the_other_is_known(two: World, kube: KubeServer) -> None:
    kube.edit(deployment(), lambda it: it["spec"].update(replicas=9))
    shown = json.loads(run(two.top, "drift", "-o", "json").out)
    assert [one["unit"] for one in shown["units"]] == [WEB]
    (blind,) = shown["unknown"]
    assert blind["unit"] == "far/configmap-conf"
    assert "no connection to 127.0.0.1" in blind["why"]


def test_the_doctor_says_which_cluster_cannot_be_read(two: World) -> None:
    found = {one["name"]: one for one in json.loads(run(two.top, "doctor", "-o", "json").out)["findings"]}
    assert (found["live near"]["ok"], found["live far"]["ok"]) == (True, False)


def test_a_resource_is_removed_live_without_naming_each_manager_of_its_fields(
    made: World, kube: KubeServer
) -> None:
    kube.edit(config_map("conf"), lambda it: it["metadata"].update(labels={"seen": "yes"}), manager="other")
    made.commit({"near/conf.yaml": None})
    assert run(made.top, "propose").code == 3
    items = json.loads(run(made.top, "status", "-o", "json").out)["items"]
    (item,) = [one["id"] for one in items if one["kind"] == "deletion"]
    argv = ("resolve", item, "--take", "git", "--apply", "--reason", "gone", "--yes")
    assert run(made.top, *argv).code == 0
    assert "conf" not in str(kube.store.objects["configmaps"])
