"""The server's own merge and diff stand beside ours in the plan, are asked for safely, and decide nothing."""

import copy
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.demo.confighub.messages import Answer, Call
from core.demo.confighub.server import Loopback as Plain
from core.hub.confighub.capabilities import Capabilities, CapabilityFile
from core.merge.places import Side
from core.model.item import ItemKind
from core.model.plan import Check, Plan
from core.sync.crosscheck import crosschecked
from tests.builders.far import far_worlds
from tests.builders.shop import PROD, WEB, conflicted
from tests.builders.world import World
from tests.fakes.confighub.server import USER, Fault, Loopback
from tests.scenarios.test_s25_offline import Away

MERGE, DIFF = "ConfigHub's merge", "ConfigHub's diff"


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Loopback, World]]:
    """A world in which a conflict waits; a preview writes nothing, so it is built once."""
    folder = tmp_path_factory.mktemp("far")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        with far_worlds(patch) as opened:
            yield opened, conflicted(folder)


@pytest.fixture
def server(far: tuple[Loopback, World]) -> Iterator[Loopback]:
    """The server as it was, whatever a test let it do; nobody has probed it."""
    server, routes, units = far[0], far[0].routes, copy.deepcopy(far[0].store.units)
    server.calls.clear()
    yield server
    server.routes, server.store.units = routes, units
    server.faults.clear()


@pytest.fixture
def made(far: tuple[Loopback, World]) -> World:
    return far[1]


def probed(server: Loopback, **found: bool) -> None:
    memory = CapabilityFile(Path(os.environ["XDG_STATE_HOME"]) / "headgate" / "servers.json")
    memory.keep(server.url, Capabilities(version="0.8.3", probed="2026-10-05T12:00:00Z", found=found))


def planned(made: World, side: Side = Side.GIT) -> Plan:
    desk = made.desk()
    (item,) = [one for one in made.items(PROD) if one.kind is ItemKind.CONFLICT]
    opened = desk.open(item.id)
    chosen = opened.resolution.choose([field.key for field in opened.resolution.open], side)
    return desk.plan(opened, chosen, reason="as it says")


def told(plan: Plan, name: str) -> list[Check]:
    return [check for check in plan.checks if check.name == name]


def test_a_merge_that_gives_the_same_says_so(server: Loopback, made: World) -> None:
    probed(server, **{"dry-run": True})
    plan = planned(made)
    assert told(plan, MERGE) == [Check(name=MERGE, ok=True, what="gives the same")]
    assert re.fullmatch(
        r"cub unit update --patch --space shop-prod web --merge-source headgate/prop-web-[0-9a-f]{12}"
        r" --merge-base 2 --merge-end 3",
        plan.native,
    )
    assert told(plan, DIFF) == [Check(name=DIFF, ok=True, what="names the same 1 resource")]


def test_what_a_person_decided_otherwise_is_no_difference_of_the_engines(
    server: Loopback, made: World
) -> None:
    probed(server, **{"dry-run": True})
    plan = planned(made, Side.HUB)
    assert told(plan, MERGE) == [Check(name=MERGE, ok=True, what="gives the same, but for 1 decided here")]
    assert not plan.native


def answering(server: Loopback, method: str, path: str, change: Callable[[Answer], Answer]) -> None:
    """Let the server answer one kind of call otherwise."""
    (found,) = [route for route in server.routes if route[:2] == (method, path)]

    def changed(hub: Plain, call: Call, ids: list[str], user: str) -> Answer:
        return change(found[3](hub, call, ids, user))

    server.routes = ((*found[:3], changed), *server.routes)


def test_a_merge_that_differs_is_told_and_does_not_forbid(server: Loopback, made: World) -> None:
    probed(server, **{"dry-run": True})

    def otherwise(answer: Answer) -> Answer:
        return Answer(body=answer.body.replace(b"paused: false", b"paused: true"), headers=answer.headers)

    answering(server, "PATCH", "/space/{}/unit/{}", otherwise)
    plan = planned(made)
    (check,) = told(plan, MERGE)
    assert (check.ok, plan.blocked) == (None, ())
    assert check.what == "differs in 1 field that nobody decided here: spec.paused true there, false here"


def test_a_diff_that_names_other_resources_is_told(server: Loopback, made: World) -> None:
    empty = Answer.of({"Diff": {"Resources": None}})
    answering(server, "POST", "/diff", lambda _: empty)
    (check,) = told(planned(made), DIFF)
    assert (check.ok, check.what) == (None, "it sees none in apps/v1/Deployment web")


def test_a_server_that_nobody_probed_is_never_asked_to_merge(server: Loopback, made: World) -> None:
    plan = planned(made)
    (check,) = told(plan, MERGE)
    assert "headgate doctor --probe" in check.what
    assert [call for call in server.calls if call.asked("merge_source")] == []


def test_a_diff_that_a_probe_found_otherwise_is_never_asked_for(server: Loopback, made: World) -> None:
    probed(server, diff=False)
    (check,) = told(planned(made), DIFF)
    assert "a probe found" in check.what
    assert [call for call in server.calls if call.path == "/api/diff"] == []


def test_what_cannot_be_asked_is_told_and_the_plan_stands(server: Loopback, made: World) -> None:
    server.faults.append(Fault(path="/diff", status=403))
    (check,) = told(planned(made), DIFF)
    assert (check.ok, check.what) == (None, "it gives none (status 403)")
    server.faults.append(Fault(path="/diff", status=401, times=-1))
    (check,) = told(planned(made), "hub's own engine")
    assert check.what.startswith("was not asked: ")


@pytest.mark.usefixtures("server")
def test_a_hub_that_goes_away_while_the_opinions_are_compared_is_told_and_the_plan_stands(
    made: World,
) -> None:
    plan, context = planned(made), made.workspace().context
    nobody: Any = Away()
    (check,) = set(crosschecked(replace(context, hub=nobody), plan).checks) - set(plan.checks)
    assert (check.name, check.ok) == ("hub's own engine", None)


def test_a_preview_changes_nothing(server: Loopback, made: World) -> None:
    probed(server, **{"dry-run": True})
    before = [(kept.fields["Version"], len(kept.revisions)) for kept in server.store.units.values()]
    planned(made)
    assert [(kept.fields["Version"], len(kept.revisions)) for kept in server.store.units.values()] == before


def test_a_head_that_moved_while_it_was_asked_says_nothing(server: Loopback, made: World) -> None:

    def write() -> None:
        with server.lock:
            kept = server.store.named(PROD, WEB.partition("/")[2])
            server.store.write(kept, kept.data + b"# seen\n", USER, description="cub")

    server.faults.append(Fault(method="POST", path="/diff", before=write))
    (check,) = told(planned(made), MERGE)
    assert check.what.startswith("Head moved")
