"""Small questions over a screen; each gives a value back and touches nothing."""

from dataclasses import dataclass
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input

from core.merge.places import Side
from core.safetext import safe_line
from tui.keys import bindings
from tui.look import Glyphs
from tui.oneline import one_line, type_word
from tui.typed import read_typed
from tui.widgets.bars import Quiet
from tui.widgets.lines import CUT, Line, Span
from tui.widgets.paint import Bar
from tui.widgets.prompt import Prompt

__all__ = ["AskValue", "Scope", "TakeMany", "TakenMany"]

_TITLE_AT_MOST: Final = 160
_SIDES: Final = (
    ("1", Side.GIT, "Git", "git"),
    ("2", Side.HUB, "Hub", "hub"),
    ("3", Side.LIVE, "Live", "live"),
    ("0", Side.BASE, "base", "base"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Some fields that can be decided at once."""

    words: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenMany:
    """One side for the fields of a scope."""

    side: Side
    scope: Scope


class _Choices(Bar):
    """The sides and the scopes; the one in hand is marked."""

    def __init__(self, scopes: tuple[Scope, ...], glyphs: Glyphs) -> None:
        super().__init__()
        self._scopes = scopes
        self._glyphs = glyphs
        self.at = 0

    def move(self, way: int) -> None:
        self.at = (self.at + way) % len(self._scopes)
        self.refresh()

    def lines(self, width: int) -> list[Line]:  # noqa: ARG002  short lines
        lines: list[Line] = [(Span("Take one side for", "title"),)]
        for number, scope in enumerate(self._scopes):
            here = number == self.at
            mark = Span(f" {self._glyphs.cursor if here else ' '} ", "key")
            lines.append((mark, Span(safe_line(scope.words), "strong" if here else "quiet")))
        sides = [
            part for key, _, name, style in _SIDES for part in (Span(f" {key} ", "key"), Span(name, style))
        ]
        return [*lines, (), tuple(sides), (Span(" j k  another scope   Esc  leave as it is", "quiet"),)]


class TakeMany(ModalScreen[TakenMany | None]):
    """Which side, for how many fields? The digits are those of the screen below."""

    BINDINGS = bindings("ask")

    def __init__(self, scopes: tuple[Scope, ...], glyphs: Glyphs) -> None:
        super().__init__()
        self._scopes = scopes
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Lay out the choices."""
        with Vertical(id="dialog"):
            yield _Choices(self._scopes, self._glyphs)

    def on_key(self, event: Key) -> None:
        """Take by digit, or go to another scope."""
        sides = {key: side for key, side, _, _ in _SIDES}
        moves = {"j": 1, "down": 1, "tab": 1, "k": -1, "up": -1}
        choices = self.query_one(_Choices)
        if event.character in sides:
            event.stop()
            self.dismiss(TakenMany(side=sides[event.character], scope=self._scopes[choices.at]))
        elif event.key in moves:
            event.stop()
            choices.move(moves[event.key])

    def action_back(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)


def _end_of(title: str) -> str:
    """Cut a title at its beginning where it would push away what is asked."""
    return title if len(title) <= _TITLE_AT_MOST else f"{CUT}{title[-_TITLE_AT_MOST:]}"


class AskValue(ModalScreen[str | None]):
    """Type a value in YAML; what it reads as is said below, before Enter takes it."""

    BINDINGS = bindings("ask")

    def __init__(self, title: str, value: str, kinds: frozenset[str] = frozenset()) -> None:
        super().__init__()
        self._title = title
        self._value = value
        self._kinds = kinds

    def compose(self) -> ComposeResult:
        """Lay out the line and what it reads as."""
        with Vertical(id="dialog"):
            yield Quiet(_end_of(safe_line(self._title)))
            yield Prompt((Span("value ", "title"),), id="value", value=self._value)
            yield Quiet("")

    def on_mount(self) -> None:
        """Start typing at the end of the value."""
        self.set_focus(self.query_one(Input))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.query(Quiet).last().text = self._reading(event.value)

    def _reading(self, text: str) -> str:
        """Say what a text reads as, and what speaks against it."""
        value, trouble, warning = read_typed(text)
        if trouble:
            return safe_line(f"Not a value yet: {trouble}. Esc leaves all as it is.")
        kind = type_word(value)
        words = "removes the field" if kind == "absent" else f"{kind} {one_line(value)}"
        other = kind not in {*self._kinds, "absent", "null"} and self._kinds
        doubt = f" The sides hold {' or '.join(sorted(self._kinds))} here." if other else ""
        note = f" {safe_line(warning)}." if warning else ""
        return f"Reads as: {words}.{doubt}{note} Enter takes it, Esc leaves all as it is."

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if not read_typed(event.value).trouble:
            self.dismiss(event.value)

    def action_back(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)
