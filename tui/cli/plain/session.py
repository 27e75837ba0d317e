"""The inbox, an item, its plan and the receipt, as questions and answers on any terminal."""

from functools import partial
from typing import Final

from core.desk import Desk
from core.errors import HeadgateError, SideMoved
from core.merge.resolution import Resolution
from core.model.item import Inbox, Item, Opened
from core.model.plan import Plan
from core.progress import never_stop
from core.report.plans import json_receipt
from core.safetext import safe_line
from core.sync.drafting import DraftBook
from tui.ages import age
from tui.cli.console import Console
from tui.cli.emit import emit
from tui.cli.inbox_table import unknown_lines
from tui.cli.plain.asking import Left, Offer, ask_line, ask_one, tell
from tui.cli.plain.picking import picked
from tui.cli.plan_text import plan_lines, receipt_lines
from tui.reopen import carry_over, find_again

__all__ = ["plain_session"]

_REREAD: Final = Offer("r", "read all sides again")
_QUIT: Final = Offer("q", "quit; nothing is written by leaving")


def plain_session(
    desk: Desk, book: DraftBook, console: Console, *, space: str | None, read_only: str = ""
) -> int:
    """Let somebody decide item after item until they leave; gives the exit code.

    Nothing is said by position or colour, so that a screen reader and a dumb terminal tell it whole. Where it
    is only looked at, for the reason ``read_only``, plans are shown and none is carried out.
    """
    if read_only:
        console.say(f"Read-only: {read_only}. Plans are shown and nothing is carried out.")
    try:
        while (item := _chosen_item(desk, console, space)) is not None:
            _one_item(desk, book, item, console, read_only=read_only)
    except Left:
        console.say("Input ended; choices are kept, nothing was written by leaving.")
    return 0


def _chosen_item(desk: Desk, console: Console, space: str | None) -> Item | None:
    """Ask for an item; None for quit."""
    while True:
        inbox = desk.inbox(space=space, progress=console)
        tell(console, _inbox_lines(inbox, console, desk.now()))
        numbers = [str(number + 1) for number in range(len(inbox.items))]
        answer = ask_one(console, "Number of an item", (_REREAD, _QUIT), also=numbers)
        if answer == "q":
            return None
        if answer != "r":
            return inbox.items[int(answer) - 1]


def _inbox_lines(inbox: Inbox, console: Console, now: float) -> list[str]:
    lines = [_item_line(number + 1, item, now) for number, item in enumerate(inbox.items)]
    return [*(lines or ["Nothing waits."]), *unknown_lines(inbox.unknown, console)]


def _item_line(number: int, item: Item, now: float) -> str:
    production = ", production" if item.production else ""
    since = f", {age(item.since, now)} old" if item.since else ""
    by = f", by {item.author.partition(' <')[0]}" if item.author else ""
    head = f"{number:>3}  {item.unit}: {item.kind.value}, {item.undecided} of {item.fields} undecided"
    return safe_line(f"{head}, risk {item.risk.value}{production}{since}{by}. {item.reason}")


def _one_item(desk: Desk, book: DraftBook, item: Item, console: Console, *, read_only: str) -> None:
    """Decide one item; an error is printed and leads back to the inbox."""
    try:
        opened = desk.open(item.id)
        resolution: Resolution | None = _recalled(book, opened, console)
        while resolution is not None:
            resolution = picked(
                opened, resolution, console, keep=partial(book.keep, opened.item), now=desk.now()
            )
            if resolution is None:
                return
            moved = _applied(desk, opened, resolution, console, read_only=read_only)
            if moved is None:
                book.forget(opened.item.id)
                return
            opened, resolution = moved
    except HeadgateError as error:
        console.trouble(error)


def _recalled(book: DraftBook, opened: Opened, console: Console) -> Resolution:
    """Lay the choices of an earlier run over the item, and say so."""
    draft = next((one for one in book.drafts().drafts if one.item == opened.item.id), None)
    if draft is None:
        return opened.resolution
    recalled = book.recalled(draft, opened)
    if recalled.resolution.choices:
        console.say(f"Choices made {draft.when} are still there: {len(recalled.resolution.choices)}.")
    if recalled.lost:
        console.say(f"No longer: {', '.join(recalled.lost)}, since a side moved there.")
    return recalled.resolution


def _applied(
    desk: Desk, opened: Opened, resolution: Resolution, console: Console, *, read_only: str
) -> tuple[Opened, Resolution] | None:
    """Plan, confirm, carry out; gives the item and the choices to go on with, None where it is through."""
    try:
        plan = desk.plan(opened, resolution, reason=_reason(console))
        console.aside(plan_lines(plan, console))
        if read_only:
            console.say(f"Nothing is carried out from here: {read_only}.")
            return opened, resolution
        if plan.blocked or not _confirmed(plan, console):
            return opened, resolution
        with console.world.signals:
            receipt = desk.carry_out(plan.over(plan.managers), progress=console)
            emit(console, json_receipt(receipt), receipt_lines(receipt))
    except SideMoved as moved:
        console.trouble(moved)
        again = find_again(desk, opened.item, console, never_stop())
        carried = carry_over(opened.resolution, again.resolution, resolution.choices)
        return again, carried.resolution
    return None


def _reason(console: Console) -> str:
    while not (reason := ask_line(console, "Why (the record says it)")):
        console.say("A reason is needed.")
    return reason


def _confirmed(plan: Plan, console: Console) -> bool:
    """Ask for the plan's word; no single key writes."""
    word = safe_line(plan.word_over)
    if ask_line(console, f"Nothing is written yet. Type {word} to carry it out") == plan.word_over:
        return True
    console.say("The word was not typed; nothing was written.")
    return False
