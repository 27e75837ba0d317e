"""The app: puts the screens on one another, and keeps the terminal safe from what they show."""

import os
from collections.abc import Callable
from typing import ClassVar, Final

from textual.binding import BindingType
from textual.command import Provider
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Input

from core.errors import HeadgateError, UsageError
from tui.beginning import BeginningApp
from tui.context import ALONE, Context, Shared
from tui.crash import crash_report
from tui.desk import DeskFace
from tui.drafts import Drafts
from tui.driver import PaintingDriver
from tui.egress import AsciiFilter, InertFilter
from tui.environment import meant_for_the_library
from tui.jobs import JobKind, Jobs
from tui.keys import bindings
from tui.later import (
    help_screen,
    history_screen,
    is_many_plan,
    is_plan,
    is_resolve,
    plan_screen,
    resolve_screen,
)
from tui.look import THEMES, Look
from tui.messages import (
    CarriedOut,
    ChoicesUnkept,
    HistoryAsked,
    ItemOpened,
    NeighbourAsked,
    PlanAsked,
    PlanStale,
    Settled,
)
from tui.palette import ASK, VerbPalette, VerbProvider
from tui.screens.base import DeskScreen
from tui.screens.inbox import InboxScreen
from tui.screens.inbox_messages import ManySettled
from tui.terminal import USUAL, VERTICAL, Terminal, last_words, let_go

__all__ = ["HeadgateApp", "run_app"]

_REST_SECONDS: Final = 0.08
_CLOSE_SECONDS: Final = 5.0
_AGAIN: Final = "Nothing runs. ctrl+c again leaves; nothing is written by leaving."


