"""No false drift: every manifest of the corpus, applied to a server and read back, shows no difference.

Against the loopback server this says that Headgate's rules explain what that server fills in, and no more:
its defaults were written from Kubernetes' own sources, apart from Headgate's. With HEADGATE_TEST_KUBECONFIG
the same manifests go to a real cluster (`test_any_cluster.py`), on trial only, and what it answers is
compared.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final

import pytest

from core.krm.read.documents import Document
from core.krm.resource import ResourceId
from core.live.cluster.live import ClusterLive
from tests.builders.corpus import ALL, differences, id_of
from tests.builders.kube import live_in
from tests.fakes.kube.server import KubeServer, kube_server

MUST: Final = (
    "Deployment Service StatefulSet DaemonSet Job CronJob Ingress ConfigMap HorizontalPodAutoscaler "
    "PodDisruptionBudget NetworkPolicy Role RoleBinding ClusterRole ClusterRoleBinding PersistentVolumeClaim"
)


@pytest.fixture(scope="module")
def kube() -> Iterator[KubeServer]:
    """A server to which the whole corpus was applied."""
    with kube_server() as server:
        server.put(*(one.value for one in ALL if isinstance(one.value, dict)))
        yield server


@pytest.fixture(scope="module")
def live(kube: KubeServer, tmp_path_factory: pytest.TempPathFactory) -> ClusterLive:
    return live_in(kube, tmp_path_factory.mktemp("state"))


@pytest.fixture(scope="module")
def observed(live: ClusterLive) -> dict[ResourceId, Document]:
    """What is live of the corpus, in one look."""
    found = live.observe("s", [id_of(one) for one in ALL])
    assert (found.missing, found.unread) == ((), {})
    return {id_of(one): one for one in found.documents("").documents}


def test_the_corpus_holds_every_kind_that_must_be_in_it_and_sixty_manifests() -> None:
    kinds = Counter(id_of(one).kind for one in ALL)
    assert set(MUST.split()) - kinds.keys() == set()
    assert len(ALL) >= 60


@pytest.mark.parametrize("applied", [pytest.param(one, id=str(one.id)) for one in ALL])
def test_a_manifest_that_was_applied_shows_no_difference(
    applied: Document, observed: dict[ResourceId, Document]
) -> None:
    assert differences(applied, observed[id_of(applied)]) == {}


@pytest.mark.parametrize("applied", [pytest.param(one, id=str(one.id)) for one in ALL])
def test_the_server_added_something_to_look_past(
    applied: Document, observed: dict[ResourceId, Document]
) -> None:
    assert observed[id_of(applied)].value != applied.value
