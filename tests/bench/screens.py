"""The inbox over many items, as its benchmarks run it.

The items are made after a few that `store` wrote to a file, so that the process loads of core what the
screens load, and nothing of what items are made with. Garbage is looked for as seldom as `tui.__main__` has
it.
"""

import importlib
import pickle
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from tui.cli.memory import collect_rarely

if TYPE_CHECKING:
    from core.merge.places import Side
    from core.model.item import Inbox, Item, Opened
    from core.model.names import ItemId
    from core.model.people import Actor, Owner
    from core.progress import Progress, Stop
    from tui.desk import DeskFace

__all__ = ["ManyItems", "inbox", "renamed", "store"]


def store(models: Sequence["Opened"], empty: "Inbox", actor: "Actor", file: Path) -> None:
    """Write what the items are made after, for a process of its own."""
    file.write_bytes(pickle.dumps((tuple(models), empty, actor)))


class ManyItems:
    """A desk with as many items as are asked for, to look at: what `tui.desk.DeskFace` has for that."""

    def __init__(self, count: int, models: Path) -> None:
        self._models, self._empty, self._actor = pickle.loads(models.read_bytes())  # noqa: S301  our own file
        items = (renamed(self._models[at % len(self._models)].item, at) for at in range(count))
        self._inbox: Inbox = replace(self._empty, items=tuple(items))
        self.read_at = 0.0

    def inbox(self, *, space: str | None = None, progress: "Progress", stop: "Stop") -> "Inbox":
        """List the items."""
        assert space is None
        assert not stop.is_set()
        progress.step("spaces", 1, 1)
        self.read_at = time.monotonic()
        return self._inbox

    def open(self, item_id: str) -> "Opened":
        """Open an item by the one that it is made after."""
        number = int(item_id.partition("-")[2])
        model: Opened = self._models[number % len(self._models)]
        return replace(model, item=self._inbox.items[number])

    def owners(self, opened: "Opened") -> "dict[str, dict[Side, Owner]]":
        """Know no more than the item does."""
        return opened.owners

    def actor(self) -> "Actor":
        """Name the operator."""
        actor: Actor = self._actor
        return actor

    def now(self) -> float:
        """Tell the time."""
        return time.time()


def renamed(model: "Item", number: int) -> "Item":
    """Make one more item after another."""
    unit = replace(model.unit, unit=f"{model.unit.unit}-{number}")
    return replace(model, id=cast("ItemId", f"it-{number}"), unit=unit)


def inbox(count: str, models: str, told: str) -> None:
    """Run the inbox; writes to a file how long its items took to make, and when they were handed over."""
    collect_rarely()
    importlib.import_module("core.model.item")  # what is loaded for an inbox's sake is no making of items
    from tui.app import HeadgateApp  # noqa: PLC0415  the import is what is measured
    from tui.look import Look  # noqa: PLC0415  likewise

    began = time.monotonic()
    desk = ManyItems(int(count), Path(models))
    made = time.monotonic() - began
    app = HeadgateApp(cast("DeskFace", desk), look=Look(), workspace="shop")
    Path(told).write_text(f"{made}\n")
    app.call_later(lambda: app.set_timer(1.0, lambda: Path(told).write_text(f"{made}\n{desk.read_at}\n")))
    app.run()
