"""The sixteen ways HTTP goes wrong, done to any client, and what each must come to.

A client's test names its healthy server, its calls, and how it is made for a site; `suffer` does the fault
and says what came of it, and `expected` is the row of the table that it must equal.
Source: reliability.md §5 (HTTP faults), §4.1 (what they mean), §6 and design.md §6 (what they exit with).
"""

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

import trustme

from core.errors import (
    HeadgateError,
    InputRefused,
    NotFound,
    OutcomeUnknown,
    SideMoved,
    SourceUnreadable,
)
from core.net.address import base_of
from core.net.calls import Effect
from core.net.means import Means
from core.net.site import Limits, Site
from core.ports.effects import Clock
from core.progress import Stop
from core.system.clock import SystemClock
from tests.builders.certificates import for_host, served, trusted
from tests.builders.loopback import Behaviour, Conversation, Handler, Loopback, Reply, Request, json_reply

__all__ = ["Ends", "Wrong", "expected", "means", "suffer"]


class Wrong(StrEnum):
    """What is done to a request; the values read as test ids."""

    NO_NAME = "its name is not known"
    REFUSED = "the connection is refused"
    UNTRUSTED = "its certificate is from a stranger"
    LOGIN = "401"
    RIGHTS = "403"
    MISSING = "404"
    TAKEN = "409"
    MOVED = "412"
    INVALID = "422"
    LIMITED_SECONDS = "429 with seconds"
    LIMITED_DATE = "429 with a date"
    FAILED = "500"
    BUSY = "503"
    DRIP = "the answer comes in drops"
    TRUNCATED = "the answer is cut off"
    RESET = "reset after it was done"
    REDIRECT = "a redirect to another host"


class Ends(NamedTuple):
    """How a call ended.

    Attributes:
        error: the class; None for an answer.
        exit_code: of the program.
        changed: the word after "Changed:", without what it is about.
        effects: how often the server did it.
    """

    error: type[HeadgateError] | None
    exit_code: int
    changed: str
    effects: int


_UNREAD: Final = Ends(SourceUnreadable, 6, "nothing", 0)
_NOT_THERE: Final = Ends(NotFound, 6, "nothing", 0)
_MOVED: Final = Ends(SideMoved, 5, "nothing", 0)
_NOT_DONE: Final = Ends(OutcomeUnknown, 7, "unknown", 0)
_DONE: Final = Ends(OutcomeUnknown, 7, "unknown", 1)

_SURELY_NOT: Final = dict.fromkeys(
    (
        Wrong.NO_NAME,
        Wrong.REFUSED,
        Wrong.UNTRUSTED,
        Wrong.LOGIN,
        Wrong.RIGHTS,
        Wrong.LIMITED_SECONDS,
        Wrong.LIMITED_DATE,
        Wrong.REDIRECT,
    ),
    _UNREAD,
) | {Wrong.MISSING: _NOT_THERE}

_READ: Final = _SURELY_NOT | dict.fromkeys(
    (
        Wrong.TAKEN,
        Wrong.MOVED,
        Wrong.INVALID,
        Wrong.FAILED,
        Wrong.BUSY,
        Wrong.DRIP,
        Wrong.TRUNCATED,
        Wrong.RESET,
    ),
    _UNREAD,
)
_WRITE: Final = _SURELY_NOT | {
    Wrong.TAKEN: _MOVED,
    Wrong.MOVED: _MOVED,
    Wrong.INVALID: Ends(InputRefused, 8, "nothing", 0),
    Wrong.FAILED: _NOT_DONE,
    Wrong.BUSY: _NOT_DONE,
    Wrong.DRIP: _DONE,
    Wrong.TRUNCATED: _DONE,
    Wrong.RESET: _DONE,
}


def expected(wrong: Wrong, effect: Effect) -> Ends:
    """Look up what a fault must come to, by what the call does."""
    return (_READ if effect is Effect.READ else _WRITE)[wrong]


@dataclass(kw_only=True)
class Suffered:
    """What came of it."""

    ends: Ends
    error: HeadgateError | None
    asked: list[Request]
    pauses: list[float]


