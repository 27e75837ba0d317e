"""The loop rests, is woken, backs off and ends."""

import threading

import pytest

from core.errors import SourceUnreadable
from core.watch.loop import Bell, Pace, watch
from core.watch.rounds import Did

FAILED = Did(what="failed", words="", error=SourceUnreadable("w", why="y", next_step="n"))
SECONDS = 20.0


class Resting(Bell):
    """Notes how long each rest was meant to be, rests not at all, and ends after some."""

    def __init__(self, rests: int) -> None:
        super().__init__()
        self.rests: list[float] = []
        self._left = rests

    def rest(self, seconds: float, *, debounce: float = 0.0) -> None:
        self.rests.append(seconds + debounce)
        if len(self.rests) == self._left:
            self.end()


class Round:
    """A round that always does the same, and says when it was made."""

    def __init__(self, *did: Did) -> None:
        self.did = did
        self.made = threading.Event()

    def __call__(self, stop: Bell) -> tuple[Did, ...]:
        assert not stop.is_set()
        self.made.set()
        return self.did


@pytest.mark.parametrize(
    ("did", "rests"),
    [
        pytest.param((), [30.0, 30.0, 30.0], id="quiet rounds keep the interval"),
        pytest.param((FAILED,), [60.0, 120.0, 240.0], id="failures double it"),
    ],
)
def test_the_pause_follows_what_a_round_did(did: tuple[Did, ...], rests: list[float]) -> None:
    bell = Resting(len(rests))
    watch(Round(*did), bell, Pace(seconds=30.0, chance=lambda: 0.5), lambda _: None)
    assert bell.rests == rests


def test_the_pause_has_an_end_and_a_little_chance_in_it() -> None:
    assert Pace(seconds=30.0, chance=lambda: 0.5).pause(50) == 600.0
    assert [Pace(seconds=30.0, chance=iter([at]).__next__).pause(0) for at in (0.0, 1.0)] == [27.0, 33.0]


def test_a_hint_ends_the_rest_and_many_hints_are_one() -> None:
    bell = Bell()
    for _ in range(3):
        bell.ring()
    bell.rest(SECONDS, debounce=0.0)
    bell.rest(0.0, debounce=0.0)
    assert not bell.is_set()


def test_the_end_is_heard_in_the_middle_of_a_rest() -> None:
    bell, one = Bell(), Round()
    pace = Pace(seconds=SECONDS * 10, chance=lambda: 0.5)
    loop = threading.Thread(target=watch, args=(one, bell, pace, print_nothing))
    loop.start()
    assert one.made.wait(SECONDS)
    bell.end()
    loop.join(SECONDS)
    assert not loop.is_alive()


def print_nothing(_: tuple[Did, ...]) -> None:
    """Tell nobody."""
