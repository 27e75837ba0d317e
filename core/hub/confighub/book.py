"""Book: the drafts in the space that Headgate keeps for itself, as the pass that read a space has them."""

from core.hub.confighub.drafts import is_open, unit_of
from core.hub.confighub.look import Look
from core.hub.confighub.rows import UnitRow

__all__ = ["open_drafts"]


def open_drafts(look: Look, kind: str, space: str | None) -> list[tuple[UnitRow, str]] | None:
    """Give the open drafts of a space with their texts; None where no pass has them."""
    rows = look.book(kind, space) if space else None
    if rows is None or space is None:
        return None
    mine = [row for row in rows if is_open(row, kind) and unit_of(row).space == space]
    found = [(row, look.of_book(row)) for row in mine]
    return [(row, data) for row, data in found if data is not None]
