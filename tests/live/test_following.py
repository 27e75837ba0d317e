"""A claim shows the drift of what it made in the cloud."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.errors import HeadgateError
from core.krm.schema.catalog import BUILTIN
from core.live.cluster.live import ClusterLive
from core.live.following import follow
from core.model.made import Made
from tests.builders.kube import CLAIM, claim, clusters
from tests.fakes.clock import FakeClock
from tests.fakes.kube.kinds import Kind
from tests.fakes.kube.server import KubeServer, Rule, User, kube_server

Json = dict[str, Any]
XR = "ServerlessEventApp"


def kind(group: str, version: str, name: str, plural: str) -> Kind:
    return Kind(
        group=group,
        version=version,
        kind=name,
        plural=plural,
        namespaced=False,
        subresources=frozenset({"status"}),
    )


@pytest.fixture
def kube() -> Iterator[KubeServer]:
    """A server with a claim, its composite, and two managed resources that a provider reports on."""
    with kube_server() as server:
        server.kinds.add(kind("messagewall.demo", "v1alpha1", XR, "serverlesseventapps"))
        server.kinds.add(kind("lambda.aws.upbound.io", "v1beta1", "Function", "functions"))
        server.put(claim(), composite(), function("intake"), function("writer", memory=256))
        bind(server)
        yield server


def composite() -> Json:
    references = [reference("Function", "intake"), reference("Function", "writer")]
    return {
        "apiVersion": "messagewall.demo/v1alpha1",
        "kind": XR,
        "metadata": {"name": "wall-x1"},
        "spec": {"resourceRefs": references},
    }


def reference(kind: str, name: str) -> Json:
    return {"apiVersion": "lambda.aws.upbound.io/v1beta1", "kind": kind, "name": name}


def function(name: str, *, memory: int = 128) -> Json:
    return {
        "apiVersion": "lambda.aws.upbound.io/v1beta1",
        "kind": "Function",
        "metadata": {"name": name},
        "spec": {"forProvider": {"memorySize": memory, "timeout": 10}},
    }


def bind(server: KubeServer) -> None:
    """Do what Crossplane does: note on the claim which composite it became."""
    stored = server.store.objects["serverlesseventappclaims.messagewall.demo"]["demo", "wall"]
    stored["spec"]["resourceRef"] = {
        "apiVersion": "messagewall.demo/v1alpha1",
        "kind": XR,
        "name": "wall-x1",
    }


def report(server: KubeServer, name: str, *, synced: str = "True", **seen: int) -> None:
    """Let the provider report what the cloud has."""
    conditions = [{"type": "Synced", "status": synced}]
    status = {"atProvider": seen, "conditions": conditions}
    server.edit(function(name), lambda it: it.update(status=status), manager="provider", sub="status")


def followed(kube: KubeServer, state: Path, *, user: str = "admin") -> dict[str, Made]:
    side = ClusterLive(clusters(kube, state, user=user), "loop", namespace="demo", clock=FakeClock())
    live = side.reads([CLAIM])[CLAIM.key]
    assert not isinstance(live, HeadgateError)
    found = follow(side.reads, [(CLAIM, live)], known={}, catalog=BUILTIN)
    return {one.resource.name: one for one in found[CLAIM.key]}


def test_a_claim_leads_to_its_composite_and_to_what_that_made(kube: KubeServer, tmp_path: Path) -> None:
    found = followed(kube, tmp_path)
    assert {name: one.of.name for name, one in found.items()} == {
        "wall-x1": "wall",
        "intake": "wall-x1",
        "writer": "wall-x1",
    }


def test_a_change_in_the_cloud_is_shown_field_by_field(kube: KubeServer, tmp_path: Path) -> None:
    report(kube, "intake", memorySize=512, timeout=10)
    report(kube, "writer", memorySize=256, timeout=10)
    found = followed(kube, tmp_path)
    assert [(one.at[-1], one.asked, one.reported) for one in found["intake"].reported] == [
        ("memorySize", 128, 512)
    ]
    assert (found["writer"].reported, found["writer"].is_stale) == ((), False)


def test_a_provider_out_of_touch_makes_its_report_old(kube: KubeServer, tmp_path: Path) -> None:
    report(kube, "intake", synced="False", memorySize=512)
    assert followed(kube, tmp_path)["intake"].is_stale


def test_what_is_gone_and_what_may_not_be_read_are_told_apart(kube: KubeServer, tmp_path: Path) -> None:
    kube.store.delete(kube.kind("Function"), "", "writer", dry=False)
    assert (followed(kube, tmp_path)["writer"].value, followed(kube, tmp_path)["writer"].unread) == (None, "")
    kube.users["few"] = User("few", (Rule("get", "serverlesseventappclaims.messagewall.demo"),))
    assert "403 Forbidden" in followed(kube, tmp_path, user="few")["wall-x1"].unread


def test_references_in_a_circle_end(kube: KubeServer, tmp_path: Path) -> None:
    stored = kube.store.objects["serverlesseventapps.messagewall.demo"]["", "wall-x1"]
    stored["spec"]["resourceRefs"].append(
        {"apiVersion": "messagewall.demo/v1alpha1", "kind": XR, "name": "wall-x1"}
    )
    assert len(followed(kube, tmp_path)) == 3


def test_what_two_claims_share_is_read_once_and_what_is_known_not_at_all(
    kube: KubeServer, tmp_path: Path
) -> None:
    opened = clusters(kube, tmp_path)
    side = ClusterLive(opened, "loop", namespace="demo", clock=FakeClock())
    live = side.reads([CLAIM])[CLAIM.key]
    assert not isinstance(live, HeadgateError)
    other = replace(CLAIM, name="other")
    asked = len(kube.requests("GET"))
    found = follow(side.reads, [(CLAIM, live), (other, live)], known={CLAIM.key: live}, catalog=BUILTIN)
    first, second = found[CLAIM.key], found[other.key]
    assert [one.resource for one in first] == [one.resource for one in second]
    paths = [one.partition("?")[0] for one in kube.requests("GET")[asked:]]
    objects = [one for one in paths if one.endswith(("wall-x1", "intake", "writer"))]
    assert len(objects) == len(set(objects)) == len(first)
    again = len(kube.requests("GET"))
    everything = {one.resource.key: one.value for one in first}
    follow(side.reads, [(CLAIM, live)], known=everything, catalog=BUILTIN)
    assert len(kube.requests("GET")) == again
