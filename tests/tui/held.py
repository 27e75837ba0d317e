"""Opens the screens over a desk that waits where it is told to: ``python -m tests.tui.held VERB FIFO LOG``.

The desk opens the pipe and reads a byte in the middle of the verb; what it did is written to the log.
A second reading of the inbox finds one item less, so that it can be seen.
"""

import os
import sys
from pathlib import Path

from core.model.item import Inbox
from core.model.plan import Plan, Receipt
from core.progress import Progress, Stop
from tests.fakes.desk import FakeDesk
from tui.environment import scrub


class HeldDesk(FakeDesk):
    """Waits in one verb."""

    def __init__(self, verb: str, pipe: Path, log: Path) -> None:
        super().__init__()
        self._verb = verb
        self._pipe = pipe
        self._log = log

    def inbox(self, *, space: str | None = None, progress: Progress, stop: Stop) -> Inbox:
        found = super().inbox(space=space, progress=progress, stop=stop)
        self._waits("inbox")
        self.items = self.items[:-1]
        return found

    def carry_out(self, plan: Plan, *, progress: Progress, stop: Stop) -> Receipt:
        self._says("begun")
        self._waits("carry_out")
        self._says("step 1 done")
        progress.step("hub", 1, 2)
        self._says("step 2 begun")
        return super().carry_out(plan, progress=progress, stop=stop)

    def _waits(self, verb: str) -> None:
        if verb == self._verb:
            with self._pipe.open("rb") as pipe:
                pipe.read(1)

    def _says(self, what: str) -> None:
        with self._log.open("a") as log:
            log.write(f"{what}\n")


def main(argv: list[str]) -> int:
    """Run the app until it ends; a fourth argument is how long a write is waited for."""
    scrub(os.environ)
    from tui import session  # noqa: PLC0415  after the environment is scrubbed
    from tui.app import run_app  # noqa: PLC0415  likewise
    from tui.look import Look  # noqa: PLC0415  likewise

    verb, pipe, log, *seconds = argv
    if seconds:
        session._WRITING_SECONDS = float(seconds[0])  # type: ignore[misc]  # a test waits less
    return run_app(HeldDesk(verb, Path(pipe), Path(log)), look=Look(), workspace="shop")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
