"""How fast the engine merges, next to DeepDiff, one ``git merge-file`` process and ``kubectl``.

Run it: ``python -m tests.bench.bench_merge [documents]``. Ours and its yardstick take turns in one run, on
the same Deployments; times are medians of the wall, as the peers are processes; the ratio is what counts.
Goals: from three texts at least 2 x faster than one ``git merge-file`` and 30 x than ``kubectl patch
--local``; from parsed documents at least 20 x faster than a pair of DeepDiffs; 10,000 documents at most 1.15
x per document of what 1,000 cost; comparing parsed revisions at most 0.1 ms a document.
"""

import gc
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from deepdiff import DeepDiff

from core.krm.read.documents import Documents, read_resources
from core.krm.read.limits import Limits
from core.merge.compare import Sides, compare
from core.merge.mergetext import merge_texts
from tests.bench.bench_read import DEPLOYMENT

ROUNDS: Final = 15
DOCUMENTS: Final = 1000
LIMITS: Final = Limits(bytes=10**9, nodes=10**8, aliases=10**6, merges=10**6, documents=10**6)


class Texts(NamedTuple):
    """One unit as its three sides hold it."""

    base: str
    git: str
    hub: str


class Line(NamedTuple):
    """One line of the table: what was done, by whom, how long a run took in ms, and how many times ours."""

    what: str
    who: str
    took: float
    ratio: float


def texts(count: int) -> Texts:
    """Write Deployments of which Git bumps every image and the hub every number of replicas."""

    def side(replicas: int, image: str) -> str:
        parts = (DEPLOYMENT.format(at=at, replicas=replicas + at % 7) for at in range(count))
        return "---\n".join(parts).replace("registry.example.com", image)

    return Texts(
        side(1, "registry.example.com"), side(1, "mirror.example.com"), side(20, "registry.example.com")
    )


def parsed(unit: Texts) -> Sides:
    """Read the three sides, as a cache of parsed revisions would hand them out."""
    base, git, hub = (read_resources(text, limits=LIMITS) for text in unit)
    return Sides(base=base, git=git, hub=hub)


def timed(run: Callable[[], object]) -> float:
    """Time one run in milliseconds, garbage from before it cleared away."""
    gc.collect()
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000


def in_turn(runs: Sequence[tuple[str, Callable[[], object]]], rounds: int, what: str) -> list[Line]:
    """Let all take turns; the first one is ours."""
    took: dict[str, list[float]] = {who: [] for who, _ in runs}
    for at in range(rounds + 1):
        for who, run in runs:
            found = timed(run)
            if at:
                took[who].append(found)
    medians = {who: statistics.median(times) for who, times in took.items()}
    own = next(iter(medians.values()))
    return [Line(what, who, median, median / own) for who, median in medians.items()]


def one_document(folder: Path) -> list[Line]:
    """Merge one Deployment from its texts."""
    unit = texts(1)
    files = [folder / name for name in ("git.yaml", "base.yaml", "hub.yaml")]
    for file, text in zip(files, (unit.git, unit.base, unit.hub), strict=True):
        file.write_text(text)
    runs: list[tuple[str, Callable[[], object]]] = [
        ("ours", lambda: merge_texts(*unit)),
        (
            "git merge-file",
            lambda: subprocess.run(["git", "merge-file", "-p", *files], check=False, capture_output=True),
        ),
    ]
    if shutil.which("kubectl"):
        patch = [
            "kubectl",
            "patch",
            "--local",
            "-f",
            str(files[1]),
            "-p",
            '{"spec":{"replicas":9}}',
            "-o",
            "yaml",
        ]
        runs.append(
            ("kubectl patch --local", lambda: subprocess.run(patch, check=False, capture_output=True))
        )
    return in_turn(runs, ROUNDS, "one Deployment from three texts")


def one_parsed() -> list[Line]:
    """Compare one Deployment that is parsed already, with full semantics."""
    sides = parsed(texts(1))
    base, git, hub = (
        side.documents[0].value for side in (sides.base, sides.git, sides.hub) if isinstance(side, Documents)
    )

    def pair() -> None:
        DeepDiff(base, git)
        DeepDiff(base, hub)

    return in_turn(
        [("ours", lambda: compare(sides)), ("two DeepDiffs", pair)], ROUNDS, "one Deployment, parsed"
    )


def many(count: int) -> list[Line]:
    """Compare many parsed documents, and say what one of them costs in a small and in a large unit."""
    small, large = parsed(texts(count // 10)), parsed(texts(count))
    few = in_turn([("ours", lambda: compare(small))], 5, f"{count // 10} documents, parsed")[0]
    all_of_them = in_turn([("ours", lambda: compare(large))], 5, f"{count} documents, parsed")[0]
    growth = (all_of_them.took / count) / (few.took / (count // 10))
    return [few, all_of_them._replace(ratio=growth, who="ours, per document against the line above")]


def unchanged(count: int) -> list[Line]:
    """Compare many documents of which one in twenty differs, as most runs do."""
    unit = texts(count)
    hub = "---\n".join(
        changed if at % 20 == 0 else same
        for at, (same, changed) in enumerate(
            zip(unit.base.split("---\n"), unit.hub.split("---\n"), strict=True)
        )
    )
    sides = parsed(Texts(unit.base, unit.base, hub))
    return in_turn([("ours", lambda: compare(sides))], 5, f"{count} documents, 5 % differ, parsed")


def peak_kilobytes(count: int) -> float:
    """Measure what comparing a large unit takes beyond its documents."""
    sides = parsed(texts(count))
    tracemalloc.start()
    compare(sides)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1024


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    count = int(arguments[0]) if arguments else DOCUMENTS
    with tempfile.TemporaryDirectory() as folder:
        lines = [*one_document(Path(folder)), *one_parsed(), *many(count), *unchanged(count)]
    for line in lines:
        sys.stdout.write(f"{line.what:34} {line.who:42} {line.took:10.3f} ms {line.ratio:8.2f} x ours\n")
    sys.stdout.write(f"peak of comparing {count} documents: {peak_kilobytes(count):.0f} KiB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
