"""``headgate init --git``: how Git is told to merge with headgate, printed, and installed only when asked."""

import shlex
import shutil
from collections.abc import Iterator

from core.branches import git_setup
from core.ports.git_setup import GitSetup
from core.safetext import safe_line
from tui.cli.checkout import find_checkout
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.here import here

__all__ = ["set_up_git"]


def set_up_git(given: Given, console: Console) -> int:
    """Print what Git needs to know and lacks; with ``--yes`` add it then."""
    env = console.world.env
    setup = git_setup(find_checkout(here(console).absolute()).top, env=env)
    lines = list(_lines(setup))
    if given.flag("yes") and lines:
        console.aside(lines)
        setup.install()
        lines = []
    emit(console, _form(setup), lines or ["git merge and git mergetool -t headgate use headgate here."])
    if shutil.which("headgate", path=env.get("PATH")) is None:
        console.note("headgate is not on the PATH of this shell, where Git looks for it.")
    return 0


def _form(setup: GitSetup) -> dict[str, object]:
    lines, settings = setup.missing_attributes(), setup.missing_configuration()
    return {
        "attributes": list(setup.attributes),
        "configuration": [one._asdict() for one in setup.configuration],
        "installed": not lines and not settings,
    }


def _lines(setup: GitSetup) -> Iterator[str]:
    """Say what is to be added, in words that a shell understands too; nothing where nothing is missing."""
    lines, settings = setup.missing_attributes(), setup.missing_configuration()
    if lines:
        yield safe_line(f"# add to {setup.attributes_file}, and commit it")
        yield from lines
    if settings:
        yield "# the configuration of this repository only"
    for setting in settings:
        yield f"git config --local {setting.key} {shlex.quote(setting.value)}"
