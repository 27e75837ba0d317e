"""Opens the screens over the fake desk: ``python -m tests.tui.preview``; ``--many``: ten thousand items."""

import os
import sys
from dataclasses import replace
from itertools import count

from core.model.item import Opened
from core.model.names import ItemId, UnitName
from tests.fakes.desk import FakeDesk
from tests.fakes.inbox import waiting
from tui.environment import scrub


def many(count: int) -> tuple[Opened, ...]:
    """Repeat the items under other names."""
    items = waiting()
    return tuple(_named(items[number % len(items)], number) for number in range(count))


def _named(opened: Opened, number: int) -> Opened:
    unit = UnitName(opened.item.unit.space, f"{opened.item.unit.unit}-{number}")
    return replace(opened, item=replace(opened.item, id=ItemId(f"it-{number}"), unit=unit))


def main() -> int:
    """Run the app until q."""
    scrub(os.environ)
    from tui.app import run_app  # noqa: PLC0415  after the environment is scrubbed
    from tui.hearing import SlowToHear  # noqa: PLC0415  likewise
    from tui.look import choose  # noqa: PLC0415  likewise

    SlowToHear.monotonic = count().__next__  # tests type faster than people
    desk = FakeDesk(many(10_000)) if "--many" in sys.argv else FakeDesk()
    look = choose(os.environ, ascii_only="--ascii" in sys.argv)
    return run_app(desk, look=look, workspace="shop")


if __name__ == "__main__":
    sys.exit(main())
