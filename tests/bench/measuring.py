"""Measuring: ours and a yardstick take turns in one run, on the same input, and the ratio is what counts."""

import gc
import resource
import statistics
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

__all__ = ["Budget", "Clock", "Line", "budgets", "cpu", "in_turn", "peak_kib", "table", "wall"]

BUDGETS: Final = Path(__file__).with_name("budgets.toml")
LOOSE: Final = 1.5
"""How much a small run on a shared machine may miss a budget by."""

Clock = Callable[[], float]
"""Milliseconds that went by, from any beginning."""


class Line(NamedTuple):
    """One line of the table.

    Attributes:
        key: names its budget.
        what: what was done.
        ours: milliseconds, or megabytes where the line is about memory.
        peer: who else did it, or what it is held against.
        theirs: likewise; None where the budget is no ratio.
        rounds: how often it was measured.
        unit: of ``ours`` and ``theirs``.
    """

    key: str
    what: str
    ours: float
    peer: str
    theirs: float | None
    rounds: int
    unit: str = "ms"


class Budget(NamedTuple):
    """What a line is held to; one of the three is set, or none: then the line is only stated.

    Attributes:
        faster: the peer takes at least so many times as long.
        at_most: ours is at most so many times the peer's.
        below: ours is at most so much.
    """

    faster: float | None = None
    at_most: float | None = None
    below: float | None = None

    def verdict(self, line: Line, slack: float) -> tuple[str, str]:
        """Give the goal in words, and whether it is met."""
        if self.faster is not None and line.theirs is not None:
            return f">= {self.faster:g} x faster", _met(line.theirs / line.ours >= self.faster / slack)
        if self.at_most is not None and line.theirs is not None:
            return f"<= {self.at_most:g} x", _met(line.ours / line.theirs <= self.at_most * slack)
        if self.below is not None:
            return f"<= {self.below:g} {line.unit}", _met(line.ours <= self.below * slack)
        return "", ""


def _met(is_met: bool) -> str:  # noqa: FBT001  one word for one fact
    return "ok" if is_met else "OVER"


def wall() -> float:
    """Read the clock on the wall: for what waits for other processes."""
    return time.perf_counter() * 1000


def cpu() -> float:
    """Read the processor time of this process and its ended children; a busy machine disturbs it less."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used) * 1000


def peak_kib() -> int:
    """Read the peak resident memory of this process: getrusage counts its parent's too."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def in_turn(
    runs: Mapping[str, Callable[[], object]], rounds: int, *, clock: Clock = cpu, each: int = 1
) -> dict[str, float]:
    """Let all take turns, after one round to warm up; gives the median of each, in milliseconds a call.

    Args:
        runs: what is measured, by name.
        rounds: how often each is measured.
        clock: what is read before and after.
        each: how many calls one measurement is, for what is over too soon.
    """
    took: dict[str, list[float]] = {who: [] for who in runs}
    for at in range(rounds + 1):
        for who, run in runs.items():
            gc.collect()
            start = clock()
            for _ in range(each):
                run()
            spent = (clock() - start) / each
            if at or not rounds:
                took[who].append(spent)
    return {who: statistics.median(times) for who, times in took.items()}


def budgets() -> dict[str, Budget]:
    """Read what each line is held to."""
    with BUDGETS.open("rb") as file:
        return {
            key: Budget(**{name: value for name, value in row.items() if name != "source"})
            for key, row in tomllib.load(file).items()
        }


def table(lines: Iterable[Line], goals: Mapping[str, Budget], *, small: bool) -> Iterator[tuple[str, bool]]:
    """Write the table line by line, each with whether its budget is missed."""
    head = ("what", "ours", "peer", "peer's", "ratio", "goal", "", "n")
    yield _row(head), False
    yield _row(tuple("-" * width for width in _WIDTHS)), False
    for line in lines:
        goal, met = goals[line.key].verdict(line, LOOSE if small else 1.0)
        yield _row(_cells(line, goal, met)), met == "OVER"


_WIDTHS: Final = (52, 12, 29, 13, 15, 14, 4, 2)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(f"{cell:<{width}}" for cell, width in zip(cells, _WIDTHS, strict=True)) + " |"


def _cells(line: Line, goal: str, met: str) -> tuple[str, ...]:
    theirs = "" if line.theirs is None else f"{line.theirs:.3f} {line.unit}"
    ratio = "" if line.theirs is None else _ratio(line.ours, line.theirs, goal)
    return (line.what, f"{line.ours:.3f} {line.unit}", line.peer, theirs, ratio, goal, met, str(line.rounds))


def _ratio(ours: float, theirs: float, goal: str) -> str:
    return f"{theirs / ours:.2f} x faster" if "faster" in goal else f"{ours / theirs:.2f} x"
