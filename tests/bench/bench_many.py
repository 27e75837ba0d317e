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
from typing import Final

from core.merge.compare import compare
from core.merge.mergetext import merge_texts
from tests.bench.bench_merge import parsed
from tests.bench.measuring import Line, in_turn, peak_kib, wall
from tests.bench.texts import LIMITS, deployments, sides
from tui.cli.memory import collect_rarely

__all__ = ["lines"]

TOP: Final = Path(__file__).parents[2]
_PATIENCE: Final = 20
_STOPPED: Final = 124
"""Exit status of ``timeout`` where it had to stop the program."""
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
    """Merge once, and let kustomize patch the same documents; stopped when it took many times as long."""
    (folder / "all.yaml").write_text(deployments(count))
    (folder / "kustomization.yaml").write_text(_KUSTOMIZATION)
    unit = sides(count)
    ours = in_turn({"": lambda: merge_texts(*unit, limits=LIMITS)}, 0, clock=wall)[""]
    start = wall()
    argv = ["timeout", str(_PATIENCE * ours / 1000), "kubectl", "kustomize", str(folder)]
    process = subprocess.Popen(argv, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    took = wall() - start
    assert process.returncode in {0, _STOPPED}
    peer = "kubectl kustomize" + (", stopped" if process.returncode else " of one")
    yield Line("many-kustomize", f"merge {count} documents from three texts", ours, peer, took, 1)
    what = f"peak memory of {peer}"
    yield Line("many-memory-kustomize", what, used.ru_maxrss / 1024, "", None, 1, "MB")


def _peak(count: int) -> float:
    argv = [sys.executable, "-m", "tests.bench.bench_many", str(count)]
    done = subprocess.run(argv, cwd=TOP, check=True, capture_output=True, text=True)
    return int(done.stdout) / 1024


def main(arguments: Sequence[str]) -> int:
    """Merge once, and print the peak memory of this process."""
    collect_rarely()
    merge_texts(*sides(int(arguments[0])), limits=LIMITS)
    sys.stdout.write(f"{peak_kib()}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
