"""Every adapter of the hub's ports; a new one is one more entry, and mypy holds it to the ports."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Final, Protocol, TypeAlias

from core.hub.confighub.hub import ConfigHub
from core.hub.embedded.hub import EmbeddedHub
from core.net.site import Limits
from core.ports.effects import Clock
from core.ports.hub import Hub
from core.ports.proposals import Captures, Proposals
from core.ports.syncpoints import SyncPoints
from tests.builders.confighubs import AS_ADA, confighub_at, server_by
from tests.fakes.confighub.prism import ASKED_FOR, proxied
from tests.fakes.confighub.server import Loopback
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


@contextmanager
def _confighub(epoch: str, clock: Clock, *, short_pages: bool = False) -> Iterator[Authority]:
    """A loopback server; whoever is done with it has sent nothing that its description does not know."""
    with Loopback(clock, epoch, short_pages=short_pages) as server:
        with closing(confighub_at(server, clock)) as hub:
            yield hub
        assert server.contract.violations == []


def confighub_a(folder: Path, clock: Clock) -> AbstractContextManager[Authority]:
    assert folder.is_dir()
    return _confighub("A", clock)


def confighub_b(folder: Path, clock: Clock) -> AbstractContextManager[Authority]:
    assert folder.is_dir()
    return _confighub("B", clock)


def confighub_c(folder: Path, clock: Clock) -> AbstractContextManager[Authority]:
    """The version with pages, all of them short and the first one empty."""
    assert folder.is_dir()
    return _confighub("C", clock, short_pages=True)


@contextmanager
def confighub_behind_prism(folder: Path, clock: Clock) -> Iterator[Authority]:
    """The newest version, with a proxy between that reads the description itself."""
    assert folder.is_dir()
    there = proxied()
    server = there.emptied(clock)
    reached = server_by(there.url, there.url, AS_ADA, limits=Limits(seconds=30))
    with closing(ConfigHub(reached, clock)) as hub:
        yield hub
    assert server.contract.violations == []


HUBS: Final[tuple[OpenHub, ...]] = (
    embedded,
    memory,
    confighub_a,
    confighub_b,
    confighub_c,
    *((confighub_behind_prism,) if ASKED_FOR else ()),
)
