"""A hub's whole content goes into another hub, whichever kinds they are, and goes on where it was cut off."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import InputRefused
from core.model.names import RevisionNumber
from core.progress import NoProgress
from core.sync.context import Context
from core.sync.moving import exported, imported
from tests.builders.hubs import CART, NONE, WEB, a_capture, a_change, a_commit, a_point, a_proposal, seen
from tests.conformance.openers import Authority, OpenHub, confighub_a, confighub_c, embedded
from tests.fakes.clock import FakeClock
from tests.simulate.stage import Stage

KINDS = [
    pytest.param((embedded, confighub_c), id="from a file to ConfigHub"),
    pytest.param((confighub_c, embedded), id="from ConfigHub to a file"),
    pytest.param((confighub_a, confighub_c), id="from an old ConfigHub to a new one"),
]


@pytest.fixture
def hubs(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Context, Context]]:
    """A hub with a little of everything, and an empty one."""
    with ExitStack() as opened:
        both = [_opened(opened, open_hub, tmp_path, number) for number, open_hub in enumerate(request.param)]
        _fill(both[0])
        yield _context(both[0]), _context(both[1])


def _opened(opened: ExitStack, open_hub: OpenHub, top: Path, number: int) -> Authority:
    folder = top / str(number)
    folder.mkdir()
    return opened.enter_context(open_hub(folder, FakeClock()))


def _context(hub: Authority) -> Context:
    return replace(Stage().context(), hub=hub, proposals=hub, captures=hub, points=hub)


def _fill(hub: Authority) -> None:
    first = hub.write(WEB, "a: 1\n", seen=NONE, change=a_change("t1", links={"decision": "D1"}))
    second = hub.write(WEB, "a: é\n", seen=seen("a: 1\n"), change=a_change("", incident="INC-7"))
    hub.mark_applied(WEB, first.number)
    hub.agree([replace(a_point(commit=a_commit()), hub_revision=second.number, decisions=("D1",))])
    hub.write(CART, "b: 1\n", seen=NONE, change=a_change("t2"))
    hub.delete(CART, seen=seen("b: 1\n"), change=a_change("t3"))
    hub.offer(replace(a_proposal(), base_revision=second.number))
    hub.offer_capture(a_capture())


def lines(context: Context) -> list[str]:
    return list(exported(context, progress=NoProgress()))


def plain(context: Context) -> list[object]:
    """What an export says, without numbers, dates and what moving itself adds."""
    found: list[object] = []
    for form in map(json.loads, lines(context)[1:-1]):
        changes = [one["change"] for one in form["revisions"]]
        said = [(change["description"], change["author"], change["incident"]) for change in changes]
        texts = [one["text"] for one in form["revisions"]]
        numbers = [one["number"] for one in form["revisions"]]
        at = {number: place for place, number in enumerate(numbers)}
        point, proposal = form["point"], form["proposal"]
        rest = [point["base"], point["decisions"], at[point["hub_revision"]]] if point else []
        rest += [proposal["id"], proposal["data"], at[proposal["base_revision"]]] if proposal else []
        found.append((form["unit"], texts, said, at.get(form["applied"]), form["captures"], *rest))
    return found


@pytest.mark.parametrize("hubs", KINDS, indirect=True)
def test_everything_is_there_afterwards_and_a_second_time_changes_nothing(
    hubs: tuple[Context, Context],
) -> None:
    here, there = hubs
    moved = imported(there, lines(here), progress=NoProgress())
    assert (moved.units, moved.revisions, moved.points, moved.offers, moved.left) == (2, 4, 1, 2, ())
    assert plain(there) == plain(here)
    before = lines(there)
    imported(there, lines(here), progress=NoProgress())
    assert lines(there) == before


@pytest.mark.parametrize("hubs", KINDS[:1], indirect=True)
def test_a_unit_that_is_there_otherwise_is_left_as_it_is(hubs: tuple[Context, Context]) -> None:
    here, there = hubs
    mine = there.hub.write(WEB, "mine: 1\n", seen=NONE, change=a_change("m"))
    moved = imported(there, lines(here), progress=NoProgress())
    assert [unit for unit, _ in moved.left] == [WEB]
    assert list(there.hub.revisions(WEB, after=RevisionNumber(0))) == [mine]
    assert there.hub.head(CART) is not None


def without_end(whole: list[str]) -> list[str]:
    return whole[:-1]


def without_a_line(whole: list[str]) -> list[str]:
    return [whole[0], *whole[2:]]


def of_another_form(whole: list[str]) -> list[str]:
    return [whole[0].replace('"form": 1', '"form": 2'), *whole[1:]]


def nothing(_whole: list[str]) -> list[str]:
    return []


@pytest.mark.parametrize("spoilt", [without_end, without_a_line, of_another_form, nothing])
@pytest.mark.parametrize("hubs", KINDS[:1], indirect=True)
def test_what_is_no_whole_export_is_refused_and_nothing_is_written(
    hubs: tuple[Context, Context], spoilt: Callable[[list[str]], list[str]]
) -> None:
    here, there = hubs
    with pytest.raises(InputRefused):
        imported(there, spoilt(lines(here)), progress=NoProgress())
    assert list(there.hub.spaces()) == []
