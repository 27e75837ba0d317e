"""How merging grows with the number of documents, next to ``kubectl kustomize``, and what memory it takes.

``python -m tests.bench.bench_many COUNT`` merges so many once and prints its peak memory in KiB.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Final

from core.merge.compare import compare
from core.merge.mergetext import merge_texts
from tests.bench.bench_merge import parsed
from tests.bench.measuring import Line, in_turn, wall
from tests.bench.texts import LIMITS, deployments, sides
from tui.cli.memory import collect_rarely

__all__ = ["lines"]

TOP: Final = Path(__file__).parents[2]
_KUSTOMIZATION: Final = """\
resources: [all.yaml]
patches:
- target: {kind: Deployment}
  patch: |-
    - {op: replace, path: /spec/replicas, value: 9}
"""


def lines(*, small: bool) -> Iterator[Line]:
    """Measure: kustomize by the wall, ourselves in processor time; kustomize takes minutes, so not in CI."""
    few, many, rounds = (50, 500, 3) if small else (1_000, 10_000, 5)
    if shutil.which("kubectl") and not small:
        with tempfile.TemporaryDirectory() as folder:
            yield from _kustomize(many, Path(folder))
    yield Line("many-memory", f"peak memory of merging {many} documents", _peak(many), "", None, 1, "MB")
    small_unit, large_unit = sides(few), sides(many)
    took = in_turn(
        {
            "few": lambda: merge_texts(*small_unit, limits=LIMITS),
            "many": lambda: merge_texts(*large_unit, limits=LIMITS),
        },
        rounds,
    )
    yield _growth("many-texts", f"merge {many} documents from three texts, each", took, few, many, rounds)
    small_sides, large_sides = parsed(small_unit), parsed(large_unit)
    took = in_turn({"few": lambda: compare(small_sides), "many": lambda: compare(large_sides)}, rounds)
    yield _growth("many-parsed", f"compare {many} parsed documents, each", took, few, many, rounds)


def _growth(key: str, what: str, took: dict[str, float], few: int, many: int, rounds: int) -> Line:
    return Line(key, what, took["many"] / many, f"the same of {few}", took["few"] / few, rounds)


def _kustomize(count: int, folder: Path) -> Iterator[Line]:
    (folder / "all.yaml").write_text(deployments(count))
    (folder / "kustomization.yaml").write_text(_KUSTOMIZATION)
    unit, peak = sides(count), 0.0

    def peer() -> None:
        nonlocal peak
        process = subprocess.Popen(["kubectl", "kustomize", str(folder)], stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        peak = max(peak, used.ru_maxrss / 1024)

    took = in_turn({"ours": lambda: merge_texts(*unit, limits=LIMITS), "theirs": peer}, 0, clock=wall)
    what = f"merge {count} documents from three texts"
    yield Line("many-kustomize", what, took["ours"], "kubectl kustomize of one text", took["theirs"], 1)
    yield Line(
        "many-memory-kustomize", f"peak memory of kustomize, {count} documents", peak, "", None, 1, "MB"
    )


def _peak(count: int) -> float:
    argv = [sys.executable, "-m", "tests.bench.bench_many", str(count)]
    done = subprocess.run(argv, cwd=TOP, check=True, capture_output=True, text=True)
    return int(done.stdout) / 1024


def main(arguments: Sequence[str]) -> int:
    """Merge once, and print the peak memory of this process."""
    collect_rarely()
    merge_texts(*sides(int(arguments[0])), limits=LIMITS)
    sys.stdout.write(f"{getrusage(RUSAGE_SELF).ru_maxrss}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
