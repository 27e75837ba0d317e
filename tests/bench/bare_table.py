"""Textual's own widgets over rows: what anybody would put together for a list. Imports nothing of ours."""

from collections.abc import Iterator

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Footer, Header, Input

__all__ = ["Table"]


class Table(App[None]):
    """A header, a line to filter by, a table of so many rows, a footer."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Header()
        yield Input()
        yield DataTable[str](cursor_type="row")
        yield Footer()

    def on_mount(self) -> None:
        """Fill the table."""
        table = self.query_one(DataTable)
        table.add_columns("Age", "Kind", "Unit", "Undecided", "By")
        table.add_rows(self._rows())

    def _rows(self) -> Iterator[tuple[str, ...]]:
        for at in range(self._count):
            yield (f"{at}h", "conflict", f"shop-prod-east/web-{at}", "1 of 3", "Ada")
