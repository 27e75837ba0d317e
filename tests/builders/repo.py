"""Small real repositories: what a test needs of history, in one call each."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

__all__ = ["ALICE", "NOON", "branch_tip", "clone_bare", "commit", "git", "repository"]

ALICE = "Alice Adams <alice@example.com>"
NOON = "2026-02-16T12:00:00Z"


def git(folder: Path, *arguments: str, variables: Mapping[str, str] | None = None) -> str:
    """Run git in a folder, with no configuration but the repository's own."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Alice Adams",
        "GIT_AUTHOR_EMAIL": "alice@example.com",
        "GIT_COMMITTER_NAME": "Alice Adams",
        "GIT_COMMITTER_EMAIL": "alice@example.com",
        "GIT_AUTHOR_DATE": NOON,
        "GIT_COMMITTER_DATE": NOON,
        **(variables or {}),
    }
    done = subprocess.run(["git", *arguments], cwd=folder, env=environment, check=False, capture_output=True)
    if done.returncode:
        raise AssertionError(done.stderr.decode())
    return done.stdout.decode().strip()


def repository(folder: Path, *, branch: str = "main", object_format: str = "sha1") -> Path:
    """Make an empty repository."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", f"--initial-branch={branch}", f"--object-format={object_format}")
    return folder


def commit(
    top: Path,
    files: Mapping[str, str | bytes | None],
    message: str = "a change",
    *,
    author: str = ALICE,
    when: str = NOON,
) -> str:
    """Write files (None removes one) and commit them; gives the object id."""
    for name, content in files.items():
        path = top / name
        if content is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    git(top, "add", "--all")
    person, _, mail = author.rstrip(">").partition(" <")
    variables = {
        "GIT_AUTHOR_NAME": person,
        "GIT_AUTHOR_EMAIL": mail,
        "GIT_AUTHOR_DATE": when,
        "GIT_COMMITTER_DATE": when,
    }
    git(top, "commit", "--quiet", "--allow-empty", "--message", message, variables=variables)
    return git(top, "rev-parse", "HEAD")


def clone_bare(top: Path, folder: Path, *, remote: str = "origin") -> Path:
    """Make a bare copy and tell the repository that it is its remote."""
    git(top, "clone", "--quiet", "--bare", str(top), str(folder))
    git(top, "remote", "add", remote, str(folder))
    return folder


def branch_tip(top: Path, name: str) -> str:
    """Read a branch with git itself; "" where there is none."""
    return git(top, "for-each-ref", "--format=%(objectname)", f"refs/heads/{name}")
