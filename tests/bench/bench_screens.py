"""The inbox on a real terminal: first frame, keys in time and bytes, many items, and a bulk apply."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from tests.bench.measuring import Line
from tests.bench.on_terminal import TOP, Burst, OnTerminal
from tests.bench.screens import store
from tests.fakes.desk import FakeDesk
from tests.fakes.inbox import inbox_of, waiting

__all__ = ["lines"]

_BARE: Final = "from tests.bench.bare import Bare; Bare().run()"
_TABLE: Final = "import sys; from tests.bench.bare_table import Table; Table(int(sys.argv[1])).run()"
_INBOX: Final = "import sys; from tests.bench.screens import inbox; inbox(*sys.argv[1:])"

_LIST_SECONDS: Final = 0.05
_PREVIEW_SECONDS: Final = 0.3
_HELD_SECONDS: Final = 1 / 30
_FEW, _MANY, _MOST = 10, 10_000, 100_000


class _Run(NamedTuple):
    """Files of a run: what the items are made after, and what a program tells of itself."""

    models: Path
    told: Path

    def inbox(self, count: int) -> OnTerminal:
        """Start the inbox over so many items."""
        return OnTerminal(_INBOX, str(count), str(self.models), str(self.told))

    def told_seconds(self, line: int) -> float:
        """Read what the program told."""
        return float(self.told.read_text().splitlines()[line])


def lines(*, small: bool) -> Iterator[Line]:
    """Measure everything; the bare app and ours take turns."""
    rounds, idle = (3, 3.0) if small else (11, 25.0)
    with tempfile.TemporaryDirectory() as folder:
        run = _Run(Path(folder, "models"), Path(folder, "told"))
        store(waiting(), replace(inbox_of(()), unknown=()), FakeDesk().actor(), run.models)
        yield from _first_frames(rounds, run)
        yield from _keys(10 if small else 40, idle, run)
        yield from _filtering(run)
        if not small:
            yield from _most(run)
        yield from _bulk(run.told)


def _first_frames(rounds: int, run: _Run) -> Iterator[Line]:
    turns: dict[str, Callable[[], float]] = {"bare": _bare}
    for count in (_FEW, _MANY):
        turns |= {f"ours {count}": partial(_inbox, count, run), f"table {count}": partial(_table, count)}
    took: dict[str, list[float]] = {who: [] for who in turns}
    for at in range(rounds + 1):
        for who, turn in turns.items():
            spent = turn()
            if at:
                took[who].append(spent)
    median = {who: statistics.median(times) for who, times in took.items()}
    for count in (_FEW, _MANY):
        ours, what = median[f"ours {count}"], f"first frame, inbox of {count:,}"
        yield Line(f"frame-{count}", what, ours, "bare Textual app", median["bare"], rounds)
        peer = "Textual's table of as many rows"
        yield Line(f"frame-table-{count}", what, ours, peer, median[f"table {count}"], rounds)


def _bare() -> float:
    with OnTerminal(_BARE) as terminal:
        return (terminal.until("ready") - terminal.began) * 1000


def _table(count: int) -> float:
    with OnTerminal(_TABLE, str(count)) as terminal:
        return (terminal.until("web-3") - terminal.began) * 1000


def _inbox(count: int, run: _Run) -> float:
    """Take the time from the start to the frame with rows; what making the items took is taken off."""
    with run.inbox(count) as terminal:
        shown = terminal.until(f"{count} of {count} shown")
        return (shown - terminal.began - run.told_seconds(0)) * 1000


def _keys(count: int, idle_seconds: float, run: _Run) -> Iterator[Line]:
    with run.inbox(_MANY) as terminal:
        terminal.until("shown")
        terminal.listen(1.0)
        moved = [_moved(terminal) for _ in range(12)]
        times = [terminal.key("kj"[at % 2], silence_seconds=_LIST_SECONDS).last_ms for at in range(count)]
        terminal.listen(_PREVIEW_SECONDS)
        slow = statistics.quantiles(times, n=20)[-1]
        yield Line("key-time", "cursor key to last byte, p95", slow, "one frame at 60 Hz", None, count)
        listed = statistics.median(one.size for one, _ in moved)
        both = statistics.median(one.size + other.size for one, other in moved)
        yield Line("key-bytes", "cursor key, the list at 80x24", listed, "", None, len(moved), "B")
        yield Line("key-preview", "cursor key and its preview", both, "", None, len(moved), "B")
        held = _held(terminal)
        yield Line("key-held", "a held key that scrolls", held, "", None, 60, "B")
        before = time.monotonic()
        sent = sum(terminal.listen(1.0).size for _ in range(int(idle_seconds)))
        spent = time.monotonic() - before
        yield Line("idle", f"{spent:.0f} seconds of nothing", sent, "", None, 1, "B")


def _moved(terminal: OnTerminal) -> tuple[Burst, Burst]:
    return terminal.key("j", silence_seconds=_LIST_SECONDS), terminal.listen(_PREVIEW_SECONDS)


def _held(terminal: OnTerminal) -> float:
    """Hold the key at the lower edge; gives bytes a key."""
    for _ in range(15):
        terminal.key("j", silence_seconds=_LIST_SECONDS)
    terminal.listen(_PREVIEW_SECONDS)
    sent = 0
    for _ in range(60):
        sent += terminal.key("j", silence_seconds=_HELD_SECONDS).size
    return (sent + terminal.listen(_PREVIEW_SECONDS).size) / 60


def _filtering(run: _Run) -> Iterator[Line]:
    with run.inbox(_MANY) as terminal:
        terminal.until("shown")
        terminal.listen(1.0)
        terminal.key("/", silence_seconds=_PREVIEW_SECONDS)
        typed = [_typed(terminal, key) for key in "cart-12\x7f\x7f5"]
        took = statistics.median(typed)
        yield Line("filter", "a letter in the filter over 10,000", took, "", None, len(typed))


def _typed(terminal: OnTerminal, key: str) -> float:
    took = terminal.key(key, silence_seconds=_LIST_SECONDS).last_ms
    terminal.listen(_PREVIEW_SECONDS)
    return took


def _most(run: _Run) -> Iterator[Line]:
    with run.inbox(_FEW) as few:
        few.until("shown")
        few.listen(1.0)
        base = few.resident_mb
    with run.inbox(_MOST) as terminal:
        shown = terminal.until("shown")
        terminal.listen(2.0)
        read_at = run.told_seconds(1)
        yield Line(
            "most-paint", "first rows of 100,000 after the data", (shown - read_at) * 1000, "", None, 1
        )
        more = terminal.resident_mb - base
        yield Line("most-memory", "100,000 items over 10", more, "", None, 1, "MB")


def _bulk(told: Path) -> Iterator[Line]:
    subprocess.run([sys.executable, "-m", "tests.bench.bulk", "100", str(told)], cwd=TOP, check=True)
    longest = float(told.read_text())
    yield Line("bulk-task", "longest UI task while 100 are applied", longest, "one frame at 60 Hz", None, 1)
