"""Values of the operator's own: typed on a line, or in their editor; and the item in their diff tool."""

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext

from core.errors import HeadgateError, InputRefused, ToolMissing
from core.krm.values import ABSENT, UNKNOWN
from core.merge.places import Held, Side
from core.merge.resolution import Choice, Edited, Field
from core.safetext import safe_line
from tui.oneline import one_line, printed_path, type_word
from tui.outside import compare_texts, edit_text
from tui.screens.dialogs import AskValue
from tui.screens.item_reading import ItemReading
from tui.typed import read_typed, result_text, value_lines

__all__ = ["ItemEditing"]


class ItemEditing(ItemReading):
    """Adds values that no side holds; choosing them is the screen's."""

    def choose(self, keys: Iterable[str], choice: Choice, *, go_on: bool) -> None:
        """Choose for some fields."""
        raise NotImplementedError

    def action_edit(self) -> None:
        """Type a value for the field in hand."""
        field = self._editable()
        if field is None:
            return
        held = self._held(field)
        value = "" if held is ABSENT else one_line(held)

        def typed(text: str | None) -> None:
            if text is not None:
                self.choose((field.key,), Edited(read_typed(text).value), go_on=True)

        self.app.push_screen(AskValue(printed_path(field.path), value, _kinds(field)), typed)

    def action_editor(self) -> None:
        """Edit the value of the field in hand in $EDITOR; what is no value is refused, and kept."""
        field = self._editable()
        if field is None:
            return
        before = self.unfinished.pop(field.key, "") or _written(field, self._held(field))
        try:
            with self._lent():
                after = edit_text(before, "value.yaml", os.environ, self._run)
        except HeadgateError as error:
            self.notice.fail(error)
            return
        self._edited(field, before, after)

    def action_difftool(self) -> None:
        """Look at the item in a diff tool: base, Git, hub, live and the result, secrets masked."""
        if not self.texts:
            self.notice.say("Still reading the documents; d again in a moment.", style="quiet")
            return
        try:
            result = result_text(self.texts.get(Side.HUB, ""), self.resolution)
            texts = {side.value: self.texts.get(side, "") for side in Side}
            with self._lent():
                compare_texts({**texts, "result": result}, os.environ, self._run)
        except HeadgateError as error:
            self.notice.fail(error)
        else:
            self.notice.say("Back from the diff tool; nothing it wrote was read.", style="quiet")

    def _edited(self, field: Field, before: str, after: str) -> None:
        """Take what was saved, or say what is wrong with it and keep it."""
        if after == before:
            self.notice.say("Left as it was.", style="quiet")
            return
        found = read_typed(after)
        if not after.strip() or (not found.trouble and found.value is ABSENT):
            self.notice.say(
                "An empty file changes nothing; e with an empty line removes the field.", style="word"
            )
        elif found.trouble:
            self.unfinished[field.key] = after
            self.notice.fail(
                InputRefused(
                    "That is no value",
                    why=found.trouble,
                    changed="nothing; what you wrote is kept",
                    next_step="E opens it again where you left it, Esc forgets this message",
                )
            )
        else:
            self.choose((field.key,), Edited(found.value), go_on=True)
            if found.warning:
                self.notice.say(safe_line(found.warning), style="alert")

    def _editable(self) -> Field | None:
        field = self.pane.field
        if field is not None and field.place.sensitive:
            self.notice.say("A secret is not typed on a screen: take a side.", style="word")
            return None
        return field

    def _held(self, field: Field) -> Held:
        """Start from the result, else from the hub's value."""
        held = self.resolution.result(field)
        shown = field.place.hub if held is None else held
        return ABSENT if shown is UNKNOWN else shown

    def _run(self, argv: Sequence[str], *, env: Mapping[str, str]) -> int:
        if self.context.terminal.foreground is None:
            raise ToolMissing(
                "Could not start a program here",
                why="this terminal was not given any",
                next_step="type the value with e",
            )
        return self.context.terminal.foreground(argv, env=env)

    def _lent(self) -> AbstractContextManager[object]:
        """Give the terminal away for as long as it takes."""
        return nullcontext() if self.app.is_headless else self.app.suspend()


def _written(field: Field, held: Held) -> str:
    """Write a value as YAML, below what the sides hold."""
    lines = value_lines(held)
    place = field.place
    sides = [f"# {side.value:<5}{safe_line(one_line(place.held(side)))}" for side in Side]
    return "\n".join(
        [
            f"# {safe_line(str(place.resource))}",
            f"# {printed_path(place.path)}",
            *sides,
            "# The value below is YAML. Saved as it is, or empty, nothing changes.",
            *lines,
            "",
        ]
    )


def _kinds(field: Field) -> frozenset[str]:
    """Name the types that the sides hold."""
    return frozenset(type_word(field.place.held(side)) for side in Side) - {"absent", "unknown", "null"}
