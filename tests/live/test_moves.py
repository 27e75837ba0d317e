"""What moves in a cluster is told as it happens, with who wrote it."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from core.krm.resource import ResourceId
from core.ports.moves import Moved, Moves
from tests.builders.kube import WEB, config_map, deployment, live_in
from tests.fakes.kube.server import KubeServer, Rule, User, kube_server

MAP = ResourceId("v1", "ConfigMap", "demo", "a")
SECRET = ResourceId("v1", "Secret", "demo", "s")
LONG = 20.0
"""Nothing here waits so long: it ends as soon as something is told."""


@pytest.fixture
def kube() -> Iterator[KubeServer]:
    with kube_server() as server:
        server.put(deployment(), config_map("a"), config_map("b"))
        yield server


def listening(kube: KubeServer, state: Path, *resources: ResourceId, user: str = "admin") -> Moves:
    """Listen, and wait until the server is heard: an edit of a mark is told."""
    moves = live_in(kube, state, user=user).moves(resources or (WEB, MAP))
    kube.closes.append(moves.close)
    return moves


def scale(replicas: int, document: dict[str, Any]) -> None:
    document["spec"]["replicas"] = replicas


def heard(moves: Moves, kube: KubeServer) -> Moved:
    """Scale until it is told: what was there before the watch began is not."""
    for replicas in range(3, 100):
        kube.edit(deployment(), partial(scale, replicas))
        if told := moves.wait(0.2):
            return told[-1]
    raise AssertionError("nothing was told")


def test_an_edit_is_told_with_its_manager_and_its_time(kube: KubeServer, tmp_path: Path) -> None:
    told = heard(listening(kube, tmp_path), kube)
    assert (told.resource, told.manager, told.when[:2]) == (WEB, "kubectl-edit", "20")


def test_what_was_there_before_and_what_is_not_asked_for_is_not_told(
    kube: KubeServer, tmp_path: Path
) -> None:
    moves = listening(kube, tmp_path)
    heard(moves, kube)
    kube.edit(config_map("b"), lambda it: it["data"].update(a="2"))
    kube.edit(config_map("a"), lambda it: it["data"].update(a="2"))
    found = set()
    while MAP not in found:
        found |= {one.resource for one in moves.wait(LONG)}
    assert found <= {WEB, MAP}


def test_secrets_are_never_listened_to(kube: KubeServer, tmp_path: Path) -> None:
    moves = listening(kube, tmp_path, WEB, SECRET)
    heard(moves, kube)
    assert not moves.is_whole
    assert not any("secrets" in one for one in kube.requests())


def test_a_kind_that_may_not_be_watched_makes_it_less_than_whole(kube: KubeServer, tmp_path: Path) -> None:
    kube.users["half"] = User("half", (Rule("get list", "*"), Rule("watch", "deployments.apps")))
    moves = listening(kube, tmp_path, user="half")
    heard(moves, kube)
    while moves.is_whole:
        moves.wait(0.05)
    assert not moves.is_whole
