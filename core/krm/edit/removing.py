"""Removing: the ways to take a key out of a map, or an item out of a list, that keeps others."""

import re
from collections.abc import Iterator
from typing import Final

from core.krm.edit.scalars import Splice
from core.krm.edit.spans import after_colon, body_end, dash_of, line_end, line_start
from core.krm.read.nodes import FLOW, Node

__all__ = ["removals"]

_NEXT_CONTENT: Final = re.compile(r"\r?\n(?:[ \t]*\r?\n)*[ \t]*")
_LINE_BREAK: Final = re.compile(r"\r?\n")
_BLANK_LINES: Final = re.compile(r"\r?\n(?:[ \t]*\r?\n)*")


def removals(text: str, parent: Node, at: int) -> Iterator[Splice]:
    """Yield splices that remove the ``at``-th part, its lines and the comment at its end with it.

    Raises:
        NoSplice: its key or dash stands where no splice reaches.
    """
    if parent.style == FLOW:
        yield _from_flow(parent, at)
        return
    if parent.keys:
        after_colon(text, parent.keys[at])
        start = parent.keys[at].start
    else:
        start = dash_of(text, parent, at)
    end = line_end(text, body_end(text, parent.parts[at]))
    line = line_start(text, start)
    if text[line:start].strip():
        # What stands before it on its line, a dash, goes to what follows.
        yield Splice(start, _match_end(_NEXT_CONTENT, text, end), "")
        return
    yield Splice(line, _match_end(_LINE_BREAK, text, end), "")
    yield Splice(line, _match_end(_BLANK_LINES, text, end), "")


def _match_end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _from_flow(parent: Node, at: int) -> Splice:
    starts = parent.keys or parent.parts
    if at + 1 < len(parent.parts):
        return Splice(starts[at].start, starts[at + 1].start, "")
    return Splice(_end(parent, at - 1), _end(parent, at), "")


def _end(parent: Node, at: int) -> int:
    return max(parent.parts[at].end, parent.keys[at].end if parent.keys else 0)
