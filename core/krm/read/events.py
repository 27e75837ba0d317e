"""Events: libyaml's events built into nodes, under limits.

libyaml does the syntax, in C and without recursion; here are the meaning and the budget. The collector of
cycles is paused meanwhile: nothing here makes a cycle, and it costs up to a fifth of the time.
"""

import gc
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

import yaml

from core.errors import InputRefused
from core.fieldpath import Scalar
from core.krm.read.budget import Budget, OverLimit
from core.krm.read.dialect import NUMBER_STARTS, UNSURE, WORDS, NotInDialect, doubt, number, tagged
from core.krm.read.limits import Limits
from core.krm.read.mappings import NotAMap, map_value
from core.krm.read.nodes import ALIAS, BLOCK, FLOW, Node, Root
from core.krm.read.refusal import place_of, refusal
from core.krm.values import Value

__all__ = ["Event", "compose", "event_source"]

_BOM: Final = "\ufeff"
_node: Final = tuple.__new__  # what Node(...) comes to, at half the cost
_PARSER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Mark(Protocol):
    index: int


class Event(Protocol):
    """Every event as far as it is used; an event has what belongs to its kind."""

    start_mark: _Mark
    end_mark: _Mark
    anchor: str | None
    tag: str | None
    value: str
    style: str | None
    implicit: tuple[bool, bool]
    flow_style: bool | None
    explicit: bool | None


def event_source(text: str) -> Callable[[], Event]:
    """Start reading a text; each call gives the next event, with places as they are in the text.

    Raises:
        UnicodeEncodeError: the text has half a surrogate pair.
    """
    # A line break in place of the byte-order mark keeps every offset true.
    shown = "\n" + text[1:] if text.startswith(_BOM) else text
    following: Callable[[], Event] = _PARSER(shown).get_event
    return following


def compose(text: str, take: Callable[[Root], None], *, origin: str = "", limits: Limits) -> None:
    """Read a YAML stream into nodes with their places; documents without content are left out.

    Args:
        text: the stream.
        take: told each document when it ends; what it does not keep is freed at once.
        origin: the file, revision or side it is from.
        limits: how much is read before it is refused.

    Raises:
        InputRefused: no YAML, nothing that JSON can hold, or over a limit; names line and column.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        _Builder(text, limits, take).run()
    except yaml.YAMLError as error:
        raise _syntax(error, text, origin) from None
    except UnicodeEncodeError as error:
        raise _placed("half a surrogate pair is no character", error.start, text, origin) from None
    except _Refused as error:
        raise _placed(str(error), error.offset, text, origin) from None
    finally:
        if was_on:
            gc.enable()


class _Refused(Exception):
    """A problem and the offset where it stands."""

    def __init__(self, problem: str, offset: int) -> None:
        super().__init__(problem)
        self.offset = offset


def _placed(problem: str, offset: int, text: str, origin: str) -> InputRefused:
    line, column = place_of(text, offset)
    return refusal(problem, origin=origin, line=line, column=column)


def _syntax(error: yaml.YAMLError, text: str, origin: str) -> InputRefused:
    """Word libyaml's errors; its readers count bytes, its parser characters."""
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        problem = " ".join(part for part in (error.context, error.problem) if part)
        return _placed(problem, min(mark.index, len(text)) if mark else 0, text, origin)
    if isinstance(error, yaml.reader.ReaderError):
        offset = next((at for at, char in enumerate(text) if not _is_printable(char)), 0)
        return _placed(f"U+{ord(text[offset]):04X} may not stand in YAML", offset, text, origin)
    return refusal(str(error), origin=origin)


def _is_printable(char: str) -> bool:
    """Tell whether YAML allows a character. Source: YAML 1.1, c-printable."""
    return char in "\t\n\r\x85" or " " <= char <= "~" or (char >= "\xa0" and char not in "\ufffe\uffff")


