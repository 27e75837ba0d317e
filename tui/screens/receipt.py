"""The account of one decision, to read and to take along."""

from core.errors import HeadgateError
from core.model.past import Account
from core.report.past import json_account, markdown_account
from core.safetext import safe_line
from tui.context import Context
from tui.exporting import export
from tui.keys import bindings
from tui.screens.history_words import account_lines
from tui.screens.reading import ReadingScreen
from tui.widgets.bars import Notice
from tui.widgets.lines import Span

__all__ = ["ReceiptScreen", "export_account"]


class ReceiptScreen(ReadingScreen, inherit_bindings=False):
    """What was decided, what was seen, and each step of carrying it out."""

    ROOM = "receipt"
    BINDINGS = bindings("receipt")

    def __init__(self, context: Context, account: Account) -> None:
        title = (Span("Decision ", "title"), Span(safe_line(account.decision.id), "strong"))
        glyphs = context.look.glyphs
        super().__init__(context, title, lambda width: account_lines(account, width, glyphs))
        self._account = account

    def action_export(self) -> None:
        """Write it as JSON and as Markdown."""
        export_account(self._account, self.notice)


def export_account(account: Account, notice: Notice) -> None:
    """Write an account to files, and say where they are."""
    name = f"headgate-{account.decision.id}"
    try:
        json_file, markdown_file = export(name, json_account(account), markdown_account(account))
    except HeadgateError as error:
        notice.fail(error)
    else:
        notice.say(f"Wrote {json_file} and {markdown_file.name}", style="good")
