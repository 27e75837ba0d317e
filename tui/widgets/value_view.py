"""One field in full breadth: what each side holds, who set it, how and when; and the hint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len
from textual.reactive import reactive

from core.merge.places import Side
from core.merge.resolution import Field
from core.model.people import Owner, Sure
from core.safetext import safe_line
from tui.ages import ago
from tui.look import Glyphs
from tui.oneline import hides_something, one_line, person, printed_path, side_text, type_word
from tui.widgets.bars import divider
from tui.widgets.field_row import SIDE_NAMES
from tui.widgets.lines import Line, Span, clip, fit, fit_row, fit_tail, line_width, spread, wrap
from tui.widgets.paint import Bar, tell_hidden
from tui.widgets.word_diff import word_diff

__all__ = ["Shown", "ValueView", "notes_on", "value_lines"]

_SIDES: Final = (Side.GIT, Side.HUB, Side.LIVE)
_LABEL: Final = 8
_MARKS: Final = 6
"""Room for the marks of a word that changed."""
_WHO_FROM: Final = 64
_WHO_AT_MOST: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is looked at: a field, who set its values, and the time."""

    field: Field
    owners: Mapping[Side, Owner]
    now: float
    glyphs: Glyphs


class ValueView(Bar):
    """Follows the cursor of the grid."""

    shown: reactive[Shown | None] = reactive(None, init=False, repaint=False)
    whole: reactive[bool] = reactive(default=False, init=False, layout=True)

    def watch_shown(self) -> None:
        """Draw where something changed; the screen says that characters hide, where the value is cut too."""
        if self.shown and _hides(self.shown.field):
            tell_hidden(self)
        if self.whole:
            self.refresh(layout=True)
        else:
            self.repaint()

    def watch_whole(self, whole: bool) -> None:  # noqa: FBT001  Textual's
        """Take the room that whole values need."""
        self.set_class(whole, "-whole")

    def lines(self, width: int) -> Sequence[Line]:
        """Draw the field in hand; where whole values need more room than there is, say how to read on."""
        lines = value_lines(self.shown, width, whole=self.whole) if self.shown else []
        if 0 < self.size.height < len(lines) and self.whole:
            lines[self.size.height - 1] = (Span("   .. more: Enter reads all of it", "word"),)
        return lines


def value_lines(shown: Shown, width: int, *, whole: bool = False) -> list[Line]:
    """Draw a title, a line per side, what a person should know; ``whole`` adds what does not fit its line."""
    place = shown.field.place
    values = [side_text(place, side) for side in _SIDES]
    room = _value_room(values, width)
    base = one_line(place.base, sensitive=place.sensitive)
    fitted = fit_row(values, [room] * len(values), [base])
    who = min(max(cell_len(person(_owner(shown, side).who)) for side in _SIDES), _WHO_AT_MOST)
    sides: list[Line] = []
    for side, text, value in zip(_SIDES, fitted, values, strict=True):
        sides.append(_side_line(shown, side, _value_line(shown, side, text, base, room), width, who))
        if whole and text.rstrip() != value:
            sides += [
                (Span(" " * _LABEL), Span(f" {row}", "strong")) for row in wrap(value, width - _LABEL - 2)
            ]
    notes = [clip((Span("  "), note), width) for note in notes_on(shown.field)]
    return [_title(shown, base, width), *sides, *notes]


def notes_on(field: Field) -> list[Span]:
    """Say what hangs on this field, most serious first."""
    place = field.place
    notes = [Span(f"# {safe_line(field.protected)}", "danger")] if field.protected else []
    if place.sensitive:
        notes.append(Span("a secret: shown as marks, equal marks are equal values", "quiet"))
    notes.extend(Span(safe_line(text), "word") for text in (field.hint, place.why) if text)
    return notes


def _hides(field: Field) -> bool:
    place = field.place
    return not place.sensitive and any(hides_something(place.held(side)) for side in Side)


def _title(shown: Shown, base: str, width: int) -> Line:
    place = shown.field.place
    kinds = {type_word(place.held(side)) for side in Side} - {"absent", "unknown"}
    kind = "secret" if place.sensitive else " or ".join(sorted(kinds))
    right = (Span("base ", "quiet"), Span(fit(base, min(cell_len(base), max(10, width // 3)))))
    room = max(12, width - sum(cell_len(span.text) for span in right) - cell_len(kind) - 12)
    name = printed_path(place.path)
    title = (Span(fit_tail(name, min(cell_len(name), room)), "strong"), Span(f"  {kind}", "quiet"))
    return divider(title, width, shown.glyphs, right)


def _value_room(values: Sequence[str], width: int) -> int:
    longest = max(cell_len(value) for value in values) + _MARKS
    most = width * 2 // 5 if width >= _WHO_FROM else width // 3
    return min(max(longest, 5), most)


def _owner(shown: Shown, side: Side) -> Owner:
    return shown.owners.get(side, Owner())


def _value_line(shown: Shown, side: Side, text: str, base: str, room: int) -> Line:
    """Print a value; of a text that changed in a few words those, where that fits."""
    whole = side_text(shown.field.place, side)
    if whole in {"=base", "(unknown)"}:
        return (Span(text, "quiet"),)
    if isinstance(shown.field.place.base, str) and isinstance(shown.field.place.held(side), str):
        marked = None if shown.field.place.sensitive else word_diff(base, whole)
        if marked is not None and line_width(marked) <= room:
            return (*marked, Span(" " * (room - line_width(marked))))
    return (Span(text, "strong"),)


def _side_line(shown: Shown, side: Side, value: Line, width: int, who_room: int) -> Line:
    owner = _owner(shown, side)
    who = person(owner.who)
    left = (
        Span(" "),
        Span(f"{SIDE_NAMES[side]:<{_LABEL}}", side.value),
        *value,
        Span("  "),
        Span(fit(who, who_room) + "  " if who_room and width >= _WHO_FROM else f"{who}  " if who else ""),
        Span(_unsure(owner), "word"),
        Span(safe_line(owner.how) or _silence(shown, side), "quiet"),
    )
    return spread(left, (Span(ago(owner.when, shown.now) + " ", "quiet"),), width)


def _unsure(owner: Owner) -> str:
    """Say how sure it is, where it is not sure that this very field was set so."""
    if not owner.who or owner.sure is Sure.EXACT:
        return ""
    return "whole file: " if owner.sure is Sure.FILE else "unsure: "


def _silence(shown: Shown, side: Side) -> str:
    """Say something where nobody is known: that a side was not read is news, that it did not move is not."""
    text = side_text(shown.field.place, side)
    return {"(unknown)": "was not read", "=base": "did not move"}.get(text, "nobody known")