class _Builder:
    """One pass over the events of one text."""

    def __init__(self, text: str, limits: Limits, take: Callable[[Root], None]) -> None:
        self._next = event_source(text)
        self._budget = Budget(limits)
        self._depth = limits.depth
        self._take = take
        self._begin = 0
        self._parts: list[Node] = []
        self._open: list[tuple[Event, list[Node]]] = []
        self._anchors: dict[str, Node | None] = {}
        self._unsure: list[tuple[int, str]] = []

    def run(self) -> None:
        """Read to the end of the stream."""
        steps: dict[type[object], Callable[[Event], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._start,
            yaml.SequenceStartEvent: self._start,
            yaml.MappingEndEvent: self._end_map,
            yaml.SequenceEndEvent: self._end_list,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
            yaml.DocumentEndEvent: self._end_document,
            yaml.StreamStartEvent: _ignored,
        }
        following = self._next
        event = following()
        try:
            for _ in range(self._budget.events):
                if (step := steps.get(event.__class__)) is None:
                    return
                step(event)
                event = following()
            self._budget.nodes(self._budget.events)
        except (NotInDialect, OverLimit) as error:
            raise _Refused(str(error), event.start_mark.index) from None
        except NotAMap as error:
            raise _Refused(str(error), error.key.start) from None

    def _document(self, event: Event) -> None:
        self._budget.document()
        self._begin = event.start_mark.index
        self._anchors, self._unsure = {}, []

    def _end_document(self, event: Event) -> None:
        node = self._parts.pop()
        if node.value is None:
            return
        end = event.end_mark.index if event.explicit else node.end
        self._take(Root(self._begin, end, bool(event.explicit), node, self._unsure))

    def _start(self, event: Event) -> None:
        self._open.append((event, self._parts))
        if len(self._open) > self._depth:
            self._budget.depth(len(self._open))
        self._parts = []
        if event.anchor:
            self._anchors[event.anchor] = None

    def _scalar(self, event: Event) -> None:
        word, tag, why = event.value, event.tag, ""
        value: Scalar = word
        if tag is not None:
            value, why = tagged(tag, word)
        elif event.implicit[0]:
            value = WORDS.get(word, word)
            if value is word:
                if word[0] in NUMBER_STARTS:
                    value = number(word)
                    why = doubt(word, value)
            elif word in UNSURE:
                why = doubt(word, value)
        start, end = event.start_mark.index, event.end_mark.index
        node = _node(Node, (start, end, event.style or "", value, event.anchor, tag, (), ()))
        self._parts.append(node)
        if why:
            self._unsure.append((node.start, why))
        if event.anchor:
            self._anchors[event.anchor] = node

    def _alias(self, event: Event) -> None:
        name = event.anchor or ""
        target = self._anchors.get(name)
        start = event.start_mark.index
        if target is None:
            problem = (
                f"&{name} holds itself" if name in self._anchors else f"*{name} has no &{name} before it"
            )
            raise _Refused(problem, start)
        self._budget.alias(target, len(self._open))
        self._parts.append(Node(start, event.end_mark.index, ALIAS, target.value, name, None, (), (target,)))

    def _end_list(self, event: Event) -> None:
        parts = self._parts
        self._close(event, [part.value for part in parts], (), parts)

    def _end_map(self, event: Event) -> None:
        keys, parts = self._parts[::2], self._parts[1::2]
        value: dict[str, Value] = {}
        for key, part in zip(keys, parts, strict=True):
            name = key.value
            if name.__class__ is not str or name == "<<":
                break
            value[name] = part.value
        if len(value) != len(keys):
            # Not the usual kind: keys that are no text, merge keys, a key twice.
            value, doubts = map_value(keys, parts, self._budget)
            self._unsure += doubts
        self._close(event, value, keys, parts)

    def _close(self, event: Event, value: Value, keys: Sequence[Node], parts: Sequence[Node]) -> None:
        begun, self._parts = self._open.pop()
        self._budget.nodes(len(keys) + len(parts))
        flow = begun.flow_style
        end = event.end_mark.index if flow else parts[-1].end
        style = FLOW if flow else BLOCK
        start = begun.start_mark.index
        node = _node(Node, (start, end, style, value, begun.anchor, begun.tag, keys, parts))
        self._parts.append(node)
        if begun.anchor:
            self._anchors[begun.anchor] = node


def _ignored(_event: Event) -> None:
    """Pass over the start of the stream."""
