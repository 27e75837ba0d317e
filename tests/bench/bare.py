"""A bare Textual app: the least that anything drawn with that library takes. Imports nothing of ours."""

from textual.app import App, ComposeResult
from textual.widgets import Static

__all__ = ["Bare"]


class Bare(App[None]):
    """One widget with one word."""

    def compose(self) -> ComposeResult:
        """Show that it is there."""
        yield Static("ready")


if __name__ == "__main__":
    Bare().run()
