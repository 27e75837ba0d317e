"""Looking at a plan and its receipt: all that the plan screen can do without sending anything."""

from textual.app import ComposeResult

from core.model.foreseen import Foreseen
from core.model.plan import Plan, Receipt
from core.safetext import safe_line
from tui.context import Context
from tui.jobs import JobKind
from tui.messages import GitForeseen
from tui.screens.base import production_piece
from tui.screens.lines_screen import WarnedScreen
from tui.screens.plan_subject import Subject
from tui.widgets.bars import KeyBar, Piece, Pieces
from tui.widgets.lines import Line, Span, plain
from tui.widgets.plan_lines import plan_lines, receipt_lines
from tui.widgets.prompt import Prompt
from tui.widgets.reader import Reader, ReaderMoved

__all__ = ["PlanReading", "substance"]

_COPY_WIDTH = 100


class PlanReading(WarnedScreen):
    """Shows a plan with two lines to type on, then its receipt without them."""

    def __init__(self, context: Context, subject: Subject) -> None:
        super().__init__(context)
        self.subject = subject
        self.plan: Plan | None = None
        self.receipt: Receipt | None = None
        self.writing = False
        self._git = Foreseen()

    def body(self) -> ComposeResult:
        """Lay out the plan and the two lines to type on."""
        last = self.context.drafts.last_reason
        hint = safe_line(f"Enter says again: {last}" if last else "why, for the record")
        yield Reader()
        yield Prompt((Span(" Why  ", "title"),), id="reason", placeholder=hint)
        yield Prompt((Span(" Type the word ", "title"),), id="word")

    @property
    def keys_of(self) -> str:
        """Other keys count once the plan is carried out."""
        return "plan" if self.receipt is None else "done"

    @property
    def reason(self) -> Prompt:
        """Where the operator says why."""
        return self.query_one("#reason", Prompt)

    @property
    def word(self) -> Prompt:
        """Where the operator types the word."""
        return self.query_one("#word", Prompt)

    def pieces(self) -> Pieces:
        """Say which plan, and that nothing is written yet."""
        subject = self.subject
        name = (Span(f"{self.context.look.glyphs.back} ", "key"), Span("Plan ", "title"))
        unit = Span(safe_line(str(subject.unit)), "strong")
        near = Span(safe_line(f"../{subject.unit.unit}"), "strong")
        fields = (Span(safe_line(subject.words), "quiet"),)
        left = (
            Piece((*name, unit), short=(*name, near)),
            *production_piece(production=subject.production),
            Piece(fields, rank=4),
            *self.running_pieces(),
        )
        return Pieces(left, (Piece(self._how_far(), rank=3),))

    def show_plan(self, plan: Plan, *, new: bool) -> None:
        """Show a plan; one that says the same as the last keeps its place."""
        self.plan = plan
        git = self._git = Foreseen() if new else self._git
        glyphs = self.context.look.glyphs
        show = self.reader.read if new else self.reader.replace
        show(lambda width: plan_lines(plan, width, glyphs, git))
        if new:
            self.context.jobs.ask(
                JobKind.DETAIL, self, lambda desk, *_: GitForeseen(plan, desk.foreseen(plan))
            )
        word = Span(safe_line(plan.word_over), "alert")
        self.word.say((Span(" Type ", "title"), word, Span(" to write  ", "title")))

    def on_git_foreseen(self, message: GitForeseen) -> None:
        """Add what Git will be offered below what was read already."""
        message.stop()
        plan, git, glyphs = self.plan, message.foreseen, self.context.look.glyphs
        if plan is not None and self.receipt is None and substance(plan) == substance(message.plan):
            self._git = git
            self.reader.replace(lambda width: plan_lines(plan, width, glyphs, git))
            if git.diff and self.reader.total > self.reader.scroll_offset.y + self.reader.size.height:
                self.notice.say("Below the plan: what sync-back will offer to Git afterwards.", style="quiet")

    def show_receipt(self, receipt: Receipt) -> None:
        """Show what was done in the plan's place."""
        self.receipt = receipt
        glyphs = self.context.look.glyphs
        self.add_class("-done")
        self.query_one(KeyBar).show_room(self.keys_of)
        self.reader.read(lambda width: receipt_lines(receipt, width, glyphs))
        self.set_focus(self.reader)
        self.notice.say("Enter goes on to the next item.", style="good")

    def on_reader_moved(self, message: ReaderMoved) -> None:
        """Say how far the plan was read."""
        message.stop()
        self.show_header()

    def action_copy(self) -> None:
        """Copy the plan as text."""
        if plan := self.plan:
            lines = plan_lines(plan, _COPY_WIDTH, self.context.look.glyphs, self._git)
            self.copy_all("\n".join(plain(line) for line in lines), "the plan")

    def action_twin(self) -> None:
        """Copy the command that does the same."""
        if self.plan:
            self.copy(self.plan.twin, "the command")

    def _how_far(self) -> Line:
        if self.receipt is not None:
            return (Span("written", "good"),)
        if self.writing:
            return ()
        if self.reader.is_read:
            return (Span("nothing is written yet", "quiet"),)
        return (Span(f"{self.reader.seen} of {self.reader.total} lines read", "word"),)


def substance(plan: Plan) -> tuple[object, ...]:
    """Give what must be the same for a plan to be the one that was read: all but id, reason and command."""
    sent = plan.effects
    checks = tuple((check.name, check.ok) for check in plan.checks)
    written = (sent.text, sent.deletes, sent.guard, sent.live, sent.live_text, plan.diff)
    return (*written, plan.overwrites, plan.by_rule, checks, plan.word_over)
