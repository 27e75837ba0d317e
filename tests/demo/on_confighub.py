"""The story, told over ConfigHub's API: the same things wait as on an embedded hub."""

import os
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from core.demo.build import build
from core.demo.confighub.server import Loopback
from core.model.item import Inbox, Item, ItemKind
from core.progress import NoProgress
from core.workspace import open_workspace
from tests.fakes.clock import FakeClock

NOW = 1_790_000_000.0


def told(home: Path, env: Mapping[str, str], server: Loopback | None) -> Inbox:
    world = {"HOME": str(home), "XDG_STATE_HOME": str(home / "state"), "PATH": os.environ["PATH"], **env}
    clock = FakeClock(NOW)
    built = build(home / "shop", env=world, progress=NoProgress(), clock=clock, server=server)
    with closing(open_workspace(built.folder, env=world, clock=clock)) as workspace:
        return workspace.desk.inbox()


def test_the_same_things_wait_on_confighub_as_on_an_embedded_hub(tmp_path: Path) -> None:
    near = told(tmp_path / "near", {}, None)
    with Loopback(FakeClock(NOW)) as server:
        far = told(tmp_path / "far", server.login(), server)
    assert far.unknown == near.unknown == ()
    assert seen(far) == seen(near)
    assert len(far.items) > 20


def seen(inbox: Inbox) -> set[tuple[ItemKind, str, str]]:
    """Items with their ids, but for those that hold a hub's number or are made with a workspace's key."""
    return {
        (item.kind, str(item.unit), "" if item.kind is ItemKind.PENDING_APPLY or _keyed(item) else item.id)
        for item in inbox.items
    }


def _keyed(item: Item) -> bool:
    return "credentials" in item.unit.unit
