"""The plan of one decision: read it, say why, type the word. Only then is anything written."""

from dataclasses import replace
from typing import Final

from textual import on
from textual.widgets import Input

from core.errors import DecisionPending, SideMoved
from core.model.plan import Plan, Receipt
from core.progress import Progress, Stop
from core.safetext import safe_line
from tui.context import Context
from tui.desk import DeskFace
from tui.jobs import JobKind
from tui.keys import bindings
from tui.messages import AccountRead, CarriedOut, Failed, PlanMade, PlanStale, Settled
from tui.screens.plan_reading import PlanReading, substance
from tui.screens.plan_subject import Subject
from tui.screens.receipt import export_account
from tui.widgets.reader import ReaderMoved

__all__ = ["PlanScreen"]

_UNSAID: Final = "(reason not given yet)"
_UNREAD: Final = "unread"
"""Typed behind the word by who writes a plan without having read it to its end."""


class PlanScreen(PlanReading):
    """First read, then say why, then type the word; Enter goes on, Esc goes one step back."""

    ROOM = "plan"
    BINDINGS = bindings("plan")

    def __init__(self, context: Context, subject: Subject) -> None:
        super().__init__(context, subject)
        self._is_on = subject.is_on
        self._word_waits = False
        self._opening = True

    def on_mount(self) -> None:
        """Have the plan made."""
        self._ask(_UNSAID)

    def on_plan_made(self, message: PlanMade) -> None:
        """Show the plan; one made anew that differs must be read anew."""
        message.stop()
        before, plan = self.plan, message.plan
        waits, self._word_waits = self._word_waits, False
        new = before is None or substance(before) != substance(plan)
        self.show_plan(plan, new=new)
        self.set_running("")
        if plan.blocked or (new and before is not None):
            self.set_focus(self.reader)
        if new and before is not None:
            self.notice.say("The plan changed since you read it: read it again.", style="alert")
        elif waits:
            self._judge(self.word.input.value)

    def on_reader_moved(self, message: ReaderMoved) -> None:
        """Ask for the reason at once where all of the plan is in view: that is what one types first."""
        super().on_reader_moved(message)
        in_view = self.receipt is None and self.reader.is_read and self.reader.scroll_offset.y == 0
        may = self.plan is not None and not self.plan.blocked and not self.only_looks
        if self._opening and in_view and may:
            self._opening = False
            self.set_focus(self.reason.input)

    def on_carried_out(self, message: CarriedOut) -> None:
        """Show the receipt; the app hears of it too."""
        self.writing = False
        self.show_receipt(message.receipt)
        self.set_running("")

    def failed(self, message: Failed) -> None:
        """Show what failed; where a side moved, the fields must be looked at again."""
        self.writing = self._word_waits = False
        self.word.input.value = ""
        if isinstance(message.error, SideMoved) and self.subject.item_id:
            self.post_message(PlanStale(message.error))
            return
        super().failed(message)
        if isinstance(message.error, DecisionPending) and self.subject.switch == "partly":
            self.notice.fail(message.error, then="l plans to take back the others.")
        self.set_focus(self.reader)

    @on(Input.Submitted, "#reason-input")
    def _reason_given(self, event: Input.Submitted) -> None:
        event.stop()
        reason = event.value.strip() or self.context.drafts.last_reason
        if not reason:
            self.notice.say("Say why in a few words: the record keeps it.", style="alert")
            return
        self.reason.input.value = reason
        self.set_focus(self.word.input)
        self._ask(reason)

    @on(Input.Submitted, "#word-input")
    def _word_given(self, event: Input.Submitted) -> None:
        event.stop()
        if self.context.jobs.is_busy(JobKind.PLAN):
            self._word_waits = True
        else:
            self._judge(event.value)

    def _judge(self, word: str) -> None:
        """Write, where the word is right and the plan is the one that was read, reason and all."""
        plan = self.plan
        if plan is None or self.writing or plan.blocked:
            return
        unread = not self.reader.is_read
        if unread and word.strip() != f"{plan.word_over} {_UNREAD}":
            self._back_to_reading(self._still_unread(plan))
        elif plan.reason != self.reason.input.value.strip():
            self.set_focus(self.reason.input)
            self.notice.say("The reason was changed: Enter there plans again.", style="alert")
        elif unread:
            self._carry_out(replace(plan, read=f"{self.reader.seen} of {self.reader.total} lines read"))
        elif word.strip() != plan.word_over:
            self.notice.say(f"{_not_it(plan)} Nothing was written.", style="alert")
        else:
            self._carry_out(plan)

    def _still_unread(self, plan: Plan) -> str:
        lines = self.reader.total - self.reader.seen
        return (
            f"{lines} lines of this plan were not on screen yet: Enter reads on. To write without "
            f"reading them, which goes on record, type: {plan.word_over} {_UNREAD}"
        )

    def action_go_on(self) -> None:
        """Read on; where that reaches the end ask why; after the receipt go to the next item."""
        if self.receipt is not None:
            self._leave(self.receipt)
            return
        if not self.reader.is_read:
            self.reader.read_on()
        if not self.reader.is_read or self.plan is None:
            return
        if self.plan.blocked:
            self.notice.say("This plan is blocked by a check: see above. Esc goes back.", style="alert")
        elif self.only_looks:
            self.say_only_looked_at()
        else:
            self.notice.clear()
            self.set_focus(self.reason.input)

    def action_export(self) -> None:
        """Write the receipt as JSON and as Markdown."""
        if self.receipt is None:
            self.notice.say("There is a receipt to export when this is carried out.", style="quiet")
            return
        decision = self.receipt.decision
        self.context.jobs.ask(JobKind.DETAIL, self, lambda desk, *_: AccountRead(desk.account(decision)))

    def on_account_read(self, message: AccountRead) -> None:
        """Write what was read to files."""
        message.stop()
        export_account(message.account, self.notice)

    def action_live(self) -> None:
        """Plan again with or without live; of an undo, with or without what was changed since."""
        if not self.subject.switch:
            self.notice.say("Live is not written by this; the inbox offers it afterwards.", style="quiet")
        elif self.receipt is None and not self.writing:
            self._is_on = not self._is_on
            self.action_reread()

    def action_reread(self) -> None:
        """Plan again."""
        if self.receipt is None and not self.writing:
            self._ask(self.plan.reason if self.plan else _UNSAID)

    def action_back(self) -> None:
        """Go one step back: from the word to the plan, from the plan to the fields."""
        if self.writing:
            self.notice.say("Being written: ctrl+c stops after the step in hand.", style="alert")
        elif self.receipt is not None:
            self._leave(self.receipt)
        elif isinstance(self.focused, Input):
            self.set_focus(self.reader)
        elif self.notice.said:
            self.notice.clear()
        else:
            self.dismiss()

    def _back_to_reading(self, words: str) -> None:
        self.set_focus(self.reader)
        self.notice.say(words, style="alert")

    def _leave(self, receipt: Receipt) -> None:
        """Go on to the next item, or back to where this was asked for."""
        if self.subject.item_id:
            self.post_message(Settled(self.subject.item_id, receipt))
        else:
            self.dismiss()

    def _ask(self, reason: str) -> None:
        subject, is_on = self.subject, self._is_on
        self.notice.clear()
        self.set_running("planning..")
        self.context.jobs.ask(
            JobKind.PLAN,
            self,
            lambda desk, *_: PlanMade(subject.make(desk, reason, is_on)),
            subject=subject.item_id,
        )

    def _carry_out(self, plan: Plan) -> None:
        taken = plan.over(plan.managers)

        def work(desk: DeskFace, progress: Progress, stop: Stop) -> CarriedOut:
            return CarriedOut(desk.carry_out(taken, progress=progress, stop=stop))

        self.writing = True
        self.context.drafts.last_reason = plan.reason
        self.notice.clear()
        self.set_running("writing..")
        self.context.jobs.ask(JobKind.CARRY_OUT, self, work, subject=plan.id)


def _not_it(plan: Plan) -> str:
    if not plan.managers:
        return f"That is not {plan.word}."
    names = safe_line(", ".join(plan.managers))
    return f"{names} set these live fields last. To take them over type: {safe_line(plan.word_over)}."
