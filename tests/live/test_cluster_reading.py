"""Reading a cluster over HTTP: pages, versions, rights, and what is unknown."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.errors import SourceUnreadable
from core.krm.resource import ResourceId
from core.ports.live import Observed
from tests.builders.kube import CLAIM, WEB, claim, clusters, config_map, deployment, live_in
from tests.fakes.kube.asked import Asked
from tests.fakes.kube.server import Fault, KubeServer, Rule, User, kube_server

Json = dict[str, Any]
Answered = tuple[int, Json | str, dict[str, str]]


@pytest.fixture
def kube() -> Iterator[KubeServer]:
    with kube_server() as server:
        yield server


def maps(count: int) -> list[ResourceId]:
    return [ResourceId("v1", "ConfigMap", "demo", f"m{number:04}") for number in range(count)]


def status(code: int, reason: str, *, wait: int = 0) -> Answered:
    body = {"kind": "Status", "message": "said so", "reason": reason, "code": code}
    return code, body, {"Retry-After": str(wait)} if wait else {}


def names(observed: Observed) -> list[str]:
    return [str(document.id) for document in observed.documents("").documents]


def test_what_is_there_is_shown_in_the_order_asked_and_the_rest_is_missing(
    kube: KubeServer, tmp_path: Path
) -> None:
    kube.put(deployment(), claim())
    gone = ResourceId("v1", "ConfigMap", "demo", "gone")
    observed = live_in(kube, tmp_path).observe("s", [CLAIM, gone, WEB])
    assert names(observed) == [str(CLAIM), str(WEB)]
    assert (observed.missing, observed.unread) == ((gone,), {})


def test_owners_come_along_and_kubectls_copy_does_not(kube: KubeServer, tmp_path: Path) -> None:
    manifest = config_map("m0000")
    copy = "kubectl.kubernetes.io/last-applied-configuration"
    manifest["metadata"]["annotations"] = {copy: "{}", "team": "a"}
    kube.put(manifest)
    found: Any = live_in(kube, tmp_path).observe("s", maps(1)).objects
    (shown,) = found
    assert shown["metadata"]["annotations"] == {"team": "a"}
    assert [one["manager"] for one in shown["metadata"]["managedFields"]] == ["argocd-controller"]


def test_a_thousand_objects_are_read_in_two_pages(kube: KubeServer, tmp_path: Path) -> None:
    kube.put(*(config_map(one.name) for one in maps(1000)))
    observed = live_in(kube, tmp_path).observe("s", maps(1000))
    assert (len(names(observed)), observed.missing) == (1000, ())
    assert [one.partition("?")[0] for one in kube.requests() if "configmaps" in one] == [
        "GET /api/v1/namespaces/demo/configmaps",
        "GET /api/v1/namespaces/demo/configmaps",
    ]


def test_a_list_that_grew_too_old_in_the_middle_is_read_to_its_end(kube: KubeServer, tmp_path: Path) -> None:
    kube.put(*(config_map(one.name) for one in maps(9)))
    pages = 0

    def meets_second_page(asked: Asked) -> bool:
        nonlocal pages
        pages += "configmaps" in asked.path
        if pages == 2:
            kube.store.version += 1
            kube.store.compact()
        return False

    kube.faults.append(Fault(meets_second_page, None))
    assert len(names(live_in(kube, tmp_path, page=4).observe("s", maps(9)))) == 9


def test_a_page_that_is_too_large_is_asked_for_in_halves(kube: KubeServer, tmp_path: Path) -> None:
    large = "x" * 200_000
    kube.put(*(config_map(one.name, a=large) for one in maps(110)))
    observed = live_in(kube, tmp_path, page=110).observe("s", maps(110))
    assert observed.missing == ()
    assert [one.rpartition("limit=")[2][:3] for one in kube.requests() if "configmaps" in one][:2] == [
        "110",
        "55",
    ]


def test_secrets_are_read_by_name_and_never_listed(kube: KubeServer, tmp_path: Path) -> None:
    secrets = [ResourceId("v1", "Secret", "demo", f"s{number}") for number in range(6)]
    live_in(kube, tmp_path).observe("s", secrets)
    asked = [one for one in kube.requests() if "secrets" in one]
    assert asked == [f"GET /api/v1/namespaces/demo/secrets/s{number}" for number in range(6)]


def test_an_object_without_a_namespace_is_looked_for_in_the_contexts_own(
    kube: KubeServer, tmp_path: Path
) -> None:
    kube.put(config_map("m0000"))
    bare = ResourceId("v1", "ConfigMap", "", "m0000")
    observed = live_in(kube, tmp_path).observe("s", [bare])
    assert names(observed) == [str(bare)]


def test_a_kind_that_may_not_be_read_is_unknown_and_the_rest_is_known(
    kube: KubeServer, tmp_path: Path
) -> None:
    kube.put(deployment())
    secret = ResourceId("v1", "Secret", "demo", "db")
    observed = live_in(kube, tmp_path, user="reader").observe("s", [WEB, secret])
    assert names(observed) == [str(WEB)]
    assert observed.missing == ()
    assert 'User "reader" cannot get resource "secrets"' in observed.unread[secret]


def test_a_kind_that_is_not_served_at_its_version_is_unknown_and_never_deleted(
    kube: KubeServer, tmp_path: Path
) -> None:
    kube.put(deployment())
    old = ResourceId("extensions/v1beta1", "Ingress", "demo", "web")
    observed = live_in(kube, tmp_path).observe("s", [WEB, old])
    assert (observed.missing, list(observed.unread)) == ((), [old])


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        pytest.param(status(403, "Forbidden"), "403 Forbidden: said so", id="no rights"),
        pytest.param(status(401, "Unauthorized"), "401 Unauthorized", id="nobody we know"),
        pytest.param(status(500, ""), "failed", id="a server that fails"),
        pytest.param(status(503, "", wait=1), "not available", id="a server that is busy"),
        pytest.param(status(429, "", wait=1), "no more requests", id="a server that wants peace"),
        pytest.param((302, "", {"Location": "https://far.example/"}), "far.example", id="a redirect"),
        pytest.param(None, "closed", id="a connection that is closed"),
    ],
)
def test_a_cluster_that_does_not_answer_is_unknown(
    kube: KubeServer, tmp_path: Path, fault: Answered | None, why: str
) -> None:
    kube.put(deployment())
    kube.faults.append(Fault(lambda asked: "deployments" in asked.path, fault, times=9))
    with pytest.raises(SourceUnreadable, match=why) as unread:
        live_in(kube, tmp_path).observe("s", [WEB])
    assert (unread.value.exit_code, unread.value.changed) == (6, "nothing")


def test_a_busy_server_is_asked_again_after_as_long_as_it_wants(kube: KubeServer, tmp_path: Path) -> None:
    kube.put(deployment())
    paused: list[float] = []
    kube.faults.append(Fault(lambda asked: "deployments" in asked.path, status(429, "", wait=2)))
    reader = clusters(kube, tmp_path, paused=paused).session("loop").reader
    assert (reader.one(WEB) is not None, paused) == (True, [2.0])


def test_a_token_is_sent_to_the_server_and_a_reader_may_read(kube: KubeServer, tmp_path: Path) -> None:
    kube.users["reader"] = User("reader", (Rule("get", "deployments.apps", "demo"),))
    kube.put(deployment())
    assert names(live_in(kube, tmp_path, user="reader").observe("s", [WEB])) == [str(WEB)]
    assert {one.headers["authorization"] for one in kube.asked} == {"Bearer reader"}


def test_schemas_of_custom_kinds_are_learnt_once_and_kept(kube: KubeServer, tmp_path: Path) -> None:
    kube.put(claim())
    live = live_in(kube, tmp_path)
    live.observe("s", [CLAIM])
    live.observe("s", [CLAIM, WEB])
    assert [one for one in kube.requests() if "openapi" in one] == [
        "GET /openapi/v3/apis/messagewall.demo/v1alpha1"
    ]
    (text,) = clusters(kube, tmp_path).schemas.texts()
    assert '"default": 128' in text
