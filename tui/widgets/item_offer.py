"""One line over an item's fields: what was chosen before for the same change, and the key that takes it."""

from collections.abc import Sequence

from textual.reactive import reactive

from core.model.remembered import Remembered
from tui.remembered_words import remembered_words
from tui.widgets.lines import Line, Span, wrap
from tui.widgets.paint import Bar

__all__ = ["OfferBar"]

_HEAD = " m as before: "


class OfferBar(Bar):
    """Takes room only while there is something to offer; nothing is chosen by it."""

    DEFAULT_CSS = """
    OfferBar { display: none; }
    OfferBar.-shown { display: block; }
    """

    offers: reactive[tuple[Remembered, ...]] = reactive((), init=False, layout=True)

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def offer(self, offers: Sequence[Remembered], *, now: float) -> None:
        """Show offers for fields that nobody decided yet; none hides it."""
        self.now = now
        self.offers = tuple(offers)

    def watch_offers(self, offers: tuple[Remembered, ...]) -> None:
        """Take room only while there is something to offer."""
        self.set_class(bool(offers), "-shown")

    def lines(self, width: int) -> Sequence[Line]:
        """Say it in full, on as many lines as that takes."""
        if not self.offers:
            return ()
        more = f" (and {len(self.offers) - 1} more)" if len(self.offers) > 1 else ""
        first, *rest = wrap(
            remembered_words(self.offers[0], self.now) + more, max(12, width - len(_HEAD) - 1)
        )
        head: Line = (Span(" m ", "key"), Span("as before: ", "quiet"), Span(first, "word"))
        return (head, *((Span(" " * len(_HEAD)), Span(row, "word")) for row in rest))
