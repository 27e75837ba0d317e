"""What becomes of the changes of a break-glass session: said for one, for the marked ones, taken back."""

from dataclasses import replace
from typing import Final, TypeAlias

from core.model.names import UnitName
from core.model.session import Disposition, SeenChange, Session
from core.model.session_results import Looked
from core.safetext import safe_line
from tui.context import Context
from tui.jobs import JobKind
from tui.marking import Marks
from tui.messages import HistoryAsked
from tui.screens.base import DeskScreen
from tui.screens.dialogs import Answer, Scope, Scopes, TakeMany, TakenMany
from tui.session_face import BreakGlass
from tui.session_messages import SessionLooked
from tui.widgets.session_list import SessionList, change_name
from tui.widgets.session_preview import SessionPreview

__all__ = ["SessionSaying", "with_said"]

_ANSWERS: Final = (
    Answer("3", Disposition.KEEP, "keep live", "live"),
    Answer("0", Disposition.BEFORE, "as before", "base"),
    Answer("-", Disposition.LATER, "later"),
)

Said: TypeAlias = dict[tuple[UnitName, str], Disposition]
"""What was said of changes, each named by its unit and key."""


class SessionSaying(DeskScreen):
    """Owns the session in hand and what was said of its changes; all is kept at once, and undoable."""

    def __init__(self, context: Context, breakglass: BreakGlass, session: Session) -> None:
        super().__init__(context)
        self.breakglass = breakglass
        self.session = session
        self.said: Said = {}
        self._past: list[Said] = []
        self._decided: frozenset[str] = frozenset()

    @property
    def rows(self) -> SessionList:
        """The rows."""
        return self.query_one(SessionList)

    def show(self, session: Session) -> None:
        """Show a session as it is by now, with what was said since."""
        self.session = session
        self.rows.now = self.context.jobs.now()
        self.rows.changes = tuple(
            one for one in self._changes() if one.is_open or change_name(one) not in self._decided
        )
        self.follow()
        self.show_header()

    def follow(self) -> None:
        """Show the change in hand in full below the list."""
        if self.rows.marks.start is not None:
            names = [change_name(one) for one in self.rows.changes]
            self.rows.marks = self.rows.marks.reached(names, self.rows.cursor)
        self.query_one(SessionPreview).show(self.rows.change, self.context.jobs.now())

    def action_keep(self) -> None:
        """Keep the live change: it becomes the hub's at the end."""
        self._say(Disposition.KEEP)

    def action_before(self) -> None:
        """Put it back as it was applied, at the end."""
        self._say(Disposition.BEFORE)

    def action_later(self) -> None:
        """Leave it for later: it stays in the inbox under the incident."""
        self._say(Disposition.LATER)

    def action_many(self) -> None:
        """Say the same of many changes."""
        scopes = self._scopes()

        def said(answer: TakenMany | None) -> None:
            if answer is not None:
                wanted = [one for one in self._changes() if change_name(one) in answer.scope.keys]
                self._say_of(wanted, Disposition(answer.value))

        if scopes:
            title = "What becomes of"
            self.app.push_screen(
                TakeMany(scopes, self.context.look.glyphs, title=title, answers=_ANSWERS), said
            )
        else:
            self.notice.say("Nothing changed live yet.", style="quiet")

    def action_undo(self) -> None:
        """Take back what was said last."""
        if not self._past:
            self.notice.say("Nothing was said here that could be taken back.", style="quiet")
            return
        self.notice.clear()
        self.said.update(self._past.pop())
        self.show(self.session)
        self.send()

    def action_mark(self) -> None:
        """Mark the change in hand, or take its mark away."""
        if change := self.rows.change:
            self.rows.marks = self.rows.marks.turned(change_name(change))

    def action_range(self) -> None:
        """Begin a range here, or end it here."""
        self.rows.marks = self.rows.marks.begun(self.rows.cursor)
        self.follow()

    def action_all(self) -> None:
        """Mark all that is shown, or nothing."""
        self.rows.marks = self.rows.marks.all([change_name(one) for one in self.rows.changes])

    def action_only(self) -> None:
        """Hide what is decided by now, or show it again; what is decided from here on stays in view."""
        there = {change_name(one) for one in self._changes() if not one.is_open}
        self._decided = frozenset() if self._decided else frozenset(there)
        self.show(self.session)
        hidden = len(self._decided)
        words = f"{hidden} decided: hidden, = shows them." if hidden else "All changes are shown."
        self.notice.say(words, style="quiet")

    def action_undecided(self, way: int) -> None:
        """Go to the next change that needs somebody."""
        count = len(self.rows.changes)
        for step in range(1, count + 1):
            at = (self.rows.cursor + way * step) % count
            if self.rows.changes[at].is_open:
                self.rows.cursor = at
                return
        self.notice.say("Every change is decided: X ends the session.", style="good")

    def action_history(self) -> None:
        """See what was decided for this incident."""
        self.post_message(HistoryAsked(self.session.incident))

    def send(self) -> None:
        """Have all that was said and is not kept yet kept: a job that waits gives way to a newer one."""
        session, breakglass, said = self.session, self.breakglass, dict(self.said)
        self.context.jobs.ask(JobKind.OPEN, self, lambda *_: _kept(breakglass, session, said))

    def _changes(self) -> list[SeenChange]:
        return [
            replace(one, disposition=self.said.get((one.unit, one.key), one.disposition))
            for one in self.session.changes
        ]

    def _say(self, said: Disposition) -> None:
        """Say it of the marked changes, else of the one in hand."""
        marked = [one for one in self._changes() if change_name(one) in self.rows.marks.ids]
        in_hand = [self.rows.change] if self.rows.change else []
        self._say_of(marked or in_hand, said)

    def _say_of(self, changes: list[SeenChange], said: Disposition) -> None:
        there = [one for one in changes if not one.undone]
        if not there:
            words = "It is as before already: nothing to say." if changes else "Nothing changed live yet."
            self.notice.say(words, style="quiet")
            return
        self.notice.clear()
        self._past.append({(one.unit, one.key): one.disposition for one in there})
        self.said.update({(one.unit, one.key): said for one in there})
        self.rows.marks = Marks()
        self.show(self.session)
        self.send()
        self.action_undecided(1)

    def _scopes(self) -> Scopes:
        """List what can be said of at once: the marked ones, what is undecided, the unit in hand, all."""
        there = [one for one in self._changes() if not one.undone]
        unit = self.rows.change.unit if self.rows.change else None
        marked = [one for one in there if change_name(one) in self.rows.marks.ids]
        found = (
            (f"{len(marked)} marked", marked),
            ("what is undecided", [one for one in there if one.is_open]),
            (f"all of {safe_line(str(unit))}", [one for one in there if one.unit == unit]),
            ("all changes", there),
        )
        scopes = (
            Scope(words=f"{words}: {len(ones)}", keys=tuple(map(change_name, ones))) for words, ones in found
        )
        return tuple(scope for scope in scopes if scope.keys)


def with_said(breakglass: BreakGlass, session: Session, said: Said) -> Session:
    """Keep what was said, over the session as it is by now; what is kept already is not kept again."""
    now = breakglass.find(session.id)
    for disposition in dict.fromkeys(said.values()):
        there = {(one.unit, one.key) for one in now.changes if one.disposition is disposition}
        wanted = [name for name, one in said.items() if one is disposition and name not in there]
        if wanted:
            now = breakglass.dispose(now, [f"{unit}#{key}" for unit, key in wanted], disposition)
    return now


def _kept(breakglass: BreakGlass, session: Session, said: Said) -> SessionLooked:
    return SessionLooked(Looked(session=with_said(breakglass, session, said)), said)
