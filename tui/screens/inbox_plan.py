"""The plans of many items: read them, say why, type the word; then the receipt of all."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from textual import on
from textual.widgets import Input

from core.merge.resolution import Resolution
from core.model.item import Opened
from core.model.many import Plans, Receipts
from core.progress import Progress, Stop
from core.safetext import safe_line
from tui.context import Context
from tui.desk import DeskFace
from tui.jobs import JobKind
from tui.keys import bindings
from tui.messages import Failed
from tui.screens.inbox_messages import ManyCarried, ManyPlanned, ManySettled
from tui.screens.inbox_plan_reading import ManyPlanReading
from tui.screens.plan_reading import substance
from tui.widgets.bars import KeyBar
from tui.widgets.item_plans import plans_lines, receipts_lines
from tui.widgets.lines import Span
from tui.widgets.prompt import Prompt
from tui.widgets.reader import ReaderMoved

__all__ = ["ManyPlanScreen"]

_UNSAID: Final = "(reason not given yet)"
_UNREAD: Final = "unread"
"""Typed behind the word by who writes plans without having read them to their end."""


class ManyPlanScreen(ManyPlanReading):
    """One plan a unit, shown together and carried out one after another."""

    ROOM = "plan"
    BINDINGS = bindings("plan")

    def __init__(self, context: Context, wanted: Sequence[tuple[Opened, Resolution]]) -> None:
        super().__init__(context, wanted)
        self._apply_live = False
        self._opening = True
        self._word_waits = False

    def on_mount(self) -> None:
        """Have the plans made."""
        self._ask(_UNSAID)

    def on_many_planned(self, message: ManyPlanned) -> None:
        """Show the plans; ones made anew that differ must be read anew."""
        message.stop()
        before, self.plans = self.plans, message.plans
        waits, self._word_waits = self._word_waits, False
        glyphs = self.context.look.glyphs
        same = before is not None and _words(before) == _words(message.plans)
        (self.reader.replace if same else self.reader.read)(
            lambda width: plans_lines(message.plans, width, glyphs)
        )
        word = Span(safe_line(message.plans.word_over), "alert") if message.plans.plans else Span("")
        self.query_one("#word", Prompt).say((Span(" Type ", "title"), word, Span(" to write  ", "title")))
        self.set_class(self.only_looks or not message.plans.ready, "-looking")
        self.set_running("")
        if before is not None and not same:
            self.set_focus(self.reader)
            self.notice.say("The plans changed since you read them: read them again.", style="alert")
        elif waits:
            self._judge(self.word.value)

    def on_reader_moved(self, message: ReaderMoved) -> None:
        """Say how far the plans were read; ask for the reason at once where all of them is in view."""
        message.stop()
        self.show_header()
        in_view = self.reader.is_read and self.reader.scroll_offset.y == 0
        unread = self._opening and self.receipts is None and not self.only_looks
        if unread and in_view and self.plans is not None and self.plans.ready:
            self._opening = False
            self.set_focus(self.why)

    def on_many_carried(self, message: ManyCarried) -> None:
        """Show the receipt of all, and forget the choices that came true."""
        message.stop()
        self.writing, self.receipts = False, message.receipts
        items = {str(opened.item.unit): str(opened.item.id) for opened, _ in self.decided}
        for receipt in message.receipts.done:
            self.context.drafts.forget(items[str(receipt.unit)])
        plans, glyphs = self.plans or Plans(plans=()), self.context.look.glyphs
        self.add_class("-done")
        self.query_one(KeyBar).show_room(self.keys_of)
        self.reader.read(lambda width: receipts_lines(message.receipts, plans, width, glyphs))
        self.set_focus(self.reader)
        self.notice.say("Enter goes on to the next item.", style="good")
        self.set_running("")

    def failed(self, message: Failed) -> None:
        """Show what failed."""
        self.writing = self._word_waits = False
        super().failed(message)
        self.set_focus(self.reader)

    @on(Input.Submitted, "#reason-input")
    def _reason_given(self, event: Input.Submitted) -> None:
        event.stop()
        if self.writing or self.receipts is not None:
            return
        reason = event.value.strip() or self.context.drafts.last_reason
        if not reason:
            self.notice.say("Say why in a few words: the record keeps it.", style="alert")
            return
        self.why.value = self.reason = reason
        self.set_focus(self.word)
        self._ask(reason)

    @on(Input.Submitted, "#word-input")
    def _word_given(self, event: Input.Submitted) -> None:
        event.stop()
        if self.context.jobs.is_busy(JobKind.PLAN):
            self._word_waits = True
        else:
            self._judge(event.value)

    def _judge(self, word: str) -> None:
        """Write, where the word is right and the plans are those that were read, reason and all."""
        plans = self.plans
        if plans is None or self.writing or not plans.ready or self.receipts is not None:
            return
        unread = not self.reader.is_read
        if unread and word.strip() != f"{plans.word_over} {_UNREAD}":
            self.set_focus(self.reader)
            self.notice.say(self._still_unread(plans), style="alert")
        elif any(plan.reason != self.why.value.strip() for plan in plans.ready):
            self.set_focus(self.why)
            self.notice.say("The reason was changed: Enter there plans again.", style="alert")
        elif unread:
            self._carry_out(f"{self.reader.seen} of {self.reader.total} lines read")
        elif word.strip() != plans.word_over:
            self.notice.say(f"{_not_it(plans)} Nothing was written.", style="alert")
        else:
            self._carry_out()

    def _still_unread(self, plans: Plans) -> str:
        lines = self.reader.total - self.reader.seen
        return (
            f"{lines} lines of the plans were not on screen yet: Enter reads on. To write without "
            f"reading them, which goes on record, type: {safe_line(plans.word_over)} {_UNREAD}"
        )

    def action_go_on(self) -> None:
        """Read on; where that reaches the end ask why; after the receipt go to the next item."""
        if self.receipts is not None:
            self._settle()
            return
        if not self.reader.is_read:
            self.reader.read_on()
        if not self.reader.is_read or self.plans is None:
            return
        if self.only_looks:
            self.say_only_looked_at()
        elif self.plans.ready:
            self.notice.clear()
            self.set_focus(self.why)
        else:
            self.notice.say("No unit has a plan that may be carried out. Esc goes back.", style="alert")

    def action_live(self) -> None:
        """Plan again with or without applying to live."""
        if self.receipts is None and not self.writing:
            self._apply_live = not self._apply_live
            self.action_reread()

    def action_reread(self) -> None:
        """Plan again."""
        if self.receipts is None and not self.writing:
            self._ask(self.reason or _UNSAID)

    def action_back(self) -> None:
        """Go one step back: from the word to the plans, from the plans to where they were asked for."""
        if self.writing:
            self.notice.say("Being written: ctrl+c stops after the unit in hand.", style="alert")
        elif self.receipts is not None:
            self._settle()
        elif isinstance(self.focused, Input):
            self.set_focus(self.reader)
        elif self.notice.said:
            self.notice.clear()
        else:
            self.dismiss()

    def _settle(self) -> None:
        receipts = self.receipts or Receipts()
        units = {str(receipt.unit) for receipt in receipts.done}
        done = [str(opened.item.id) for opened, _ in self.decided if str(opened.item.unit) in units]
        self.post_message(ManySettled(tuple(done)))

    def _ask(self, reason: str) -> None:
        decided, live = self.decided, self._apply_live

        def work(desk: DeskFace, progress: Progress, stop: Stop) -> ManyPlanned:
            return ManyPlanned(
                desk.many.plan(decided, reason=reason, apply_live=live, progress=progress, stop=stop)
            )

        self.notice.clear()
        self.set_running("planning..")
        self.context.jobs.ask(JobKind.PLAN, self, work)

    def _carry_out(self, read: str = "") -> None:
        ready = self.plans.ready if self.plans else ()
        plans = tuple(replace(plan.over(plan.managers), read=read) for plan in ready)

        def work(desk: DeskFace, progress: Progress, stop: Stop) -> ManyCarried:
            return ManyCarried(desk.many.carry_out(plans, progress=progress, stop=stop))

        self.writing = True
        self.context.drafts.last_reason = self.reason
        self.notice.clear()
        self.set_running("writing..")
        self.context.jobs.ask(JobKind.CARRY_OUT, self, work)


def _not_it(plans: Plans) -> str:
    if not plans.managers:
        return f"That is not {plans.word}."
    names = safe_line(", ".join(plans.managers))
    return f"{names} set these live fields last. To take them over type: {safe_line(plans.word_over)}."


def _words(plans: Plans) -> tuple[object, ...]:
    """Give what must be the same for plans to be those that were read: all but ids, reason and command."""
    refused = tuple((one.item, str(one.error)) for one in plans.refused)
    effects = ((plan.item, *substance(plan)) for plan in plans.plans)
    return (refused, *effects)
