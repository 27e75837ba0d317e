"""Choices that were made and not yet carried out, kept while the app runs."""

from dataclasses import dataclass

from core.merge.resolution import Choice, Resolution
from core.model.item import Item

__all__ = ["Drafts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    choices: tuple[tuple[str, Choice], ...]
    open: int


class Drafts:
    """One draft per item; every choice is kept at once, none is sent anywhere."""

    def __init__(self) -> None:
        self._kept: dict[str, _Draft] = {}
        self.last_reason = ""

    def keep(self, item_id: str, resolution: Resolution) -> None:
        """Remember the choices of an item; no choices, no draft."""
        if resolution.choices:
            self._kept[item_id] = _Draft(choices=resolution.choices, open=len(resolution.open))
        else:
            self.forget(item_id)

    def forget(self, item_id: str) -> None:
        """Drop the choices of an item."""
        self._kept.pop(item_id, None)

    def choices(self, item_id: str) -> tuple[tuple[str, Choice], ...]:
        """Recall the choices of an item."""
        draft = self._kept.get(item_id)
        return draft.choices if draft else ()

    def left(self) -> dict[str, int]:
        """Say, for each item with choices, how many fields are still undecided."""
        return {item_id: draft.open for item_id, draft in self._kept.items()}

    def left_of(self, item: Item) -> int:
        """Say how many fields of an item are still undecided."""
        draft = self._kept.get(item.id)
        return draft.open if draft else item.undecided

    def __len__(self) -> int:
        return len(self._kept)
