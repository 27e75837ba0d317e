"""What an inbox of ConfigHub costs: requests, time and memory next to the bare pages of the same lists.

The server is this process; the inbox and the bare pages are asked for by processes of their own:
``python -m tests.bench.bench_confighub URL inbox|bare SPACE...`` prints milliseconds and peak KiB a line.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final, NamedTuple

from core.demo.confighub.delivering import release, reported
from core.demo.confighub.server import USER, Loopback
from core.hub.confighub.hub import ConfigHub
from core.hub.confighub.ledgers import Entry, entry_of, ledger_slug, ledger_text, stored
from core.hub.confighub.server import CONTINUE, PAGE
from core.model.names import UnitName
from core.net.calls import reading
from core.net.site import Limits
from tests.bench.measuring import Line, peak_kib, wall
from tests.builders.confighubs import AS_ADA, server_by
from tests.builders.hubs import a_point
from tests.fakes.clock import FakeClock
from tui.cli.memory import collect_rarely

__all__ = ["lines"]

_TOP: Final = Path(__file__).parents[2]
_LIMITS: Final = Limits(seconds=60, answer_bytes=64_000_000)
_KUBERNETES: Final = {"ToolchainType": "Kubernetes/YAML", "Labels": {}}
_TEXT: Final = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n" + "".join(
    f"  key-{number}: value-{number}\n" for number in range(100)
)


class _Took(NamedTuple):
    """What one look cost: milliseconds, requests, and the peak memory of the process in MB."""

    milliseconds: float
    requests: int
    megabytes: float


def lines(*, small: bool) -> Iterator[Line]:
    """Measure a first inbox, one more after a change, and the bare requests."""
    count, spaces = (500, 5) if small else (10_000, 50)
    clock = FakeClock()
    with Loopback(clock) as server:
        names = [f"space-{number:02}" for number in range(spaces)]
        for name in names:
            _fill(server, name, count // spaces)
        clock.advance(3600)
        server.store.touch(server.store.named(names[0], "unit-0"))
        cold, warm = _asked(server, "inbox", names)
        (bare,) = _asked(server, "bare", names)
        what = f"{count} units of ConfigHub"
        first, again = f"a first inbox, {what}", f"one more inbox, {what}"
        peer = "the bare pages"
        yield Line("confighub-cold-requests", first, cold.requests, "", None, 1, "requests")
        yield Line("confighub-warm-requests", again, warm.requests, "", None, 1, "requests")
        yield Line("confighub-cold", first, cold.milliseconds, peer, bare.milliseconds, 1)
        yield Line("confighub-warm", again, warm.milliseconds, peer, bare.milliseconds, 1)
        yield Line(
            "confighub-memory", f"peak memory of it, {what}", cold.megabytes, peer, bare.megabytes, 1, "MB"
        )


def _asked(server: Loopback, what: str, names: Sequence[str]) -> list[_Took]:
    """Let another process ask; between two looks somebody writes a unit."""
    argv = [sys.executable, "-m", "tests.bench.bench_confighub", server.url, what, *names]
    found = []
    with subprocess.Popen(
        argv, cwd=_TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise AssertionError("both are pipes")
        before = server.count()
        for line in process.stdout:
            spent, kib = line.split()
            found.append(_Took(float(spent), server.count() - before, int(kib) / 1024))
            before = server.count()
            with server.lock:
                kept = server.store.named(names[-1], "unit-1")
                server.store.write(kept, kept.data + b"# more\n", USER, description="more")
            process.stdin.write("\n")
            process.stdin.flush()
    return found


def _fill(server: Loopback, space: str, count: int) -> None:
    store = server.store
    body = {"Slug": space, "ReleaseTargetID": store.new_id()}
    space_id = store.add_space(body, allow_exists=False)["SpaceID"]
    points: dict[str, Entry] = {}
    for number in range(count):
        name = f"unit-{number}"
        kept = store.add_unit(space_id, {**_KUBERNETES, "Slug": name}, b"", USER, allow_exists=False)
        store.write(kept, f"{_TEXT}# {space} {number}\n".encode(), USER, description="first")
        points[name] = entry_of(stored(a_point(UnitName(space, name), base=_TEXT)), at=2)
    release(store, space)
    reported(store, space, Sync="Synced", Health="Healthy", Reporter="bot")
    book = store.add_space({"Slug": "headgate"}, allow_exists=True)["SpaceID"]
    ledger = {**_KUBERNETES, "Slug": ledger_slug(space)}
    kept = store.add_unit(book, ledger, b"", USER, allow_exists=False)
    store.write(kept, ledger_text(space, points).encode(), USER, description="points")


def main(arguments: Sequence[str]) -> int:
    """Ask the server, and print what each look took of time, and of memory up to then."""
    collect_rarely()
    url, what, *names = arguments
    with closing(
        ConfigHub(server_by(url, f"{url}/api", AS_ADA, limits=_LIMITS), FakeClock(), spaces=names)
    ) as hub:
        for look in (_inbox, _inbox) if what == "inbox" else (_bare,):
            start = wall()
            kept = look(hub, names)
            sys.stdout.write(f"{wall() - start} {peak_kib()}\n")
            sys.stdout.flush()
            sys.stdin.readline()
            del kept
    return 0


def _inbox(hub: ConfigHub, spaces: Sequence[str]) -> list[str]:
    """Ask the hub all that an inbox asks."""
    texts = []
    for space in spaces:
        heads = hub.heads(space)
        hub.sync_points(space)
        hub.pending(space)
        hub.pending_captures(space)
        texts += [hub.data(head.unit, head.number) for head in heads]
    return texts


def _bare(hub: ConfigHub, _spaces: Sequence[str]) -> list[bytes]:
    """Fetch the pages of units and of their data, keep them, and look into none of them."""
    pages = []
    for path in ("/unit", "/unit_data"):
        mark = ""
        while True:
            query = (("limit", str(PAGE)), *((("continue", mark),) if mark else ()))
            answer = hub.server.send(reading("fetch a page", path, *query))
            pages.append(answer.body)
            mark = answer.headers.get(CONTINUE, "")
            if not mark:
                break
    return pages


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
