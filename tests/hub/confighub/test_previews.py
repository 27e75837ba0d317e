"""The server's own merge and diff stand beside ours in the plan, are asked for safely, and decide nothing."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.demo.confighub.messages import Answer, Call
from core.demo.confighub.server import Loopback as Plain
from core.hub.confighub.capabilities import Capabilities, CapabilityFile
from core.merge.places import Side
from core.model.item import ItemKind
from core.model.plan import Check, Plan
from tests.builders.far import far_worlds
from tests.builders.shop import PROD, WEB, conflicted
from tests.builders.world import World
from tests.fakes.confighub.server import Fault, Loopback

MERGE, DIFF = "ConfigHub's merge", "ConfigHub's diff"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Loopback]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with far_worlds(monkeypatch) as opened:
        yield opened


def probed(server: Loopback, tmp_path: Path, **found: bool) -> None:
    memory = CapabilityFile(tmp_path / "state" / "headgate" / "servers.json")
    memory.keep(server.url, Capabilities(version="0.8.3", probed="2026-10-05T12:00:00Z", found=found))


def planned(made: World, side: Side = Side.GIT) -> Plan:
    desk = made.desk()
    (item,) = [one for one in made.items(PROD) if one.kind is ItemKind.CONFLICT]
    opened = desk.open(item.id)
    chosen = opened.resolution.choose([field.key for field in opened.resolution.open], side)
    return desk.plan(opened, chosen, reason="as it says")


def told(plan: Plan, name: str) -> list[Check]:
    return [check for check in plan.checks if check.name == name]


def test_a_merge_that_gives_the_same_says_so(server: Loopback, tmp_path: Path) -> None:
    probed(server, tmp_path, **{"dry-run": True})
    plan = planned(conflicted(tmp_path))
    assert told(plan, MERGE) == [Check(name=MERGE, ok=True, what="gives the same")]
    assert re.fullmatch(
        r"cub unit update --patch --space shop-prod web --merge-source headgate/prop-web-[0-9a-f]{12}"
        r" --merge-base 1 --merge-end 2",
        plan.native,
    )
    assert told(plan, DIFF) == [Check(name=DIFF, ok=True, what="names the same 1 resource")]


def test_what_a_person_decided_otherwise_is_no_difference_of_the_engines(
    server: Loopback, tmp_path: Path
) -> None:
    probed(server, tmp_path, **{"dry-run": True})
    plan = planned(conflicted(tmp_path), Side.HUB)
    assert told(plan, MERGE) == [Check(name=MERGE, ok=True, what="gives the same, but for 1 decided here")]
    assert not plan.native


def answering(server: Loopback, method: str, path: str, change: Callable[[Answer], Answer]) -> None:
    """Let the server answer one kind of call otherwise."""
    (found,) = [route for route in server.routes if route[:2] == (method, path)]

    def changed(hub: Plain, call: Call, ids: list[str], user: str) -> Answer:
        return change(found[3](hub, call, ids, user))

    server.routes = ((*found[:3], changed), *server.routes)


def test_a_merge_that_differs_is_told_and_does_not_forbid(server: Loopback, tmp_path: Path) -> None:
    probed(server, tmp_path, **{"dry-run": True})
    made = conflicted(tmp_path)

    def otherwise(answer: Answer) -> Answer:
        return Answer(body=answer.body.replace(b"paused: false", b"paused: true"), headers=answer.headers)

    answering(server, "PATCH", "/space/{}/unit/{}", otherwise)
    plan = planned(made)
    (check,) = told(plan, MERGE)
    assert (check.ok, plan.blocked) == (None, ())
    assert check.what == "differs in 1 field that nobody decided here: spec.paused true there, false here"


def test_a_diff_that_names_other_resources_is_told(server: Loopback, tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    empty = Answer.of({"Diff": {"Resources": None}})
    answering(server, "POST", "/diff", lambda _: empty)
    (check,) = told(planned(made), DIFF)
    assert (check.ok, check.what) == (None, "it sees none in apps/v1/Deployment web")


def test_a_server_that_nobody_probed_is_never_asked_to_merge(server: Loopback, tmp_path: Path) -> None:
    plan = planned(conflicted(tmp_path))
    (check,) = told(plan, MERGE)
    assert "headgate doctor --probe" in check.what
    assert [call for call in server.calls if call.asked("merge_source")] == []


def test_what_cannot_be_asked_is_told_and_the_plan_stands(server: Loopback, tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    server.faults.append(Fault(path="/diff", status=403))
    (check,) = told(planned(made), DIFF)
    assert (check.ok, check.what) == (None, "it gives none (status 403)")
    server.faults.append(Fault(path="/diff", cut=True, times=-1))
    (check,) = told(planned(made), "hub's own engine")
    assert check.what.startswith("was not asked: ")


def test_a_preview_changes_nothing(server: Loopback, tmp_path: Path) -> None:
    probed(server, tmp_path, **{"dry-run": True})
    made = conflicted(tmp_path)
    before = [(kept.fields["Version"], len(kept.revisions)) for kept in server.store.units.values()]
    planned(made)
    assert [(kept.fields["Version"], len(kept.revisions)) for kept in server.store.units.values()] == before


def test_a_head_that_moved_while_it_was_asked_says_nothing(server: Loopback, tmp_path: Path) -> None:
    made = conflicted(tmp_path)

    def write() -> None:
        with server.lock:
            kept = server.store.named(PROD, WEB.partition("/")[2])
            server.store.write(kept, kept.data + b"# seen\n", "u", description="cub")

    server.faults.append(Fault(method="POST", path="/diff", before=write))
    (check,) = told(planned(made), MERGE)
    assert check.what.startswith("Head moved")
