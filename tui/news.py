"""News: what a quiet reading found that is not shown yet. Pure."""

from dataclasses import dataclass

from core.model.item import Inbox

__all__ = ["NO_NEWS", "News", "news"]


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What differs from what is shown.

    Attributes:
        gone: ids of shown items that wait no more: decided, or a side moved.
        arrived: how many items wait that are not shown.
        read_at: RFC 3339 UTC, when it was found out; "" for not yet.
    """

    gone: frozenset[str] = frozenset()
    arrived: int = 0
    read_at: str = ""

    @property
    def words(self) -> str:
        """Say it in a header; "" for nothing."""
        parts = [
            f"{len(self.gone)} moved" if self.gone else "",
            f"{self.arrived} new" if self.arrived else "",
        ]
        said = ", ".join(filter(None, parts))
        return f"{said}: R shows" if said else ""


NO_NEWS = News()


def news(shown: Inbox, found: Inbox, *, done: frozenset[str] = frozenset()) -> News:
    """Compare what is shown with a newer reading; what was decided here is no news."""
    before = {str(item.id) for item in shown.items}
    after = {str(item.id) for item in found.items}
    return News(gone=frozenset(before - after - done), arrived=len(after - before), read_at=found.read_at)
