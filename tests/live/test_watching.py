"""Watches: every change once, over restarts and lost history."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.errors import SourceUnreadable
from core.krm.resource import ResourceId
from core.live.cluster.access import Access
from core.live.cluster.watching import Happened, Watch
from tests.builders.kube import WEB, access_to, clusters, config_map, deployment
from tests.fakes.kube.asked import Asked
from tests.fakes.kube.server import Fault, KubeServer, kube_server

Json = dict[str, Any]
MAP = ResourceId("v1", "ConfigMap", "demo", "a")


@pytest.fixture
def kube() -> Iterator[KubeServer]:
    with kube_server() as server:
        yield server


class Until:
    """A stop that comes after so many events."""

    def __init__(self) -> None:
        self.over = False

    def is_set(self) -> bool:
        return self.over


def opened(
    kube: KubeServer,
    state: Path,
    resource: ResourceId = MAP,
    *,
    user: str = "admin",
    paused: list[float] | None = None,
    read: Callable[[str], Access] | None = None,
) -> Watch:
    session = clusters(kube, state, user=user, paused=paused, read=read).session("loop")
    return session.watch(session.kinds.served(resource), namespace="demo")


def shown(happened: Happened) -> str:
    metadata: Any = happened.object.get("metadata")
    return f"{happened.what} {metadata['name']}" if metadata else str(happened.what)


def take(events: Iterator[Happened], count: int) -> list[str]:
    return [shown(next(events)) for _ in range(count)]


def started(kube: KubeServer, watch: Watch, there: int) -> Iterator[Happened]:
    """Watch config maps until the stream itself is open."""
    events = watch.events()
    take(events, there + 1)
    kube.put(config_map("first"))
    assert take(events, 1) == ["added first"]
    return events


def watching(asked: Asked) -> bool:
    return "watch" in asked.query


def test_what_is_there_is_told_first_then_what_happens(kube: KubeServer, tmp_path: Path) -> None:
    kube.put(config_map("a"), config_map("b"))
    events = opened(kube, tmp_path).events()
    assert take(events, 3) == ["added a", "added b", "current"]
    kube.put(config_map("a", a="2"), config_map("c"))
    kube.store.delete(kube.kind("ConfigMap"), "demo", "b", dry=False)
    assert take(events, 3) == ["modified a", "added c", "deleted b"]


def test_an_event_says_who_wrote_it(kube: KubeServer, tmp_path: Path) -> None:
    kube.put(deployment())
    events = opened(kube, tmp_path, WEB).events()
    take(events, 2)
    kube.edit(deployment(), lambda it: it["spec"].update(replicas=3))
    metadata: Any = next(events).object["metadata"]
    assert [one["manager"] for one in metadata["managedFields"]] == ["argocd-controller", "kubectl-edit"]


def test_a_restart_of_the_server_loses_nothing(kube: KubeServer, tmp_path: Path) -> None:
    kube.put(config_map("a"))
    events = started(kube, opened(kube, tmp_path), 1)
    kube.stop()
    kube.put(config_map("a", a="2"))
    kube.start()
    assert take(events, 3) == ["lost", "current", "modified a"]


def test_history_that_is_lost_is_made_good_by_a_list(kube: KubeServer, tmp_path: Path) -> None:
    kube.put(config_map("a"), config_map("b"), config_map("c"))
    events = started(kube, opened(kube, tmp_path), 3)
    kube.stop()
    kube.put(config_map("a", a="2"), config_map("d"))
    kube.store.delete(kube.kind("ConfigMap"), "demo", "b", dry=False)
    kube.store.compact()
    kube.start()
    assert take(events, 5) == ["lost", "modified a", "added d", "deleted b", "current"]


def test_a_bookmark_saves_a_list_and_is_no_event(kube: KubeServer, tmp_path: Path) -> None:
    kube.watch_seconds = 0.05
    kube.put(config_map("a"))
    asked: list[Asked] = []

    def second_watch(one: Asked) -> bool:
        asked.extend([one] if "configmaps" in one.path else [])
        if len(list(filter(watching, asked))) == 2:
            kube.store.compact()
            kube.put(config_map("z"))
        return False

    kube.faults.append(Fault(second_watch, None))
    events = opened(kube, tmp_path).events()
    take(events, 2)
    kube.put(deployment())
    assert take(events, 1) == ["added z"]
    assert [watching(one) for one in asked] == [False, True, True]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        pytest.param(429, "TooManyRequests", id="storage that is being initialised"),
        pytest.param(503, "ServiceUnavailable", id="a server that is going down"),
    ],
)
def test_a_server_that_wants_peace_is_watched_again_later(
    kube: KubeServer, tmp_path: Path, code: int, reason: str
) -> None:
    body = {"kind": "Status", "message": "storage is (re)initializing", "reason": reason, "code": code}
    kube.faults.append(Fault(watching, (code, body, {"Retry-After": "7"})))
    kube.put(config_map("a"))
    paused: list[float] = []
    events = opened(kube, tmp_path, paused=paused).events()
    assert take(events, 3) == ["added a", "current", "lost"]
    kube.put(config_map("b"))
    assert take(events, 2) == ["current", "added b"]
    assert paused == [7.0]


def test_a_watch_that_is_not_allowed_ends_in_words(kube: KubeServer, tmp_path: Path) -> None:
    body = {"kind": "Status", "message": "no", "reason": "Forbidden", "code": 403}
    kube.faults.append(Fault(watching, (403, body, {}), times=9))
    kube.put(config_map("a"))
    refused = opened(kube, tmp_path).events()
    take(refused, 2)
    with pytest.raises(SourceUnreadable, match="403 Forbidden"):
        next(refused)


def test_a_server_that_never_lets_itself_be_watched_is_asked_less_and_less(
    kube: KubeServer, tmp_path: Path
) -> None:
    kube.faults.append(Fault(watching, (503, {"message": "no"}, {}), times=99))
    paused: list[float] = []
    events = opened(kube, tmp_path, paused=paused).events()
    assert take(events, 10) == ["current", *["lost"] * 9]
    assert paused == [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0]


def test_a_history_that_is_always_lost_is_not_listed_without_a_pause(
    kube: KubeServer, tmp_path: Path
) -> None:
    gone = {"kind": "Status", "message": "too old", "reason": "Expired", "code": 410}
    kube.faults.append(Fault(watching, (410, gone, {}), times=99))
    paused: list[float] = []
    events = opened(kube, tmp_path, paused=paused).events()
    assert take(events, 4) == ["current"] * 4
    assert paused == [0.25, 0.5, 1.0]


@pytest.mark.parametrize("away", [0, 3], ids=["a server that answers", "a server that was away"])
def test_a_token_that_was_renewed_beside_the_watch_is_used(
    kube: KubeServer, tmp_path: Path, away: int
) -> None:
    kube.faults.append(Fault(watching, (503, {"message": "no"}, {}), times=away))
    file = tmp_path / "token"
    file.write_text("admin")
    access = replace(access_to(kube), token=None, token_file=str(file))
    kube.watch_seconds = 0.05
    events = opened(kube, tmp_path / "state", read=lambda _: access).events()
    take(events, 1 + away)
    kube.users["renewed"] = kube.users.pop("admin")
    file.write_text("renewed")
    kube.put(config_map("b"))
    assert take(events, 2) == ["added b", "current"]


def test_it_ends_when_it_is_to(kube: KubeServer, tmp_path: Path) -> None:
    kube.put(config_map("a"))
    stop = Until()
    events = opened(kube, tmp_path).events(stop=stop)
    take(events, 2)
    stop.over = True
    assert list(events) == []
