"""What must hold in every cluster: the loopback server, and a real one where HEADGATE_TEST_KUBECONFIG names
it.

A real cluster gets a namespace of its own and, where it has none, the recorded CRD; both are deleted at the
end. The tests reach loopback addresses only, so it must be one of this machine (kind, k3d). Its current user
must be an administrator.
"""

import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pytest

from core.errors import SideMoved, SourceUnreadable
from core.krm.read.documents import Document, read_resources
from core.krm.resource import ResourceId
from core.krm.schema.catalog import BUILTIN, Catalog, catalog_from
from core.live.cluster.access import Access, Impersonation
from core.live.cluster.kubeconfig import context_access
from core.live.cluster.live import ClusterLive
from core.live.cluster.session import Clusters, Session
from core.live.cluster.watching import What
from core.net.means import system_means
from core.system.clock import SystemClock
from core.system.processes import run
from tests.builders.corpus import ALL, differences, id_of, ignored, one_document
from tests.builders.kube import access_to, change, claim, config_map, deployment
from tests.builders.outsider import Outsider
from tests.fakes.kube.kinds import recorded
from tests.fakes.kube.server import User, kube_server

Json = dict[str, Any]
REAL: Final = os.environ.get("HEADGATE_TEST_KUBECONFIG", "")
SERVERS: Final = ["loopback", *(["real"] if REAL else [])]
MANY: Final = {"loopback": (50, 20), "real": (1_000, 500)}
"""How many objects are read, and in pages of how many."""


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """A cluster under test.

    Attributes:
        session: as its administrator.
        nobody: as somebody without rights.
        namespace: what the tests may fill.
        many: how many objects are many to it.
    """

    session: Session
    nobody: Session
    namespace: str
    many: int
    clusters: Clusters

    @property
    def outsider(self) -> Outsider:
        return Outsider(self.session)

    @property
    def live(self) -> ClusterLive:
        return ClusterLive(self.clusters, "admin", namespace=self.namespace, clock=SystemClock())

    @property
    def catalog(self) -> Catalog:
        return catalog_from(self.clusters.schemas.texts())

    def web(self) -> ResourceId:
        return ResourceId("apps/v1", "Deployment", self.namespace, "web")

    def look(self, manifest: Json) -> Document:
        """Read what is live of a manifest, as Headgate shows it."""
        metadata = manifest["metadata"]
        resource = ResourceId(manifest["apiVersion"], manifest["kind"], self.namespace, metadata["name"])
        (found,) = self.live.observe("s", [resource]).documents(self.namespace).documents
        return found

    def drift(self, manifest: Json, *, catalog: Catalog = BUILTIN) -> dict[str, object]:
        return differences(one_document(json.dumps(manifest)), self.look(manifest), catalog=catalog)


@pytest.fixture(scope="module", params=SERVERS)
def cluster(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    state = tmp_path_factory.mktemp("state")
    with loopback(state) if request.param == "loopback" else real(state) as found:
        crd = recorded("crd.json")
        wanted = {key: crd[key] for key in ("apiVersion", "kind", "spec")}
        manifest = {**wanted, "metadata": {"name": crd["metadata"]["name"]}}
        was_there = found.outsider.read(manifest) is not None
        found.outsider.apply(manifest)
        yield found
        if not was_there:
            found.outsider.delete(manifest)


@contextmanager
def loopback(state: Path) -> Iterator[Cluster]:
    with kube_server(claims=False) as server:
        server.users["nobody"] = User("nobody", ())
        with opened("loopback", access_to(server), state, "demo") as found:
            yield found


@contextmanager
def real(state: Path) -> Iterator[Cluster]:
    file = Path(REAL)
    named = os.environ.get("HEADGATE_TEST_CONTEXT", "") or _current(file)
    access = context_access(named, env={}, files=[file])
    namespace = f"headgate-test-{uuid.uuid4().hex[:8]}"
    with opened("real", access, state, namespace) as found:
        space = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace}}
        found.outsider.apply(space)
        try:
            yield found
        finally:
            found.outsider.delete(space)


def _current(file: Path) -> str:
    (config,) = read_resources(f"{file.read_text()}\nmetadata: {{name: config}}").documents
    assert isinstance(config.value, dict)
    return str(config.value["current-context"])


@contextmanager
def opened(name: str, access: Access, state: Path, namespace: str) -> Iterator[Cluster]:
    ways = {"admin": access, "nobody": replace(access, acts_as=Impersonation(user="nobody"))}
    clusters = Clusters(
        env={},
        state=state,
        run=run,
        means=system_means(SystemClock()),
        page=MANY[name][1],
        read=ways.__getitem__,
    )
    try:
        yield Cluster(
            session=clusters.session("admin"),
            nobody=clusters.session("nobody"),
            namespace=namespace,
            many=MANY[name][0],
            clusters=clusters,
        )
    finally:
        clusters.close()


def web(cluster: Cluster, **spec: object) -> Json:
    """The Deployment, as a delivery tool has just applied it."""
    manifest = deployment(namespace=cluster.namespace)
    manifest["spec"].update(spec)
    cluster.outsider.delete(manifest)
    cluster.outsider.apply(manifest)
    return manifest


def test_what_headgate_creates_shows_no_difference(cluster: Cluster) -> None:
    manifest = deployment("made", namespace=cluster.namespace, replicas=0)
    made = ResourceId("apps/v1", "Deployment", cluster.namespace, "made")
    wanted = [change("spec.replicas", 0, made)]
    said = cluster.live.apply("s", wanted, whole=json.dumps(manifest), token="", seen=())
    assert (said, cluster.drift(manifest)) == (f"created {made}", {})


def test_defaults_alone_are_no_difference(cluster: Cluster) -> None:
    assert cluster.drift(web(cluster)) == {}


