"""All benchmarks, one table: ``python -m tests.bench [--small] [read merge cached many live open startup]``.

Gives 1 where a budget is missed. ``--small`` is for CI: little input, few rounds, looser budgets.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from tests.bench import (
    bench_cached,
    bench_confighub,
    bench_live,
    bench_many,
    bench_merge,
    bench_open,
    bench_read,
    bench_screens,
    bench_startup,
)
from tests.bench.measuring import Line, budgets, table
from tui.cli.memory import collect_rarely

__all__ = ["main"]

_SUBJECTS: Final[dict[str, Callable[..., Iterator[Line]]]] = {
    "read": bench_read.lines,
    "merge": bench_merge.lines,
    "cached": bench_cached.lines,
    "many": bench_many.lines,
    "confighub": bench_confighub.lines,
    "live": bench_live.lines,
    "open": bench_open.lines,
    "startup": bench_startup.lines,
    "screens": bench_screens.lines,
}


def main(arguments: Sequence[str]) -> int:
    """Measure what was asked for, or everything, and print each line as soon as it is known."""
    small = "--small" in arguments
    names = [name for name in arguments if name != "--small"] or list(_SUBJECTS)
    collect_rarely()
    found = (line for name in names for line in partial(_SUBJECTS[name], small=small)())
    missed = 0
    for row, is_over in table(found, budgets(), small=small):
        missed += is_over
        sys.stdout.write(f"{row}\n")
        sys.stdout.flush()
    sys.stdout.write(f"\n{missed or 'No'} {'budget is' if missed == 1 else 'budgets are'} missed.\n")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
