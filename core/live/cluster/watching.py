"""Watching: what happens to the objects of one kind, over dropped connections and lost history.

First everything that is there, then every change. What happened while nobody listened is found by a fresh
list and told as changes, so whoever listens never has to ask whether something was missed; that a
connection was lost is told too, for until it is back what is shown is old.
Source: Kubernetes API concepts, Efficient detection of changes; reliability.md §4.1 (watch 410, ERROR, drop).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from core.errors import HeadgateError, SourceUnreadable
from core.live.cluster.connection import Connection
from core.live.cluster.kinds import Served
from core.live.cluster.reading import Reader
from core.live.cluster.refusals import REFUSALS, Refusal, error_of, of_status, refusal_of
from core.net.calls import Answer, Call
from core.net.retry import wanted_seconds
from core.net.values import Json
from core.progress import Stop, never_stop
from core.safetext import safe_line

__all__ = ["Happened", "Watch", "What"]

_WATCH_SECONDS: Final = 240
_IDLE_SECONDS: Final = 300.0
"""A watch ends by itself before; a server that says nothing for longer is taken for gone."""

_GONE: Final = 410
_UNAUTHORIZED: Final = 401
_PASSING: Final = frozenset({429, 500, 502, 503, 504})
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 30.0
_DOUBLINGS: Final = 9
_LONGEST_WANTED: Final = 300.0
"""So long at most a server is left alone that asks for it. Source: reliability.md §4.1."""

_Map = dict[str, Json]
_Key = tuple[str, str]


class What(StrEnum):
    """What happened."""

    ADDED = "added"
    MODIFIED = "modified"
    DELETED = "deleted"
    CURRENT = "current"
    """Everything up to here was told; what is shown is what is there."""
    LOST = "lost"
    """The connection is gone; what is shown grows old until `CURRENT` comes again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One event.

    Attributes:
        what: of which sort.
        object: the object as it is now; as it was last where it was deleted, and only its name where nobody
        saw
            that; {} for what concerns no object.
        why: why a connection is lost; "" otherwise.
    """

    what: What
    object: _Map = field(default_factory=dict)
    why: str = ""


class _Relist(Exception):
    """The server has forgotten the place to go on from."""


class Watch:
    """Watches one kind, in one namespace or in all.

    Args:
        connection: of the cluster.
        reader: lists.
        served: the kind.
        namespace: where; "" for all.
    """

    def __init__(self, connection: Connection, reader: Reader, served: Served, *, namespace: str) -> None:
        self._connection = connection
        self._reader = reader
        self._served = served
        self._namespace = namespace
        self._known: dict[_Key, str] = {}
        self._version = ""
        self._is_lost = False
        self._barren = 0
        """Tries in a row that brought no event, the one in hand among them."""
        self._wanted = 0.0
        self._is_anew = False
        """It signed in again, and no stream has been seen since."""

    def events(self, *, stop: Stop | None = None) -> Iterator[Happened]:
        """Give what happens, until it is to stop.

        Raises:
            SourceUnreadable: the server refuses to be watched (rights, kind): asking again would not help.
        """
        stop = stop or never_stop()
        while not stop.is_set():
            self._barren, self._wanted = self._barren + 1, 0.0
            try:
                if not self._version:
                    yield from self._listed(stop)
                    yield Happened(what=What.CURRENT)
                    self._is_lost = False
                yield from self._streamed(stop)
            except _Relist:
                self._version = ""
            except _Refused as error:
                raise SourceUnreadable(
                    error.what, why=error.why, next_step=error.next_step, ref=error.ref
                ) from error
            except HeadgateError as error:
                self._is_lost, self._is_anew = True, False
                yield Happened(what=What.LOST, why=f"{error.what}: {error.why}")
            self._wait(stop)

    def _wait(self, stop: Stop) -> None:
        """Wait before the next try: longer after each that brought nothing, and not all watchers at once."""
        if not self._barren and not self._is_lost:
            return
        means = self._connection.means
        longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2 ** max(0, min(self._barren, _DOUBLINGS) - 1))
        wanted = min(self._wanted, _LONGEST_WANTED)
        means.pause(max(wanted, longest * (1 + means.draw()) / 2), stop)

    def _listed(self, stop: Stop) -> Iterator[Happened]:
        """List what is there, and tell it against what was known."""
        seen: dict[_Key, str] = {}
        version = ""
        for page in self._reader.pages(self._served, self._namespace, stop=stop):
            metadata = page.get("metadata")
            version = _text(metadata, "resourceVersion") or version
            items = page.get("items")
            for item in items if isinstance(items, list) else []:
                if isinstance(item, dict):
                    whole = {**item, "apiVersion": self._served.api_version, "kind": self._served.kind}
                    key, held = _key(whole), _held(whole)
                    seen[key] = held
                    if key not in self._known:
                        yield Happened(what=What.ADDED, object=whole)
                    elif self._known[key] != held:
                        yield Happened(what=What.MODIFIED, object=whole)
        if stop.is_set():
            return
        for key in [key for key in self._known if key not in seen]:
            yield Happened(what=What.DELETED, object=self._named(key))
        self._known, self._version = seen, version

    def _named(self, key: _Key) -> _Map:
        """Name an object of which nobody saw how it went."""
        namespace, name = key
        metadata: _Map = {"name": name, **({"namespace": namespace} if namespace else {})}
        return {"apiVersion": self._served.api_version, "kind": self._served.kind, "metadata": metadata}

    def _streamed(self, stop: Stop) -> Iterator[Happened]:
        call, clock = self._call(), self._connection.means.clock
        began = clock.monotonic()
        lines = self._connection.lines(
            call, idle_seconds=_IDLE_SECONDS, stop=stop, refused=lambda answer: self._refusal(answer, call)
        )
        for line in lines:
            event = _event(line, call)
            kind, found = event.get("type"), event.get("object")
            if not isinstance(found, dict):
                raise _malformed(call)
            if kind == "ERROR":
                raise self._judged(of_status({**found}), call)
            self._barren = 0
            yield from self._back()
            self._version = _held(found) or self._version
            happened = self._happened(str(kind), found)
            if happened is not None:
                yield happened
        if clock.monotonic() - began >= _LONGEST_PAUSE:
            self._barren = 0  # a quiet kind
        if not stop.is_set():
            yield from self._back()

    def _back(self) -> Iterator[Happened]:
        """Tell that the connection is there again, once it is seen to bring what happened meanwhile."""
        self._is_anew = False
        if self._is_lost:
            self._is_lost = False
            yield Happened(what=What.CURRENT)

    def _happened(self, kind: str, found: _Map) -> Happened | None:
        """Take note of an event; a bookmark only says how far we are."""
        key = _key(found)
        match kind:
            case "ADDED" | "MODIFIED":
                what = What.MODIFIED if key in self._known else What.ADDED
                self._known[key] = _held(found)
                return Happened(what=what, object=found)
            case "DELETED":
                self._known.pop(key, None)
                return Happened(what=What.DELETED, object=found)
            case _:
                return None

    def _call(self) -> Call:
        where = f" in {safe_line(self._namespace)}" if self._namespace else ""
        return Call(
            doing=f"watch {self._served.resource}{where}",
            path=self._served.path(self._namespace),
            query=(
                ("watch", "1"),
                ("resourceVersion", self._version),
                ("allowWatchBookmarks", "true"),
                ("timeoutSeconds", str(_WATCH_SECONDS)),
            ),
            also=REFUSALS | _PASSING,
        )

    def _refusal(self, answer: Answer, call: Call) -> Exception:
        """Judge an answer that is no stream."""
        now = self._connection.means.clock.seconds()
        self._wanted = wanted_seconds(answer.headers, now=now) or 0.0
        return self._judged(refusal_of(answer), call)

    def _judged(self, refusal: Refusal, call: Call) -> Exception:
        """Say what a refusal leads to: a fresh list, another try later, or the end.

        A list signs in again, where that can be done.
        """
        if refusal.code == _GONE:
            return _Relist()
        if refusal.code == _UNAUTHORIZED and self._connection.is_renewable and not self._is_anew:
            self._is_anew = True
            return _Relist()
        error = error_of(refusal, call, context=self._connection.access.context)
        if refusal.code in _PASSING:
            return error
        return _Refused(error.what, why=error.why, next_step=error.next_step, ref=error.ref)


class _Refused(SourceUnreadable):
    """A refusal that another try would not change; never leaves this room."""


def _event(line: bytes, call: Call) -> _Map:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise _malformed(call) from None
    if not isinstance(found, dict):
        raise _malformed(call)
    return found


def _malformed(call: Call) -> SourceUnreadable:
    return SourceUnreadable(
        f"Could not {call.doing}",
        why="the server sent a line that is no event",
        next_step="check the server of the context: kubectl version",
    )


def _key(found: _Map) -> _Key:
    metadata = found.get("metadata")
    return _text(metadata, "namespace"), _text(metadata, "name")


def _held(found: _Map) -> str:
    return _text(found.get("metadata"), "resourceVersion")


def _text(holder: Json, key: str) -> str:
    found = holder.get(key) if isinstance(holder, dict) else None
    return found if isinstance(found, str) else ""
