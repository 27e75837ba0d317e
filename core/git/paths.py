"""Which branches and files may be written. Pure.

Source: reliability.md T21, T22.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from core.errors import Blocked
from core.git.objects import Entry
from core.safetext import has_hidden, safe_line

__all__ = ["check_branch", "check_paths"]

_BRANCH: Final = re.compile(r"headgate(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,127}){1,8}")
_GIT_FOLDER: Final = re.compile(r"(?:\.git|git~\d+)", re.IGNORECASE)


def check_branch(name: str, *, target: str) -> None:
    """Make sure that a branch is one of ours.

    Raises:
        Blocked: it does not begin with ``headgate/``, is the target branch, or is no branch name.
    """
    if name == target:
        raise _no_branch(name, "it is the branch that the settings follow; changes reach it by review")
    if not _BRANCH.fullmatch(name):
        raise _no_branch(name, "only plain names below headgate/ are written")
    if ".." in name or any(part.endswith((".lock", ".")) for part in name.split("/")):
        raise _no_branch(name, "git takes no such name")


def check_paths(paths: Iterable[str], tree: Mapping[str, Entry]) -> None:
    """Make sure that every path is a regular file of the tree, or may become one.

    Raises:
        Blocked: a path leaves the tree, is a name that git or a file system reads as another, is a link, a
            submodule or a folder, stands below one that is no folder, or differs from another only in case.
    """
    folders = {folder for path in tree for folder in _parents(path)}
    folded = {path.casefold(): path for path in tree}
    for path in paths:
        if why := _bad_name(path) or _bad_place(path, tree, folders):
            raise _no_path(path, why)
        if path not in tree and (twin := folded.get(path.casefold())):
            raise _no_path(path, f"it differs only in case from {safe_line(twin)}")


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]


def _bad_name(path: str) -> str:
    if has_hidden(path) or "\n" in path or "\t" in path or "\\" in path:
        return "it holds a control character, an invisible character or a backslash"
    for part in path.split("/"):
        if part in {"", ".", ".."}:
            return "it is not a plain path below the top of the repository"
        if _GIT_FOLDER.fullmatch(_as_file_systems_read(part)):
            return "a file system could read a part of it as .git"
    return ""


def _as_file_systems_read(part: str) -> str:
    """Undo what NTFS and HFS+ undo: streams, trailing dots and blanks, case, compatibility forms."""
    return unicodedata.normalize("NFKC", part).partition(":")[0].rstrip(". ").casefold()


def _bad_place(path: str, tree: Mapping[str, Entry], folders: set[str]) -> str:
    if path in folders:
        return "it is a folder"
    if path in tree and not tree[path].is_file:
        return "it is a link or a submodule"
    for parent in _parents(path):
        if parent in tree:
            return f"{safe_line(parent)} above it is no folder"
    return ""


def _no_branch(name: str, why: str) -> Blocked:
    return Blocked(
        f"Could not write the branch {safe_line(name)}", why=why, next_step="name it headgate/<space>/<key>"
    )


def _no_path(path: str, why: str) -> Blocked:
    return Blocked(
        f"Could not write the file {safe_line(path)} to Git",
        why=why,
        next_step="make this change in the repository by hand",
    )
