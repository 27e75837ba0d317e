"""Builds the demo: an empty folder becomes a workspace in which the story has happened."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from core.demo.acts import Add, Commit, Edit
from core.demo.cluster import Clusters
from core.demo.confighub.server import Loopback
from core.demo.player import Player, StoryOperator
from core.demo.repository import lay_repository
from core.demo.story.commits import COMMITS
from core.demo.story.spaces import SPACES
from core.demo.story.week import WEEK
from core.demo.timeline import StoryClock
from core.errors import StorageUnwritable, UsageError
from core.ports.effects import Clock
from core.progress import Progress
from core.system.clock import SystemClock
from core.system.processes import run
from core.workspace import open_workspace

__all__ = ["Built", "build", "served"]

_LIVE: Final = "live"


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A workspace that was built.

    Attributes:
        folder: its top, absolute; headgate.yaml is in it.
        commits: how many commits its history has.
        events: how many things happened beside them.
    """

    folder: Path
    commits: int
    events: int


def served() -> Loopback:
    """Make a ConfigHub on this machine, which answers while it is entered."""
    return Loopback(SystemClock())


def build(
    folder: Path,
    *,
    env: Mapping[str, str],
    progress: Progress,
    clock: Clock | None = None,
    server: Loopback | None = None,
) -> Built:
    """Build the workspace of the story.

    Args:
        folder: where; made if it is not there.
        env: the environment, which says where local state belongs.
        progress: told after each event of the story.
        clock: the present, which the story is laid backwards from; None for the machine's.
        server: a ConfigHub that is the story's hub, with ``env`` logged in there; None for an embedded one.

    Raises:
        UsageError: the folder holds something already; nothing was written.
        ToolMissing: there is no git.
        StorageUnwritable: the folder cannot be written.
    """
    top = _empty(folder)
    present = StoryClock(int((clock or SystemClock()).seconds()))
    _tell(server, present)
    commits = lay_repository(top, _commits(server), present, run=run)
    clusters, operator = Clusters(top / _LIVE, present), StoryOperator()
    clusters.start(space.name for space in SPACES)
    with closing(open_workspace(top, env=env, clock=present, operator=operator, durable=False)) as workspace:
        player = Player(
            desk=workspace.desk,
            hub=workspace.hub,
            operator=operator,
            clock=present,
            clusters=clusters,
            commits=commits,
        )
        player.play(WEEK, progress)
    _tell(server, clock or SystemClock())
    return Built(folder=top, commits=len(COMMITS), events=len(WEEK))


def _tell(server: Loopback | None, clock: Clock) -> None:
    if server is not None:
        server.tell_time(clock)


def _commits(server: Loopback | None) -> tuple[Commit, ...]:
    """The story's commits, in which headgate.yaml names the server, where there is one."""
    if server is None:
        return COMMITS
    return tuple(
        replace(commit, edits=tuple(_naming(edit, server.url) for edit in commit.edits)) for commit in COMMITS
    )


def _naming(edit: Edit, url: str) -> Edit:
    if isinstance(edit, Add) and "hub" in edit.facts:
        return replace(edit, facts={**edit.facts, "hub": url})
    return edit


def _empty(folder: Path) -> Path:
    """Make the folder, or find that it is empty."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken = next(folder.iterdir(), None)
    except FileExistsError:
        raise _taken(folder, "it is a file") from None
    except OSError as error:
        raise StorageUnwritable(
            f"Could not make the folder {folder}",
            why=error.strerror or str(error),
            next_step="give another one: headgate demo --dir FOLDER",
        ) from error
    if taken is not None:
        raise _taken(folder, f"it holds {taken.name} already")
    return folder.resolve()


def _taken(folder: Path, why: str) -> UsageError:
    return UsageError(
        f"Did not build the demo in {folder}",
        why=why,
        next_step="give an empty folder or a new one: headgate demo --dir FOLDER",
    )