class JumpingClock(SystemClock):
    """The machine's clock, until somebody lets an hour pass."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self._ahead

    def jump(self) -> None:
        self._ahead += 3600


def means(pauses: list[float], clock: Clock | None = None) -> Means:
    """Give the real clock, pauses that are noted and not made, and names that are all of this machine."""

    def pause(seconds: float, stop: Stop) -> None:
        del stop
        pauses.append(seconds)

    return Means(clock=clock or SystemClock(), pause=pause, draw=lambda: 0.5, resolve=_resolve)


def _always(_: Request) -> bool:
    return True


def suffer(
    wrong: Wrong,
    *,
    healthy: Handler,
    effects: Callable[[], int],
    act: Callable[[Site, Means], object],
    strikes: Callable[[Request], bool] = _always,
    prefix: str = "",
) -> Suffered:
    """Do one call while something is wrong.

    Args:
        wrong: what.
        healthy: the server as it is when nothing is.
        effects: how often the server has done what the call is for; always 0 of a read.
        act: makes the client for a site and calls it.
        strikes: which requests are hit, where the call takes several; a server that is out of reach hits all.
        prefix: of the API's paths.
    """
    pauses: list[float] = []
    clock = JumpingClock()
    hurt = _dripping(clock) if wrong is Wrong.DRIP else _HURTS.get(wrong)
    with _site(wrong, _hurting(hurt, healthy, strikes), prefix) as (site, server):
        error: HeadgateError | None = None
        try:
            act(site, means(pauses, clock))
        except HeadgateError as raised:
            error = raised
        asked = list(server.requests)
    return Suffered(ends=_ends(error, effects()), error=error, asked=asked, pauses=pauses)


def _ends(error: HeadgateError | None, effects: int) -> Ends:
    if error is None:
        return Ends(None, 0, "nothing", effects)
    return Ends(type(error), error.exit_code, error.changed.rpartition(": ")[2], effects)


@contextmanager
def _site(wrong: Wrong, behave: Behaviour, prefix: str) -> Iterator[tuple[Site, Loopback]]:
    leaf = _stranger() if wrong is Wrong.UNTRUSTED else _known()
    with Loopback(behave, tls=served(leaf)) as server:
        port = _nobody() if wrong is Wrong.REFUSED else server.port
        host = "nowhere.test" if wrong is Wrong.NO_NAME else "hub.test"
        site = Site(
            title="the server",
            base=base_of(f"https://{host}:{port}{prefix}", setting="the test"),
            trust=trusted(),
            limits=Limits(seconds=10, tries=2, patience_seconds=30),
        )
        yield site, server


def _resolve(host: str, port: int) -> list[tuple[int, object]]:
    if host == "nowhere.test":
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return [(socket.AF_INET, ("127.0.0.1", port))]


def _nobody() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@lru_cache(maxsize=1)
def _known() -> trustme.LeafCert:
    return for_host("hub.test", "127.0.0.1")


@lru_cache(maxsize=1)
def _stranger() -> trustme.LeafCert:
    return trustme.CA().issue_cert("hub.test", "127.0.0.1")


Hurt = Callable[[Conversation, Request, Handler], None]


def _status(status: int, **headers: str) -> Hurt:
    refusal: Reply = json_reply({"message": f"as said: {status}"}, status=status, **headers)
    return lambda talk, _request, _healthy: talk.send(refusal.written())


def _hurting(hurt: Hurt | None, healthy: Handler, strikes: Callable[[Request], bool]) -> Behaviour:
    def behave(talk: Conversation, request: Request) -> None:
        if hurt is None or not strikes(request):
            talk.send(healthy(request).written())
        else:
            hurt(talk, request, healthy)

    return behave


def _dripping(clock: JumpingClock) -> Hurt:
    """Answer in drops; after the first of them the time is up."""

    def drip(talk: Conversation, request: Request, healthy: Handler) -> None:
        whole = healthy(request).written()
        talk.send(whole[:1])
        clock.jump()
        talk.drip(whole[1:], every_seconds=0.02)

    return drip


def _truncate(talk: Conversation, request: Request, healthy: Handler) -> None:
    talk.send(healthy(request).written()[:-1])
    talk.close()


def _reset(talk: Conversation, request: Request, healthy: Handler) -> None:
    healthy(request)
    talk.reset()


_HURTS: Final[Mapping[Wrong, Hurt]] = {
    Wrong.LOGIN: _status(401),
    Wrong.RIGHTS: _status(403),
    Wrong.MISSING: _status(404),
    Wrong.TAKEN: _status(409),
    Wrong.MOVED: _status(412),
    Wrong.INVALID: _status(422),
    Wrong.LIMITED_SECONDS: _status(429, Retry_After="7"),
    Wrong.LIMITED_DATE: _status(429, Retry_After="Fri, 31 Dec 2100 23:59:59 GMT"),
    Wrong.FAILED: _status(500),
    Wrong.BUSY: _status(503, Retry_After="3"),
    Wrong.TRUNCATED: _truncate,
    Wrong.RESET: _reset,
    Wrong.REDIRECT: _status(307, Location="https://elsewhere.test/api"),
}