def test_an_edit_with_kubectl_shows_just_its_field_with_its_manager(cluster: Cluster) -> None:
    manifest = web(cluster, replicas=0)
    cluster.outsider.edit(manifest, {"spec": {"paused": True, "minReadySeconds": 7}})
    assert cluster.drift(manifest) == {"spec.paused": True, "spec.minReadySeconds": 7}
    managers: Any = cluster.look(manifest).value
    assert "kubectl-edit" in {one["manager"] for one in managers["metadata"]["managedFields"]}


def test_a_field_that_was_applied_and_edited_is_drift(cluster: Cluster) -> None:
    manifest = web(cluster, replicas=0)
    cluster.outsider.edit(manifest, {"metadata": {"labels": {"app": "other"}}})
    assert cluster.drift(manifest) == {"metadata.labels.app": "other"}


def test_what_a_controller_adds_is_no_difference_and_is_told_by_rule(cluster: Cluster) -> None:
    manifest = web(cluster, replicas=0)
    cluster.outsider.edit(manifest, {"spec": {"minReadySeconds": 3}}, manager="some-operator")
    assert cluster.drift(manifest) == {}
    assert "O-CONTROLLER" in ignored(one_document(json.dumps(manifest)), cluster.look(manifest))


def test_a_conflict_names_the_manager_and_writes_nothing(cluster: Cluster) -> None:
    manifest = web(cluster, replicas=0)
    with pytest.raises(SideMoved, match=r"argocd-controller owns spec\.replicas"):
        cluster.live.apply("s", [change("spec.replicas", 1, cluster.web())], whole="", token="")
    assert cluster.drift(manifest) == {}


def test_a_conflict_is_overruled_by_naming_the_manager(cluster: Cluster) -> None:
    manifest = web(cluster, replicas=0)
    cluster.outsider.edit(manifest, {"spec": {"replicas": 1}})
    side = cluster.live.taking_over(frozenset({"kubectl-edit", "argocd-controller"}))
    side.apply("s", [change("spec.replicas", 0, cluster.web())], whole="", token="")
    assert cluster.drift(manifest) == {}


def test_somebody_without_rights_is_told_so(cluster: Cluster) -> None:
    web(cluster)
    with pytest.raises(SourceUnreadable, match=r"403 Forbidden: .*\"nobody\" cannot get resource"):
        cluster.nobody.reader.look([cluster.web()])


def test_a_claim_shows_none_of_its_defaults_with_or_without_its_schema(cluster: Cluster) -> None:
    manifest = claim(namespace=cluster.namespace)
    cluster.outsider.apply(manifest)
    assert cluster.drift(manifest) == {}
    assert cluster.drift(manifest, catalog=cluster.catalog) == {}


def test_a_claims_default_that_was_written_out_and_changed_is_drift(cluster: Cluster) -> None:
    manifest = claim("tuned", namespace=cluster.namespace, lambdaMemory=128)
    cluster.outsider.apply(manifest)
    cluster.outsider.edit(manifest, {"spec": {"lambdaMemory": 256}})
    assert cluster.drift(manifest, catalog=cluster.catalog) == {"spec.lambdaMemory": 256}


def test_an_object_with_a_finalizer_is_leaving_and_not_gone(cluster: Cluster) -> None:
    manifest = config_map("held", namespace=cluster.namespace)
    manifest["metadata"]["finalizers"] = ["headgate.example/hold"]
    cluster.outsider.apply(manifest)
    cluster.outsider.delete(manifest)
    held = ResourceId("v1", "ConfigMap", cluster.namespace, "held")
    assert cluster.live.observe("s", [held]).missing == ()
    cluster.outsider.edit(manifest, {"metadata": {"finalizers": None}})
    assert cluster.live.observe("s", [held]).missing == (held,)


def test_a_watch_from_too_long_ago_begins_anew(cluster: Cluster) -> None:
    manifest = config_map("seen", namespace=cluster.namespace)
    cluster.outsider.apply(manifest)
    served = cluster.session.kinds.served(ResourceId("v1", "ConfigMap", cluster.namespace, "seen"))
    watch = cluster.session.watch(served, namespace=cluster.namespace)
    watch._version = "1"
    events = watch.events()
    told = [next(events)]
    while told[-1].what is not What.CURRENT:
        told.append(next(events))
    names = [one.object["metadata"]["name"] for one in told[:-1] if isinstance(one.object["metadata"], dict)]
    assert "seen" in names


def test_many_objects_are_read_in_pages(cluster: Cluster) -> None:
    named = [f"many-{number:04}" for number in range(cluster.many)]
    for name in named:
        cluster.outsider.apply(config_map(name, namespace=cluster.namespace))
    wanted = [ResourceId("v1", "ConfigMap", cluster.namespace, name) for name in named]
    observed = cluster.live.observe("s", wanted)
    assert (observed.missing, len(observed.documents("").documents)) == ((), cluster.many)


@pytest.mark.parametrize("applied", [pytest.param(one, id=str(one.id)) for one in ALL if one.value])
def test_a_trial_of_a_manifest_shows_no_difference(cluster: Cluster, applied: Document) -> None:
    resource = id_of(applied)
    if resource.kind == "Secret":
        assert cluster.session.predictor.predict([(resource, applied.value)], manager="headgate") == {}
        return
    here = replace(resource, namespace=cluster.namespace) if resource.namespace else resource
    manifest: Any = json.loads(json.dumps(applied.value))
    if resource.namespace:
        manifest["metadata"]["namespace"] = cluster.namespace
    found = cluster.session.predictor.predict([(here, manifest)], manager="headgate")
    told = one_document(json.dumps(found[here.key]))
    assert differences(one_document(json.dumps(manifest)), told) == {}
