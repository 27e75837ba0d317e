"""What a CI says of its run by its variables: which pull request it is for, and where a summary belongs."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from core.errors import UsageError
from core.safetext import safe_line
from tui.cli.console import Console
from tui.cli.given import Given
from tui.cli.here import here

__all__ = ["pull_number", "summary_file"]

_REF: Final = re.compile(r"refs/pull/(\d+)/\w+")


def pull_number(given: Given, env: Mapping[str, str]) -> int:
    """Find the pull or merge request of this run: ``--pull``, else what the CI says.

    Raises:
        UsageError: nobody says, or it is no number.

    Source: GitHub Actions, variables (GITHUB_REF, also of Gitea and Forgejo); GitLab, predefined variables.
    """
    ref = _REF.fullmatch(env.get("GITHUB_REF", ""))
    text = given.text("pull") or env.get("CI_MERGE_REQUEST_IID", "") or (ref[1] if ref else "")
    if not re.fullmatch(r"[1-9][0-9]{0,9}", text):
        raise UsageError(
            "Could not tell which pull request to comment on",
            why=f"{safe_line(text)} is no number of one" if text else "this run of CI is for none",
            next_step="give its number with --pull, or leave --comment out",
        )
    return int(text)


def summary_file(given: Given, console: Console) -> Path | None:
    """Find the file that a summary is appended to: ``--summary``, else what GitHub Actions names."""
    named = given.text("summary") or console.world.env.get("GITHUB_STEP_SUMMARY", "")
    return here(console) / named if named else None
