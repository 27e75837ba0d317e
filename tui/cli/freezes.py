"""``headgate breakglass freeze`` and ``thaw``: who would take live edits back, stopped and let go."""

from collections.abc import Iterator

from core.actuation.freezing import FreezeOffer, FreezeStep
from core.actuation.reverters import REVERTERS
from core.actuation.undoers import Undoer
from core.errors import Blocked, SourceUnreadable, UsageError
from core.model.session import Session
from core.report.sessions import freeze_words, json_session
from core.safetext import safe_line
from core.sync.breakglass.offer_form import json_offer
from core.workspace import Workspace
from tui.cli.carrying import need_named
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.given import Given
from tui.cli.inbox_table import unknown_lines

__all__ = ["confirmed", "freeze", "standing_note", "thaw"]


def freeze(workspace: Workspace, given: Given, console: Console) -> int:
    """Show who takes live edits back, ask, and stop them from the top down."""
    breakglass = workspace.breakglass
    session = breakglass.find(given.text("session"))
    offer = breakglass.offer_freeze(session, given.texts("change"))
    if given.flag("dry_run"):
        emit(console, json_offer(offer), _offer_lines(offer, console))
        return SourceUnreadable.exit_code if offer.unknown else 0
    console.aside(_offer_lines(offer, console))
    if offer.plan.steps:
        need_named(offer.managers, given.texts("over"), "Nothing was frozen")
        confirmed(session, console, "freeze", yes=given.flag("yes"))
        with console.world.signals:
            session = breakglass.freeze(session, offer, over=given.texts("over"))
    _print(workspace, session, console)
    return SourceUnreadable.exit_code if offer.unknown else 0


def thaw(workspace: Workspace, given: Given, console: Console) -> int:
    """Show what is let go, ask, and let it go from the bottom up."""
    breakglass = workspace.breakglass
    session = breakglass.find(given.text("session"))
    standing = [safe_line(f"  let go: {freeze_words(one)}") for one in reversed(session.standing_freezes)]
    if given.flag("dry_run") or not standing:
        emit(console, json_session(session, now=breakglass.now()), standing or ["Nothing is frozen."])
        return 0
    console.aside(standing)
    confirmed(session, console, "thaw", yes=given.flag("yes"))
    with console.world.signals:
        session = breakglass.thaw(session, over=given.texts("over"), anyway=given.flag("anyway"))
    _print(workspace, session, console)
    return 0


def confirmed(session: Session, console: Console, verb: str, *, yes: bool) -> None:
    """Have the space's name typed.

    Raises:
        UsageError: nobody is there to type it.
        Blocked: something else was typed.
    """
    if yes:
        return
    if not console.can_ask:
        raise UsageError(
            f"Nobody is here to confirm the {verb} of {session.incident}",
            why="standard input is no terminal",
            next_step="add --yes to carry it out, or --dry-run to look only",
        )
    if console.ask(f"Nothing is written yet. Type {session.space} to carry it out: ") != session.space:
        raise Blocked(
            f"Session {session.incident} goes on",
            why=f"{session.space} was not typed",
            next_step=f"headgate breakglass {verb}, once more",
        )


def standing_note(session: Session, console: Console) -> None:
    """Say loudly that somebody is still stopped, though the session ends."""
    if count := len(session.standing_freezes):
        console.note(
            f"{count} freeze{'s' if count > 1 else ''} of {session.incident} still stand"
            f"{'' if count > 1 else 's'}: headgate breakglass thaw --session {session.id}, "
            "once the hub's revision is applied"
        )


def _offer_lines(offer: FreezeOffer, console: Console) -> Iterator[str]:
    if not offer.plan.steps and not offer.plan.cannot:
        yield "Nobody who was looked at takes live edits back."
    for number, (step, owners) in enumerate(zip(offer.plan.steps, offer.owners, strict=True), 1):
        yield safe_line(f"  {number}. {step.why}")
        yield safe_line(f"     {_place(step)}: {REVERTERS[step.reverter].freeze}")
        yield safe_line(f"     read back as proof after {step.prove_after_seconds:.0f} s{_by(owners)}")
    for one in offer.plan.cannot:
        yield console.paint(safe_line(f"  cannot be stopped: {_left(one)}"), "bad")
    yield from (safe_line(f"  note: {trap}") for trap in offer.plan.traps)
    yield from unknown_lines(offer.unknown, console)


def _place(step: FreezeStep) -> str:
    return f"{step.change.resource} {step.change.path}"


def _by(owners: tuple[str, ...]) -> str:
    return f"; set by {', '.join(owners)}" if owners else ""


def _left(one: Undoer) -> str:
    row = REVERTERS[one.reverter]
    what = f" ({one.fields})" if one.fields else ""
    when = f" within {one.latest_seconds:.0f} s" if one.latest_seconds is not None else ", nobody knows when"
    return f"{row.title} over {one.target}{what}: {one.why}{when}"


def _print(workspace: Workspace, session: Session, console: Console) -> None:
    lines = [safe_line(f"  {one.state.value}: {freeze_words(one)}") for one in session.frozen]
    emit(console, json_session(session, now=workspace.breakglass.now()), lines or ["Nothing is frozen."])
