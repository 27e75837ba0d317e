"""The loopback API server held against the recorded one: the same objects, owners and refusals."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.builders.kube import claim, deployment
from tests.fakes.kube.kinds import recorded
from tests.fakes.kube.refusing import Refused
from tests.fakes.kube.server import KubeServer, kube_server

Json = dict[str, Any]


@pytest.fixture
def kube() -> Iterator[KubeServer]:
    with kube_server() as server:
        yield server


def entry(document: Json, manager: str) -> Json:
    found: list[Json] = document["metadata"]["managedFields"]
    return next(one for one in found if one["manager"] == manager)


def owned(document: Json, manager: str) -> Json:
    fields: Json = entry(document, manager)["fieldsV1"]
    return fields


def replayed(kube: KubeServer) -> Json:
    """Do to a Deployment what was done to the recorded one: applied, scaled, its image set."""
    manifest = deployment()
    kube.put(manifest, manager="demo-apply")
    kube.edit(manifest, lambda it: it["spec"].update(replicas=3), manager="kubectl", sub="scale")
    container = "nginx:1.28"
    kube.edit(manifest, lambda it: _first(it).update(image=container), manager="kubectl-set")
    return kube.read(manifest)


def _first(document: Json) -> Json:
    found: Json = document["spec"]["template"]["spec"]["containers"][0]
    return found


def test_a_deployment_gets_the_defaults_of_the_recorded_one(kube: KubeServer) -> None:
    assert replayed(kube)["spec"] == recorded("deployment.json")["spec"]


@pytest.mark.parametrize("manager", ["demo-apply", "kubectl", "kubectl-set"])
def test_its_owners_own_what_the_recorded_ones_own(kube: KubeServer, manager: str) -> None:
    assert owned(replayed(kube), manager) == owned(recorded("deployment.json"), manager)


def test_a_conflict_is_refused_in_the_recorded_words(kube: KubeServer) -> None:
    replayed(kube)
    kind = kube.kind("Deployment")
    wanted = {**deployment(image="nginx:1.27", replicas=1)}
    with pytest.raises(Refused) as refused:
        kube.store.apply(kind, "demo", wanted, manager="other-team", force=False, dry=False)
    assert refused.value.body == recorded("err-409-ssa-conflict-deployment.json")


def test_a_claim_gets_the_defaults_of_its_schema(kube: KubeServer) -> None:
    kube.put(claim())
    spec = kube.read(claim())["spec"]
    assert {key: spec[key] for key in ("lambdaMemory", "lambdaTimeout", "region", "artifactBucket")} == {
        "lambdaMemory": 128,
        "lambdaTimeout": 10,
        "region": "us-east-1",
        "artifactBucket": "",
    }


def test_an_invalid_claim_is_refused_in_the_recorded_words(kube: KubeServer) -> None:
    with pytest.raises(Refused) as refused:
        kube.put(claim("messagewall", awsAccountId="REPLACE_ME"))
    assert refused.value.body == recorded("err-422-claim.json")


def test_several_faults_are_told_at_once_in_the_recorded_words(kube: KubeServer) -> None:
    bad = claim("bad", environment="qa", lambdaMemory=64)
    del bad["spec"]["awsAccountId"]
    with pytest.raises(Refused) as refused:
        kube.put(bad)
    assert refused.value.body == recorded("err-422-claim-enum-missing.json")


def test_what_is_applied_and_left_out_is_given_up_and_gone(kube: KubeServer) -> None:
    kube.put(deployment(replicas=4, paused=True), manager="demo-apply")
    kube.put(deployment(replicas=4), manager="demo-apply")
    assert "paused" not in kube.read(deployment())["spec"]


def test_an_object_with_finalizers_stays_until_they_are_gone(kube: KubeServer) -> None:
    manifest = claim("fin")
    manifest["metadata"]["finalizers"] = ["demo.io/keep"]
    kube.put(manifest)
    kind = kube.kind("ServerlessEventAppClaim")
    _, is_gone = kube.store.delete(kind, "demo", "fin", dry=False)
    assert (is_gone, "deletionTimestamp" in kube.read(manifest)["metadata"]) == (False, True)
    kube.edit(manifest, lambda it: it["metadata"].pop("finalizers"))
    with pytest.raises(Refused):
        kube.read(manifest)


def test_every_recorded_refusal_is_there() -> None:
    folder = Path(__file__).parents[1] / "data" / "kubernetes"
    assert len(list(folder.glob("err-*.json"))) == 20
