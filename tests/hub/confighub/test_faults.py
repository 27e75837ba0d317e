"""What can go wrong between Headgate and ConfigHub: which error, what it says, what was changed."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from typing import Any

import pytest

from core.errors import HeadgateError, NotFound
from core.hub.confighub.drafts import state_of
from core.hub.confighub.epochs import Epoch
from core.hub.confighub.hub import ConfigHub
from core.hub.confighub.rows import rows_in, unit_row
from core.hub.confighub.server import PAGE
from core.model.names import RevisionNumber
from core.model.proposal import OfferState
from core.net.site import Limits
from tests.builders.confighubs import confighub_at
from tests.builders.hubs import NONE, WEB, a_change, a_point, a_proposal, seen
from tests.fakes.clock import FakeClock
from tests.fakes.confighub.server import Fault, Loopback

HASTY = Limits(seconds=0.3, answer_bytes=60_000, tries=2, patience_seconds=2)
DATA = "/data"


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(FakeClock()) as opened:
        yield opened


@pytest.fixture
def hub(server: Loopback) -> Iterator[ConfigHub]:
    """A hub with one unit of one revision."""
    with closing(confighub_at(server, FakeClock(), limits=HASTY)) as opened:
        opened.write(WEB, "a: 1\n", seen=NONE, change=a_change("t1"))
        yield opened


def revisions(server: Loopback) -> int:
    return len(server.store.named("shop", "web").revisions)


def refused(status: int, message: str = "no", **headers: str) -> Fault:
    names = {name.replace("_", "-"): text for name, text in headers.items()}
    body = json.dumps({"Code": str(status), "Message": message}).encode()
    return Fault(status=status, body=body, headers=names, times=-1)


FAULTS = {
    "a token that is not taken": (refused(401), 6, 6),
    "no permission": (refused(403), 6, 6),
    "not there, or not shown": (refused(404), 6, 6),
    "a failed precondition": (refused(412), 5, 6),
    "too many requests, with a time to wait": (refused(429, Retry_After="1"), 6, 6),
    "too many requests, without one": (refused(429), 6, 6),
    "a longer time to wait than anybody has": (refused(429, Retry_After="9999"), 6, 6),
    "a server that failed": (refused(500), 7, 6),
    "a server that is away": (refused(503), 7, 6),
    "what the server cannot take": (refused(422), 8, 6),
    "a page instead of an answer": (
        Fault(status=200, body=b"<html>", headers={"Content-Type": "text/html"}, times=-1),
        7,
        8,
    ),
    "an answer without end": (Fault(status=200, body=b"[" + b"0," * 90_000, times=-1), 7, 8),
    "an answer that comes late": (Fault(slow=0.4, status=200, body=b"[]", times=-1), 7, 6),
    "a connection that is cut": (Fault(cut=True, times=-1), 7, 6),
    "somebody who sends us on": (
        Fault(status=302, headers={"Location": "https://evil.example"}, times=-1),
        6,
        6,
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_write_that_goes_wrong_says_what_is_known_and_writes_nothing(
    server: Loopback, hub: ConfigHub, name: str
) -> None:
    fault, code, _ = FAULTS[name]
    server.faults = [Fault(**{**vars(fault), "method": "PUT", "path": DATA})]
    with pytest.raises(HeadgateError) as raised:
        hub.write(WEB, "a: 2\n", seen=seen("a: 1\n"), change=a_change("t2"))
    assert (raised.value.exit_code, revisions(server)) == (code, 2)
    assert ("unknown" in raised.value.changed) is (code == 7)
    assert raised.value.why
    assert raised.value.next_step


@pytest.mark.parametrize("name", FAULTS)
def test_a_reading_that_goes_wrong_is_no_empty_answer(server: Loopback, hub: ConfigHub, name: str) -> None:
    fault, _, code = FAULTS[name]
    hub.agree([a_point()])
    server.faults = [Fault(**{**vars(fault), "method": "GET", "path": "/api/unit"})]
    for ask in (hub.head, hub.sync_point):
        with pytest.raises(HeadgateError) as raised:
            ask(WEB)
        assert raised.value.exit_code == code


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Fault(status=500, carried_out=True), id="the answer is an error"),
        pytest.param(Fault(cut=True, carried_out=True), id="the connection is cut"),
        pytest.param(Fault(status=200, body=b"<html>", carried_out=True), id="the answer is a page"),
        pytest.param(Fault(slow=0.4, status=200, body=b"{}", carried_out=True), id="the answer comes late"),
    ],
)
def test_a_write_that_arrived_and_was_not_answered_is_found_by_its_token(
    server: Loopback, hub: ConfigHub, fault: Fault
) -> None:
    server.faults = [Fault(**{**vars(fault), "method": "PUT", "path": DATA})]
    change = a_change("t2")
    with pytest.raises(HeadgateError) as raised:
        hub.write(WEB, "a: 2\n", seen=seen("a: 1\n"), change=change)
    assert raised.value.exit_code == 7
    again = hub.write(WEB, "a: 2\n", seen=seen("a: 1\n"), change=change)
    assert (again.change, again.number, revisions(server)) == (change, 3, 3)


def test_a_busy_server_is_asked_again_and_the_write_goes_through_once(
    server: Loopback, hub: ConfigHub
) -> None:
    server.faults = [Fault(method="PUT", path=DATA, status=429, headers={"Retry-After": "1"})]
    hub.write(WEB, "a: 2\n", seen=seen("a: 1\n"), change=a_change("t2"))
    assert revisions(server) == 3


def test_a_head_that_moves_between_look_and_write_is_a_side_that_moved(
    server: Loopback, hub: ConfigHub
) -> None:
    web = server.store.named("shop", "web")
    meddle = Fault(method="PUT", path=DATA, before=lambda: server.store.write(web, b"x", "u", description=""))
    server.faults = [meddle]
    with pytest.raises(HeadgateError) as raised:
        hub.write(WEB, "a: 2\n", seen=seen("a: 1\n"), change=a_change("t2"))
    assert (raised.value.exit_code, raised.value.changed, web.data) == (5, "nothing", b"x")


def test_an_open_change_set_is_named_and_not_forced(server: Loopback, hub: ConfigHub) -> None:
    holder = "99999999-9999-9999-9999-999999999999"
    server.store.named("shop", "web").fields["ChangeSetID"] = holder
    with pytest.raises(HeadgateError) as raised:
        hub.write(WEB, "a: 2\n", seen=seen("a: 1\n"), change=a_change("t2"))
    assert (raised.value.exit_code, holder in raised.value.why, revisions(server)) == (4, True, 2)


def test_a_conflict_without_a_reason_that_shows_is_told_in_the_server_s_words(
    server: Loopback, hub: ConfigHub
) -> None:
    server.faults = [
        Fault(**{**vars(refused(409, "gate vet-schema is closed")), "method": "PUT", "path": DATA})
    ]
    with pytest.raises(HeadgateError) as raised:
        hub.write(WEB, "a: 2\n", seen=seen("a: 1\n"), change=a_change("t2"))
    assert (raised.value.exit_code, "vet-schema" in raised.value.why) == (4, True)


def test_a_trigger_that_changes_what_was_written_shows_in_the_answer(
    server: Loopback, hub: ConfigHub
) -> None:
    server.store.trigger = lambda data: data + b"# set by a trigger\n"
    written = hub.write(WEB, "a: 2\n", seen=seen("a: 1\n"), change=a_change("t2"))
    assert hub.data(WEB, written.number) == "a: 2\n# set by a trigger\n"
    mine, theirs = hub.revisions(WEB, after=RevisionNumber(2))
    assert (mine.change.token, theirs.change.author, theirs.number) == ("t2", "ConfigHub itself", 4)


@pytest.mark.parametrize("step", range(7))
def test_a_proposal_that_is_cut_off_anywhere_waits_whole_or_not_at_all_and_is_gone_on_with(
    server: Loopback, hub: ConfigHub, step: int
) -> None:
    hub.offer(a_proposal("older", data="a: 9\n"))
    proposal = a_proposal("p1")
    before = server.count()
    server.faults = [Fault(cut=True, carried_out=step % 2 == 0, after=step, times=-1)]
    with pytest.raises(HeadgateError):
        hub.offer(proposal)
    server.faults = []
    assert server.count() > before
    assert [waiting.id for waiting in hub.pending()] in (["older"], ["p1"])
    hub.offer(proposal)
    assert list(hub.pending()) == [proposal]
    older = hub.proposal("older")
    assert older is not None


def test_two_that_store_sync_points_of_one_space_lose_nothing(server: Loopback, hub: ConfigHub) -> None:
    with closing(confighub_at(server, FakeClock())) as rival:
        hub.agree([a_point(WEB)])
        meddle = Fault(
            method="PUT",
            path=DATA,
            before=lambda: rival.agree([a_point(type(WEB)("shop", "cart"))]),
        )
        server.faults = [meddle]
        hub.agree([a_point(WEB, version=1, base="a: 2\n")])
    found = {point.unit.unit: (point.version, point.base) for point in hub.sync_points("shop")}
    assert found == {"web": (2, "a: 2\n"), "cart": (1, "a: 1\n")}


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        pytest.param([None], "an entry of the list is no object", id="a list of nothing"),
        pytest.param([{"Unit": {"UnitID": "u", "SpaceID": "s"}}], "no Slug", id="a unit without a name"),
    ],
)
def test_a_list_of_something_else_is_said_to_be_unreadable(
    server: Loopback, hub: ConfigHub, answer: object, words: str
) -> None:
    server.faults = [Fault(status=200, body=json.dumps(answer).encode(), path="/api/unit", times=-1)]
    with pytest.raises(HeadgateError) as raised:
        hub.head(WEB)
    assert (raised.value.exit_code, words in raised.value.why) == (6, True)


def test_odd_values_in_an_answer_say_nothing_and_stop_nothing() -> None:
    odd = {"Labels": {"ProposalState": None, "a": ["b"], "c": "d"}, "Annotations": [], "DataSize": -1}
    row = unit_row({"Unit": {"UnitID": "u", "SpaceID": "s", "Slug": "web", **odd}}, Epoch.C)
    assert (row.labels, row.annotations, row.size, state_of(row)) == ({"c": "d"}, {}, 0, None)
    assert rows_in({"Resources": 7, "Conflicts": [None, {"Path": "a"}]}, "Resources") == []


@pytest.mark.parametrize("epoch", ["A", "B"])
def test_a_draft_whose_bytes_were_not_sent_along_is_settled_with_them_or_not_at_all(epoch: str) -> None:
    with Loopback(FakeClock(), epoch) as server, closing(confighub_at(server, FakeClock())) as hub:
        hub.write(WEB, "a: 1\n", seen=NONE, change=a_change("t1"))
        offered = hub.offer(a_proposal())
        rows = hub.server.rows

        def bare(doing: str, path: str, *query: tuple[str, str], limit: int = PAGE) -> Iterator[Any]:
            for row in rows(doing, path, *query, limit=limit):
                fields = row.get("Unit", row)
                yield {"ContentHash": 7} | {name: value for name, value in fields.items() if name != "Data"}

        hub.server.rows = bare  # type: ignore[method-assign]  # lists without bytes
        with suppress(NotFound):
            hub.settle(offered.id, OfferState.REJECTED, reason="no")
        (draft,) = [one for one in server.store.units.values() if one.fields["Slug"].startswith("prop-")]
        assert draft.revisions[-1][1] == b"a: 2\n"


@pytest.mark.parametrize(
    ("status", "path", "ask"),
    [
        pytest.param(
            409,
            DATA,
            lambda hub: hub.write(WEB, "a: 2\n", seen=seen("a: 1\n"), change=a_change("t2")),
            id="a write",
        ),
        pytest.param(400, "/api/unit", lambda hub: hub.native.matching("Slug = 'web'"), id="an expression"),
    ],
)
def test_what_a_refusal_says_is_quoted_inert_and_without_our_token(
    server: Loopback, hub: ConfigHub, status: int, path: str, ask: Callable[[ConfigHub], object]
) -> None:
    fault = refused(status, "held by \x1b]52;c;AA\x07 with Bearer t0ken")
    server.faults = [Fault(**{**vars(fault), "path": path})]
    with pytest.raises(HeadgateError) as raised:
        ask(hub)
    why = raised.value.why
    assert ("held by" in why, "\x1b" in why, "t0ken" in why) == (True, False, False)
