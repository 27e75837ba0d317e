"""What is applied, and what whoever delivers reports of it, in all three versions of the API."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from core.demo.confighub.delivering import applied, refreshed, release, reported, withdrawn
from core.errors import SourceUnreadable
from core.hub.confighub.hub import ConfigHub
from core.hub.confighub.server import PAGE
from core.model.delivery import Delivery, delivery_words
from core.model.item import ItemKind
from core.model.names import UnitName
from core.model.unit import Head
from tests.builders.confighubs import confighub_at
from tests.builders.far import far_worlds
from tests.builders.shop import PROD, WEB, shop
from tests.builders.terminal import run
from tests.fakes.clock import FakeClock
from tests.fakes.confighub.server import Fault, Loopback

UNIT = UnitName("shop", "web")
KUBERNETES = {"ToolchainType": "Kubernetes/YAML", "Labels": {}, "Slug": "web"}
BOT = {"Reporter": "argobot"}


@contextmanager
def opened(epoch: str = "C") -> Iterator[tuple[Loopback, FakeClock, Callable[[], Head], ConfigHub]]:
    """A server with one unit, its clock, and a look at that unit a minute after the one before."""
    clock, here = FakeClock(), FakeClock()
    with Loopback(clock, epoch) as server, closing(confighub_at(server, here)) as hub:
        space = server.store.add_space(
            {"Slug": "shop", "ReleaseTargetID": server.store.new_id()}, allow_exists=False
        )
        kept = server.store.add_unit(space["SpaceID"], {**KUBERNETES}, b"", "u", allow_exists=False)
        server.store.write(kept, b"a: 1\n", "u", description="first")

        def look() -> Head:
            here.advance(60)
            (head,) = hub.heads("shop")
            return head

        yield server, clock, look, hub
        assert server.contract.violations == []


def test_a_unit_that_was_never_released_waits_for_it_and_nothing_is_asked() -> None:
    with opened() as (server, _, look, _hub):
        head = look()
        assert (head.applied, head.delivered, head.delivery) == (0, True, None)
        assert [call.path for call in server.calls if "release" in call.path] == []


def test_the_newest_release_says_what_was_reported_of_it() -> None:
    with opened() as (server, clock, look, _):
        release(server.store, "shop")
        assert delivery_words(look().delivery, "") == "release 1: nobody reported on it"
        clock.advance(60)
        reported(server.store, "shop", Sync="OutOfSync", Health="Degraded", Message="1 of 3 pods", **BOT)
        head = look()
        assert (head.applied, head.number) == (2, 2)
        now = server.store.now()
        assert delivery_words(head.delivery, now) == (
            f"release 1: OutOfSync, Degraded (1 of 3 pods), says argobot at {now}"
        )
        assert head.delivery is not None
        assert head.delivery.apart(now)


def test_a_release_that_was_taken_back_is_not_the_newest_any_more() -> None:
    with opened() as (server, clock, look, _):
        release(server.store, "shop")
        release(server.store, "shop")
        assert delivery_words(look().delivery, "").startswith("release 2")
        clock.advance(60)
        withdrawn(server.store, "shop")
        assert delivery_words(look().delivery, "").startswith("release 1")


def test_what_cannot_be_read_of_releases_is_unknown_and_stops_nothing() -> None:
    with opened() as (server, _, look, _hub):
        release(server.store, "shop")
        server.faults.append(Fault(path="/release", status=403, times=-1))
        head = look()
        assert head.applied == 2
        assert delivery_words(head.delivery, "").startswith("release: unknown, ")


@pytest.mark.parametrize("epoch", ["A", "B"])
def test_a_worker_that_is_not_done_is_seen(epoch: str) -> None:
    with opened(epoch) as (server, _, look, _hub):
        applied(server.store, "shop", live=False)
        assert delivery_words(look().delivery, "") == "apply of revision 2: running (no revision is live yet)"


@pytest.mark.parametrize("epoch", ["A", "B"])
def test_a_refresh_of_a_worker_is_seen_and_what_it_found_is_head_and_pending(epoch: str) -> None:
    with opened(epoch) as (server, clock, look, _):
        applied(server.store, "shop")
        assert "Refresh" not in delivery_words(look().delivery, "")
        clock.advance(60)
        refreshed(server.store, "shop", "web", found=b"a: 2\n")
        head = look()
        assert (head.applied, head.number) == (2, 3)
        assert delivery_words(head.delivery, "") == (
            f"refresh: RefreshAndDrifted, says a worker at {server.store.now()}"
        )


def test_a_report_that_is_old_says_nothing_of_now() -> None:
    report = Delivery(what="release 1", sync="Synced", observed="2026-10-05T12:00:00Z")
    assert report.well("2026-10-05T12:09:00Z")
    assert not report.well("2026-10-05T12:11:00Z")
    assert delivery_words(report, "2026-10-05T12:11:00Z").endswith("too old to count")


def test_a_delivery_under_way_is_no_drift() -> None:
    report = Delivery(what="release 1", sync="OutOfSync", operation="Running")
    assert not report.apart("2026-10-05T12:00:00Z")
    assert delivery_words(report, "") == "release 1: OutOfSync, running"


def test_what_is_reported_stands_in_status_show_and_plan(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    with far_worlds(monkeypatch) as server:
        made = shop(tmp_path)
        release(server.store, PROD)
        reported(server.store, PROD, Sync="Synced", Health="Healthy", **BOT)
        made.set(WEB, "spec.replicas", 4, reason="sale day")
        (item,) = [one for one in made.items(PROD) if one.kind is ItemKind.PENDING_APPLY]
        says = "release 1: Synced, Healthy, says argobot at"
        assert says in run(made.top, "status", "--all").out
        assert says in run(made.top, "show", item.id).out
        plan = run(made.top, "resolve", item.id, "--take", "hub", "--apply", "--reason", "now", "--dry-run")
        assert f"delivery: {says}" in plan.out


@pytest.mark.parametrize(("epoch", "command"), [("B", "cub unit apply --space shop-prod web"), ("C", "")])
def test_what_a_worker_would_apply_names_the_command_of_cub(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, epoch: str, command: str
) -> None:
    with far_worlds(monkeypatch, epoch) as server:
        made = shop(tmp_path)
        release(server.store, PROD)
        made.set(WEB, "spec.replicas", 4, reason="sale day")
        desk = made.desk()
        (item,) = [one for one in made.items(PROD) if one.kind is ItemKind.PENDING_APPLY]
        opened = desk.open(item.id)
        assert desk.plan(opened, opened.resolution, reason="now", apply_live=True).native == command


def test_drift_that_is_reported_where_live_is_not_seen_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with far_worlds(monkeypatch) as server:
        made = shop(tmp_path)
        blind = (
            (made.top / "headgate.yaml").read_text().replace(f"    live: {{folder: ../live/{PROD}}}\n", "")
        )
        (made.top / "headgate.yaml").write_text(blind)
        release(server.store, PROD)
        reported(server.store, PROD, Sync="OutOfSync", **BOT)
        del server.store.releases[-1]["LiveStatus"]["ObservedAt"]  # by the fake clock it is long ago
        for about in ([], [WEB]):
            ran = run(made.top, "drift", *about)
            assert ran.code == 6
            assert (
                "shop-prod/web  it has no live side in the settings, and the hub says: release 1: OutOfSync"
                in ran.out
            )
        (line,) = [line for line in run(made.top, "status", "--all").out.splitlines() if WEB in line]
        assert "drift reported" in line


def test_releases_that_were_not_read_to_the_end_are_all_read_again() -> None:
    with opened() as (server, _, look, hub):
        release(server.store, "shop")
        rows = hub.server.rows

        def cut(doing: str, path: str, *query: tuple[str, str], limit: int = PAGE) -> Iterator[Any]:
            if path == "/release":
                yield {"Release": {"SpaceID": "other", "ReleaseNum": 9, "UpdatedAt": "2999-01-01T00:00:00Z"}}
                raise SourceUnreadable("Could not read", why="the second page is gone", next_step="")
            yield from rows(doing, path, *query, limit=limit)

        hub.server.rows = cut  # type: ignore[method-assign]  # the second page fails
        assert "the second page is gone" in delivery_words(look().delivery, "")
        hub.server.rows = rows  # type: ignore[method-assign]  # and is there again
        assert delivery_words(look().delivery, "") == "release 1: nobody reported on it"
