"""What of a Git checkout can be seen without Git: its top folder, branch, remote and files."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.errors import UsageError

__all__ = ["Checkout", "find_checkout"]

_BRANCH: Final = re.compile(r"ref: refs/heads/(\S+)\s*")
_REMOTE: Final = re.compile(r'^\s*\[remote "([^"]+)"\]', re.MULTILINE)
_MOST_FILES: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """A work tree.

    Attributes:
        top: its folder.
        branch: the one that is checked out; ``main`` where none is.
        remote: ``origin`` where there is one, else the first; ``none`` for none.
        files: relative paths with slashes, hidden folders left out; at most 20,000.
    """

    top: Path
    branch: str
    remote: str
    files: tuple[str, ...]


def find_checkout(folder: Path) -> Checkout:
    """Find the work tree around a folder.

    Raises:
        UsageError: there is none.
    """
    top = next((one for one in (folder, *folder.parents) if (one / ".git").exists()), None)
    if top is None:
        raise UsageError(
            "Could not find a Git repository",
            why=f"neither {folder} nor a folder above it is one",
            next_step="git init, or change into your repository",
        )
    inner = _inner(top / ".git")
    branch = _BRANCH.fullmatch(_read(inner / "HEAD"))
    remotes = _REMOTE.findall(_read(_shared(inner) / "config"))
    remote = "origin" if "origin" in remotes else next(iter(remotes), "none")
    return Checkout(
        top=top, branch=branch.group(1) if branch else "main", remote=remote, files=tuple(_files(top))
    )


def _inner(git: Path) -> Path:
    """Follow the file that stands for ``.git`` in linked work trees."""
    if git.is_dir():
        return git
    return git.parent / _read(git).removeprefix("gitdir: ").strip()


def _shared(inner: Path) -> Path:
    common = _read(inner / "commondir").strip()
    return inner / common if common else inner


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _files(top: Path) -> Iterator[str]:
    count = 0
    for folder, folders, names in os.walk(top):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            count += 1
            if count > _MOST_FILES:
                return
            yield (Path(folder) / name).relative_to(top).as_posix()
