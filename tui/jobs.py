"""The desk's own thread: one call at a time, the urgent ones first; results and errors come back as messages.

One thread for all calls, so core may keep connections that belong to a thread. A reading of the inbox steps
aside for what the operator waits for and starts again afterwards.
"""

import importlib
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, TypeAlias

from textual.message import Message
from textual.message_pump import MessagePump

from core.errors import Blocked, HeadgateError
from core.model.moment import Moment
from core.progress import Progress, Stop
from tui.desk import DeskFace
from tui.messages import Failed, Progressed, Stopped

__all__ = ["JobKind", "Jobs", "Work"]

Work: TypeAlias = Callable[[DeskFace, Progress, Stop], Message]


class JobKind(IntEnum):
    """What a job is for, most urgent first."""

    CARRY_OUT = 0
    PLAN = 1
    OPEN = 2
    PREVIEW = 3
    DETAIL = 4
    INBOX = 5
    PEEK = 6
    POLL = 7
    CUT_OFF = 8


_STEP_ASIDE: Final = frozenset({JobKind.INBOX, JobKind.POLL})


@dataclass(eq=False, slots=True, kw_only=True)
class _Job:
    """A piece of work, who asked for it, and whether it stepped aside."""

    kind: JobKind
    subject: str
    to: MessagePump
    work: Work
    between: Callable[[], None]
    stop: threading.Event = field(default_factory=threading.Event)
    again: bool = False

    def step(self, what: str, done: int, total: int) -> None:
        self.to.post_message(Progressed(self.kind.name, what, done, total))
        self.between()

    def run(self, desk: DeskFace) -> Message:
        """Do it and report; the one place that meets faults of core, so nothing gets past it."""
        try:
            reply = self.work(desk, self, self.stop)
        except HeadgateError as error:
            reply = Failed(self.kind.name, self.subject, error)
        except Exception as fault:  # noqa: BLE001  a fault in core must not end the session
            reply = Failed(self.kind.name, self.subject, _fault(fault))
        dropped = self.stop.is_set() and self.kind is not JobKind.CARRY_OUT
        if not self.again:
            self.to.post_message(Stopped(self.kind.name) if dropped else reply)
        return reply


class Jobs:
    """The queue in front of the desk; asked from the thread that draws.

    Attributes:
        written: what the decision that was carried out just now came to; None once something else is asked.
    """

    def __init__(self, desk: DeskFace, read_only: str = "") -> None:
        self._desk = desk
        self._read_only = read_only
        self._changed = threading.Condition()
        self._waiting: dict[JobKind, _Job] = {}
        self._running: _Job | None = None
        self._thread: threading.Thread | None = None
        self._closed = False
        self._held = False
        self._parked = False
        self.written: Message | None = None

    def now(self) -> float:
        """Tell the time, in seconds since the epoch."""
        return self._desk.now()

    def moment(self) -> Moment:
        """Tell both clocks."""
        return self._desk.moment()

    def ask(self, kind: JobKind, to: MessagePump, work: Work, *, subject: str = "") -> None:
        """Have work done; a waiting job of the same kind is forgotten: nobody waits for it any more.

        Where all is only looked at, nothing is carried out, whichever screen asks.
        """
        if kind is JobKind.CARRY_OUT and self._read_only:
            to.post_message(Failed(kind.name, subject, _only_looked_at(self._read_only)))
            return
        with self._changed:
            self.written = None
            self._waiting[kind] = _Job(kind=kind, subject=subject, to=to, work=work, between=self._between)
            running = self._running
            if running and running.kind in _STEP_ASIDE and kind < running.kind:
                running.again = True
                running.stop.set()
            self._start()
            self._changed.notify_all()

    def is_busy(self, *kinds: JobKind) -> bool:
        """Tell whether a job of these kinds (of any) waits or runs."""
        with self._changed:
            asked = [*self._waiting, *([self._running.kind] if self._running else [])]
        return any(kind in kinds or not kinds for kind in asked)

    def stop(self) -> bool:
        """Tell the running job to end after the piece in hand; False where none runs."""
        with self._changed:
            self._waiting.pop(JobKind.PEEK, None)
            running = self._running
            if running is None or running.kind is JobKind.POLL:
                return False
            running.stop.set()
            return True

    @property
    def is_writing(self) -> bool:
        """Whether a decision is being carried out."""
        return self.is_busy(JobKind.CARRY_OUT)

    def pause(self, seconds: float) -> bool:
        """Hold the running job where it next is between two steps; False when that took too long."""
        with self._changed:
            self._held = True
            return self._changed.wait_for(lambda: self._running is None or self._parked, seconds)

    def go_on(self) -> None:
        """Let a job that was held go on."""
        with self._changed:
            self._held = False
            self._changed.notify_all()

    def wait(self, seconds: float) -> bool:
        """Block until nothing waits or runs; False when that took too long. Not for the thread that draws."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting and self._running is None, seconds)

    def close(self, seconds: float) -> bool:
        """Forget what waits, stop what runs, give it some time to finish; False when that took too long."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            if self._running:
                self._running.stop.set()
            self._changed.notify_all()
        if self._thread:
            self._thread.join(seconds)
        return self._thread is None or not self._thread.is_alive()

    def _between(self) -> None:
        with self._changed:
            self._parked = self._held
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._closed or not self._held)
            self._parked = False

    def _start(self) -> None:
        if self._thread is None and not self._closed:
            self._thread = threading.Thread(target=self._loop, name="desk", daemon=True)
            self._thread.start()

    def _loop(self) -> None:
        while (job := self._next()) is not None:
            reply = job.run(self._desk)
            if job.kind is JobKind.CARRY_OUT:
                self.written = reply
            self._done(job)

    def _next(self) -> _Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or (bool(self._waiting) and not self._held))
            if self._closed:
                return None
            self._running = self._waiting.pop(min(self._waiting))
            return self._running

    def _done(self, job: _Job) -> None:
        with self._changed:
            self._running = None
            if job.again and not self._closed:
                fresh = _Job(
                    kind=job.kind, subject=job.subject, to=job.to, work=job.work, between=self._between
                )
                self._waiting.setdefault(job.kind, fresh)
            self._changed.notify_all()


def _only_looked_at(why: str) -> Blocked:
    return Blocked(
        "Nothing is carried out from here",
        why=why,
        next_step="C copies the command for somebody who may; or open headgate without it",
    )


def _fault(fault: Exception) -> HeadgateError:
    """Name a fault without its text, which may hold a secret."""
    return HeadgateError(
        "Headgate met a fault of its own",
        why=f"{type(fault).__name__} inside core",
        changed="unknown: a write that had begun is in the journal",
        next_step="headgate resume finishes or undoes what was begun; then R reads again",
        ref=importlib.import_module("core.fault_file").fault_file(fault, os.environ),
    )
