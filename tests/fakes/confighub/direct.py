"""A server that is asked without a socket, so that anything can happen at each request."""

import copy
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from core.demo.confighub import messages
from core.demo.confighub.entities import info_call
from core.hub.confighub.login import find_login
from core.hub.confighub.server import Server
from core.net import faults as net
from core.net.address import base_of
from core.net.calls import Answer, Call
from core.net.means import Means
from core.net.site import Site
from core.net.words import Trouble, error_of, said
from core.progress import Stop
from core.system.clock import SystemClock
from tests.fakes.confighub.server import Loopback

__all__ = ["FAULTS", "Crash", "Direct", "Fault", "twin"]

_SITE: Final = Site(title="ConfigHub", base=base_of("https://hub.example.com/api", setting="hub"))


class Crash(BaseException):
    """The process is gone: nothing in it runs any more."""


class Fault(StrEnum):
    """What may happen at one request."""

    CRASH_BEFORE = "crash before"
    CRASH_AFTER = "crash after"
    LOST = "answer lost, carried out"
    LOST_BEFORE = "answer lost, never arrived"
    DOWN = "down"
    RIVAL = "somebody is quicker"


FAULTS: Final = tuple(Fault)


class Direct(Server):
    """Speaks with a loopback server in this thread.

    Attributes:
        schedule: what happens at a request, by its number from 0.
        rival: what somebody else does just before one.
        asked: the method of every request there was.
    """

    def __init__(
        self,
        loopback: Loopback,
        schedule: Mapping[int, Fault] | None = None,
        rival: Callable[[], None] = lambda: None,
    ) -> None:
        means = Means(clock=SystemClock(), pause=_no_pause, draw=lambda: 0.5)
        env = {"CUB_SERVER": "https://hub.example.com", "CUB_TOKEN": "t0ken"}
        super().__init__(_SITE, find_login(_SITE, means, env), means)
        self.loopback = loopback
        self.schedule = schedule or {}
        self.rival = rival
        self.asked: list[str] = []
        self._info = info_call(loopback)

    def send(self, call: Call) -> Answer:
        """Carry a request out, or let its fault happen."""
        fault = self.schedule.get(len(self.asked))
        self.asked.append(call.method)
        if fault is Fault.RIVAL:
            self.rival()
        if fault is Fault.CRASH_BEFORE:
            raise Crash
        if fault is Fault.DOWN:
            raise error_of(_SITE, call, Trouble(fault=net.Fault.REFUSED, sent=False))
        answer = self._carried_out(call) if fault is not Fault.LOST_BEFORE else None
        if fault is Fault.CRASH_AFTER:
            raise Crash
        if answer is None or fault is Fault.LOST:
            raise error_of(_SITE, call, Trouble(fault=net.Fault.LOST, sent=True))
        return answer

    def _carried_out(self, call: Call) -> Answer:
        headers = {name.lower(): value for name, value in call.headers.items()}
        asked = messages.Call(
            method=call.method,
            path=f"/api{call.path}",
            query=call.query,
            headers={**headers, "authorization": "Bearer t0ken"},
            body=call.body or b"",
        )
        given = self.loopback.answer(asked)
        names = {name.lower(): value for name, value in given.headers.items()}
        if given.status // 100 != 2 and given.status not in call.also:
            trouble = Trouble(
                fault=net.fault_of_status(given.status),
                sent=True,
                status=given.status,
                detail=said(given.body, "application/json"),
            )
            raise error_of(_SITE, call, trouble)
        return Answer(status=given.status, headers=names, body=given.body, target=call.path)


def twin(loopback: Loopback) -> Loopback:
    """Copy a server that was never started, with all it keeps."""
    made = copy.copy(loopback)
    made.store = copy.copy(loopback.store)
    made.store.spaces = copy.deepcopy(loopback.store.spaces)
    made.store.units = copy.deepcopy(loopback.store.units)
    made.calls = []
    return made


def _no_pause(seconds: float, stop: Stop) -> None:
    assert seconds >= 0
    assert not stop.is_set()
