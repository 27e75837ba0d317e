"""How often a run looks for garbage."""

import gc
from typing import Final

__all__ = ["collect_rarely"]

_BETWEEN: Final = (50_000, 20, 100)
"""A run makes values by the million and drops them at its end; looking through them again and again costs a
fifth of merging 10,000 documents (tests/bench/bench_many.py)."""


def collect_rarely() -> None:
    """Collect garbage seldom from now on, in this process."""
    gc.set_threshold(*_BETWEEN)
