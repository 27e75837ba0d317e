"""S25: outage, crash and lies. Nothing is lost or doubled, and what cannot be read is unknown.

Not here: webhooks that come twice and out of order, which belong to the watcher, and an expired token of one
of two clusters, which belongs to the cluster's client.
"""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.errors import HeadgateError
from core.ledger.journal import Journal
from core.merge.places import Side
from core.model.item import ItemKind
from core.model.names import UnitName
from core.model.proposal import Capture
from core.progress import NoProgress, never_stop
from core.sync.capture import offer_capture
from core.sync.context import Context
from core.sync.inbox import read_inbox
from core.sync.propose import propose
from core.sync.sync_back import sync_back
from tests.builders.cut import PORTS
from tests.builders.decisions import HUB, a_decision
from tests.builders.repo import git
from tests.builders.shop import CART, DEV, PROD, WEB, deployment, drifted, shop
from tests.builders.world import World
from tests.fakes.clock import FakeClock
from tests.simulate.seam import Crash, Fault, Seam, Through

EFFECTS = ("repository.make_commit", "repository.send", "points.agree", "captures.offer_capture", "ledger.")
"""The calls that write; a death between two readings is one before the next write."""


def behind(context: Context, seam: Seam) -> Context:
    """Put every port with effects behind a seam, the repository too."""
    names = (*PORTS, "repository")
    ports: dict[str, Any] = {name: Through(getattr(context, name), name, seam) for name in names}
    return replace(context, **ports)


def no_rival(_: str) -> None:
    """Nobody else is there."""


def sent_back(made: World, seam: Seam) -> None:
    context = behind(made.workspace().context, seam)
    sync_back(context, space=PROD, dry_run=False, progress=NoProgress(), stop=never_stop())


def captured(made: World, seam: Seam) -> None:
    context = behind(made.workspace().context, seam)
    offer_capture(context, UnitName.parse(CART), paths=(), incident="INC-1", reason="hotfix")


def branches(made: World) -> list[str]:
    return git(
        made.top, "for-each-ref", "--format=%(refname:short) %(objectname)", "refs/heads/headgate"
    ).split()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[int], list[int]]:
    """Find where both verbs write, where nothing goes wrong."""
    places = []
    for name, ground, verb in (("a", changed, sent_back), ("b", drifted, captured)):
        with pytest.MonkeyPatch.context() as patch:
            folder = tmp_path_factory.mktemp(name)
            patch.setenv("XDG_STATE_HOME", str(folder / "state"))
            seam = Seam({}, no_rival)
            verb(ground(folder), seam)
            reads = ("ledger.unfinished", "ledger.kept", "ledger.decision")
            calls = [(at, call.name) for at, call in enumerate(seam.calls) if call.name not in reads]
            places.append([at for at, name in calls if name.startswith(EFFECTS)])
    return places[0], places[1]


def changed(folder: Path) -> World:
    """The hub holds a value that Git has not."""
    made = shop(folder)
    made.set(WEB, "spec.replicas", 4, reason="sale day")
    return made


FAULTS = (Fault.CRASH_BEFORE, Fault.CRASH_AFTER)


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_sync_back_that_is_cut_off_anywhere_ends_with_one_branch(
    fault: Fault, tmp_path: Path, written: tuple[list[int], list[int]]
) -> None:
    made, seen = changed(tmp_path), set()
    for position in written[0]:
        seam = Seam({position: fault}, no_rival)
        with suppress(Crash, HeadgateError):
            sent_back(made, seam)
        made.desk().resume(anybodys=True)
        sent_back(made, Seam({}, no_rival))
        workspace = made.workspace()
        seen.add(tuple(branches(made)))
        assert workspace.desk.unfinished() == ()
        assert workspace.journal.first_bad() is None
        assert [item.state for item in made.items(PROD) if item.kind is ItemKind.SYNC_BACK] == [
            "branch pushed"
        ]
        git(made.top, "update-ref", "-d", f"refs/heads/{branches(made)[0]}")
        point = workspace.hub.sync_point(UnitName.parse(WEB))
        assert point is not None
        workspace.hub.agree([replace(point, sync_back="", sync_back_head=0)])  # type: ignore[arg-type]  # none
        workspace.close()
    assert len(seen) == 1
    assert len(branches(made)) == 0
    assert len(written[0]) >= 9


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_capture_that_is_cut_off_anywhere_is_there_once(
    fault: Fault, tmp_path: Path, written: tuple[list[int], list[int]]
) -> None:
    made, seen = drifted(tmp_path), set[str]()
    for position in written[1]:
        with suppress(Crash, HeadgateError):
            captured(made, Seam({position: fault}, no_rival))
        captured(made, Seam({}, no_rival))
        waiting: list[Capture] = list(made.workspace().hub.pending_captures(DEV))
        assert len(waiting) == 1
        seen.add(waiting[0].id)
    assert len(seen) == 1
    assert len(written[1]) >= 1


