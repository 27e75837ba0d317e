"""Sync-back's view of a forge: opened when it is needed, and told in words that are inert."""

import pytest

from core.errors import InputRefused, SideMoved, SourceUnreadable
from core.forge.marks import marked
from core.forge.place import ForgeKind, place_of
from core.forge.pulls import ForgePulls, PullSettings
from core.forge.signed_out import SignedOutForge
from core.ports.forge import Forge, MergeMethod, Offered, Outcome, PullState
from core.ports.pulls import Pulls, PullWish
from tests.builders.forges import BRANCH, opened
from tests.fakes.forges import HEAD

SETTINGS = PullSettings(base="main")
MERGING = PullSettings(base="main", merge=MergeMethod.SQUASH)


def offered(pulls: Pulls, *, head: str = HEAD, harmless: bool = True) -> Offered:
    wish = PullWish(
        branch=BRANCH,
        head=head,
        title="sync: replicas",
        body="| a | b |",
        labels=("risk:low",),
        harmless=harmless,
    )
    return pulls.offer(wish)


def test_a_pull_request_is_opened_found_and_brought_up_to_date() -> None:
    with opened(ForgeKind.GITLAB) as here:
        pulls = ForgePulls(lambda: here.forge, PullSettings(base="main", draft=True))
        assert pulls.can_open()
        assert (pulls.there(BRANCH), pulls.by_hand(BRANCH)) == (None, "")
        assert [offered(pulls).outcome for _ in range(2)] == [Outcome.CREATED, Outcome.UNCHANGED]
        found = pulls.there(BRANCH)
        assert found is not None
        assert (found.number, found.state, found.draft) == (1, PullState.OPEN, True)
        (pull,) = here.hosted.pulls
        assert (pull.labels, pull.title) == (["sync", "confighub", "risk:low"], "Draft: sync: replicas")


def test_a_pull_request_with_another_key_is_not_ours() -> None:
    with opened(ForgeKind.GITEA) as here:
        here.hosted.add(BRANCH, body=marked("x", "other", limit=1000))
        pulls = ForgePulls(lambda: here.forge, SETTINGS)
        assert pulls.there(BRANCH) is None
        with pytest.raises(SideMoved):
            offered(pulls)


def test_one_that_was_declined_is_not_opened_again() -> None:
    with opened(ForgeKind.GITHUB) as here:
        here.hosted.add(BRANCH, state="closed", body=marked("x", BRANCH, limit=1000))
        assert offered(ForgePulls(lambda: here.forge, MERGING)).outcome is Outcome.DECLINED
        assert here.hosted.writes == 0


@pytest.mark.parametrize(
    ("harmless", "head", "merges", "note"),
    [
        pytest.param(True, HEAD, True, "it merges once its checks are green", id="a harmless one"),
        pytest.param(False, HEAD, False, "a person merges it: only what is of low risk", id="another"),
        pytest.param(True, "9" * 40, False, "a person merges it: the forge has another commit", id="moved"),
    ],
)
def test_a_forge_is_asked_to_merge_only_what_is_harmless_and_was_seen(
    *, harmless: bool, head: str, merges: bool, note: str
) -> None:
    with opened(ForgeKind.GITHUB) as here:
        (said,) = offered(ForgePulls(lambda: here.forge, MERGING), head=head, harmless=harmless).notes
        assert (here.hosted.pulls[0].merges_by_itself, said.startswith(note)) == (merges, True)


def test_without_the_setting_nothing_merges_by_itself() -> None:
    with opened(ForgeKind.GITHUB) as here:
        assert offered(ForgePulls(lambda: here.forge, SETTINGS)).notes == ()
        assert not here.hosted.pulls[0].merges_by_itself


def test_a_forge_that_does_not_merge_by_itself_is_told_beside_it() -> None:
    with opened(ForgeKind.GITHUB) as here:
        here.hosted.allows_auto_merge = False
        (note,) = offered(ForgePulls(lambda: here.forge, MERGING)).notes
        assert note.startswith("a person merges it: GitHub says: Auto merge is not allowed")


def test_labels_that_could_not_be_set_are_told_beside_it() -> None:
    with opened(ForgeKind.GITHUB) as here:
        here.hosted.labels_allowed = False
        (note,) = offered(ForgePulls(lambda: here.forge, SETTINGS)).notes
        assert note.startswith("labels sync, confighub, risk:low: the forge does not allow it")


@pytest.mark.parametrize(
    ("remote", "said"),
    [
        pytest.param("origin", f"git fetch origin {BRANCH} && git diff main...FETCH_HEAD shows it", id="far"),
        pytest.param("", f"git diff main...{BRANCH} shows it", id="here"),
    ],
)
def test_without_a_forge_a_command_shows_the_branch(remote: str, said: str) -> None:
    pulls = ForgePulls(lambda: None, SETTINGS, remote=lambda: remote)
    assert (pulls.can_open(), pulls.there(BRANCH), pulls.by_hand(BRANCH)) == (False, None, said)
    with pytest.raises(InputRefused, match="Could not open a pull request"):
        offered(pulls)


def test_without_a_token_a_person_is_shown_where_to_open_it() -> None:
    place = place_of("git@github.com:acme/shop.git", hosts={})
    assert place is not None
    pulls = ForgePulls(lambda: SignedOutForge(place, "GitHub acme/shop"), SETTINGS)
    assert (pulls.can_open(), pulls.there(BRANCH)) == (False, None)
    assert pulls.by_hand(BRANCH) == (
        "there is no token for github.com; "
        f"open it by hand: https://github.com/acme/shop/compare/main...{BRANCH}"
    )
    with pytest.raises(InputRefused) as caught:
        pulls.comment(1, key="k", text="t")
    assert caught.value.why == "there is no token for github.com"


def test_a_comment_is_written_once_and_edited_in_place() -> None:
    with opened(ForgeKind.GITHUB) as here:
        here.hosted.add("feature", body="theirs")
        pulls = ForgePulls(lambda: here.forge, SETTINGS)
        for text in ("one", "two"):
            assert pulls.comment(1, key="ci/main", text=text) == "https://ghe.test/acme/shop/pull/1"
        ((_, body),) = here.hosted.pulls[0].comments
        assert body == marked("two", "ci/main", limit=1000)


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
        pulls.there(BRANCH)
        pulls.release()
        assert asked == ["opened"]


def test_a_check_names_the_forge_and_us_or_what_is_missing() -> None:
    with opened(ForgeKind.GITLAB) as here:
        pulls = ForgePulls(lambda: here.forge, SETTINGS)
        assert pulls.check() == "gitlab acme/shop, as bot"
        here.hosted.user = ""
        assert pulls.check() == "gitlab acme/shop, as an app or a job, which has no name"
        here.hosted.may_push = False
        with pytest.raises(SourceUnreadable) as caught:
            pulls.check()
        assert caught.value.why == "an app or a job, which has no name lacks role Developer"
    assert ForgePulls(lambda: None, SETTINGS).check() == ""
