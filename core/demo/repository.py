"""A real Git repository with the story's history, checked out, and a bare origin beside it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from core.demo.acts import Commit
from core.demo.history import import_stream
from core.demo.timeline import StoryClock
from core.errors import SourceUnreadable
from core.ports.processes import Run

__all__ = ["ORIGIN", "lay_repository"]

ORIGIN: Final = ".origin.git"
"""The bare repository that stands for the shared one, inside the workspace."""

_SECONDS: Final = 60.0
_LIMIT_BYTES: Final = 1 << 24
_SEALED: Final = {
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ALLOW_PROTOCOL": "file",
    "LC_ALL": "C",
}


def lay_repository(
    folder: Path, commits: Sequence[Commit], clock: StoryClock, *, run: Run
) -> Mapping[str, str]:
    """Make the repository in an empty folder; gives each commit's object id by its key in the story.

    Raises:
        ToolMissing: there is no git.
        SourceUnreadable: git failed; what was made until then stays in the folder.
    """
    _git(run, folder, "init", "--quiet", "--template=")
    _git(run, folder, "symbolic-ref", "HEAD", "refs/heads/main")
    _git(run, folder, "fast-import", "--quiet", data=import_stream(commits, clock))
    _git(run, folder, "read-tree", "-u", "--reset", "HEAD")
    _git(run, folder, "init", "--quiet", "--bare", "--template=", ORIGIN)
    _git(run, folder / ORIGIN, "symbolic-ref", "HEAD", "refs/heads/main")
    _git(run, folder, "remote", "add", "origin", f"./{ORIGIN}")
    _git(run, folder, "push", "--quiet", "--set-upstream", "origin", "main")
    oids = _git(run, folder, "rev-list", "--reverse", "main").split()
    return dict(zip((commit.key for commit in commits), oids, strict=True))


def _git(run: Run, folder: Path, *arguments: str, data: bytes | None = None) -> str:
    finished = run(
        ["git", *arguments],
        input=data,
        cwd=folder,
        env=_SEALED,
        timeout_seconds=_SECONDS,
        limit_bytes=_LIMIT_BYTES,
    )
    if finished.code:
        raise SourceUnreadable(
            f"Could not make the demo's repository (git {arguments[0]})",
            why=" ".join(finished.err.decode("utf-8", "replace").split()) or f"it ended with {finished.code}",
            changed=f"what was made until then is in {folder}",
            next_step=f"remove {folder} and try again: headgate demo --dir {folder}",
        )
    return finished.out.decode()
