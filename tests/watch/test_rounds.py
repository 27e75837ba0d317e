"""Rounds over a real repository and hub: news once, failures again, nothing doubled whenever it is killed."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from core.watch.loop import Bell
from core.watch.marks import MarkFile, Marks
from core.watch.rounds import Did, Options, Rounds
from core.workspace import Workspace, open_workspace
from tests.builders.repo import clone_bare, commit, git
from tests.builders.shop import PROD, WEB, deployment, shop
from tests.builders.world import World
from tests.fakes.clock import FakeClock
from tests.fakes.operator import FakeOperator

HOUR = 3600.0


class Killed(BaseException):
    """Stands for the end of the process."""


class Deadly:
    """Passes every call on, and dies before or after the one that is named."""

    def __init__(self, inner: object, method: str, *, after: bool) -> None:
        self._inner = inner
        self._method = method
        self._after = after

    def __getattr__(self, name: str) -> object:
        real = getattr(self._inner, name)
        return self._dying(real) if name == self._method else real

    def _dying(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            if self._after:
                real(*args, **kwargs)
            raise Killed

        return call


@contextmanager
def opened(made: World, clock: FakeClock) -> Iterator[Workspace]:
    workspace = open_workspace(made.top, env=os.environ, clock=clock, operator=FakeOperator("watcher"))
    yield workspace
    workspace.close()


def marks_of(made: World) -> MarkFile:
    return MarkFile(made.top.parent / "marks" / "watch.json")


def round_of(made: World, clock: FakeClock | None = None, **deadly: bool) -> tuple[Did, ...]:
    """Make one round as a process of its own would; ``desk_propose=True`` dies after that call."""
    clock = clock or FakeClock()
    with opened(made, clock) as workspace:
        parts: dict[str, Any] = {
            "desk": workspace.desk,
            "hub": workspace.context.hub,
            "marks": marks_of(made),
        }
        for name, after in deadly.items():
            part, _, method = name.partition("_")
            parts[part] = Deadly(parts[part], method, after=after)
        options = Options(full_seconds=HOUR, sync_back=True)
        rounds = Rounds(parts["desk"], parts["hub"], workspace.repository, parts["marks"], clock, options)
        return rounds.one(Bell())


def whats(did: tuple[Did, ...]) -> list[str]:
    return [part.what for part in did]


def test_the_first_round_looks_at_everything_and_the_second_is_silent(tmp_path: Path) -> None:
    made = shop(tmp_path)
    assert whats(round_of(made)) == ["proposed", "looked"]
    assert round_of(made) == ()


def test_a_new_commit_is_proposed(tmp_path: Path) -> None:
    made = shop(tmp_path)
    round_of(made)
    made.commit({"prod/web.yaml": deployment(replicas=3)}, "raise the floor")
    (did,) = round_of(made)
    assert (did.what, "1 written, 0 wait" in did.words, made.head(WEB)) == ("proposed", True, 2)


def test_what_the_hub_changed_is_offered_to_git_once(tmp_path: Path) -> None:
    made = shop(tmp_path)
    round_of(made)
    made.set(WEB, "spec.replicas", 4)
    assert whats(round_of(made)) == ["synced back"]
    assert round_of(made) == ()


def test_everything_is_looked_at_again_after_its_time(tmp_path: Path) -> None:
    made, clock = shop(tmp_path), FakeClock()
    round_of(made, clock)
    made.live(PROD, {"web.yaml": deployment(replicas=9)})
    clock.advance(HOUR)
    looked = round_of(made, clock)[-1]
    assert (looked.what, "1 units drifted" in looked.words) == ("looked", True)


def test_what_failed_is_tried_again_by_the_next_round(tmp_path: Path) -> None:
    made = shop(tmp_path)
    round_of(made)
    made.commit({"prod/web.yaml": "a: [unfinished"}, "a slip")
    assert [part.error.exit_code for part in round_of(made) if part.error] == [8]
    assert [part.error.exit_code for part in round_of(made) if part.error] == [8]
    made.commit({"prod/web.yaml": deployment(replicas=3)}, "mended")
    assert (whats(round_of(made)), made.head(WEB)) == (["proposed"], 2)


@pytest.mark.parametrize("text", ["", "{", '{"commit": 1}', "[]"])
def test_damaged_marks_mean_that_everything_is_looked_at_again(text: str, tmp_path: Path) -> None:
    made = shop(tmp_path)
    marks = marks_of(made)
    round_of(made)
    (made.top.parent / "marks" / "watch.json").write_text(text)
    assert marks.read() == Marks()
    assert (whats(round_of(made)), made.head(WEB)) == (["proposed", "looked"], 1)


@pytest.mark.parametrize(
    "where",
    ["desk_propose", "hub_changed_since", "desk_sync_back", "desk_drift", "desk_inbox", "marks_write"],
)
@pytest.mark.parametrize("after", [pytest.param(False, id="before"), pytest.param(True, id="after")])
def test_killed_anywhere_it_loses_and_doubles_nothing(where: str, after: bool, tmp_path: Path) -> None:  # noqa: FBT001
    made, clock = shop(tmp_path), FakeClock()
    round_of(made, clock)
    made.commit({"prod/web.yaml": deployment(image="shop/web:2")}, "newer")
    made.set("shop-dev/cart", "spec.replicas", 4)
    clock.advance(HOUR)
    with suppress(Killed):
        round_of(made, clock, **{where: after})
    round_of(made, clock)
    assert round_of(made, clock) == ()
    branches = git(made.top, "branch", "--list", "headgate/*").splitlines()
    assert (made.head(WEB), made.head("shop-dev/cart"), len(branches)) == (2, 2, 1)


def test_the_branch_is_followed_where_the_team_shares_it(tmp_path: Path) -> None:
    made = shop(tmp_path)
    bare = clone_bare(made.top, tmp_path / "shared.git")
    git(made.top, "remote", "add", "none", str(bare))
    settings = (made.top / "headgate.yaml").read_text()
    made.commit({"headgate.yaml": settings.replace("remote: none", "remote: shared")}, "share it")
    git(made.top, "remote", "rename", "none", "shared")
    git(made.top, "push", "--quiet", "shared", "main")
    round_of(made)
    other = tmp_path / "other"
    git(tmp_path, "clone", "--quiet", str(bare), str(other))
    commit(other, {"prod/web.yaml": deployment(replicas=3)}, "somebody else's")
    git(other, "push", "--quiet", "origin", "main")
    assert (whats(round_of(made)), made.head(WEB)) == (["proposed"], 2)
