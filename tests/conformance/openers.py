"""Every adapter of the hub's ports; a new one is one more entry, and mypy holds it to the ports."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Final, Protocol, TypeAlias

from core.hub.embedded.hub import EmbeddedHub
from core.ports.effects import Clock
from core.ports.hub import Hub
from core.ports.proposals import Captures, Proposals
from core.ports.syncpoints import SyncPoints
from tests.fakes.hub import MemoryHub

__all__ = ["HUBS", "Authority", "OpenHub"]


class Authority(Hub, Proposals, Captures, SyncPoints, Protocol):
    """All that sync asks of a hub, in one."""


OpenHub: TypeAlias = Callable[[Path, Clock], AbstractContextManager[Authority]]


@contextmanager
def embedded(folder: Path, clock: Clock) -> Iterator[Authority]:
    with closing(EmbeddedHub.open(folder / "hub.db", clock)) as hub:
        yield hub


@contextmanager
def memory(folder: Path, clock: Clock) -> Iterator[Authority]:
    assert folder.is_dir()
    yield MemoryHub(clock)


HUBS: Final[tuple[OpenHub, ...]] = (embedded, memory)
