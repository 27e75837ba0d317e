"""Decisions that were cut off: what of each is known, and finishing it or letting it go from here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Input

from core.model.decision import Step
from core.model.resumed import Resumed, Unfinished
from core.progress import Progress
from core.safetext import safe_line
from tui.ages import ago
from tui.context import Context
from tui.cut_off import CutOffDesk
from tui.jobs import JobKind
from tui.keys import bindings
from tui.messages import Failed
from tui.screens.base import DeskScreen
from tui.widgets.bars import Piece, Pieces
from tui.widgets.lines import Line, Span, wrap
from tui.widgets.prompt import Prompt
from tui.widgets.reader import Reader

__all__ = ["CutOffScreen", "CutOffSettled"]

_FINISH: Final = "resume"
_LET_GO: Final = "abandon"


@dataclass
class CutOffSettled(Message):
    """Decisions were finished or let go; what is still open."""

    results: tuple[Resumed, ...]
    left: tuple[Unfinished, ...]


class CutOffScreen(DeskScreen):
    """Lists what is open in words; nothing is sent before the word is typed."""

    ROOM = "cut-off"
    BINDINGS = bindings("cut-off")
    AUTO_FOCUS = "Reader"

    def __init__(self, context: Context, desk: CutOffDesk, found: Sequence[Unfinished]) -> None:
        super().__init__(context)
        self._desk = desk
        self._found = tuple(found)
        self._results: tuple[Resumed, ...] = ()

    def body(self) -> ComposeResult:
        """Lay out the decisions and the line to type on."""
        yield Reader()
        yield Prompt((Span(" resume, or abandon and why ", "title"),), id="cut-off")

    def on_mount(self) -> None:
        """Show what is open."""
        self._show()

    def pieces(self) -> Pieces:
        """Say how many are open."""
        count = len(self._found)
        words = (
            f"{count} decision{'s were' if count != 1 else ' was'} cut off" if count else "nothing is open"
        )
        return Pieces((Piece((Span(words, "alert" if count else "good"),)), *self.running_pieces()))

    def action_go_on(self) -> None:
        """Go to the line to type on; where nothing is open, to the inbox."""
        if self._found:
            self.set_focus(self.query_one(Prompt).input)
        else:
            self.dismiss()

    def action_back(self) -> None:
        """Leave the line, or go to the inbox; what is open stays open."""
        if isinstance(self.focused, Input):
            self.set_focus(self.query_one(Reader))
        else:
            self.dismiss()

    @on(Input.Submitted, "#cut-off-input")
    def _typed(self, event: Input.Submitted) -> None:
        event.stop()
        word, _, reason = event.value.strip().partition(" ")
        if word == _FINISH and not reason:
            self._finish()
        elif word == _LET_GO and reason.strip() and self._found:
            self._let_go(reason.strip())
        else:
            words = f"Type {_FINISH} to finish all, or {_LET_GO} and why to close the first as it stands."
            self.notice.say(words, style="alert")

    def _finish(self) -> None:
        desk = self._desk

        def work(_: object, progress: Progress, __: object) -> CutOffSettled:
            return CutOffSettled(desk.resume(anybodys=True, progress=progress), desk.unfinished())

        self.set_running("looking each step up..")
        self.context.jobs.ask(JobKind.CARRY_OUT, self, work)

    def _let_go(self, reason: str) -> None:
        desk, decision = self._desk, self._found[0].decision.id

        def work(*_: object) -> CutOffSettled:
            return CutOffSettled((desk.abandon(decision, reason=reason),), desk.unfinished())

        self.set_running("looking what stands where..")
        self.context.jobs.ask(JobKind.CARRY_OUT, self, work, subject=decision)

    def on_cut_off_settled(self, message: CutOffSettled) -> None:
        """Show what became of them, and what is still open."""
        message.stop()
        self._results, self._found = (*self._results, *message.results), message.left
        self.query_one(Prompt).input.value = ""
        self.set_focus(self.query_one(Reader))
        self.set_running("")
        self._show()
        if not self._found:
            self.notice.say("Nothing is open any more. Enter goes to the inbox.", style="good")

    def failed(self, message: Failed) -> None:
        """Show what failed; nothing is lost by it."""
        super().failed(message)
        self.set_focus(self.query_one(Reader))

    def _show(self) -> None:
        found, results, now = self._found, self._results, self.context.jobs.now()
        self.query_one(Reader).read(lambda width: list(_lines(found, results, width, now)))
        self.show_header()


def _lines(found: Sequence[Unfinished], results: Sequence[Resumed], width: int, now: float) -> Iterator[Line]:
    for done in results:
        ended = done.outcome.partition(":")[0] or "still open"
        style = "good" if done.outcome == "applied" else "alert"
        yield (Span(f" {safe_line(str(done.decision.unit))}: {ended}", style),)
        for words in filter(None, (done.stands, done.why, done.again)):
            yield from ((Span(f"   {line}"),) for line in wrap(safe_line(words), width - 4))
    for one in found:
        decision = one.decision
        age = ago(decision.created, now)
        yield (Span(f" {safe_line(str(decision.unit))}", "title"), Span(f"  {decision.id}", "quiet"))
        told = safe_line(f"{decision.actor} {age}: {decision.reason}")
        yield from ((Span(f"   {line}"),) for line in wrap(told, width - 4))
        for step in one.steps:
            yield from ((Span(f"   {line}"),) for line in wrap(safe_line(_step_words(step)), width - 4))
    if found:
        yield ()
        words = (
            "Each step is looked up before it is sent; nothing is written twice, or over what was not seen. "
            "Until then they stay open; Esc goes to the inbox."
        )
        yield from ((Span(f" {line}", "quiet"),) for line in wrap(words, width - 2))


def _step_words(step: Step) -> str:
    match step.state:
        case "done":
            return f"{step.name}: done, {step.outcome}"
        case "begun":
            return f"{step.name}: begun, nobody knows whether it arrived ({step.intent})"
        case _:
            return f"{step.name}: not begun ({step.intent})"
