"""Git commands that run nothing but git: few of them, no shell, no setting that starts a program.

Hooks, fsmonitor, filters, textconv, ``core.sshCommand``, ``ext::`` and lazy fetching stay off whatever a
repository's own configuration says. Commands that read the index or a work tree are not in the list at all,
since filters and textconv cannot be switched off by name (reliability.md §2.4, D3).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, TypeAlias

from core.errors import SourceUnreadable
from core.ports.processes import Finished, Run

__all__ = ["Command", "Git", "offline", "online", "words_of"]

Command: TypeAlias = Literal[
    "blame",
    "cat-file",
    "fast-import",
    "fetch",
    "for-each-ref",
    "ls-remote",
    "ls-tree",
    "merge-base",
    "push",
    "rev-list",
    "rev-parse",
    "update-ref",
]

_OFF: Final = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.alternateRefsCommand=:",
    "core.attributesFile=/dev/null",
    "gc.auto=0",
    "maintenance.auto=false",
    "submodule.recurse=false",
)
_OPTIONS: Final = tuple(word for setting in _OFF for word in ("-c", setting))

_ALWAYS: Final = {
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LANGUAGE": "C",
    "LC_ALL": "C",
}
_SECONDS: Final = 60.0
_LIMIT_BYTES: Final = 1 << 29


def offline(git_dir: Path) -> dict[str, str]:
    """Give the variables for commands that stay on the machine and read no settings of the operator."""
    return {
        **_ALWAYS,
        "GIT_DIR": str(git_dir),
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GIT_CONFIG_NOSYSTEM": "1",
    }


def online(git_dir: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Give the variables for commands that talk to the remote.

    The operator's own configuration is read here, for credential helpers and ssh keys; the repository's is
    not, since ``git_dir`` is the mirror.
    """
    passed = {name: environment[name] for name in ("SSH_AUTH_SOCK", "XDG_CONFIG_HOME") if name in environment}
    return {**_ALWAYS, **passed, "GIT_DIR": str(git_dir), "GIT_ALLOW_PROTOCOL": "https:ssh:file"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Git:
    """One git directory, and the variables that seal the commands run in it."""

    run: Run
    variables: Mapping[str, str] = field(repr=False)

    def attempt(self, command: Command, *arguments: str, data: bytes | None = None) -> Finished:
        """Run one command and give what it left, whatever its exit status.

        Raises:
            ToolMissing: there is no git.
            SourceUnreadable: it did not end in time.
        """
        return self.run(
            ["git", *_OPTIONS, command, *arguments],
            input=data,
            cwd=Path("/"),
            env=self.variables,
            timeout_seconds=_SECONDS,
            limit_bytes=_LIMIT_BYTES,
        )

    def ask(self, command: Command, *arguments: str, data: bytes | None = None) -> bytes:
        """Run one command that must succeed and give its output.

        Raises:
            ToolMissing: there is no git.
            SourceUnreadable: it failed; ``why`` has git's own words.
        """
        finished = self.attempt(command, *arguments, data=data)
        if finished.code:
            raise SourceUnreadable(
                f"Could not read the Git repository (git {command})",
                why=words_of(finished),
                next_step="git fsck shows what is wrong with it",
            )
        return finished.out


def words_of(finished: Finished) -> str:
    """Read git's own words about a failure, shortened to one line."""
    words = " ".join(finished.err.decode("utf-8", "replace").split())
    return words[:300] or f"git ended with status {finished.code} and no message"
