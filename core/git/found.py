"""Where a repository keeps its objects and refs: its folder, found as git finds it, without asking git."""

from dataclasses import dataclass
from pathlib import Path

from core.errors import SourceUnreadable

__all__ = ["Found", "find"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A repository on disk.

    Attributes:
        top: top folder of the work tree; of a bare repository the repository itself.
        common: the git directory that holds objects, refs and configuration; linked work trees share it.
        own: the git directory of this work tree, with its HEAD; the same as ``common`` in an ordinary clone.
    """

    top: Path
    common: Path
    own: Path

    @property
    def shallow(self) -> Path | None:
        """The file that says where history is cut off; None where it is not."""
        file = self.common / "shallow"
        return file if file.is_file() else None


def find(folder: Path) -> Found:
    """Find the repository that a folder is in, upward.

    Raises:
        SourceUnreadable: there is none, or what points to it is broken.
    """
    start = folder.absolute()
    for top in (start, *start.parents):
        own = _git_directory(top)
        if own is not None:
            return Found(top=top, common=_common(own), own=own)
    raise SourceUnreadable(
        f"Could not find a Git repository at {folder}",
        why="neither it nor a folder above it holds .git",
        next_step="run headgate inside a clone, or make one with git init",
    )


def _git_directory(top: Path) -> Path | None:
    dot_git = top / ".git"
    if dot_git.is_file():
        return _pointed_to(dot_git)
    return next((folder for folder in (dot_git, top) if _is_git_directory(folder)), None)


def _is_git_directory(folder: Path) -> bool:
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()


def _pointed_to(dot_git: Path) -> Path:
    """Follow the file that a linked work tree or a submodule has in place of the folder."""
    word, _, target = _first_line(dot_git).partition(": ")
    own = (dot_git.parent / target).resolve()
    if word != "gitdir" or not (own / "HEAD").is_file():
        raise SourceUnreadable(
            f"Could not read the Git repository at {dot_git.parent}",
            why=f"{dot_git} points to no git directory",
            next_step="git worktree repair sets it right",
        )
    return own


def _common(own: Path) -> Path:
    pointer = own / "commondir"
    return (own / _first_line(pointer)).resolve() if pointer.is_file() else own


def _first_line(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").partition("\n")[0]
    except (OSError, UnicodeDecodeError) as error:
        raise SourceUnreadable(
            "Could not read the Git repository",
            why=f"{file}: {error}",
            next_step="check who may read it",
        ) from error