def test_a_capture_whose_head_moved_since_is_a_conflict_and_not_lost(tmp_path: Path) -> None:
    made = drifted(tmp_path)
    captured(made, Seam({}, no_rival))
    made.set(CART, "spec.replicas", 7, who="op2")
    (item,) = [one for one in made.items(DEV) if str(one.unit) == CART and one.conflicts]
    assert (item.conflicts, item.undecided) == (("spec.replicas",), 1)
    assert made.workspace().hub.pending_captures(DEV)
    live = made.top.parent / "live" / DEV / "cart.yaml"
    assert live.read_text() == deployment("cart", image="shop/cart:1", replicas=5)


@pytest.mark.parametrize(
    "call", ["hub.heads", "points.sync_points", "captures.pending_captures", "live.observe"]
)
def test_a_list_that_breaks_off_is_unknown_and_proposes_no_deletion(call: str, tmp_path: Path) -> None:
    made = shop(tmp_path)
    made.commit({"prod/web.yaml": None, "prod/web2.yaml": deployment("web2")}, "moved")
    for verb in (looked, proposed):
        seam = Seam({}, no_rival, named={call: Fault.DOWN})
        with suppress(HeadgateError):
            verb(behind(made.workspace().context, seam))
        assert seam.named == {} or verb is proposed
    head = made.workspace().hub.head(UnitName.parse(WEB))
    assert head is not None
    assert not head.deleted
    assert made.head(WEB) == 1


def looked(context: Context) -> None:
    inbox = read_inbox(context, progress=NoProgress(), stop=never_stop())
    assert inbox.unknown
    assert all(one.unit.startswith((PROD, DEV)) for one in inbox.unknown)


def proposed(context: Context) -> None:
    propose(context, commit=None, space=PROD, dry_run=False, progress=NoProgress(), stop=never_stop())


class SetBack(FakeClock):
    """A clock that somebody set back ten minutes; the machine's running clock goes on."""

    def now(self) -> str:
        return "2026-02-16T11:50:00Z"

    def monotonic(self) -> float:
        return super().monotonic() + 60


def test_a_clock_that_is_set_back_breaks_no_chain_and_shows(tmp_path: Path) -> None:
    first, second = (Journal.open(tmp_path / "journal.db", clock) for clock in (FakeClock(), SetBack()))
    first.record(a_decision("D1"), [HUB])
    second.record(a_decision("D2"), [HUB])
    records = second.audit()
    assert second.first_bad() is None
    assert records[0].when > records[1].when
    assert float(records[0].monotonic) < float(records[1].monotonic)


def test_what_was_looked_at_before_the_outage_is_not_carried_out_over_what_came_since(tmp_path: Path) -> None:
    made = drifted(tmp_path)
    captured(made, Seam({}, no_rival))
    desk = made.desk("op1")
    opened = desk.open(CART)
    chosen = opened.resolution.choose([field.key for field in opened.resolution.fields], Side.LIVE)
    plan = desk.plan(opened, chosen, reason="hotfix stays")
    made.live(DEV, {"cart.yaml": deployment("cart", image="shop/cart:1", replicas=6)})
    made.set(CART, "spec.paused", value=True)
    with pytest.raises(HeadgateError) as refused:
        desk.carry_out(plan)
    assert (refused.value.exit_code, refused.value.changed) == (5, "nothing")
