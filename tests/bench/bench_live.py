"""Looking at a cluster: list, read and compare many live objects, next to the bare list call; and watching.

``python -m tests.bench.bench_live serve COUNT`` is the server, a process of its own; ``watch COUNT PORT``
watches so many objects and prints its peak memory in KiB.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen, run
from tempfile import TemporaryDirectory
from typing import Final

from core.krm.read.documents import Documents, read_resources
from core.krm.read.limits import Limits
from core.krm.resource import ResourceId
from core.live.cluster.access import Access
from core.live.cluster.live import ClusterLive
from core.live.cluster.session import Clusters
from core.live.cluster.watching import What
from core.merge.compare import Sides, compare
from core.net.means import system_means
from core.secret import Secret
from core.system.clock import SystemClock
from core.system.processes import run as start
from tests.bench.measuring import Line, in_turn, peak_kib, wall
from tests.builders.kube import deployment
from tests.fakes.kube.server import kube_server

__all__ = ["lines"]

TOP: Final = Path(__file__).parents[2]
_MANY: Final = Limits(bytes=1 << 28, nodes=20_000_000, documents=200_000)
_USER: Final = "admin"


def lines(*, small: bool) -> Iterator[Line]:
    """Measure by the wall, the server in another process; ours is what ``headgate drift`` does."""
    count, watched, rounds = (200, 1_000, 3) if small else (1_000, 10_000, 5)
    with _server(count) as port, TemporaryDirectory() as state, _clusters(port, Path(state)) as clusters:
        applied = read_resources(_applied(count), limits=_MANY)
        wanted = [one.id for one in applied.documents if one.id is not None]
        live = ClusterLive(clusters, "bench", namespace="demo", clock=SystemClock())
        session = clusters.session("bench")
        served = session.kinds.served(wanted[0])
        took = in_turn(
            {
                "ours": lambda: _compared(live, wanted, applied),
                "bare": lambda: list(session.reader.pages(served, "demo")),
            },
            rounds,
            clock=wall,
        )
        what = f"list, read and compare {count} live objects"
        yield Line("live-compare", what, took["ours"], "the bare list call", took["bare"], rounds)
    with _server(watched) as port:
        memory = _peak(watched, port)
    yield Line("live-watch-memory", f"peak memory of watching {watched} objects", memory, "", None, 1, "MB")


def _compared(live: ClusterLive, wanted: Sequence[ResourceId], applied: Documents) -> None:
    observed = live.observe("s", wanted)
    seen = observed.documents("demo", limits=_MANY)
    found = compare(Sides(base=applied, git=applied, hub=applied, applied=applied, live=seen))
    assert (len(seen.documents), found.places) == (len(wanted), ())


def _applied(count: int) -> str:
    return json.dumps([deployment(f"web-{number:05}") for number in range(count)])


@contextmanager
def _clusters(port: int, state: Path) -> Iterator[Clusters]:
    access = Access(
        context="bench", server=f"http://127.0.0.1:{port}", source="", namespace="demo", token=Secret(_USER)
    )
    means = system_means(SystemClock())
    clusters = Clusters(env={}, state=state, run=start, means=means, read=lambda _: access)
    try:
        yield clusters
    finally:
        clusters.close()


@contextmanager
def _server(count: int) -> Iterator[int]:
    argv = [sys.executable, "-m", "tests.bench.bench_live", "serve", str(count)]
    with Popen(argv, cwd=TOP, stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


def _peak(count: int, port: int) -> float:
    argv = [sys.executable, "-m", "tests.bench.bench_live", "watch", str(count), str(port)]
    done = run(argv, cwd=TOP, stdout=PIPE, check=True, text=True)
    return int(done.stdout) / 1024


def _serve(count: int) -> None:
    with kube_server(claims=False) as server:
        server.put(*(deployment(f"web-{number:05}") for number in range(count)))
        sys.stdout.write(f"{server.port}\n")
        sys.stdout.flush()
        sys.stdin.read()


def _watch(count: int, port: int) -> None:
    with TemporaryDirectory() as state, _clusters(port, Path(state)) as clusters:
        session = clusters.session("bench")
        served = session.kinds.served(ResourceId("apps/v1", "Deployment", "demo", "web"))
        told = 0
        for event in session.watch(served, namespace="").events():
            if event.what is What.CURRENT:
                break
            told += 1
        assert told == count
    sys.stdout.write(f"{peak_kib()}\n")


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        _serve(int(sys.argv[2]))
    else:
        _watch(int(sys.argv[2]), int(sys.argv[3]))
