"""The plan of one decision: read it, say why, type the word. Only then is anything written."""

from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from core.errors import SideMoved
from core.merge.resolution import Resolution
from core.model.item import Opened
from core.model.plan import Plan, Receipt
from core.progress import Progress, Stop
from core.safetext import safe_line
from tui.context import Context
from tui.desk import DeskFace
from tui.jobs import JobKind
from tui.keys import bindings
from tui.messages import CarriedOut, Failed, PlanMade, PlanStale, Settled
from tui.screens.base import DeskScreen, production_piece
from tui.widgets.bars import KeyBar, Piece, Pieces
from tui.widgets.lines import Line, Span, plain
from tui.widgets.plan_lines import plan_lines, receipt_lines
from tui.widgets.prompt import Prompt
from tui.widgets.reader import Reader, ReaderMoved

__all__ = ["PlanScreen"]

_UNSAID: Final = "(reason not given yet)"


class PlanScreen(DeskScreen):
    """First read, then say why, then type the word; Enter goes on, Esc goes one step back."""

    ROOM = "plan"
    BINDINGS = bindings("plan")
    AUTO_FOCUS = "Reader"

    def __init__(self, context: Context, opened: Opened, resolution: Resolution) -> None:
        super().__init__(context)
        self.opened = opened
        self.resolution = resolution
        self.plan: Plan | None = None
        self.receipt: Receipt | None = None
        self.apply_live = False
        self._writing = False

    def body(self) -> ComposeResult:
        """Lay out the plan and the two lines to type on."""
        last = self.context.drafts.last_reason
        hint = safe_line(f"Enter says again: {last}" if last else "why, for the record")
        yield Reader()
        yield Prompt((Span(" Why  ", "title"),), id="reason", placeholder=hint)
        yield Prompt((Span(" Type the word ", "title"),), id="word")

    def on_mount(self) -> None:
        """Have the plan made."""
        self._ask(_UNSAID)

    def pieces(self) -> Pieces:
        """Say which plan, and that nothing is written yet."""
        item = self.opened.item
        name = (Span(f"{self.context.look.glyphs.back} ", "key"), Span("Plan ", "title"))
        unit = (Span(safe_line(str(item.unit)), "strong"),)
        fields = (Span(f"{len(self.resolution.fields)} fields", "quiet"),)
        left = (
            Piece((*name, *unit)),
            *production_piece(production=item.production),
            Piece(fields, rank=4),
            *self.running_pieces(),
        )
        return Pieces(left, (Piece(self._how_far(), rank=3),))

    def on_plan_made(self, message: PlanMade) -> None:
        """Show the plan; one made anew that differs must be read anew."""
        message.stop()
        before, self.plan = self.plan, message.plan
        self.running = ""
        new = before is None or _substance(before) != _substance(message.plan)
        self._show_plan(message.plan, new=new)
        self._say_word(message.plan)
        if new and before is not None:
            self.query_one(Reader).focus()
            self.notice.say("The plan changed since you read it: read it again.", style="alert")
        elif message.plan.reason != _UNSAID and not message.plan.blocked:
            self._prompt("word").input.focus()
        self.show_header()

    def on_carried_out(self, message: CarriedOut) -> None:
        """Show the receipt; the app hears of it too."""
        self._writing, self.running = False, ""
        self.receipt = receipt = message.receipt
        glyphs = self.context.look.glyphs
        self.add_class("-done")
        self.query_one(KeyBar).show_room("done")
        reader = self.query_one(Reader)
        reader.read(lambda width: receipt_lines(receipt, width, glyphs))
        reader.focus()
        self.notice.say("Enter goes on to the next item.", style="good")
        self.show_header()

    def failed(self, message: Failed) -> None:
        """Show what failed; where a side moved, the fields must be looked at again."""
        self._writing = False
        if isinstance(message.error, SideMoved):
            self.post_message(PlanStale(message.error))
            return
        super().failed(message)
        self.query_one(Reader).focus()

    @on(ReaderMoved)
    def _read_on(self) -> None:
        self.show_header()

    @on(Input.Submitted, "#reason-input")
    def _reason_given(self, event: Input.Submitted) -> None:
        event.stop()
        reason = event.value.strip() or self.context.drafts.last_reason
        if not reason:
            self.notice.say("Say why in a few words: the record keeps it.", style="alert")
            return
        self._prompt("reason").input.value = reason
        self._ask(reason)

    @on(Input.Submitted, "#word-input")
    def _word_given(self, event: Input.Submitted) -> None:
        event.stop()
        plan = self.plan
        if plan is None or self._writing or self.context.jobs.is_busy(JobKind.PLAN):
            return
        if plan.reason != self._prompt("reason").input.value.strip():
            self._prompt("reason").input.focus()
            self.notice.say("The reason was changed: Enter there plans again.", style="alert")
        elif event.value.strip() != plan.word:
            self.notice.say(f"That is not {plan.word}. Nothing was written.", style="alert")
        else:
            self._carry_out(plan)

    def action_go_on(self) -> None:
        """Read on; at the end say why, after the receipt go to the next item."""
        reader = self.query_one(Reader)
        if self.receipt is not None:
            self.post_message(Settled(self.opened.item.id, self.receipt))
        elif not reader.is_read:
            reader.action_page(1)
        elif self.plan is not None and self.plan.blocked:
            self.notice.say("This plan is blocked by a check: see above. Esc goes back.", style="alert")
        elif self.plan is not None:
            self.notice.clear()
            self._prompt("reason").input.focus()

    def action_live(self) -> None:
        """Plan again with or without applying to live."""
        if self.receipt is None and not self._writing:
            self.apply_live = not self.apply_live
            self._ask(self.plan.reason if self.plan else _UNSAID)

    def action_reread(self) -> None:
        """Plan again."""
        if self.receipt is None and not self._writing:
            self._ask(self.plan.reason if self.plan else _UNSAID)

    def action_copy(self) -> None:
        """Copy the plan as text."""
        if plan := self.plan:
            glyphs = self.context.look.glyphs
            text = "\n".join(plain(line) for line in plan_lines(plan, 100, glyphs))
            self.app.copy_to_clipboard(text)
            self.notice.say("Copied the plan.", style="quiet")

    def action_twin(self) -> None:
        """Copy the command that does the same."""
        if self.plan:
            self.copy(self.plan.twin, "the command")

    def action_back(self) -> None:
        """Go one step back: from the word to the plan, from the plan to the fields."""
        if self._writing:
            self.notice.say("Being written: ctrl+c stops after the step in hand.", style="alert")
        elif self.receipt is not None:
            self.post_message(Settled(self.opened.item.id, self.receipt))
        elif isinstance(self.focused, Input):
            self.query_one(Reader).focus()
        elif self.notice.said:
            self.notice.clear()
        else:
            self.dismiss()

    def _ask(self, reason: str) -> None:
        opened, resolution, live = self.opened, self.resolution, self.apply_live
        self.notice.clear()
        self.set_running("planning..")
        self.context.jobs.ask(
            JobKind.PLAN,
            self,
            lambda desk, *_: PlanMade(desk.plan(opened, resolution, reason=reason, apply_live=live)),
            subject=opened.item.id,
        )

    def _carry_out(self, plan: Plan) -> None:
        def work(desk: DeskFace, progress: Progress, stop: Stop) -> CarriedOut:
            return CarriedOut(desk.carry_out(plan, progress=progress, stop=stop))

        self._writing = True
        self.context.drafts.last_reason = plan.reason
        self.notice.clear()
        self.set_running("writing..")
        self.context.jobs.ask(JobKind.CARRY_OUT, self, work, subject=plan.id)

    def _show_plan(self, plan: Plan, *, new: bool) -> None:
        glyphs, reader = self.context.look.glyphs, self.query_one(Reader)
        show = reader.read if new else reader.replace
        show(lambda width: plan_lines(plan, width, glyphs))

    def _say_word(self, plan: Plan) -> None:
        self._prompt("word").say(
            (Span(" Type ", "title"), Span(safe_line(plan.word), "alert"), Span(" to write  ", "title"))
        )

    def _prompt(self, name: str) -> Prompt:
        return self.query_one(f"#{name}", Prompt)

    def _how_far(self) -> Line:
        if self.receipt is not None:
            return (Span("written", "good"),)
        reader = self.query_one(Reader)
        if self._writing or reader.is_read:
            return (Span("nothing is written yet", "quiet"),) if not self._writing else ()
        return (Span(f"{reader.seen} of {reader.total} lines read", "word"),)


def _substance(plan: Plan) -> tuple[object, ...]:
    """Give what must be the same for a plan to be the one that was read: all but id, reason and command."""
    sent = plan.effects
    checks = tuple((check.name, check.ok) for check in plan.checks)
    written = (sent.text, sent.deletes, sent.guard, sent.live, sent.live_text, plan.diff)
    return (*written, plan.overwrites, plan.by_rule, checks, plan.word)
