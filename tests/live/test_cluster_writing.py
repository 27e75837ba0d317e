"""Writing to a cluster: chosen fields only, over what was seen, nobody else's without being named."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.errors import HeadgateError, InputRefused, OutcomeUnknown, SideMoved, SourceUnreadable
from core.fieldpath import ROOT
from core.krm.edit.changes import FieldChange
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value
from core.live.cluster.live import ClusterLive
from tests.builders.kube import CLAIM, WEB, change, claim, config_map, deployment, live_in
from tests.fakes.kube.asked import Asked
from tests.fakes.kube.server import Fault, KubeServer, Rule, User, kube_server

Json = dict[str, Any]
IMAGE = "spec.template.spec.containers[name=web].image"
EXTRA = "spec.template.spec.containers[name=web].env[name=X]"
KEY = "d1/live"
SECRET = ResourceId("v1", "Secret", "demo", "db")
EDITOR = frozenset({"kubectl-edit"})


@pytest.fixture
def kube() -> Iterator[KubeServer]:
    with kube_server() as server:
        yield server


@pytest.fixture
def live(kube: KubeServer, tmp_path: Path) -> ClusterLive:
    return live_in(kube, tmp_path)


def apply(
    live: ClusterLive, *changes: FieldChange, whole: Json | None = None, seen: tuple[FieldChange, ...] = ()
) -> str:
    return live.apply("s", changes, whole=json.dumps(whole) if whole else "", token=KEY, seen=seen)


def ours(live: ClusterLive) -> None:
    """Have a Deployment of one replica that Headgate itself applied."""
    apply(live, change("spec.replicas", 1), whole=deployment(replicas=1))


def spec_of(kube: KubeServer) -> Json:
    found: Json = kube.read(deployment())["spec"]
    return found


def env_of(kube: KubeServer) -> list[str]:
    return [one["name"] for one in spec_of(kube)["template"]["spec"]["containers"][0]["env"]]


def writes(kube: KubeServer) -> list[str]:
    return [
        one for one in kube.requests() if one.startswith(("PATCH", "DELETE", "PUT")) and "dryRun" not in one
    ]


def test_what_is_not_there_is_created_whole_under_our_name(kube: KubeServer, live: ClusterLive) -> None:
    said = apply(live, change("spec.replicas", 3), whole=deployment(replicas=3))
    assert said == "created apps/v1/Deployment/demo/web"
    entry = kube.read(deployment())["metadata"]["managedFields"][0]
    assert (entry["manager"], entry["operation"]) == ("headgate", "Apply")


def test_just_the_chosen_fields_are_set_and_what_we_applied_before_stays_ours(
    kube: KubeServer, live: ClusterLive
) -> None:
    ours(live)
    before = spec_of(kube)
    assert apply(live, change(IMAGE, "nginx:1.28")) == "set 1 field of apps/v1/Deployment/demo/web"
    after = spec_of(kube)
    before["template"]["spec"]["containers"][0]["image"] = "nginx:1.28"
    assert after == before
    assert [one["manager"] for one in kube.read(deployment())["metadata"]["managedFields"]] == ["headgate"]


def test_each_write_is_tried_out_first_and_read_back_after(kube: KubeServer, live: ClusterLive) -> None:
    ours(live)
    done = len(kube.asked)
    apply(live, change("spec.replicas", 3))
    path = "/apis/apps/v1/namespaces/demo/deployments/web"
    how = "fieldManager=headgate&fieldValidation=Strict"
    assert kube.requests()[done:] == [
        f"GET {path}",
        "POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        f"PATCH {path}?{how}&dryRun=All",
        f"PATCH {path}?{how}",
        f"GET {path}",
    ]


def test_what_is_live_already_is_not_written(kube: KubeServer, live: ClusterLive) -> None:
    kube.put(deployment(replicas=3))
    assert apply(live, change("spec.replicas", 3)) == "it was live already"
    assert writes(kube) == []


def test_an_amount_that_the_server_spells_otherwise_is_live_already(
    kube: KubeServer, live: ClusterLive
) -> None:
    kube.put(deployment())
    cpu = "spec.template.spec.containers[name=web].resources.requests.cpu"
    assert apply(live, change(cpu, "0.1")) == "it was live already"


def test_a_field_that_somebody_else_set_is_left_alone_and_they_are_named(
    kube: KubeServer, live: ClusterLive
) -> None:
    ours(live)
    kube.edit(deployment(), lambda it: it["spec"].update(replicas=9))
    with pytest.raises(SideMoved, match=r"kubectl-edit owns spec\.replicas") as refused:
        apply(live, change("spec.replicas", 3))
    assert (refused.value.exit_code, spec_of(kube)["replicas"], len(writes(kube))) == (5, 9, 1)


def test_it_is_taken_over_from_the_manager_who_was_named(kube: KubeServer, live: ClusterLive) -> None:
    ours(live)
    kube.edit(deployment(), lambda it: it["spec"].update(replicas=9))
    apply(live.taking_over(EDITOR), change("spec.replicas", 3))
    assert spec_of(kube)["replicas"] == 3
    assert [one["manager"] for one in kube.read(deployment())["metadata"]["managedFields"]] == ["headgate"]


def test_naming_one_manager_does_not_take_over_from_another(kube: KubeServer, live: ClusterLive) -> None:
    kube.put(deployment(replicas=1))
    with pytest.raises(SideMoved, match="argocd-controller"):
        apply(live.taking_over(EDITOR), change("spec.replicas", 3))
    assert writes(kube) == []


def test_what_somebody_added_is_removed_only_with_their_name(kube: KubeServer, live: ClusterLive) -> None:
    ours(live)
    extra = {"name": "X", "value": "1"}
    kube.edit(deployment(), lambda it: it["spec"]["template"]["spec"]["containers"][0]["env"].append(extra))
    with pytest.raises(SideMoved, match="kubectl-edit"):
        apply(live, change(EXTRA, ABSENT))
    assert env_of(kube) == ["MODE", "X"]
    apply(live.taking_over(EDITOR), change(EXTRA, ABSENT))
    assert env_of(kube) == ["MODE"]


@pytest.mark.parametrize(
    ("seen", "refused"),
    [
        pytest.param(1, False, id="what it holds"),
        pytest.param(2, True, id="something else"),
        pytest.param(ABSENT, True, id="nothing"),
    ],
)
def test_a_field_is_set_only_over_what_was_seen(
    kube: KubeServer, live: ClusterLive, seen: Value | Absent, *, refused: bool
) -> None:
    ours(live)
    wanted, before = change("spec.replicas", 3), (change("spec.replicas", seen),)
    if refused:
        with pytest.raises(SideMoved, match="another value than the decision"):
            apply(live, wanted, seen=before)
    else:
        apply(live, wanted, seen=before)
    assert spec_of(kube)["replicas"] == (1 if refused else 3)


def test_an_object_that_moves_around_the_field_is_read_again(kube: KubeServer, live: ClusterLive) -> None:
    ours(live)

    def status_comes(asked: Asked) -> bool:
        if asked.method == "PATCH" and "dryRun" not in asked.query and moved == []:
            moved.append(1)
            kube.edit(deployment(), lambda it: it.update(status={"replicas": 1}), manager="kcm", sub="status")
        return False

    moved: list[int] = []
    kube.faults.append(Fault(status_comes, None))
    apply(live, change("spec.replicas", 3), seen=(change("spec.replicas", 1),))
    assert (spec_of(kube)["replicas"], moved) == (3, [1])


def test_a_field_that_moves_between_trial_and_write_is_left_alone(
    kube: KubeServer, live: ClusterLive
) -> None:
    ours(live)

    def somebody_is_quicker(asked: Asked) -> bool:
        if asked.method == "PATCH" and "dryRun" not in asked.query:
            kube.edit(deployment(), lambda it: it["spec"].update(replicas=7))
        return False

    kube.faults.append(Fault(somebody_is_quicker, None))
    with pytest.raises(SideMoved):
        apply(live, change("spec.replicas", 3), seen=(change("spec.replicas", 1),))
    assert spec_of(kube)["replicas"] == 7


def test_a_missing_right_is_said_before_anything_is_sent(
    kube: KubeServer, live: ClusterLive, tmp_path: Path
) -> None:
    ours(live)
    kube.users["viewer"] = User("viewer", (Rule("get list create", "*"),))
    with pytest.raises(SourceUnreadable, match="May not patch deployments") as refused:
        apply(live_in(kube, tmp_path, user="viewer"), change("spec.replicas", 3))
    assert (refused.value.exit_code, len(writes(kube))) == (6, 1)
    assert refused.value.next_step.endswith("auth can-i patch deployments.apps")


def test_a_value_that_the_server_refuses_writes_nothing_at_all(kube: KubeServer, live: ClusterLive) -> None:
    kube.put(claim(), config_map("a"), manager="headgate")
    other = change("data.a", "2", ResourceId("v1", "ConfigMap", "demo", "a"))
    bad = change("spec.lambdaMemory", 64, CLAIM)
    with pytest.raises(InputRefused, match="greater than or equal to 128") as refused:
        apply(live, other, bad)
    assert (refused.value.exit_code, writes(kube)) == (8, [])


def test_a_secret_is_never_tried_out_and_no_error_shows_its_values(
    kube: KubeServer, live: ClusterLive
) -> None:
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "db", "namespace": "demo"}}
    kube.put({**secret, "data": {"password": "b2xk"}}, manager="headgate")
    apply(live, change("data.password", "bmV3", SECRET))
    assert [one for one in kube.requests() if "dryRun" in one] == []
    cause = {"reason": "FieldValueInvalid", "message": 'Invalid value: "hunter2"', "field": "data.password"}
    details = {"kind": "Secret", "name": "db", "causes": [cause]}
    body = {"kind": "Status", "message": 'Invalid value: "hunter2"', "reason": "Invalid", "code": 422}
    kube.faults.append(Fault(lambda asked: asked.method == "PATCH", (422, {**body, "details": details}, {})))
    with pytest.raises(InputRefused) as refused:
        apply(live, change("data.password", "eA==", SECRET))
    assert "hunter2" not in str(refused.value)
    assert "data.password" in refused.value.why


@pytest.mark.parametrize(
    ("resource", "path"),
    [
        pytest.param(SECRET, "data.password", id="of a Secret"),
        pytest.param(WEB, IMAGE, id="by its look"),
    ],
)
def test_the_bytes_that_a_server_could_not_read_are_not_quoted(
    kube: KubeServer, live: ClusterLive, resource: ResourceId, path: str
) -> None:
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "db", "namespace": "demo"}}
    kube.put({**secret, "data": {"password": "b2xk"}}, deployment(), manager="headgate")
    message = 'illegal base64 data, error found in ...|d":"postgres://app:hunter2x@db"}|...'
    body = {"kind": "Status", "message": message, "reason": "BadRequest", "code": 400}
    kube.faults.append(Fault(lambda asked: asked.method == "PATCH", (400, body, {})))
    with pytest.raises(InputRefused) as refused:
        apply(live, change(path, "eA==", resource))
    assert ("hunter2x" in str(refused.value), "400" in refused.value.why) == (False, True)


def test_a_list_that_is_one_value_to_the_server_keeps_its_other_items(
    kube: KubeServer, live: ClusterLive
) -> None:
    peers = [{"ipBlock": {"cidr": "10.0.0.0/8"}}, {"ipBlock": {"cidr": "10.1.0.0/16"}}]
    policy = {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": "fence", "namespace": "demo"},
        "spec": {"podSelector": {}, "ingress": [{"from": peers}]},
    }
    kube.put(policy, manager="headgate")
    fence = ResourceId("networking.k8s.io/v1", "NetworkPolicy", "demo", "fence")
    apply(live, change("spec.ingress[0].from[1].ipBlock.cidr", "10.2.0.0/16", fence))
    found = kube.read(policy)["spec"]["ingress"][0]["from"]
    assert [one["ipBlock"]["cidr"] for one in found] == ["10.0.0.0/8", "10.2.0.0/16"]


def test_a_webhook_that_changes_another_field_stops_the_write(kube: KubeServer, live: ClusterLive) -> None:
    ours(live)

    def meddle(document: Json) -> Json:
        document["spec"]["template"]["spec"]["containers"][0]["image"] = "mirror/nginx"
        return document

    kube.store.webhooks.append(meddle)
    with pytest.raises(SideMoved, match=r"more than was chosen: spec\.template\.spec\.containers"):
        apply(live, change("spec.replicas", 3))
    assert spec_of(kube)["replicas"] == 1


def test_a_value_that_does_not_stay_is_unknown_and_never_done(kube: KubeServer, live: ClusterLive) -> None:
    ours(live)

    def reconciled(asked: Asked) -> bool:
        if asked.method == "GET" and writes(kube)[1:]:
            kube.edit(deployment(), lambda it: it["spec"].update(replicas=1), manager="operator")
        return False

    kube.faults.append(Fault(reconciled, None))
    with pytest.raises(OutcomeUnknown, match="does not hold it") as unknown:
        apply(live, change("spec.replicas", 3))
    assert unknown.value.exit_code == 7


@pytest.mark.parametrize("done", [pytest.param(True, id="it was done"), pytest.param(False, id="it was not")])
def test_a_write_whose_answer_is_lost_is_unknown(kube: KubeServer, live: ClusterLive, *, done: bool) -> None:
    ours(live)
    kube.faults.append(
        Fault(lambda one: one.method == "PATCH" and "dryRun" not in one.query, None, done=done)
    )
    with pytest.raises(OutcomeUnknown) as unknown:
        apply(live, change("spec.replicas", 3))
    assert (unknown.value.exit_code, unknown.value.changed) == (
        7,
        "live apps/v1/Deployment/demo/web: unknown",
    )
    assert spec_of(kube)["replicas"] == (3 if done else 1)


def test_a_resource_is_deleted_as_it_was_seen_and_a_finalizer_may_keep_it(
    kube: KubeServer, live: ClusterLive
) -> None:
    held = claim("fin")
    held["metadata"]["finalizers"] = ["demo.io/keep"]
    kube.put(deployment(), held)
    fin = ResourceId(CLAIM.api_version, CLAIM.kind, "demo", "fin")
    gone = [FieldChange(resource=one, path=ROOT, value=ABSENT) for one in (WEB, fin)]
    said = apply(live, *gone)
    assert said == f"deleted {WEB} and deleted {fin}"
    assert live.observe("s", [WEB, fin]).missing == (WEB,)
    assert apply(live, *gone) == "it was live already"


def test_a_resource_that_nobody_has_any_more_is_not_invented(kube: KubeServer, live: ClusterLive) -> None:
    with pytest.raises(SideMoved, match="not live any more"):
        apply(live, change("spec.replicas", 3), whole=config_map("a"))
    assert writes(kube) == []


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(SideMoved, 409, id="stale"),
        pytest.param(SourceUnreadable, 403, id="forbidden"),
        pytest.param(InputRefused, 413, id="too large"),
        pytest.param(OutcomeUnknown, 500, id="a server that fails"),
        pytest.param(OutcomeUnknown, 504, id="a server that gives up"),
    ],
)
def test_a_refused_write_is_what_its_status_means(
    kube: KubeServer, live: ClusterLive, error: type[HeadgateError], code: int
) -> None:
    ours(live)
    body = {"kind": "Status", "message": "so it is", "reason": "", "code": code}
    kube.faults.append(
        Fault(lambda one: one.method == "PATCH" and "dryRun" not in one.query, (code, body, {}), times=9)
    )
    with pytest.raises(error, match=r"so it is|changed 3 times"):
        apply(live, change("spec.replicas", 3))
    assert spec_of(kube)["replicas"] == 1
