"""Small questions over a screen; each gives a value back and touches nothing."""

from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

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

__all__ = ["Answer", "AskValue", "Scope", "Scopes", "TakeMany", "TakenMany"]

_TITLE_AT_MOST: Final = 160


class Answer(NamedTuple):
    """What may be taken for many: its key, what it stands for, its word and the word's style."""

    key: str
    value: str
    word: str
    style: str = ""


_SIDES: Final = (
    Answer("1", Side.GIT, "Git", "git"),
    Answer("2", Side.HUB, "Hub", "hub"),
    Answer("3", Side.LIVE, "Live", "live"),
    Answer("0", Side.BASE, "base", "base"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Some rows that can be decided at once."""

    words: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenMany:
    """One answer for the rows of a scope."""

    value: str
    scope: Scope


Scopes: TypeAlias = tuple[Scope, ...]


class _Choices(Bar):
    """The answers and the scopes; the one in hand is marked."""

    def __init__(self, title: str, scopes: Scopes, answers: tuple[Answer, ...], glyphs: Glyphs) -> None:
        super().__init__()
        self._title = title
        self._scopes = scopes
        self._answers = answers
        self._glyphs = glyphs
        self.at = 0

    def move(self, way: int) -> None:
        self.at = (self.at + way) % len(self._scopes)
        self.refresh()

    def lines(self, width: int) -> list[Line]:  # noqa: ARG002  short lines
        lines: list[Line] = [(Span(self._title, "title"),)]
        for number, scope in enumerate(self._scopes):
            here = number == self.at
            mark = Span(f" {self._glyphs.cursor if here else ' '} ", "key")
            lines.append((mark, Span(safe_line(scope.words), "strong" if here else "quiet")))
        answers = [
            part
            for one in self._answers
            for part in (Span(f"  {one.key} ", "key"), Span(one.word, one.style))
        ]
        return [*lines, (), tuple(answers), (Span(" j k  another scope   Esc  leave as it is", "quiet"),)]


class TakeMany(ModalScreen[TakenMany | None]):
    """Which side, or other answer, for how many rows? The keys are those of the screen below."""

    BINDINGS = bindings("ask")

    def __init__(
        self,
        scopes: Scopes,
        glyphs: Glyphs,
        *,
        title: str = "Take one side for",
        answers: tuple[Answer, ...] = _SIDES,
    ) -> None:
        super().__init__()
        self._scopes = scopes
        self._glyphs = glyphs
        self._title = title
        self._answers = answers

    def compose(self) -> ComposeResult:
        """Lay out the choices."""
        with Vertical(id="dialog"):
            yield _Choices(self._title, self._scopes, self._answers, self._glyphs)

    def on_key(self, event: Key) -> None:
        """Take by the key of an answer, or go to another scope."""
        answers = {one.key: one.value for one in self._answers}
        moves = {"j": 1, "down": 1, "tab": 1, "k": -1, "up": -1}
        choices = self.query_one(_Choices)
        if event.character in answers:
            event.stop()
            self.dismiss(TakenMany(value=answers[event.character], scope=self._scopes[choices.at]))
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
        for line in self.query(Input):  # none where the program ends meanwhile
            self.set_focus(line)

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
