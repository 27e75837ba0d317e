"""The verb table: what each key does, on which screen. Bindings, key bar, help and palette come from it.

One key means one thing on every screen; only ``danger`` verbs lead towards a write, and they stop at a plan.
"""

from typing import Final, NamedTuple

from textual.binding import Binding, BindingType

__all__ = ["VERBS", "Verb", "bindings", "verbs_of"]


class Verb(NamedTuple):
    """One thing an operator can do.

    Attributes:
        id: ``screen.what``; the keymap file names it, so it never changes.
        keys: Textual key names, comma-separated, the first is shown.
        action: the action of the screen (or of the app, or of the list in focus).
        label: a few words for key bar, palette and help.
        help: one sentence.
        twin: the same on the command line; "" where it only looks or moves.
        danger: it leads towards a write.
    """

    id: str
    keys: str
    action: str
    label: str
    help: str
    twin: str = ""
    danger: bool = False


_DECISION: Final = "headgate history --decision DECISION"
_TAKE: Final = "headgate resolve ITEM --path PATH="

VERBS: Final = (
    Verb("app.help", "question_mark", "app.help", "help", "All keys of this screen, searchable"),
    Verb("app.palette", "colon", "app.command_palette", "all verbs", "Find a verb by its name"),
    Verb(
        "app.stop", "ctrl+c", "app.stop", "stop",
        "Stop the running job after the step in hand; twice: quit",
    ),
    Verb("app.redraw", "ctrl+l", "app.redraw", "redraw", "Draw the screen anew after something wrote on it"),
    Verb("app.look", "", "app.look", "next colours", "Go through the colour themes"),
    Verb("app.rest", "ctrl+z", "app.rest", "suspend", "Give the terminal to the shell; fg comes back"),
    Verb("app.mouse", "percent_sign", "app.mouse", "mouse", "Give the mouse to the terminal, or take it"),
    Verb("list.down", "j,down", "down", "down", "One row down"),
    Verb("list.up", "k,up", "up", "up", "One row up"),
    Verb("list.top", "g,home", "top", "top", "First row"),
    Verb("list.bottom", "G,end", "bottom", "bottom", "Last row"),
    Verb("list.half-down", "ctrl+d", "half(1)", "half page down", "Half a page down"),
    Verb("list.half-up", "ctrl+u", "half(-1)", "half page up", "Half a page up"),
    Verb("list.page-down", "pagedown", "page(1)", "page down", "A page down"),
    Verb("list.page-up", "pageup", "page(-1)", "page up", "A page up"),
    Verb("inbox.open", "enter", "open", "open", "See the item's fields, side by side", "headgate show ITEM"),
    Verb("inbox.filter", "slash", "filter", "filter", "Words, or kind: space: unit: by: state: path: risk:"),
    Verb("inbox.next", "n", "undecided(1)", "next undecided", "Next item that needs a person"),
    Verb("inbox.previous", "p", "undecided(-1)", "previous undecided", "Previous item that needs a person"),
    Verb("inbox.only", "equals_sign", "only", "only mine", "Hide or show items with nothing undecided"),
    Verb("inbox.mark", "space", "mark", "mark", "Mark the row, or take the mark away; a group is its units"),
    Verb("inbox.range", "v", "range", "range", "Mark from here to where the cursor goes; again: end there"),
    Verb("inbox.all", "a", "all", "mark all", "Mark all that is shown, or nothing"),
    Verb("inbox.unfold", "l,right", "fold(1)", "unfold", "List a group's units below it", "headgate status"),
    Verb("inbox.fold", "h,left", "fold(-1)", "fold", "One row for a group again", "headgate status --group"),
    Verb(
        "inbox.take", "t", "take", "take..",
        "One side for the marked items, or the row; then their plans", "headgate resolve ITEM... --take SIDE",
    ),
    Verb(
        "inbox.remembered", "m", "remembered", "as before",
        "Open it with what was chosen before for the same change", "headgate resolve ITEM --take remembered",
    ),
    Verb("inbox.undo", "u,z", "undo", "undo", "Take the choices for the item back"),
    Verb("inbox.redo", "U,Z", "redo", "redo", "Make the choices again that were taken back"),
    Verb("inbox.sort", "s", "sort", "sort", "Another order; the row in hand stays where it is"),
    Verb("inbox.why", "x", "why", "why", "Why the item is here, and what could not be read"),
    Verb("inbox.copy", "c", "copy", "copy name", "Copy the unit's name"),
    Verb("inbox.twin", "C", "twin", "copy command", "Copy the command that shows the item"),
    Verb(
        "inbox.plan", "A", "plan", "apply..",
        "Plan the row or the marked items; writes nothing yet", "headgate resolve ITEM...", danger=True,
    ),
    Verb(
        "inbox.session", "S", "session", "session..",
        "Break glass: begin a session for this space, or see the open one",
        "headgate breakglass start", danger=True,
    ),
    Verb("inbox.history", "H", "history", "history", "Decisions and revisions", "headgate history"),
    Verb("inbox.reread", "R,ctrl+r", "reread", "re-read", "Read all sides again", "headgate status"),
    Verb("inbox.back", "escape", "back", "clear", "Close the message, or clear the filter"),
    Verb("inbox.quit", "q", "quit", "quit", "Leave; choices are kept and offered again, nothing is written"),
    Verb("resolve.git", "1", "take('git')", "take Git", "Git's value survives", _TAKE + "git"),
    Verb("resolve.hub", "2", "take('hub')", "take Hub", "The hub's value survives", _TAKE + "hub"),
    Verb("resolve.live", "3", "take('live')", "take Live", "The live value survives", _TAKE + "live"),
    Verb("resolve.base", "0", "take('base')", "take base", "What both last agreed on", _TAKE + "base"),
    Verb("resolve.leave", "minus", "leave", "leave open", "Take the choice of this field back"),
    Verb("resolve.mark", "space", "mark", "mark", "Mark the field; 1 2 3 0 - then speak of all marked"),
    Verb("resolve.range", "v", "range", "range", "Mark from here to where the cursor goes; again: end there"),
    Verb("resolve.all", "a", "all", "mark all", "Mark all fields that are shown, or none"),
    Verb("resolve.edit", "e", "edit", "edit", "Type a value", "headgate resolve ITEM --set PATH=VALUE"),
    Verb(
        "resolve.editor", "E", "editor", "edit in $EDITOR",
        "Edit the value in $EDITOR", "headgate resolve ITEM --set PATH=VALUE",
    ),
    Verb("resolve.difftool", "d", "difftool", "diff tool", "Look at all sides in $HEADGATE_DIFFTOOL"),
    Verb(
        "resolve.document", "plus", "document", "whole document",
        "The whole document as your choices leave it", "headgate resolve ITEM --dry-run",
    ),
    Verb(
        "resolve.more", "t", "take_more", "take..",
        "One side for many fields", "headgate resolve ITEM --take SIDE",
    ),
    Verb(
        "resolve.remembered", "m", "remembered", "as before",
        "What was chosen before for the same change", "headgate resolve ITEM --take remembered",
    ),
    Verb("resolve.next", "n", "undecided(1)", "next undecided", "Next field that needs you"),
    Verb("resolve.previous", "p", "undecided(-1)", "previous undecided", "Previous field that needs you"),
    Verb("resolve.next-unit", "right_square_bracket", "neighbour(1)", "next item", "Next item, choices kept"),
    Verb(
        "resolve.previous-unit", "left_square_bracket", "neighbour(-1)", "previous item",
        "Previous item, choices kept",
    ),
    Verb("resolve.undo", "u,z", "undo", "undo", "Take the last choice back"),
    Verb("resolve.redo", "U,Z", "redo", "redo", "Choose again what was undone"),
    Verb("resolve.value", "enter", "value", "full value", "The whole value on every side"),
    Verb("resolve.same", "equals_sign", "same", "same", "Hide or show fields that both moved alike"),
    Verb("resolve.base-column", "b", "base_column", "base", "Hide or show the base column"),
    Verb("resolve.wrap", "w", "wrap", "wrap", "Show values whole that are too long for their line, or cut"),
    Verb("resolve.why", "x", "why", "why", "Why this field is as it is, and what was ignored"),
    Verb("resolve.copy", "c", "copy", "copy value", "Copy the value in the Result column, else the hub's"),
    Verb("resolve.twin", "C", "twin", "copy command", "Copy the command that does the same"),
    Verb(
        "resolve.plan", "A", "plan", "apply..",
        "See what would be written; writes nothing yet", "headgate resolve ITEM", danger=True,
    ),
    Verb(
        "resolve.session", "S", "session", "session..",
        "Break glass: begin a session for this space, or see the open one",
        "headgate breakglass start", danger=True,
    ),
    Verb(
        "resolve.history", "H", "history", "history",
        "Decisions and revisions of this unit", "headgate history UNIT",
    ),
    Verb("resolve.reread", "R,ctrl+r", "reread", "re-read", "Read all sides again, choices kept"),
    Verb("resolve.back", "escape,q", "back", "back", "Marks away, or back to the inbox, choices kept"),
    Verb("plan.enter", "enter", "go_on", "go on", "Read on; at the end say why, then type the word"),
    Verb(
        "plan.live", "l", "live", "live too",
        "Apply the decided fields to live as well, or do not", "--apply-live",
    ),
    Verb("plan.next", "n", "warning(1)", "next warning", "Next line that warns: overwritten, blocked"),
    Verb("plan.previous", "p", "warning(-1)", "previous warning", "Previous line that warns"),
    Verb("plan.ruled", "a", "ruled", "by rule", "Go to what was merged by rule and nobody looked at"),
    Verb("plan.wrap", "w", "wrap", "wrap", "Show long lines whole, or cut; cut ones do not count as read"),
    Verb("plan.copy", "c", "copy", "copy plan", "Copy the plan as text"),
    Verb("plan.twin", "C", "twin", "copy command", "Copy the command that does the same"),
    Verb("plan.reread", "R,ctrl+r", "reread", "re-plan", "Plan again from what is there now"),
    Verb("plan.back", "escape,q", "back", "back", "Back to the fields; nothing was written"),
    Verb("plan.export", "o", "export", "export", "Write the receipt as JSON and Markdown", _DECISION),
    Verb("history.open", "enter", "open", "receipt", "The decision in full, as the record has it", _DECISION),
    Verb(
        "history.filter", "slash", "filter", "filter",
        "Words, or unit: space: by: did: since:2d", "headgate history",
    ),
    Verb(
        "history.newer", "left_square_bracket", "day(-1)", "newer day",
        "First row of the day, or of a newer one",
    ),
    Verb("history.older", "right_square_bracket", "day(1)", "older day", "First row of the day before"),
    Verb("history.pane", "tab,l,h", "pane", "other pane", "Between the list and what stands beside it"),
    Verb("history.mark", "space", "mark", "mark", "Mark a revision, to compare it with another one"),
    Verb(
        "history.diff", "d", "diff", "compare",
        "Compare with the marked revision, else with the one before", "headgate history UNIT --diff N..M",
    ),
    Verb(
        "history.undo", "T", "undo", "take back..",
        "See the plan that takes the decision back", "headgate undo DECISION", danger=True,
    ),
    Verb(
        "history.restore", "B", "restore", "back to..",
        "See the plan that goes back to this revision", "headgate restore UNIT@N", danger=True,
    ),
    Verb(
        "history.export", "o", "export", "export",
        "Write what is listed as JSON and Markdown", "headgate history -o json",
    ),
    Verb("history.copy", "c", "copy", "copy name", "Copy the decision's id, or unit@revision"),
    Verb("history.twin", "C", "twin", "copy command", "Copy the command that shows the same"),
    Verb("history.reread", "R,ctrl+r", "reread", "re-read", "Read again what happened", "headgate history"),
    Verb("history.back", "escape,q", "back", "back", "Clear the filter, or go back"),
    Verb("receipt.back", "escape,q,enter", "back", "back", "Back"),
    Verb("receipt.wrap", "w", "wrap", "wrap", "Show long lines whole, or cut"),
    Verb("receipt.copy", "c", "copy", "copy", "Copy this text"),
    Verb("receipt.export", "o", "export", "export", "Write it as JSON and Markdown", _DECISION),
    Verb("session.keep", "3", "keep", "keep live", "The live change stays: the hub takes it at the end"),
    Verb("session.before", "0", "before", "as before", "Live is put back as it was applied, at the end"),
    Verb("session.later", "minus", "later", "later", "It stays in the inbox under the incident"),
    Verb("session.many", "t", "many", "take..", "Say the same of many changes"),
    Verb("session.mark", "space", "mark", "mark", "Mark the change; 3 0 - then speak of all marked ones"),
    Verb("session.range", "v", "range", "range", "Mark from here to where the cursor goes; again: end there"),
    Verb("session.all", "a", "all", "mark all", "Mark all that is shown, or nothing"),
    Verb("session.undo", "u,z", "undo", "undo", "Take back what was said last"),
    Verb("session.only", "equals_sign", "only", "only mine", "Hide or show the changes that are decided"),
    Verb("session.next", "n", "undecided(1)", "next undecided", "Next change that needs you"),
    Verb("session.previous", "p", "undecided(-1)", "previous undecided", "Previous change that needs you"),
    Verb("session.open", "enter", "open", "whole change", "Read the change in full"),
    Verb("session.history", "H", "history", "history", "Decisions of this incident", "headgate history"),
    Verb("session.copy", "c", "copy", "copy path", "Copy the field's path"),
    Verb("session.twin", "C", "twin", "copy command", "Copy the command that shows the session"),
    Verb(
        "session.end", "X", "end", "end..",
        "See what ending the session writes; writes nothing yet", "headgate breakglass end", danger=True,
    ),
    Verb(
        "session.reread", "R,ctrl+r", "reread", "re-read", "Look at live now", "headgate breakglass status"
    ),
    Verb("session.back", "escape,q", "back", "leave running", "Marks away, or back; the session goes on"),
    Verb("end.go-on", "enter", "go_on", "go on", "Read on; at the end type the word"),
    Verb("end.next", "n", "warning(1)", "next warning", "Next line that warns: overwritten, blocked"),
    Verb("end.previous", "p", "warning(-1)", "previous warning", "Previous line that warns"),
    Verb("end.ruled", "a", "ruled", "by rule", "Go to what was merged by rule and nobody looked at"),
    Verb("end.wrap", "w", "wrap", "wrap", "Show long lines whole, or cut; cut ones do not count as read"),
    Verb("end.back", "escape,q", "back", "back", "Back; nothing was written, the session goes on"),
    Verb("cut-off.enter", "enter", "go_on", "finish..", "Type the word that ends them", "headgate resume"),
    Verb("cut-off.back", "escape,q", "back", "inbox", "To the inbox; what is open stays open"),
    Verb("read.back", "escape,q,enter", "back", "back", "Back"),
    Verb("read.wrap", "w", "wrap", "wrap", "Show long lines whole, or cut"),
    Verb("read.copy", "c", "copy", "copy", "Copy this text"),
    Verb("help.back", "escape", "back", "close", "Close the help"),
    Verb("help.down", "down", "read(1)", "down", "One row down"),
    Verb("help.up", "up", "read(-1)", "up", "One row up"),
    Verb("help.page-down", "pagedown", "page(1)", "page down", "A page down"),
    Verb("help.page-up", "pageup", "page(-1)", "page up", "A page up"),
    Verb("ask.back", "escape", "back", "cancel", "Leave everything as it is"),
)  # fmt: skip


def bindings(*rooms: str) -> list[BindingType]:
    """Make the bindings of a screen's rooms (``resolve``); nothing is shown by Textual's own footer."""
    return [
        Binding(verb.keys, verb.action, verb.label, id=verb.id, show=False, tooltip=verb.help)
        for verb in verbs_of(*rooms)
        if verb.keys
    ]


def verbs_of(*rooms: str) -> tuple[Verb, ...]:
    """List the verbs of some rooms, room by room in table order."""
    return tuple(verb for room in rooms for verb in VERBS if verb.id.partition(".")[0] == room)
