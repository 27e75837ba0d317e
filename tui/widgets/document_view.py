"""The whole document as the choices would leave it, line by line against the hub's, the field in view."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual.message import Message
from textual.reactive import reactive

from core.merge.previewed import Preview, Row
from core.merge.resolution import Resolution
from core.safetext import exact_line
from tui.look import Glyphs
from tui.widgets.bars import divider
from tui.widgets.lines import Line, Span, clip
from tui.widgets.paint import Bar
from tui.widgets.result_view import result_lines

__all__ = ["DocumentShown", "DocumentView", "RoomChanged", "document_lines"]

_STYLES: Final = {"+": "added", "-": "removed", "?": "alert", " ": "quiet"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentShown:
    """A resolution, the document it makes as far as that is worked out, and the field in hand."""

    resolution: Resolution
    preview: Preview | None
    key: str


class RoomChanged(Message):
    """There is other room for the document."""


class DocumentView(Bar):
    """Follows the field in hand; where there is no document, only what changes is shown."""

    shown: reactive[DocumentShown | None] = reactive(None, init=False, repaint=False)

    def __init__(self, glyphs: Glyphs, *, id: str) -> None:  # noqa: A002  Textual's name
        super().__init__()
        self.id = id
        self._glyphs = glyphs

    def on_resize(self) -> None:
        """Tell that there is other room for the document, where a question stands over it too."""
        self.post_message(RoomChanged())

    def watch_shown(self) -> None:
        """Draw where something changed."""
        self.repaint()

    def lines(self, width: int) -> Sequence[Line]:
        """Draw a window of the document around the field in hand."""
        if self.shown is None or not self.size.height:
            return ()
        room = max(1, self.size.height - 1)
        preview = self.shown.preview
        if preview is None:
            return [divider((Span("result, working it out..", "title"),), width, self._glyphs)]
        if preview.why:
            return self._changes(self.shown, width, room)
        at = preview.at.get(self.shown.key, 0)
        first = max(0, min(at - room // 3, len(preview.rows) - room))
        title = divider(
            (Span("result, whole document", "title"),), width, self._glyphs, _counts(preview.rows)
        )
        rows = preview.rows[first : first + room]
        return [title, *(_line(row, first + place == at, width) for place, row in enumerate(rows))]

    def _changes(self, shown: DocumentShown, width: int, room: int) -> Sequence[Line]:
        title = divider((Span("result, only what changes", "title"),), width, self._glyphs)
        rows = result_lines(shown.resolution, shown.key)
        at = next((number for number, (key, _) in enumerate(rows) if key == shown.key), 0)
        first = max(0, min(at - room // 3, len(rows) - room))
        return [title, *(clip((Span(" "), *line), width) for _, line in rows[first : first + room])]


def document_lines(preview: Preview, width: int) -> list[Line]:
    """Draw all of a document."""
    return [_line(row, False, width) for row in preview.rows]  # noqa: FBT003  no field is in hand


def _line(row: Row, here: bool, width: int) -> Line:  # noqa: FBT001  drawn for each row
    sign = "?" if row.sign == "?" else row.sign
    style = _STYLES[row.sign]
    words = "   <- undecided" if row.sign == "?" else ""
    text = exact_line(row.text)
    return clip(
        (
            Span(f" {sign} ", style),
            Span(text, "strong" if here and style == "quiet" else style),
            Span(words, "alert"),
        ),
        width,
    )


def _counts(rows: Sequence[Row]) -> Line:
    came, went = (sum(row.sign == sign for row in rows) for sign in "+-")
    return (
        Span(f"+{came}", "added"),
        Span(f" -{went}", "removed"),
        Span(f" of {len(rows) - went} lines", "quiet"),
    )
