"""What stands around: found where it is served, left out where it is not, said where it cannot be read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.krm.resource import identify
from tests.builders.kube import deployment, live_in
from tests.fakes.kube.kinds import Kind
from tests.fakes.kube.server import KubeServer, Rule, User, kube_server

Json = dict[str, Any]
APPLICATION = Kind(
    group="argoproj.io", version="v1alpha1", kind="Application", plural="applications", namespaced=True
)
COMPOSITE = Kind(group="a.io", version="v1", kind="XApp", plural="xapps", namespaced=False)
FUNCTION = Kind(group="f.io", version="v1", kind="Function", plural="functions", namespaced=False)


@pytest.fixture
def kube() -> Iterator[KubeServer]:
    with kube_server() as server:
        server.put(deployment(), scaler("web"), scaler("other", namespace="elsewhere"))
        yield server


def scaler(name: str, *, namespace: str = "demo") -> Json:
    aim = {"apiVersion": "apps/v1", "kind": "Deployment", "name": name}
    spec = {"scaleTargetRef": aim, "maxReplicas": 9}
    metadata = {"name": name, "namespace": namespace}
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": metadata,
        "spec": spec,
    }


def application() -> Json:
    metadata = {"name": "shop", "namespace": "argocd"}
    return {"apiVersion": "argoproj.io/v1alpha1", "kind": "Application", "metadata": metadata, "spec": {}}


def made_by(kind: str, version: str, name: str, maker: str) -> Json:
    """An object that a composite made."""
    owner = {"apiVersion": "a.io/v1", "kind": "XApp", "name": maker, "uid": "1"}
    labels = {"crossplane.io/composite": maker}
    metadata = {"name": name, "labels": labels, "ownerReferences": [owner]}
    return {"apiVersion": version, "kind": kind, "metadata": metadata, "spec": {}}


def around(kube: KubeServer, state: Path, *targets: Json, user: str = "admin") -> tuple[list[str], list[str]]:
    found = live_in(kube, state, user=user).around(list(targets))
    named = [identify(one) for one in found.objects]
    return [f"{one.kind} {one.name}" for one in named if one], [why.split(":")[0] for why in found.unread]


def test_a_kind_that_is_not_served_is_left_out_and_autoscalers_act_in_their_namespace(
    kube: KubeServer, tmp_path: Path
) -> None:
    assert around(kube, tmp_path, deployment()) == (["HorizontalPodAutoscaler web"], [])


def test_an_application_is_found_in_whatever_namespace(kube: KubeServer, tmp_path: Path) -> None:
    kube.kinds.add(APPLICATION)
    kube.put(application())
    assert "Application shop" in around(kube, tmp_path, deployment())[0]


def test_composites_are_followed_up_to_the_one_on_top(kube: KubeServer, tmp_path: Path) -> None:
    kube.kinds.add(COMPOSITE)
    kube.kinds.add(FUNCTION)
    top = {"apiVersion": "a.io/v1", "kind": "XApp", "metadata": {"name": "top"}, "spec": {}}
    function = made_by("Function", "f.io/v1", "f", "middle")
    kube.put(top, made_by("XApp", "a.io/v1", "middle", "top"), function)
    assert around(kube, tmp_path, function)[0][-2:] == ["XApp middle", "XApp top"]


def test_what_may_not_be_listed_is_said(kube: KubeServer, tmp_path: Path) -> None:
    kube.users["few"] = User(
        "few", (Rule("list", "mutatingwebhookconfigurations.admissionregistration.k8s.io"),)
    )
    assert around(kube, tmp_path, deployment(), user="few") == ([], ["HorizontalPodAutoscaler"])
