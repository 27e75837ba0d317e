from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import InputRefused, NotFound
from core.model.names import UnitName
from core.model.proposal import OfferState
from tests.builders.hubs import CART, WEB, a_capture, a_proposal
from tests.conformance.openers import HUBS, Authority, OpenHub
from tests.fakes.clock import FakeClock

ELSEWHERE = UnitName("bank", "web")
ENDS = [state for state in OfferState if state is not OfferState.PENDING]


@pytest.fixture(params=HUBS, ids=lambda opener: opener.__name__)
def hub(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Authority]:
    open_hub: OpenHub = request.param
    with open_hub(tmp_path, FakeClock()) as opened:
        yield opened


def test_an_empty_hub_has_no_offers(hub: Authority) -> None:
    assert (list(hub.pending()), list(hub.pending_captures()), hub.proposal("p1")) == ([], [], None)


def test_a_proposal_is_kept_whole(hub: Authority) -> None:
    proposal = a_proposal()
    assert hub.offer(proposal) == proposal
    assert hub.proposal("p1") == proposal
    assert list(hub.pending()) == [proposal]


def test_a_proposal_that_says_git_no_longer_has_the_unit_is_kept(hub: Authority) -> None:
    gone = a_proposal(data="")
    hub.offer(gone)
    assert hub.proposal("p1") == gone


def test_a_proposal_for_a_unit_that_is_not_there_yet_waits(hub: Authority) -> None:
    hub.offer(a_proposal(unit=CART))
    assert (len(hub.pending()), hub.head(CART), list(hub.spaces())) == (1, None, [])


def test_the_same_proposal_again_is_returned_as_it_stands(hub: Authority) -> None:
    first = hub.offer(a_proposal())
    again = replace(first, created="2027-01-01T00:00:00Z", reason="other")
    assert hub.offer(again) == first
    assert list(hub.pending()) == [first]


def test_the_same_proposal_again_stays_ended(hub: Authority) -> None:
    hub.offer(a_proposal())
    hub.settle("p1", OfferState.REJECTED, reason="took hub")
    assert hub.offer(a_proposal()).state is OfferState.REJECTED
    assert list(hub.pending()) == []


def test_a_new_proposal_supersedes_the_one_that_waits_for_its_unit(hub: Authority) -> None:
    for proposal in (a_proposal("p1"), a_proposal("other", unit=CART), a_proposal("p2", data="a: 3\n")):
        hub.offer(proposal)
    assert [proposal.id for proposal in hub.pending()] == ["other", "p2"]
    old = hub.proposal("p1")
    assert old is not None
    assert (old.state, "p2" in old.reason) == (OfferState.SUPERSEDED, True)


def test_an_older_proposal_offered_again_supersedes_nothing(hub: Authority) -> None:
    for proposal in (a_proposal("p1"), a_proposal("p2"), a_proposal("p1")):
        hub.offer(proposal)
    assert [proposal.id for proposal in hub.pending()] == ["p2"]


@pytest.mark.parametrize("state", ENDS)
def test_a_settled_proposal_no_longer_waits_and_says_how_it_ended(hub: Authority, state: OfferState) -> None:
    hub.offer(a_proposal())
    hub.settle("p1", state, reason="because")
    assert hub.proposal("p1") == replace(a_proposal(), state=state, reason="because")
    assert list(hub.pending()) == []


def test_what_ended_once_stays_ended_that_way(hub: Authority) -> None:
    hub.offer(a_proposal())
    hub.settle("p1", OfferState.APPLIED, reason="first")
    hub.settle("p1", OfferState.REJECTED, reason="second")
    assert hub.proposal("p1") == replace(a_proposal(), state=OfferState.APPLIED, reason="first")


def test_what_was_never_offered_cannot_be_settled(hub: Authority) -> None:
    with pytest.raises(NotFound):
        hub.settle("p1", OfferState.APPLIED, reason="")
    with pytest.raises(NotFound):
        hub.settle_capture("c1", OfferState.APPLIED, reason="")


def test_pending_proposals_come_by_unit_and_of_one_space_when_asked(hub: Authority) -> None:
    for proposal_id, unit in (("a", WEB), ("b", CART), ("c", ELSEWHERE)):
        hub.offer(a_proposal(proposal_id, unit=unit))
    assert [proposal.unit for proposal in hub.pending()] == [ELSEWHERE, CART, WEB]
    assert [proposal.unit for proposal in hub.pending("shop")] == [CART, WEB]
    assert list(hub.pending("nowhere")) == []


def test_a_proposal_without_bytes_is_refused_and_supersedes_nothing(hub: Authority) -> None:
    hub.offer(a_proposal())
    with pytest.raises(InputRefused):
        hub.offer(a_proposal("p2", data="\ud800"))
    assert [proposal.id for proposal in hub.pending()] == ["p1"]


def test_a_capture_is_kept_whole_and_found_once(hub: Authority) -> None:
    capture = a_capture()
    assert hub.offer_capture(capture) == capture
    assert hub.offer_capture(replace(capture, reason="other")) == capture
    assert list(hub.pending_captures()) == [capture]


def test_captures_of_one_unit_wait_side_by_side(hub: Authority) -> None:
    for capture_id, unit in (("c2", WEB), ("c1", WEB), ("c3", ELSEWHERE)):
        hub.offer_capture(a_capture(capture_id, unit=unit))
    assert [capture.id for capture in hub.pending_captures()] == ["c3", "c1", "c2"]
    assert [capture.id for capture in hub.pending_captures("shop")] == ["c1", "c2"]


def test_a_settled_capture_no_longer_waits_and_stays_ended_that_way(hub: Authority) -> None:
    hub.offer_capture(a_capture())
    hub.settle_capture("c1", OfferState.APPLIED, reason="accepted")
    hub.settle_capture("c1", OfferState.REJECTED, reason="too late")
    assert list(hub.pending_captures()) == []
    assert hub.offer_capture(a_capture()) == a_capture(state=OfferState.APPLIED)


def test_proposals_and_captures_are_apart(hub: Authority) -> None:
    hub.offer(a_proposal("same"))
    hub.offer_capture(a_capture("same"))
    hub.settle("same", OfferState.APPLIED, reason="")
    assert (len(hub.pending()), len(hub.pending_captures())) == (0, 1)
