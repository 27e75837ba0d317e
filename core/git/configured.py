"""What the user's repository is configured to, read without starting git or any program that it names."""

import configparser

from core.errors import SourceUnreadable, ToolMissing
from core.git.found import Found
from core.safetext import safe_line

__all__ = ["configured", "objects_of"]


def configured(found: Found, section: str, option: str) -> str:
    """Read one setting of the user's repository; "" where it is not set. Starts no program of it.

    Raises:
        ToolMissing: there is no git.
        SourceUnreadable: the configuration cannot be read.
    """
    try:
        import git  # noqa: PLC0415 - it costs 90 ms, looks for the git program, and few commands need it
    except ImportError as error:
        raise ToolMissing(
            "Could not use git",
            why=str(error),
            next_step="install git and see that it is on PATH",
        ) from error
    try:
        with git.Repo(found.common, expand_vars=False) as repository:
            return str(repository.config_reader("repository").get(section, option, fallback=""))
    except (git.GitError, configparser.Error, OSError, ValueError) as error:
        raise SourceUnreadable(
            "Could not read the configuration of the Git repository",
            why=safe_line(str(error))[:300],
            next_step="git config --local --list shows what is wrong with it",
        ) from error


def objects_of(found: Found) -> dict[str, str]:
    """Say to git by environment that new objects go to the user's repository, with the modes it asks for.

    Raises:
        ToolMissing: there is no git.
        SourceUnreadable: the configuration cannot be read.
    """
    variables = {"GIT_OBJECT_DIRECTORY": str(found.common / "objects")}
    if shared := configured(found, "core", "sharedrepository"):
        variables |= {
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "core.sharedRepository",
            "GIT_CONFIG_VALUE_0": shared,
        }
    return variables
