"""How fast one Deployment is merged, next to processes that people would start for it, and to DeepDiff."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from deepdiff import DeepDiff

from core.git.linemerge import LineMerger
from core.krm.read.documents import Documents, read_resources
from core.merge.branches import merge_branches
from core.merge.compare import Sides, compare
from core.merge.mergetext import merge_texts
from core.system.processes import run
from tests.bench.measuring import Line, in_turn, wall
from tests.bench.texts import LIMITS, Texts, sides

__all__ = ["lines", "parsed"]

_IN_A_ROW: Final = 5
"""Each has so many in its turn: with one, what was measured was what the others left in the caches."""


def lines(*, small: bool) -> Iterator[Line]:
    """Measure: processes by the wall, what runs in this one in processor time."""
    rounds = 5 if small else 25
    with tempfile.TemporaryDirectory() as folder:
        yield from _from_texts(sides(1), Path(folder), rounds)
    unit = parsed(sides(1))
    took = in_turn({"ours": lambda: compare(unit), "deepdiff": _pair(unit)}, rounds, each=_IN_A_ROW)
    yield Line(
        "merge-parsed",
        "compare one Deployment, parsed",
        took["ours"],
        "two DeepDiffs",
        took["deepdiff"],
        rounds,
    )


def parsed(unit: Texts) -> Sides:
    """Read the three sides, as a cache of parsed revisions would hand them out."""
    base, git, hub = (read_resources(text, limits=LIMITS) for text in unit)
    return Sides(base=base, git=git, hub=hub)


def _from_texts(unit: Texts, folder: Path, rounds: int) -> Iterator[Line]:
    what = "merge one Deployment from three texts"
    git_merge = ["git", "merge-file", "-p", *_written(unit, folder)]
    driver = LineMerger(run=run, folder=folder, environment={})
    runs: dict[str, Callable[[], object]] = {
        "ours": lambda: merge_texts(*unit),
        "git": lambda: subprocess.run(git_merge, check=False, capture_output=True),
        "driver": lambda: merge_branches(*unit, lines=driver),
    }
    if shutil.which("kubectl"):
        runs["kubectl"] = lambda: subprocess.run(_kubectl(folder), check=True, capture_output=True)
    took, peer = in_turn(runs, rounds, clock=wall, each=_IN_A_ROW), "one git merge-file process"
    yield Line("merge-one", what, took["ours"], peer, took["git"], rounds)
    if "kubectl" in took:
        yield Line("merge-one-kubectl", what, took["ours"], "kubectl patch --local", took["kubectl"], rounds)
    yield Line(
        "merge-driver",
        "the same as Git's merge driver",
        took["driver"],
        "one git merge-file process",
        took["git"],
        rounds,
    )


def _written(unit: Texts, folder: Path) -> list[str]:
    files = [folder / name for name in ("git.yaml", "base.yaml", "hub.yaml")]
    for file, text in zip(files, (unit.git, unit.base, unit.hub), strict=True):
        file.write_text(text)
    return [str(file) for file in files]


def _kubectl(folder: Path) -> list[str]:
    file = str(folder / "base.yaml")
    return ["kubectl", "patch", "--local", "-f", file, "-p", '{"spec":{"replicas":9}}', "-o", "yaml"]


def _pair(unit: Sides) -> Callable[[], None]:
    base, git, hub = (
        side.documents[0].value for side in (unit.base, unit.git, unit.hub) if isinstance(side, Documents)
    )

    def pair() -> None:
        DeepDiff(base, git)
        DeepDiff(base, hub)

    return pair
