"""Telling Git to merge with headgate: lines of .gitattributes and of the repository's own configuration."""

import errno
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from core.errors import SourceUnreadable, StorageUnwritable
from core.ports.git_setup import Setting
from core.ports.processes import Finished, Run
from core.umask import UMASK

__all__ = ["RepositorySetup"]

_SECONDS: Final = 60.0
_LIMIT_BYTES: Final = 1 << 20
_NOT_SET: Final = 1
_NO_LINK: Final = os.O_NOFOLLOW | os.O_CLOEXEC
"""A clone may hold a link in the file's place, to a file of its reader."""

_PASSED_ON: Final = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "XDG_CONFIG_HOME")


_ATTRIBUTES: Final = ("*.yaml merge=headgate", "*.yml merge=headgate")
_CONFIGURATION: Final = (
    Setting("merge.headgate.name", "Kubernetes YAML, field by field"),
    Setting("merge.headgate.driver", "headgate merge --git-driver -- %O %A %B %P %L"),
    Setting(
        "mergetool.headgate.cmd", 'headgate merge --git-mergetool -- "$BASE" "$LOCAL" "$REMOTE" "$MERGED"'
    ),
    Setting("mergetool.headgate.trustExitCode", "true"),
)
"""Source: gitattributes(5), "Defining a custom merge driver"; git-mergetool(1), "Configuration"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositorySetup:
    """What a work tree has of these lines, and the way to give it the rest.

    Attributes:
        run: starts programs.
        top: the work tree.
        environment: the variables of whoever runs us.
    """

    run: Run
    top: Path
    environment: Mapping[str, str] = field(repr=False)

    @property
    def attributes_file(self) -> Path:
        """The file that says which files are merged how."""
        return self.top / ".gitattributes"

    @property
    def attributes(self) -> tuple[str, ...]:
        """The lines that belong into that file."""
        return _ATTRIBUTES

    @property
    def configuration(self) -> tuple[Setting, ...]:
        """The settings that belong into the repository's own configuration."""
        return _CONFIGURATION

    def missing_attributes(self) -> tuple[str, ...]:
        """List the lines that the file lacks.

        Raises:
            SourceUnreadable: it cannot be read.
        """
        there = {line.strip() for line in self._text().splitlines()}
        return tuple(line for line in _ATTRIBUTES if line not in there)

    def missing_configuration(self) -> tuple[Setting, ...]:
        """List the settings that the repository's own configuration lacks, or has otherwise.

        Raises:
            SourceUnreadable: git cannot read it.
            ToolMissing: there is no git.
        """
        return tuple(one for one in _CONFIGURATION if self._value(one.key) != one.value)

    def install(self) -> None:
        """Add what is missing; what is there stays as it is.

        Raises:
            SourceUnreadable: what is there cannot be read; nothing was written.
            StorageUnwritable: the file or the configuration cannot be written; names what was.
            ToolMissing: there is no git; nothing was written.
        """
        settings, lines = self.missing_configuration(), self.missing_attributes()
        for setting in settings:
            self._set(setting)
        if lines:
            self._append(lines)

    def _text(self) -> str:
        try:
            handle = os.open(self.attributes_file, os.O_RDONLY | _NO_LINK)
            with os.fdopen(handle, encoding="utf-8", errors="surrogateescape") as file:
                return file.read()
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise SourceUnreadable(
                f"Could not read {self.attributes_file}",
                why=_cause(error),
                next_step="make it a file that you can read, and no link",
            ) from error

    def _append(self, lines: tuple[str, ...]) -> None:
        text = self._text()
        gap = "" if not text or text.endswith("\n") else "\n"
        is_new = not self.attributes_file.exists()
        try:
            handle = os.open(self.attributes_file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _NO_LINK, 0o666)
            with os.fdopen(handle, "a", encoding="utf-8") as file:
                if is_new:
                    UMASK.open_as_usual(file.fileno())
                file.write(gap + "".join(f"{line}\n" for line in lines))
        except OSError as error:
            raise StorageUnwritable(
                f"Could not write {self.attributes_file}",
                why=_cause(error),
                next_step=f"add these lines to it yourself: {', '.join(lines)}",
                changed="the repository's configuration has the driver; nothing uses it yet",
            ) from error

    def _value(self, key: str) -> str:
        done = self._config("--get", key)
        if done.code not in {0, _NOT_SET}:
            raise SourceUnreadable(
                "Could not read the repository's Git configuration",
                why=done.err.decode(errors="replace").strip(),
                next_step="git config --local --list",
            )
        return done.out.decode(errors="replace").removesuffix("\n")

    def _set(self, setting: Setting) -> None:
        done = self._config("--replace-all", *setting)
        if done.code:
            raise StorageUnwritable(
                f"Could not set {setting.key} in the repository's Git configuration",
                why=done.err.decode(errors="replace").strip(),
                next_step="see who else writes it, then run it again",
                changed="the settings before this one",
            )

    def _config(self, *arguments: str) -> Finished:
        passed = {name: self.environment[name] for name in _PASSED_ON if name in self.environment}
        return self.run(
            ("git", "config", "--local", *arguments),
            input=None,
            cwd=self.top,
            env=passed,
            timeout_seconds=_SECONDS,
            limit_bytes=_LIMIT_BYTES,
        )


def _cause(error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "it is a symbolic link, and what it points to may be no part of the repository"
    return error.strerror or str(error)
