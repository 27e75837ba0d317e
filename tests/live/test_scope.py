"""Several kinds watched as one stream."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.krm.resource import ResourceId
from core.live.cluster.scope import Seen, watch_scope
from core.live.cluster.watching import What
from tests.builders.kube import WEB, clusters, config_map, deployment
from tests.fakes.kube.server import KubeServer, Rule, User, kube_server

MAP = ResourceId("v1", "ConfigMap", "demo", "a")


@pytest.fixture
def kube() -> Iterator[KubeServer]:
    with kube_server() as server:
        server.put(deployment(), config_map("a"))
        yield server


def stream(kube: KubeServer, state: Path, stop: threading.Event, *, user: str = "admin") -> Iterator[Seen]:
    session = clusters(kube, state, user=user).session("loop")
    return watch_scope(session, [WEB, MAP], namespace="demo", stop=stop)


def shown(seen: Seen) -> str:
    metadata: Any = seen.happened.object.get("metadata")
    return f"{seen.happened.what} {seen.served.kind} {metadata['name'] if metadata else ''}".strip()


def test_what_happens_to_any_kind_is_told_in_one_stream(kube: KubeServer, tmp_path: Path) -> None:
    stop = threading.Event()
    events = stream(kube, tmp_path, stop)
    first = {shown(next(events)) for _ in range(4)}
    assert first == {"added Deployment web", "current Deployment", "added ConfigMap a", "current ConfigMap"}
    kube.edit(deployment(), lambda it: it["spec"].update(replicas=3))
    assert shown(next(events)) == "modified Deployment web"
    kube.put(config_map("b"))
    assert shown(next(events)) == "added ConfigMap b"
    stop.set()
    assert list(events) == []


def test_a_kind_that_may_not_be_watched_ends_with_its_reason_and_the_others_go_on(
    kube: KubeServer, tmp_path: Path
) -> None:
    kube.users["half"] = User("half", (Rule("get list", "*"), Rule("watch", "configmaps")))
    stop = threading.Event()
    events = stream(kube, tmp_path, stop, user="half")
    told = [next(events) for _ in range(5)]
    (over,) = [one for one in told if one.is_over]
    assert (over.served.kind, over.happened.what) == ("Deployment", What.LOST)
    assert 'cannot watch resource "deployments"' in over.happened.why
    kube.put(config_map("b"))
    assert shown(next(events)) == "added ConfigMap b"
    stop.set()
    assert list(events) == []


def test_nothing_to_watch_any_more_ends_it(kube: KubeServer, tmp_path: Path) -> None:
    kube.users["none"] = User("none", (Rule("get list", "*"),))
    told = list(stream(kube, tmp_path, threading.Event(), user="none"))
    assert {one.served.kind for one in told if one.is_over} == {"Deployment", "ConfigMap"}
