"""Random edits of every unit carried back to Git: ``python -m tests.roundtrip [EDITS] [SEED]``.

Half of them on the message wall, half on the demo. Gives 1 where one was wrong.
"""

import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.roundtrip.played import play, told
from tests.roundtrip.stages import demo, messagewall

__all__ = ["main"]

_USUAL: Final = (300, 1)


def main(arguments: Sequence[str]) -> int:
    """Play, and print the shares and every reason."""
    given = [int(word) for word in arguments]
    edits, seed = (*given, *_USUAL[len(given) :])
    has_kustomize = bool(shutil.which("kustomize") or shutil.which("kubectl"))
    if not has_kustomize:
        sys.stdout.write("Without kustomize or kubectl the overlays are left out.\n")
    with tempfile.TemporaryDirectory() as folder:
        wall, shop = messagewall(Path(folder) / "wall", with_kustomize=has_kustomize), demo(Path(folder))
        outcomes = [*play(*wall, edits=edits // 2, seed=seed), *play(*shop, edits=edits // 2, seed=seed)]
    sys.stdout.write("\n".join(told(outcomes)) + "\n")
    return int(any(one.result == "wrong" for one in outcomes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
