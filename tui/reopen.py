"""Finding an item again after a side moved, and carrying the choices over."""

from dataclasses import dataclass

from core.errors import NotFound
from core.merge.places import Place, Side
from core.merge.resolution import Choice, Field, Resolution
from core.model.item import Item, Opened
from core.progress import Progress, Stop
from tui.desk import DeskFace
from tui.oneline import same_print

__all__ = ["Carried", "carry_over", "find_again"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """Choices carried over to a newer reading.

    Attributes:
        resolution: the newer fields with the choices that still stand.
        moved: keys of the fields whose values changed or that are new.
        lost: keys of the choices that did not survive.
    """

    resolution: Resolution
    moved: frozenset[str]
    lost: tuple[str, ...]


def find_again(desk: DeskFace, item: Item, progress: Progress, stop: Stop) -> Opened:
    """Open an item; where its id is gone, because ids name content, the one that the same unit has now.

    Raises:
        NotFound: nothing waits for the unit any more.
    """
    try:
        return desk.open(item.id)
    except NotFound:
        waiting = desk.inbox(space=item.unit.space, progress=progress, stop=stop).items
        same_unit = sorted(
            (one for one in waiting if one.unit == item.unit), key=lambda one: one.kind != item.kind
        )
        if not same_unit:
            raise
        return desk.open(same_unit[0].id)


def carry_over(
    old: Resolution, new: Resolution, choices: tuple[tuple[str, Choice], ...] | None = None
) -> Carried:
    """Keep each choice whose field shows the same values on every side as when it was made."""
    moved = frozenset[str]() if old is new else _moved(old, new)
    standing = {field.key for field in new.fields} - moved
    made = old.choices if choices is None else choices
    kept = new
    for key, choice in made:
        if key in standing:
            kept = kept.choose([key], choice)
    lost = tuple(key for key, _ in made if kept.choice(key) is None)
    return Carried(resolution=kept, moved=moved, lost=lost)


def _moved(old: Resolution, new: Resolution) -> frozenset[str]:
    before = {field.key: field for field in old.fields}
    return frozenset(field.key for field in new.fields if not _same(before.get(field.key), field))


def _same(old: Field | None, new: Field) -> bool:
    """Tell whether a field is as it was; another verdict is a move, since somebody may have decided it."""
    if old is None or old.verdict is not new.verdict:
        return False
    return all(_agree(old.place, new.place, side) for side in Side)


def _agree(old: Place, new: Place, side: Side) -> bool:
    return same_print(old.held(side), new.held(side))
