"""``headgate trust``: the program that signs in to a cluster is shown, and confirmed once."""

from collections.abc import Iterator

from core.errors import DecisionPending
from core.model.live import SignIn
from core.safetext import safe_line
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.opening import opened

__all__ = ["run"]


def run(given: Given, console: Console) -> int:
    """Show what a context's kubeconfig wants to start; with ``--yes`` confirm it. Gives 3 while it is not."""
    context = given.text("context")
    with opened(given, console) as workspace:
        found = workspace.clusters.sign_in(context, confirm=given.flag("yes"))
    if found is None:
        emit(console, {"context": context, "program": None}, [f"{safe_line(context)} starts no program"])
        return 0
    form = {
        "context": context,
        "program": found.command_line,
        "digest": found.digest,
        "confirmed": found.confirmed,
    }
    emit(console, form, _lines(safe_line(context), found))
    return 0 if found.confirmed else DecisionPending.exit_code


def _lines(context: str, found: SignIn) -> Iterator[str]:
    yield f"{context} signs in with: {found.command_line}"
    yield f"sha256 {found.digest}"
    if found.confirmed:
        yield "It is confirmed, word for word; any change is asked about again."
    else:
        yield f"It was never started. If it is what you expect: headgate trust {context} --yes"
