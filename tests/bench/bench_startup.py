"""How long a command takes before it does anything: ``python -m tests.bench.bench_startup``.

Budget: ``--help`` at most five times a bare ``python -c pass``. Source: performance.md §4.
"""

import resource
import statistics
import subprocess
import sys
from pathlib import Path

__all__ = ["main"]

TOP = Path(__file__).parents[2]
ROUNDS = 15
BUDGET = 5.0
YARDSTICK = ("python -c pass", ("-c", "pass"), None)
COMMAND = ("-c", "import sys; from tui.__main__ import main; sys.exit(main())")
MEASURED = (
    ("headgate --version", (*COMMAND, "--version"), None),
    ("headgate --help", (*COMMAND, "--help"), BUDGET),
    ("headgate resolve --help", (*COMMAND, "resolve", "--help"), BUDGET),
)


def main() -> int:
    """Print one table; gives 1 where a budget is missed."""
    rows = (YARDSTICK, *MEASURED)
    taken: dict[str, list[float]] = {name: [] for name, _, _ in rows}
    for _ in range(ROUNDS):
        for name, arguments, _ in rows:
            taken[name].append(_milliseconds(arguments))
    floor = statistics.median(taken[YARDSTICK[0]])
    missed = False
    sys.stdout.write(f"{'what':26}{'median ms':>10}{'ratio':>8}{'budget':>8}   n={ROUNDS}\n")
    for name, _, budget in rows:
        median = statistics.median(taken[name])
        missed = missed or (budget is not None and median / floor > budget)
        sys.stdout.write(f"{name:26}{median:10.1f}{median / floor:8.2f}{budget or '-':>8}\n")
    return int(missed)


def _milliseconds(arguments: tuple[str, ...]) -> float:
    """Measure the processor time of one process, which a busy machine disturbs less than the clock."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], cwd=TOP, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime) * 1000


if __name__ == "__main__":
    sys.exit(main())
