"""How many requests an inbox costs, and that nothing that changed is missed."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from core.demo.confighub.delivering import release
from core.hub.confighub.hub import ConfigHub
from core.hub.confighub.ledgers import entry_of, ledger_slug, ledger_text, stored
from core.hub.confighub.whole import WHOLE_SECONDS
from core.model.names import RevisionNumber, UnitName
from tests.builders.confighubs import confighub_at
from tests.builders.hubs import a_point, a_proposal
from tests.fakes.clock import FakeClock
from tests.fakes.confighub.server import USER, Loopback

SPACES = ("east", "west")
UNITS = 30
KUBERNETES = {"ToolchainType": "Kubernetes/YAML", "Labels": {}}
YEAR = 365 * 24 * 3600


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def server(clock: FakeClock) -> Iterator[Loopback]:
    """Two spaces with units, each with a sync point; the last one of each was released before Head."""
    with Loopback(clock) as opened:
        store = opened.store
        book = store.add_space({"Slug": "headgate"}, allow_exists=False)["SpaceID"]
        for space in SPACES:
            space_id = store.add_space({"Slug": space}, allow_exists=False)["SpaceID"]
            points = {}
            for number in range(UNITS):
                body = {**KUBERNETES, "Slug": f"u{number}"}
                kept = store.add_unit(space_id, body, b"", "u", allow_exists=False)
                store.write(kept, f"a: {space}{number}\n".encode(), "u", description="first")
                points[f"u{number}"] = entry_of(stored(a_point(UnitName(space, f"u{number}"))), at=2)
            last = store.named(space, f"u{UNITS - 1}")
            last.fields["LastReleasedRevisionNum"] = 2
            store.write(last, b"a: newer\n", "u", description="second")
            ledger = {**KUBERNETES, "Slug": ledger_slug(space)}
            kept = store.add_unit(book, ledger, b"", "u", allow_exists=False)
            store.write(kept, ledger_text(space, points).encode(), "u", description="points")
        clock.advance(YEAR)
        store.touch(store.named("east", "u0"))
        yield opened
        assert opened.contract.violations == []


@pytest.fixture
def here() -> FakeClock:
    """The clock of this machine, of which no time is ever sent."""
    return FakeClock()


@pytest.fixture
def hub(server: Loopback, here: FakeClock) -> Iterator[ConfigHub]:
    with closing(confighub_at(server, here, spaces=SPACES)) as opened:
        yield opened


def inbox(hub: ConfigHub) -> dict[UnitName, tuple[str, str]]:
    """Ask what an inbox asks, and give Head's and the applied text of each unit."""
    found = {}
    for space in SPACES:
        heads = hub.heads(space)
        assert len(hub.sync_points(space)) == UNITS
        assert hub.pending_captures(space) == []
        for proposal in hub.pending(space):
            found[proposal.unit] = (proposal.id, proposal.data)
        for head in heads:
            applied = hub.data(head.unit, head.applied) if head.applied else ""
            found.setdefault(head.unit, (hub.data(head.unit, head.number), applied))
    return found


def asked(server: Loopback, hub: ConfigHub) -> tuple[int, dict[UnitName, tuple[str, str]]]:
    before = server.count()
    found = inbox(hub)
    return server.count() - before, found


def test_a_first_inbox_costs_pages_and_not_units(server: Loopback, hub: ConfigHub) -> None:
    count, found = asked(server, hub)
    # what it is, the spaces, the units, their data, what was released before Head, what is reported of it
    assert count == 6
    assert found[UnitName("west", "u29")] == ("a: newer\n", "a: west29\n")
    assert len(found) == len(SPACES) * UNITS


def test_a_second_inbox_costs_two_requests_and_finds_the_same(server: Loopback, hub: ConfigHub) -> None:
    first = inbox(hub)
    assert asked(server, hub) == (2, first)


def test_what_somebody_else_changed_is_found_in_three(
    server: Loopback, hub: ConfigHub, clock: FakeClock
) -> None:
    inbox(hub)
    clock.advance(60)
    with server.lock:
        server.store.write(server.store.named("west", "u3"), b"a: other\n", "u", description="cub")
    count, found = asked(server, hub)
    assert (count, found[UnitName("west", "u3")]) == (3, ("a: other\n", ""))


def test_reports_on_releases_are_asked_for_after_a_while_and_not_long_beside_other_news(
    server: Loopback, hub: ConfigHub, clock: FakeClock, here: FakeClock
) -> None:
    inbox(hub)
    here.advance(60)
    assert asked(server, hub)[0] == 3
    counts = []
    for number in range(6):
        clock.advance(60)
        here.advance(60)
        with server.lock:
            kept = server.store.named("west", "u3")
            server.store.write(kept, f"a: {number}\n".encode(), USER, description="cub")
        counts.append(asked(server, hub)[0])
    # the fifth compares all ids; by the sixth the reports are more than five minutes old
    assert counts == [3, 3, 3, 3, 4, 4]


def test_what_was_written_within_the_overlap_before_the_last_look_is_found(
    server: Loopback, hub: ConfigHub, clock: FakeClock
) -> None:
    inbox(hub)
    clock.set_by(-20)
    with server.lock:
        server.store.write(server.store.named("west", "u3"), b"a: late\n", "u", description="cub")
    assert asked(server, hub)[1][UnitName("west", "u3")][0] == "a: late\n"


