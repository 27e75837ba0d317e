"""Worlds whose hub is a ConfigHub on loopback: whatever is built with `world` inside uses it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pytest

from core.workspace import Workspace
from tests.builders.certificates import trusted
from tests.builders.world import World
from tests.fakes.clock import FakeClock
from tests.fakes.confighub.server import Loopback

__all__ = ["far_worlds"]


@contextmanager
def far_worlds(patch: pytest.MonkeyPatch, epoch: str = "C") -> Iterator[Loopback]:
    """Serve a ConfigHub, and let the settings of every world name it; connections are closed at the end."""
    opened: list[Workspace] = []
    commit, workspace = World.commit, World.workspace

    def committed(world: World, files: Mapping[str, str | None], *args: Any, **named: Any) -> str:  # noqa: ANN401
        return commit(
            world,
            {
                name: _far(name, text, f'{{url: "{server.url}", ca: {authorities.name}}}')
                for name, text in files.items()
            },
            *args,
            **named,
        )

    def opening(world: World, who: str = "op1") -> Workspace:
        opened.append(workspace(world, who))
        return opened[-1]

    with Loopback(FakeClock(), epoch) as server, NamedTemporaryFile("w", suffix=".pem") as authorities:
        authorities.write(trusted().authorities)  # reading those of the system takes long
        authorities.flush()
        patch.setenv("CUB_SERVER", server.url)
        patch.setenv("CUB_TOKEN", "t0ken")
        patch.setattr(World, "commit", committed)
        patch.setattr(World, "workspace", opening)
        try:
            yield server
        finally:
            for one in opened:
                one.close()
        assert server.contract.violations == []


def _far(name: str, text: str | None, hub: str) -> str | None:
    if Path(name).name != "headgate.yaml" or text is None:
        return text
    rest = [line for line in text.splitlines() if not line.startswith("hub:")]
    return "\n".join([*rest, f"hub: {hub}", ""])
