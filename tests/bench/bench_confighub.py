"""What an inbox of ConfigHub costs: requests, and time next to the bare pages of the same lists."""

from collections.abc import Iterator
from contextlib import closing
from typing import Final

from core.demo.confighub.server import USER, Loopback
from core.hub.confighub.hub import ConfigHub
from core.hub.confighub.ledgers import Entry, entry_of, ledger_slug, ledger_text, stored
from core.hub.confighub.server import CONTINUE, PAGE
from core.model.names import UnitName
from core.net.calls import reading
from core.net.site import Limits
from tests.bench.measuring import Line, wall
from tests.builders.confighubs import server_at
from tests.builders.hubs import a_point
from tests.fakes.clock import FakeClock

__all__ = ["lines"]

_LIMITS: Final = Limits(seconds=60, answer_bytes=64_000_000)
_KUBERNETES: Final = {"ToolchainType": "Kubernetes/YAML", "Labels": {}}
_TEXT: Final = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n" + "".join(
    f"  key-{number}: value-{number}\n" for number in range(100)
)


def lines(*, small: bool) -> Iterator[Line]:
    """Measure a first inbox, one more, and the bare requests; the server is a thread of this process."""
    count, spaces = (500, 5) if small else (10_000, 50)
    clock = FakeClock()
    with Loopback(clock) as server:
        names = [f"space-{number:02}" for number in range(spaces)]
        for name in names:
            _fill(server, name, count // spaces)
        clock.advance(3600)
        server.store.touch(server.store.named(names[0], "unit-0"))
        reached = server_at(server, limits=_LIMITS)
        with closing(ConfigHub(reached, FakeClock(), spaces=names)) as hub:
            what = f"{count} units of ConfigHub"
            cold, asked = _inbox(server, hub, names)
            yield Line("confighub-cold-requests", f"a first inbox, {what}", asked, "", None, 1, "requests")
            warm, asked = _inbox(server, hub, names)
            yield Line("confighub-warm-requests", f"one more inbox, {what}", asked, "", None, 1, "requests")
            bare = _bare(hub)
            yield Line("confighub-cold", f"a first inbox, {what}", cold, "the bare pages", bare, 1)
            yield Line("confighub-warm", f"one more inbox, {what}", warm, "the bare pages", bare, 1)


def _fill(server: Loopback, space: str, count: int) -> None:
    store = server.store
    space_id = store.add_space({"Slug": space}, allow_exists=False)["SpaceID"]
    points: dict[str, Entry] = {}
    for number in range(count):
        name = f"unit-{number}"
        kept = store.add_unit(space_id, {**_KUBERNETES, "Slug": name}, b"", USER, allow_exists=False)
        store.write(kept, f"{_TEXT}# {space} {number}\n".encode(), USER, description="first")
        points[name] = entry_of(stored(a_point(UnitName(space, name), base=_TEXT)), at=2)
    book = store.add_space({"Slug": "headgate"}, allow_exists=True)["SpaceID"]
    ledger = {**_KUBERNETES, "Slug": ledger_slug(space)}
    kept = store.add_unit(book, ledger, b"", USER, allow_exists=False)
    store.write(kept, ledger_text(space, points).encode(), USER, description="points")


def _inbox(server: Loopback, hub: ConfigHub, spaces: list[str]) -> tuple[float, int]:
    """Ask the hub all that an inbox asks; gives milliseconds and requests."""
    before, start = server.count(), wall()
    for space in spaces:
        heads = hub.heads(space)
        hub.sync_points(space)
        hub.pending(space)
        hub.pending_captures(space)
        for head in heads:
            hub.data(head.unit, head.number)
    return wall() - start, server.count() - before


def _bare(hub: ConfigHub) -> float:
    """Fetch the pages of units and of their data, and look into none of them."""
    start = wall()
    for path in ("/unit", "/unit_data"):
        mark = ""
        while True:
            query = (("limit", str(PAGE)), *((("continue", mark),) if mark else ()))
            answer = hub.server.send(reading("fetch a page", path, *query))
            mark = answer.headers.get(CONTINUE, "")
            if not mark:
                break
    return wall() - start