class HeadgateApp(BeginningApp, inherit_bindings=False):
    """Inbox at the bottom; an item, its plan, something to read above it."""

    TITLE = "headgate"
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("app")
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {VerbProvider}
    COMMAND_PALETTE_BINDING = "colon"
    VERTICAL_BREAKPOINTS = VERTICAL

    def __init__(
        self,
        desk: DeskFace,
        *,
        look: Look,
        space: str | None = None,
        start: str | None = None,
        workspace: str = "",
        shared: Shared = ALONE,
        rest_seconds: float = _REST_SECONDS,
        terminal: Terminal = USUAL,
    ) -> None:
        super().__init__(Jobs(desk, terminal.read_only), mono=look.mono, driver_class=PaintingDriver)
        self._filters.append(InertFilter())
        if look.ascii_only:
            self._filters.append(AsciiFilter())
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = look.theme
        self.context = Context(
            jobs=self.jobs,
            drafts=Drafts(shared.book, self._unkept),
            look=look,
            terminal=terminal,
            workspace=workspace,
            space=space,
            leases=shared.leases,
            breakglass=shared.breakglass,
        )
        self.HORIZONTAL_BREAKPOINTS = terminal.sizes.steps
        self.set_keymap(dict(terminal.keymap.changed))
        self.cut_off = shared.cut_off
        self._asked_to_end = False
        self.fault = ""
        self._inbox = InboxScreen(self.context, rest_seconds=rest_seconds, start=start)

    def get_default_screen(self) -> InboxScreen:
        """Start with the inbox."""
        return self._inbox

    def on_mount(self) -> None:
        """Take the signals over, and open what was asked for."""
        self.set_class(self.context.look.mono, "-mono")
        self.set_class(self.context.look.ascii_only, "-ascii")
        if not self.is_headless:
            self.take_signals()

    def on_key(self, event: Key) -> None:
        """Give a letter to the line that is typed on.

        Over a slow line keys come in bursts; those behind the one that moved the focus went to where it was.
        """
        if isinstance(self.focused, Input) and event.is_printable and event.character:
            event.prevent_default()
            self.focused.insert_text_at_cursor(event.character)

    def on_item_opened(self, message: ItemOpened) -> None:
        """Show an item; from another item, in its place."""
        screen = resolve_screen(self.context, message.opened, self._inbox.alike_with(message.opened.item.id))
        if is_resolve(self.screen):
            self.switch_screen(screen)
        else:
            self.push_screen(screen, self._left_item)
        if message.plan:
            self.call_later(screen.action_plan)

    def on_neighbour_asked(self, message: NeighbourAsked) -> None:
        """Open the item that stands beside another in the inbox."""
        item_id = self._inbox.pane.neighbour(message.item_id, message.step)
        screen = self.screen
        if not is_resolve(screen):
            return
        if item_id is None:
            screen.notice.say("No further item that way.", style="quiet")
            return
        self._inbox.pane.items.point_at(item_id)
        screen.set_running("opening..")
        self.jobs.ask(
            JobKind.OPEN, screen, lambda desk, *_: ItemOpened(desk.open(item_id), item_id), subject=item_id
        )

    def on_history_asked(self, message: HistoryAsked) -> None:
        """Show what happened."""
        self.push_screen(history_screen(self.context, message.looked_for), self._left_item)

    def on_plan_asked(self, message: PlanAsked) -> None:
        """Show the plan of what was decided, or of all units that are decided alike."""
        if self._inbox.plan_alike(message.opened, message.resolution):
            return
        self.push_screen(plan_screen(self.context, message.opened, message.resolution))

    def on_plan_stale(self, message: PlanStale) -> None:
        """Go back to the fields; what moved is marked there, the other choices stand."""
        self._drop(is_plan)
        if is_resolve(self.screen):
            self.screen.reread(message.error)

    def on_carried_out(self, message: CarriedOut) -> None:
        """Forget the choices that came true."""
        message.stop()
        for screen in self.screen_stack:
            if is_plan(screen):
                self.context.drafts.forget(screen.subject.item_id)

    def on_choices_unkept(self, message: ChoicesUnkept) -> None:
        """Say that the choices would not outlive this run."""
        if isinstance(self.screen, DeskScreen):
            words = f"Choices are kept in this window alone: {message.error.why}. {message.error.next_step}"
            self.screen.notice.say(words, style="alert")

    def on_many_settled(self, message: ManySettled) -> None:
        """Go back to the inbox from the receipt of many."""
        self._back_from(is_many_plan, *message.item_ids)

    def on_settled(self, message: Settled) -> None:
        """Go back to the inbox, to the next item."""
        self._back_from(is_plan, message.item_id)

    def action_help(self) -> None:
        """Show the keys of the screen in front."""
        screen = self.screen
        if isinstance(screen, DeskScreen) and screen.ROOM != "help":
            self.push_screen(help_screen(self.context, screen.ROOM))

    def action_command_palette(self) -> None:
        """Show the verbs of the screen in front."""
        if isinstance(self.screen, DeskScreen):
            self.push_screen(VerbPalette(id="--command-palette", placeholder=ASK))

    def action_stop(self) -> None:
        """Stop the running job; where none runs, the second time in a row ends the app."""
        if self.jobs.stop():
            return
        screen = self.screen
        if screen.notice.says(_AGAIN) if isinstance(screen, DeskScreen) else self._asked_to_end:
            self.end(130)
        self._asked_to_end = True
        if isinstance(screen, DeskScreen):
            screen.notice.say(_AGAIN, style="word")

    def say_running(self, words: str) -> None:
        """Say what is under way in the header of the screen in front."""
        if isinstance(self.screen, DeskScreen):
            self.screen.set_running(words)

    def read_again(self) -> None:
        """Read what the screen in front shows again, choices kept."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, InboxScreen) or is_resolve(screen) or is_plan(screen):
                screen.action_reread()
                return

    def _unkept(self, error: HeadgateError) -> None:
        self.post_message(ChoicesUnkept(error))

    def _left_item(self, _: object) -> None:
        self._inbox.show_again()

    def _back_from(self, kind: Callable[[Screen[object]], bool], *item_ids: str) -> None:
        self._drop(kind)
        self._drop(is_resolve)
        self._inbox.settled(*item_ids)

    def _drop(self, kind: Callable[[Screen[object]], bool]) -> None:
        """Take a screen away, and what was opened over it meanwhile."""
        over = [kind(one) for one in reversed(self.screen_stack)]
        for _ in range(over.index(True) + 1 if True in over else 0):
            self.pop_screen()

    def _handle_exception(self, error: Exception) -> None:
        """End on a fault of ours with its places alone: Textual would print every local variable."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            self.fault = crash_report(error, os.environ)
        self._close_messages_no_wait()


def run_app(
    desk: DeskFace,
    *,
    look: Look,
    space: str | None = None,
    start: str | None = None,
    workspace: str = "",
    shared: Shared = ALONE,
    terminal: Terminal = USUAL,
) -> int:
    """Run the screens until the operator leaves; the exit code is design §6's.

    Raises:
        UsageError: variables that steer the screens' library were set when it was loaded; `tui.environment`
            deletes them, and must do so before this module is imported. Nothing is changed.
    """
    if meant := meant_for_the_library(os.environ):
        raise UsageError(
            "Refused to open the screens",
            why=f"{', '.join(meant)} steers the library that draws them: it could press keys by itself",
            next_step=f"unset {' '.join(meant)}, then headgate again",
        )
    app = HeadgateApp(
        desk,
        look=look,
        space=space,
        start=start,
        workspace=workspace,
        shared=shared,
        terminal=terminal,
    )
    app.run(mouse=terminal.mouse)
    words = app.close_jobs()
    app.context.drafts.close(_CLOSE_SECONDS)
    last_words(app.fault)
    if app.was_ended:
        let_go(words)
    return app.return_code or 0
