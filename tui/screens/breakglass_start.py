"""Begin a session: incident, reason, minutes; what is asked for is written down before anything else."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from core.model.session import LONGEST_MINUTES, USUAL_MINUTES
from core.safetext import safe_line
from tui.keys import bindings
from tui.widgets.bars import Quiet
from tui.widgets.lines import Span
from tui.widgets.prompt import Prompt

__all__ = ["AskSession", "SessionAsked"]

_FIELDS = ("incident", "reason", "minutes")


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionAsked:
    """What a session is begun with."""

    incident: str
    reason: str
    minutes: int


class AskSession(ModalScreen[SessionAsked | None]):
    """Three lines; Enter goes to the next, on the last one it begins the session."""

    BINDINGS = bindings("ask")

    def __init__(self, space: str) -> None:
        super().__init__()
        self._space = space

    def compose(self) -> ComposeResult:
        """Lay out the lines."""
        with Vertical(id="dialog"):
            yield Quiet(
                f"BREAK-GLASS in {safe_line(self._space)}: who changes it by hand, why, for how long?"
            )
            for name in _FIELDS:
                value = str(USUAL_MINUTES) if name == "minutes" else ""
                yield Prompt((Span(f"{name:9}", "title"),), id=name, value=value)
            yield Quiet("Enter goes on, Esc leaves all as it is. Nothing live is written by a session.")

    def on_mount(self) -> None:
        """Start with the incident."""
        self.set_focus(self._input("incident"))

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        here = _FIELDS.index(str(event.input.id).removesuffix("-input"))
        for name in _FIELDS[: here + 1]:
            if trouble := self._trouble(name):
                self.query(Quiet).last().text = trouble
                self.set_focus(self._input(name))
                return
        if here + 1 < len(_FIELDS):
            self.set_focus(self._input(_FIELDS[here + 1]))
            return
        values = {name: self._input(name).value.strip() for name in _FIELDS}
        self.dismiss(
            SessionAsked(incident=values["incident"], reason=values["reason"], minutes=int(values["minutes"]))
        )

    def action_back(self) -> None:
        """Leave everything as it is."""
        self.dismiss(None)

    def _input(self, name: str) -> Input:
        return self.query_one(f"#{name}-input", Input)

    def _trouble(self, name: str) -> str:
        value = self._input(name).value.strip()
        if not value:
            return f"The {name} is needed: the record keeps it."
        if name == "minutes" and not (value.isdecimal() and 0 < int(value) <= LONGEST_MINUTES):
            return f"Minutes are a number from 1 to {LONGEST_MINUTES}."
        return ""
