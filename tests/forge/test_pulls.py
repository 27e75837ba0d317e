"""Sync-back's view of a forge: in words, opened when it is needed."""

import pytest

from core.errors import SideMoved
from core.forge.marks import marked
from core.forge.place import ForgeKind, place_of
from core.forge.pulls import ForgePulls, PullSettings
from core.forge.signed_out import SignedOutForge
from core.ports.forge import Forge
from core.ports.pulls import Pulls
from tests.builders.forges import BRANCH, opened

SETTINGS = PullSettings(base="main")


def offered(pulls: Pulls, *, key: str = BRANCH) -> str:
    return pulls.offer(BRANCH, key=key, title="sync: replicas", body="| a | b |")


def test_a_pull_request_is_opened_found_and_brought_up_to_date() -> None:
    with opened(ForgeKind.GITLAB) as here:
        pulls = ForgePulls(lambda: here.forge, PullSettings(base="main", draft=True))
        assert pulls.there(BRANCH, key=BRANCH) == ""
        page = "https://gitlab.test/acme/shop/-/merge_requests/1"
        assert offered(pulls) == f"pull request 1 opened: {page}"
        assert offered(pulls) == f"pull request 1 stands as it is: {page}"
        assert pulls.there(BRANCH, key=BRANCH) == f"pull request 1 open: {page}"
        assert pulls.there(BRANCH, key="another") == ""
        (pull,) = here.hosted.pulls
        assert (pull.labels, pull.title) == (["sync", "confighub"], "Draft: sync: replicas")


def test_one_that_was_declined_is_said_to_be_and_not_opened_again() -> None:
    with opened(ForgeKind.GITHUB) as here:
        here.hosted.add(BRANCH, state="closed", body=marked("x", BRANCH, limit=1000))
        pulls = ForgePulls(lambda: here.forge, SETTINGS)
        assert offered(pulls).startswith("pull request 1 was closed without a merge, and is not opened again")
        assert pulls.there(BRANCH, key=BRANCH).startswith("pull request 1 closed: ")
        assert here.hosted.writes == 0


def test_another_offers_is_in_the_way() -> None:
    with opened(ForgeKind.GITEA) as here:
        here.hosted.add(BRANCH, body=marked("x", "other", limit=1000))
        with pytest.raises(SideMoved):
            offered(ForgePulls(lambda: here.forge, SETTINGS))


def test_labels_that_could_not_be_set_are_told_beside_it() -> None:
    with opened(ForgeKind.GITHUB) as here:
        here.hosted.labels_allowed = False
        assert "; labels sync, confighub: the forge does not allow it" in offered(
            ForgePulls(lambda: here.forge, SETTINGS)
        )


def test_without_a_forge_it_is_left_out() -> None:
    pulls = ForgePulls(lambda: None, SETTINGS)
    assert pulls.there(BRANCH, key=BRANCH) == ""
    assert offered(pulls) == "left out: the remote is no forge that is known"


def test_without_a_token_a_person_is_shown_where_to_open_it() -> None:
    place = place_of("git@github.com:acme/shop.git", hosts={})
    assert place is not None
    pulls = ForgePulls(lambda: SignedOutForge(place, "GitHub acme/shop"), SETTINGS)
    assert pulls.there(BRANCH, key=BRANCH) == ""
    assert offered(pulls) == (
        "left out: there is no token for github.com; "
        f"open it by hand: https://github.com/acme/shop/compare/main...{BRANCH}"
    )


def test_the_forge_is_opened_once_and_when_it_is_needed() -> None:
    asked: list[str] = []
    with opened(ForgeKind.GITHUB) as here:

        def open_one() -> Forge:
            asked.append("opened")
            return here.forge

        pulls = ForgePulls(open_one, SETTINGS)
        pulls.release()
        assert asked == []
        offered(pulls)
        pulls.there(BRANCH, key=BRANCH)
        pulls.release()
        assert asked == ["opened"]
