"""The screens over a desk whose every outside text is a payload."""

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

from core.errors import SourceUnreadable
from core.model.item import Opened
from tests.builders.poison import PAYLOADS, poisoned, turning
from tests.fakes.desk import FakeDesk
from tests.fakes.inbox import waiting
from tui.environment import scrub

__all__ = ["main"]


class PoisonedDesk:
    """A fake desk behind a door that poisons what comes out of it."""

    def __init__(self, give: Callable[[], str]) -> None:
        self._give = give
        self._desk = FakeDesk(tuple(self._opened(one) for one in waiting()[:4]))

    def _opened(self, one: Opened) -> Opened:
        fresh: Opened = poisoned(replace(one, owners={}), self._give)
        owners = list(one.owners.values())
        keys = [field.key for field in fresh.resolution.fields]
        return replace(
            fresh, owners={key: poisoned(who, self._give) for key, who in zip(keys, owners, strict=False)}
        )

    def open(self, item_id: str) -> Opened:
        """Open an item, or fail with words from outside where there is none."""
        if item_id.endswith("hold"):
            give = self._give
            raise SourceUnreadable(give(), why=give(), next_step=give(), changed=give(), ref=give())
        return self._desk.open(item_id)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  whatever the desk has
        found = getattr(self._desk, name)
        if not callable(found) or name == "now":
            return found

        def asked(*args: object, **words: object) -> Any:  # noqa: ANN401
            if "progress" in words:
                words["progress"].step(self._give(), 1, 2)  # type: ignore[attr-defined]
            return poisoned(found(*args, **words), self._give)

        return asked


def main() -> int:
    """Run the app; the number says which payload comes first, ``only`` that there is no other."""
    scrub(os.environ)
    from tui.app import run_app  # noqa: PLC0415  after the environment is scrubbed
    from tui.hearing import SlowToHear  # noqa: PLC0415  likewise
    from tui.look import choose  # noqa: PLC0415  likewise

    SlowToHear.monotonic = count().__next__  # tests type faster than people
    start = int(sys.argv[1])
    one = list(PAYLOADS.values())[start % len(PAYLOADS)]
    desk: Any = PoisonedDesk((lambda: one) if "only" in sys.argv else turning(start))
    code = run_app(desk, look=choose(os.environ), workspace=turning(start)())
    sys.stdout.write(f"carried {len(desk.carried)}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
