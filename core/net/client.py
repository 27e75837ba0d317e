"""The guarded client: what hub, forges and cluster speak HTTP through.

It gives answers and errors of the house, and nothing else. It follows no redirect, decodes nothing, remembers
no cookie, reads nothing of the environment; a call ends within its deadline whatever the far side does.
"""

import threading
from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING, Final

from core.net.allowance import Allowance
from core.net.calls import Answer, Call, Effect
from core.net.faults import FAULTS, Again, Broken, Fault, fault_of_status
from core.net.means import Means
from core.net.retry import backoff, wanted_seconds
from core.net.site import Site
from core.net.words import Trouble, error_of, inert, said
from core.progress import Stop, never_stop

if TYPE_CHECKING:
    from core.net.wire import Opened, Wire

__all__ = ["Client"]

_SUCCESS: Final = 2
"""The first digit."""


class Client:
    """Speaks with one site; may be used by several threads at once.

    Every method raises, by what the call does (reliability.md §4.1):

    - `SourceUnreadable` (6), `NotFound` (6), `InputRefused` (8): a read failed, or a write was not done;
    - `SideMoved` (5): the far side says that a write collides (409, 412); it may collide with an earlier try;
    - `OutcomeUnknown` (7): a write was sent and nobody knows; look before sending it again.

    A read is sent again after a fault that may pass. A write is sent again only where it surely was not done:
    after 429, and before a byte of it had left.
    """

    def __init__(self, site: Site, means: Means) -> None:
        self.site = site
        self._means = means
        self._opened: Wire | None = None
        self._opening = threading.Lock()

    def send(self, call: Call, *, stop: Stop | None = None) -> Answer:
        """Send a call and give its whole answer."""
        return self.ask(call, self.site.base.target(call.path, call.query), stop=stop)

    def ask(self, call: Call, target: str, *, stop: Stop | None = None) -> Answer:
        """Send a call to a target that `core.net.address.Base` made, as the next page of a list."""
        stop = stop or never_stop()
        patience = self.site.limits.patience_seconds
        for tried in range(1, self.site.limits.tries + 1):
            outcome = self._try(call, target, stop)
            if isinstance(outcome, Answer):
                return outcome
            pause = backoff(tried, outcome.wanted_seconds, self._means.draw)
            if tried == self.site.limits.tries or pause > patience or not _may_repeat(call, outcome):
                raise error_of(self.site, call, outcome)
            patience -= pause
            self._means.pause(pause, stop)
        raise ValueError("a call is tried at least once")

    def lines(
        self,
        call: Call,
        *,
        idle_seconds: float,
        stop: Stop | None = None,
        refused: Callable[[Answer], Exception] | None = None,
    ) -> Generator[bytes, None, None]:
        """Read an answer line by line while it comes, as a watch does.

        Ends when the far side does, or at stop.

        Args:
            call: a read.
            idle_seconds: how long a line may take.
            stop: ends the stream quietly.
            refused: makes what is raised of an answer with one of the call's ``also``, which is no stream.
        """
        limits, stop = self.site.limits, stop or never_stop()
        allowance = Allowance(self._means.clock, limits.seconds, limits.line_bytes, stop)
        target = self.site.base.target(call.path, call.query)
        try:
            with self._wire().opened(call, target, allowance) as opened:
                if not self._wanted(call, opened):
                    raise error_of(self.site, call, self._refusal(opened, allowance))
                if refused is not None and opened.status // 100 != _SUCCESS:
                    raise refused(_whole(opened, target))
                yield from _split(opened.chunks, allowance, idle_seconds)
        except Broken as broken:
            if broken.fault is not Fault.STOPPED:
                raise error_of(self.site, call, _trouble(broken, allowance)) from None

    def said(self, answer: Answer) -> str:
        """Quote what an answer says to people: one short inert line, without credentials; "" for nothing."""
        return inert(self.site, said(answer.body, answer.headers.get("content-type", "")))

    def close(self) -> None:
        """Close every connection; the client may be used again."""
        with self._opening:
            if self._opened is not None:
                self._opened.close()

    def _wire(self) -> "Wire":
        with self._opening:
            if self._opened is None:
                from core.net.wire import Wire  # noqa: PLC0415 - the engine costs 95 ms, and few commands need it

                self._opened = Wire(self.site, self._means)
            return self._opened

    def _try(self, call: Call, target: str, stop: Stop) -> Answer | Trouble:
        limits = self.site.limits
        allowance = Allowance(self._means.clock, limits.seconds, limits.answer_bytes, stop)
        try:
            with self._wire().opened(call, target, allowance) as opened:
                if not self._wanted(call, opened):
                    return self._refusal(opened, allowance)
                return _whole(opened, target)
        except Broken as broken:
            return _trouble(broken, allowance)

    def _wanted(self, call: Call, opened: "Opened") -> bool:
        return opened.status // 100 == _SUCCESS or opened.status in call.also

    def _refusal(self, opened: "Opened", allowance: Allowance) -> Trouble:
        """Read what a refusal says; its status counts even if its body never ends."""
        fault = fault_of_status(opened.status)
        body = b""
        if fault is not Fault.REDIRECT:
            try:
                body = b"".join(opened.chunks)
            except Broken as broken:
                if broken.fault is Fault.STOPPED:
                    raise
        headers = opened.headers
        wanted = wanted_seconds(headers, now=self._means.clock.seconds())
        if fault is Fault.RIGHTS and wanted is not None:
            fault = Fault.LIMITED  # GitHub says 403 where it means 429
        detail = (
            headers.get("location", "")
            if fault is Fault.REDIRECT
            else said(body, headers.get("content-type", ""))
        )
        return Trouble(
            fault=fault,
            sent=allowance.sent,
            detail=detail,
            status=opened.status,
            request_id=Answer(status=opened.status, headers=headers, body=b"", target="").request_id,
            wanted_seconds=wanted,
        )


def _whole(opened: "Opened", target: str) -> Answer:
    return Answer(status=opened.status, headers=opened.headers, body=b"".join(opened.chunks), target=target)


def _trouble(broken: Broken, allowance: Allowance) -> Trouble:
    return Trouble(fault=broken.fault, sent=allowance.sent, detail=broken.detail)


def _may_repeat(call: Call, trouble: Trouble) -> bool:
    again = FAULTS[trouble.fault].again
    return again is Again.ALL or (again is Again.READS and call.effect is Effect.READ)


def _split(chunks: Iterator[bytes], allowance: Allowance, idle_seconds: float) -> Iterator[bytes]:
    rest = b""
    allowance.renew(idle_seconds)
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            if line.strip():
                yield line
        if whole:
            allowance.renew(idle_seconds)
    if rest.strip():
        yield rest