def test_a_unit_that_was_deleted_there_is_gone_for_one_request_more(server: Loopback, hub: ConfigHub) -> None:
    inbox(hub)
    with server.lock:
        del server.store.units[server.store.named("west", "u3").fields["UnitID"]]
    count, found = asked(server, hub)
    assert (count, UnitName("west", "u3") in found) == (3, False)
    assert asked(server, hub)[0] == 2


def hidden(server: Loopback) -> None:
    """A unit that is counted, and that no list shows."""
    west = server.store.named("west", "u0").fields["SpaceID"]
    body = {**KUBERNETES, "Slug": "backing", "HiddenReason": "BackingUnit"}
    server.store.add_unit(west, body, b"", "u", allow_exists=False)


def test_what_is_counted_and_never_listed_costs_nothing(server: Loopback, hub: ConfigHub) -> None:
    hidden(server)
    inbox(hub)
    assert asked(server, hub)[0] == 2


def test_a_deletion_that_no_count_shows_is_seen_when_all_ids_are_compared(
    server: Loopback, hub: ConfigHub, here: FakeClock
) -> None:
    inbox(hub)
    with server.lock:
        del server.store.units[server.store.named("west", "u3").fields["UnitID"]]
        hidden(server)
    assert UnitName("west", "u3") in inbox(hub)
    here.advance(WHOLE_SECONDS + 1)
    assert UnitName("west", "u3") not in inbox(hub)


def test_what_no_look_by_times_shows_is_seen_when_all_ids_are_compared(
    server: Loopback, hub: ConfigHub, clock: FakeClock, here: FakeClock
) -> None:
    inbox(hub)
    clock.advance(-3600)
    with server.lock:
        server.store.write(server.store.named("west", "u3"), b"a: slow\n", "u", description="slow")
    assert inbox(hub)[UnitName("west", "u3")][0] == "a: west3\n"
    here.advance(WHOLE_SECONDS + 1)
    assert inbox(hub)[UnitName("west", "u3")][0] == "a: slow\n"


def test_an_inbox_sees_what_was_offered_just_before(hub: ConfigHub) -> None:
    inbox(hub)
    hub.offer(a_proposal(unit=UnitName("west", "u3")))
    assert inbox(hub)[UnitName("west", "u3")] == ("p1", "a: 2\n")


def test_news_are_one_request_and_survive_a_restart_and_an_overlap(
    server: Loopback, hub: ConfigHub, clock: FakeClock
) -> None:
    units, cursor = hub.changed_since("")
    assert len(units) == len(SPACES) * UNITS
    clock.advance(60)
    with server.lock:
        server.store.write(server.store.named("west", "u3"), b"a: other\n", "u", description="cub")
    clock.set_by(-50)
    with server.lock:
        server.store.write(server.store.named("east", "u4"), b"a: slow\n", "u", description="slow")
    hub.agree([a_point(UnitName("east", "u7"), version=1)])
    with closing(confighub_at(server, FakeClock(), spaces=SPACES)) as again:
        units, later = again.changed_since(cursor)
        assert list(units) == [UnitName("east", "u4"), UnitName("east", "u7"), UnitName("west", "u3")]
        before = server.count()
        assert again.changed_since(later) == ([], later)
        assert server.count() - before == 2


def test_a_deletion_is_news_once_and_after_a_restart_too(server: Loopback, hub: ConfigHub) -> None:
    _, cursor = hub.changed_since("")
    with server.lock:
        del server.store.units[server.store.named("west", "u3").fields["UnitID"]]
    with closing(confighub_at(server, FakeClock(), spaces=SPACES)) as again:
        units, later = again.changed_since(cursor)
        assert list(units) == [UnitName("west", "u3")]
        assert again.changed_since(later)[0] == []


def test_news_that_no_look_by_times_shows_are_told_once_when_all_ids_are_compared(
    server: Loopback, hub: ConfigHub, clock: FakeClock, here: FakeClock
) -> None:
    _, cursor = hub.changed_since("")
    clock.advance(-3600)
    with server.lock:
        server.store.write(server.store.named("west", "u3"), b"a: slow\n", USER, description="slow")
        del server.store.units[server.store.named("east", "u4").fields["UnitID"]]
        hidden(server)
    units, cursor = hub.changed_since(cursor)
    assert units == [UnitName("east", "u4")]
    here.advance(WHOLE_SECONDS + 1)
    units, later = hub.changed_since(cursor)
    assert units == [UnitName("east", "u4"), UnitName("west", "u3")]
    assert hub.changed_since(cursor)[0] == units
    here.advance(WHOLE_SECONDS + 1)
    assert hub.changed_since(later)[0] == []


def test_what_confighub_released_counts_as_applied(server: Loopback, hub: ConfigHub) -> None:
    release(server.store, "east")
    heads = {head.unit.unit: (head.applied, head.number) for head in hub.heads("east")}
    assert heads["u29"] == (RevisionNumber(3), RevisionNumber(3))
    assert all(applied == number for applied, number in heads.values())
