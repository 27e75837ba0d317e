"""What comparing costs when revisions are kept parsed, as canonical JSON in memory.

Nothing keeps them so today (docs/adr/0007-no-parsed-cache.md); the line says what could be had.
"""

import json
from collections.abc import Iterator

from core.krm.read.documents import Document, Documents, read_resources
from core.krm.resource import identify
from core.merge.compare import Sides, compare
from tests.bench.measuring import Line, in_turn
from tests.bench.texts import LIMITS, Texts, few_differ, sides

__all__ = ["lines"]


def lines(*, small: bool) -> Iterator[Line]:
    """Measure, in processor time a document."""
    count, rounds = (100, 3) if small else (1_000, 9)
    few, every = _kept(few_differ(count)), _kept(sides(count))
    took = in_turn({"few": lambda: _compared(few), "every": lambda: _compared(every)}, rounds)
    what = f"compare {count} documents kept as JSON, each"
    yield Line("cached-few-differ", f"{what}; 5 % differ", took["few"] / count, "", None, rounds)
    yield Line("cached-all-differ", f"{what}; all differ", took["every"] / count, "", None, rounds)


def _kept(unit: Texts) -> list[str]:
    return [
        json.dumps([one.value for one in read_resources(text, limits=LIMITS).documents], sort_keys=True)
        for text in unit
    ]


def _compared(kept: list[str]) -> None:
    base, git, hub = map(_documents, kept)
    compare(Sides(base=base, git=git, hub=hub))


def _documents(text: str) -> Documents:
    found = (Document(value=value, start=0, end=0, line=1, id=identify(value)) for value in json.loads(text))
    return Documents(text="", documents=tuple(found))
