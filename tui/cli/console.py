"""Where a command speaks: data on standard output, everything else on standard error, all of it inert."""

import errno
import os
from collections.abc import Iterable, Mapping
from typing import Final, TextIO

from core.errors import HeadgateError, StorageUnwritable
from core.safetext import HIDDEN, has_hidden, safe, shows_marks
from tui.cli.given import Given
from tui.cli.world import World

__all__ = ["Console"]

_PAINT: Final[Mapping[str, str]] = {
    "head": "1",
    "quiet": "2",
    "bad": "1;31",
    "good": "32",
    "add": "32",
    "remove": "31",
    "alert": "1;33",
}
_USUAL_WIDTH: Final = 80
_NOBODY_READS: Final = frozenset({errno.EPIPE, errno.EIO})


class Console:
    """One run's way to people and pipes.

    A reader that goes away ends the printing and nothing else: a decision is not stopped half way because
    nobody reads its receipt.
    """

    def __init__(self, world: World, given: Given) -> None:
        self.world = world
        self._out = _Pipe(world.stdout)
        self._err = _Pipe(world.stderr)
        self._given = given
        self._colours = not given.flag("no_color") and not world.env.get("NO_COLOR") and _paints(world)
        self._passing = False
        self._hidden = False

    @property
    def format(self) -> str:
        """How data is printed: ``table``, ``json`` or ``yaml``."""
        return self._given.text("output") or "table"

    @property
    def debug(self) -> bool:
        """Whoever runs this wants to know where an internal error came from."""
        return self._given.flag("debug")

    @property
    def can_ask(self) -> bool:
        """Somebody is there to answer."""
        return self.world.stdin.isatty()

    @property
    def width(self) -> int | None:
        """How wide a line may be; None where nothing limits it."""
        return _width(self.world)

    @property
    def more(self) -> str:
        """The mark that stands where a text was cut."""
        return "…" if "utf" in (self.world.stdout.encoding or "utf-8").lower() else "~"

    def paint(self, text: str, role: str) -> str:
        """Colour a text by its role, where there are colours; colour never says more than the words do."""
        code = _PAINT.get(role, "")
        return f"\x1b[{code}m{text}\x1b[0m" if code and self._colours else text

    def data(self, lines: Iterable[str]) -> None:
        """Print data. Whoever made the lines made outside text inert: colours would not survive it here.

        Raises:
            StorageUnwritable: standard output cannot take it.
        """
        self._clear()
        printed = [f"{line}\n" for line in lines]
        self._out.write("".join(printed))
        self._hidden = self._hidden or any(map(shows_marks, printed))

    def hidden_told(self) -> None:
        """Say once, in words, that what was printed for people holds characters that a terminal hides."""
        if self._hidden and self.format == "table":
            self._hidden = False
            self.note(HIDDEN)

    def text(self, text: str) -> None:
        """Print a document: byte for byte into a file or pipe, inert on a terminal.

        Raises:
            StorageUnwritable: standard output cannot take it.
        """
        self._clear()
        on_terminal = self.world.stdout.isatty()
        self._out.write(safe(text) if on_terminal else text)
        self._hidden = self._hidden or (on_terminal and has_hidden(text))

    def note(self, text: str) -> None:
        """Say something beside the data, unless ``--quiet``."""
        if not self._given.flag("quiet"):
            self.say(text)

    def say(self, text: str) -> None:
        """Say something that must be said even with ``--quiet``."""
        self._clear()
        self._err.write(f"{safe(text)}\n")

    def aside(self, lines: Iterable[str]) -> None:
        """Print lines beside the data, inert already like those of `data`."""
        self._clear()
        self._err.write("".join(f"{line}\n" for line in lines))

    def trouble(self, error: HeadgateError) -> None:
        """Print an error with its five parts."""
        self.say(f"headgate: {error}")
        self._hidden = has_hidden(str(error))
        self.hidden_told()

    def ask(self, question: str) -> str:
        """Read one line from whoever is there; "" at the end of input and from a terminal that is gone."""
        return self.answer(question) or ""

    def answer(self, question: str) -> str | None:
        """Read one line from whoever is there; None at the end of input and from a terminal that is gone."""
        self.hidden_told()
        self._clear()
        self._err.write(safe(question))
        try:
            line = self.world.stdin.readline()
        except OSError:
            return None
        return line.strip() if line else None

    def step(self, what: str, done: int, total: int) -> None:
        """Show how far long work is, on a line that goes away; nobody but a terminal is told.

        Between two steps is also where a run stops for a while, if the shell asked for it.
        """
        self.world.signals.rest()
        if self._given.flag("quiet") or not self.world.stderr.isatty() or _is_dumb(self.world):
            return
        self._passing = True
        self._err.write(f"\r{safe(what)} {done}{f' of {total}' if total else ''}\x1b[K")

    def _clear(self) -> None:
        if self._passing:
            self._passing = False
            self._err.write("\r\x1b[K")


class _Pipe:
    """A stream that may break under us: a pipe without a reader, a terminal that is gone, a full disk."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._open = True

    def write(self, text: str) -> None:
        """Write and flush; where nobody reads any more it is silent for good."""
        if not self._open:
            return
        encoding = self._stream.encoding or "utf-8"
        try:
            self._stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
            self._stream.flush()
        except OSError as error:
            self._shut()
            if error.errno in _NOBODY_READS:
                return
            raise StorageUnwritable(
                "Could not print the result",
                why=error.strerror or "the output cannot be written",
                next_step="send the output somewhere else; headgate status shows what stands",
                changed="what the command had done by then stays done",
            ) from error

    def _shut(self) -> None:
        """Point the descriptor at nothing: Python would try to flush the rest when it ends, and complain."""
        self._open = False
        try:
            number = self._stream.fileno()
        except OSError:
            return
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, number)
        os.close(nothing)


def _paints(world: World) -> bool:
    terminals = world.stdout.isatty() and world.stderr.isatty()
    return terminals and not _is_dumb(world)


def _is_dumb(world: World) -> bool:
    return world.env.get("TERM", "dumb") == "dumb"


def _width(world: World) -> int | None:
    columns = world.env.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    if not world.stdout.isatty():
        return None
    try:
        return os.get_terminal_size(world.stdout.fileno()).columns or _USUAL_WIDTH
    except OSError:
        return _USUAL_WIDTH
