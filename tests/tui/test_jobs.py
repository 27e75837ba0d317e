"""The desk's thread: one call at a time, urgent first, faults never get past it."""

import os
import threading
from collections.abc import Callable

import pytest
from textual.message import Message
from textual.message_pump import MessagePump

from core.progress import Progress, Stop
from tests.fakes.desk import FakeDesk
from tui.desk import DeskFace
from tui.jobs import JobKind, Jobs
from tui.messages import Failed, Progressed, Settled, Stopped

SECONDS = 20


class Ear(MessagePump):
    """Keeps what it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Message] = []

    def post_message(self, message: Message) -> bool:
        self.heard.append(message)
        return True


class Done(Message):
    """A reply with a name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


@pytest.fixture
def ear() -> Ear:
    return Ear()


def names(ear: Ear) -> list[str]:
    """List the replies by name."""
    return [message.name for message in ear.heard if isinstance(message, Done)]


def held(gate: threading.Event, begun: threading.Event, name: str) -> Callable[..., Message]:
    """Make work that waits at a gate."""

    def work(_desk: DeskFace, _progress: Progress, _stop: Stop) -> Message:
        begun.set()
        assert gate.wait(SECONDS)
        return Done(name)

    return work


async def test_the_urgent_goes_first_and_the_newest_of_a_kind_alone(ear: Ear) -> None:
    jobs, gate, begun = Jobs(FakeDesk()), threading.Event(), threading.Event()
    jobs.ask(JobKind.OPEN, ear, held(gate, begun, "first"))
    assert begun.wait(SECONDS)
    later = {
        "peek 1": JobKind.PEEK,
        "peek 2": JobKind.PEEK,
        "inbox": JobKind.INBOX,
        "write": JobKind.CARRY_OUT,
    }
    for name, kind in later.items():
        jobs.ask(kind, ear, lambda *_, name=name: Done(name))
    gate.set()
    assert jobs.wait(SECONDS)
    assert names(ear) == ["first", "write", "inbox", "peek 2"]
    jobs.close(SECONDS)


async def test_a_reading_of_the_inbox_steps_aside_and_starts_again(ear: Ear) -> None:
    jobs, begun, stopped = Jobs(FakeDesk()), threading.Event(), threading.Event()
    runs: list[int] = []

    def inbox(_desk: DeskFace, _progress: Progress, stop: Stop) -> Message:
        runs.append(1)
        begun.set()
        if len(runs) == 1:
            while not stop.is_set():
                stopped.wait(0.001)
        return Done(f"inbox {len(runs)}")

    jobs.ask(JobKind.INBOX, ear, inbox)
    assert begun.wait(SECONDS)
    jobs.ask(JobKind.OPEN, ear, lambda *_: Done("open"))
    assert jobs.wait(SECONDS)
    assert names(ear) == ["open", "inbox 2"]
    jobs.close(SECONDS)


async def test_a_job_that_is_stopped_says_so_and_its_result_is_dropped(ear: Ear) -> None:
    jobs, gate, begun = Jobs(FakeDesk()), threading.Event(), threading.Event()
    jobs.ask(JobKind.INBOX, ear, held(gate, begun, "inbox"))
    assert begun.wait(SECONDS)
    assert jobs.stop()
    gate.set()
    assert jobs.wait(SECONDS)
    assert [type(message) for message in ear.heard] == [Stopped]
    assert not jobs.stop()
    jobs.close(SECONDS)


async def test_a_write_that_is_stopped_still_says_what_it_did(ear: Ear) -> None:
    jobs, gate, begun = Jobs(FakeDesk()), threading.Event(), threading.Event()
    jobs.ask(JobKind.CARRY_OUT, ear, held(gate, begun, "written"))
    assert begun.wait(SECONDS)
    jobs.stop()
    gate.set()
    assert jobs.wait(SECONDS)
    assert names(ear) == ["written"]
    jobs.close(SECONDS)


async def test_a_fault_of_core_becomes_a_message_without_its_text(ear: Ear) -> None:
    def faulty(*_: object) -> Message:
        raise ValueError("token ghp_canary")

    jobs = Jobs(FakeDesk())
    jobs.ask(JobKind.OPEN, ear, faulty, subject="it-1")
    assert jobs.wait(SECONDS)
    (message,) = ear.heard
    assert isinstance(message, Failed)
    assert (message.subject, "ValueError" in message.error.why, "canary" in str(message.error)) == (
        "it-1",
        True,
        False,
    )
    assert message.error.ref.startswith(os.environ["XDG_STATE_HOME"])
    jobs.close(SECONDS)


async def test_progress_is_told_and_a_newer_count_takes_the_place_of_an_older(ear: Ear) -> None:
    def work(_desk: DeskFace, progress: Progress, _stop: Stop) -> Message:
        progress.step("reading", 1, 2)
        return Done("x")

    jobs = Jobs(FakeDesk())
    jobs.ask(JobKind.INBOX, ear, work)
    assert jobs.wait(SECONDS)
    told = ear.heard[0]
    assert isinstance(told, Progressed)
    assert (told.what, told.done, told.total) == ("reading", 1, 2)
    assert told.can_replace(Progressed("INBOX", "reading", 2, 2))
    assert not told.can_replace(Progressed("OPEN", "reading", 2, 2))
    jobs.close(SECONDS)


async def test_nothing_is_done_after_closing(ear: Ear) -> None:
    jobs = Jobs(FakeDesk())
    jobs.close(SECONDS)
    jobs.ask(JobKind.OPEN, ear, lambda *_: Done("late"))
    assert (jobs.is_busy(JobKind.PLAN), names(ear)) == (False, [])


def test_a_message_names_what_it_answers() -> None:
    assert {"item_id", "receipt"} <= set(Settled.__dataclass_fields__)
