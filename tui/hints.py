"""The key bar of each screen: which verbs it names, in which words, and what drops out first."""

from collections.abc import Mapping
from typing import Final, NamedTuple

__all__ = ["HINTS", "Hint"]


class Hint(NamedTuple):
    """An entry of the key bar: some verbs under one word; the highest ``rank`` drops out first, 0 never."""

    verbs: tuple[str, ...]
    word: str
    rank: int = 0


HINTS: Final[Mapping[str, tuple[Hint, ...]]] = {
    "inbox": (
        Hint(("inbox.open",), "open"),
        Hint(("inbox.filter",), "filter", 1),
        Hint(("inbox.mark",), "mark", 3),
        Hint(("inbox.take",), "take..", 1),
        Hint(("inbox.next",), "next", 4),
        Hint(("inbox.only",), "only mine", 6),
        Hint(("inbox.unfold",), "unfold", 5),
        Hint(("inbox.why",), "why", 5),
        Hint(("inbox.reread",), "re-read", 5),
        Hint(("inbox.history",), "history", 6),
        Hint(("inbox.session",), "session..", 7),
        Hint(("inbox.plan",), "apply.."),
        Hint(("app.palette",), "all verbs", 3),
        Hint(("inbox.quit",), "quit", 2),
        Hint(("app.help",), "help"),
    ),
    "resolve": (
        Hint(("resolve.git", "resolve.hub", "resolve.live"), "take"),
        Hint(("resolve.base",), "base", 3),
        Hint(("resolve.edit",), "edit", 1),
        Hint(("resolve.next",), "next", 1),
        Hint(("resolve.undo",), "undo", 2),
        Hint(("resolve.more",), "take..", 3),
        Hint(("resolve.mark",), "mark", 7),
        Hint(("resolve.value",), "value", 5),
        Hint(("resolve.wrap",), "wrap", 9),
        Hint(("resolve.why",), "why", 6),
        Hint(("resolve.editor",), "$EDITOR", 8),
        Hint(("resolve.difftool",), "diff tool", 9),
        Hint(("resolve.document",), "document", 7),
        Hint(("resolve.same",), "same", 4),
        Hint(("resolve.history",), "history", 8),
        Hint(("resolve.session",), "session..", 9),
        Hint(("resolve.plan",), "apply.."),
        Hint(("resolve.back",), "back", 7),
        Hint(("app.help",), "help"),
    ),
    "plan": (
        Hint(("plan.enter",), "go on"),
        Hint(("plan.back",), "back"),
        Hint(("list.down", "list.up"), "read", 1),
        Hint(("plan.next",), "warning", 3),
        Hint(("plan.wrap",), "wrap", 5),
        Hint(("plan.live",), "live too", 2),
        Hint(("plan.twin",), "copy command", 3),
        Hint(("app.help",), "help"),
    ),
    "session": (
        Hint(("session.keep",), "keep live"),
        Hint(("session.before",), "as before"),
        Hint(("session.later",), "later", 1),
        Hint(("session.next",), "next", 2),
        Hint(("session.undo",), "undo", 3),
        Hint(("session.mark",), "mark", 4),
        Hint(("session.many",), "take..", 4),
        Hint(("session.end",), "end.."),
        Hint(("session.back",), "leave running", 1),
        Hint(("app.help",), "help"),
    ),
    "cut-off": (
        Hint(("cut-off.enter",), "finish.."),
        Hint(("cut-off.back",), "inbox"),
        Hint(("list.down", "list.up"), "read", 1),
        Hint(("app.help",), "help"),
    ),
    "end": (
        Hint(("end.go-on",), "go on"),
        Hint(("end.back",), "back"),
        Hint(("list.down", "list.up"), "read", 1),
        Hint(("end.next",), "warning", 3),
        Hint(("app.help",), "help"),
    ),
    "read": (
        Hint(("read.back",), "back"),
        Hint(("list.down", "list.up"), "read"),
        Hint(("read.copy",), "copy"),
    ),
    "history": (
        Hint(("history.open",), "receipt"),
        Hint(("history.filter",), "filter", 2),
        Hint(("history.diff",), "compare", 1),
        Hint(("history.mark",), "mark", 4),
        Hint(("history.undo",), "take back..", 1),
        Hint(("history.restore",), "back to..", 2),
        Hint(("history.newer", "history.older"), "day", 5),
        Hint(("history.pane",), "other pane", 6),
        Hint(("history.export",), "export", 3),
        Hint(("history.back",), "back"),
        Hint(("app.help",), "help"),
    ),
    "receipt": (
        Hint(("receipt.back",), "back"),
        Hint(("list.down", "list.up"), "read"),
        Hint(("receipt.copy",), "copy"),
        Hint(("receipt.export",), "export"),
    ),
    "done": (
        Hint(("plan.enter",), "next item"),
        Hint(("plan.export",), "export"),
        Hint(("app.help",), "help"),
    ),
    "typing": (Hint(("plan.enter",), "go on"), Hint(("plan.back",), "back")),
    "help": (Hint(("help.back",), "close"), Hint(("help.down", "help.up"), "read")),
    "ask": (Hint(("ask.back",), "cancel"),),
}
