"""Branches: the engine as Git's merge driver and mergetool.

A second, small composition root beside the workspace: Git starts the driver once for every file, so it joins
the engine with git and nothing else, and needs neither settings nor a hub.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.errors import InputRefused
from core.git.linemerge import LineMerger
from core.git.setup import RepositorySetup
from core.krm.read.documents import from_bytes, read_resources
from core.merge.branches import BranchMerge, merge_branches
from core.merge.markers import BASE, CURRENT, MERGED, marked
from core.ports.git_setup import GitSetup
from core.system.processes import run

__all__ = ["USUAL_SIZE", "MergedFile", "git_setup", "merge_contents"]

USUAL_SIZE: Final = 7
"""How many signs Git's conflict markers have unless the attribute conflict-marker-size says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedFile:
    """One file, merged.

    Attributes:
        content: what belongs into the file, conflict markers included.
        clean: nothing is left to decide.
        merge: what the engine found; None where the file was merged line by line.
        refused: why it was merged line by line; None where it was not.
    """

    content: bytes
    clean: bool
    merge: BranchMerge | None = None
    refused: InputRefused | None = None


def merge_contents(
    base: bytes,
    current: bytes,
    merged: bytes,
    *,
    folder: Path,
    env: Mapping[str, str],
    size: int = USUAL_SIZE,
) -> MergedFile:
    """Merge a file of two branches; what the engine cannot read is merged as Git does without a driver.

    Args:
        base: the content in their common ancestor; empty for none.
        current: the content in the branch that is checked out.
        merged: the content in the branch that is merged into it.
        folder: in the repository, where Git's settings are looked for.
        env: the environment.
        size: of the conflict markers.

    Raises:
        SourceUnreadable: git cannot merge it either, as with binary content.
        ToolMissing: there is no git.
    """
    lines = LineMerger(run=run, folder=folder, environment=env)
    try:
        texts = [_read(*side) for side in ((base, BASE), (current, CURRENT), (merged, MERGED))]
        found = merge_branches(*texts, lines=lines)
    except InputRefused as refused:
        content, clashes = lines.plain(current, base, merged, size=size)
        return MergedFile(content=content, clean=not clashes, refused=refused)
    with_base = not found.clean and lines.shows_base()
    text = marked(found.parts, size=size, with_base=with_base)
    return MergedFile(content=text.encode(), clean=found.clean, merge=found)


def _read(content: bytes, origin: str) -> str:
    """Decode a side, and refuse it under its own name if it holds no resources."""
    text = from_bytes(content, origin=f"the {origin}")
    read_resources(text, origin=f"the {origin}")
    return text


def git_setup(top: Path, *, env: Mapping[str, str]) -> GitSetup:
    """Look at how the Git of a work tree merges."""
    return RepositorySetup(run=run, top=top, environment=env)
