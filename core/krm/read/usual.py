"""Usual: the quick way to the values of a text in which nothing is unusual.

Most texts have no anchor, no tag, no merge key and no doubtful word. Of such a text its values and where its
documents stand are all that a reader needs, so no node is made. Anything else is declined, never judged:
`events` then reads the text from its start, and says what is wrong with it or where tools differ.
"""

import gc
import re
from typing import Final, NoReturn

import yaml

from core.krm.read.budget import Budget, OverLimit
from core.krm.read.dialect import NUMBER_STARTS, UNSURE, WORDS, NotInDialect, doubt, number
from core.krm.read.events import Event, event_source
from core.krm.read.limits import Limits
from core.krm.read.nodes import Outline
from core.krm.values import Value

__all__ = ["usual_documents"]

_TEXTS: Final = frozenset({str})
_CLEAR: Final = re.compile(r"(-?(?:0|[1-9][0-9]{0,17}))|[0-9]+(?:m|[KMGT]i)")
"""A plain integer, or a quantity that only Kubernetes takes for a number: no tool reads these otherwise."""
_SCALAR: Final[type[object]] = yaml.ScalarEvent  # a name for each: one look-up per event instead of two
_MAP: Final[type[object]] = yaml.MappingStartEvent
_MAP_END: Final[type[object]] = yaml.MappingEndEvent
_LIST: Final[type[object]] = yaml.SequenceStartEvent
_LIST_END: Final[type[object]] = yaml.SequenceEndEvent


class _Declined(Exception):
    """Something asks for a careful reader."""


def usual_documents(text: str, limits: Limits) -> list[Outline] | None:
    r"""Read a YAML stream to values; None where anything in it is unusual, wrong, or over a limit.

    Law: what it gives is what `compose` gives, of a text in which `compose` finds nothing doubtful.

    >>> usual_documents("a: [1]\n", Limits())
    [Outline(start=0, first=0, closed=None, value={'a': [1]})]
    >>> usual_documents("a: on\n", Limits()) is None
    True
    """
    # The collector of cycles is paused for the same reason as in `compose`.
    was_on = gc.isenabled()
    gc.disable()
    try:
        return _Reading(text, limits).documents()
    except (yaml.YAMLError, UnicodeEncodeError, NotInDialect, OverLimit, _Declined):
        return None
    finally:
        if was_on:
            gc.enable()


class _Reading:
    """One pass over the events of one text; it spends the same budget as the careful one."""

    def __init__(self, text: str, limits: Limits) -> None:
        self._next = event_source(text)
        self._budget = Budget(limits)
        self._depth = limits.depth
        self._left = self._budget.events

    def documents(self) -> list[Outline]:
        """Read to the end of the stream."""
        found: list[Outline] = []
        begun = self._next()
        while not isinstance(begun, yaml.StreamEndEvent):
            if isinstance(begun, yaml.DocumentStartEvent):
                self._budget.document()
                first = self._next()
                value, ended = self._content(first)
                if value is not None:
                    closed = ended.end_mark.index if ended.explicit else None
                    found.append(Outline(begun.start_mark.index, first.start_mark.index, closed, value))
            self._left -= 1
            begun = self._next()
        if self._left < 1:
            _decline()
        return found

    def _content(self, event: Event) -> tuple[Value, Event]:
        """Read one document from its first event to its end; the loop is what reading costs."""
        following, words = self._next, WORDS
        parts: list[Value] = []
        outer: list[list[Value]] = []
        for used in range(self._left):
            kind = event.__class__
            if kind is _SCALAR:
                if event.tag is not None or event.anchor is not None:
                    _decline()
                word = event.value
                if event.implicit[0] and (word in words or word[0] in NUMBER_STARTS):
                    parts.append(_no_text(word))
                else:
                    parts.append(word)
            elif kind is _MAP or kind is _LIST:
                outer.append(parts)
                if event.anchor is not None or len(outer) > self._depth:
                    _decline()
                parts = []
            elif kind is _MAP_END or kind is _LIST_END:
                self._budget.nodes(len(parts))
                value = _map(parts) if kind is _MAP_END else parts
                parts = outer.pop()
                parts.append(value)
            else:
                self._end(event, used + 1)
                return parts[0], event
            event = following()
        raise _Declined

    def _end(self, event: Event, used: int) -> None:
        if not isinstance(event, yaml.DocumentEndEvent):
            _decline()
        self._left -= used


def _decline() -> NoReturn:
    raise _Declined


def _no_text(word: str) -> Value:
    """Read a plain word that is no text, or starts like a number."""
    if word in UNSURE:
        _decline()
    if word in WORDS:
        return WORDS[word]
    if found := _CLEAR.fullmatch(word):
        return int(word) if found.lastindex else word
    value = number(word)
    if doubt(word, value):
        _decline()
    return value


def _map(parts: list[Value]) -> dict[str, Value]:
    """Make a map; keys that are no text, merge keys and a key twice are declined."""
    keys = parts[::2]
    if not _TEXTS.issuperset(map(type, keys)):
        _decline()
    value: dict[str, Value] = dict(zip(keys, parts[1::2], strict=True))  # type: ignore[arg-type]
    if len(value) != len(keys) or "<<" in value:
        _decline()
    return value
