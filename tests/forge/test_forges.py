"""Every forge, over HTTP that is held to its published description, does what the port says."""

from collections.abc import Iterator

import pytest

from core.errors import InputRefused, NotFound, SideMoved, SourceUnreadable
from core.forge.marks import marked
from core.forge.place import ForgeKind
from core.ports.forge import ForgeBranch, MergeMethod, Outcome, PullState, Standing
from tests.builders.forges import BRANCH, Opened, offer, opened
from tests.fakes.forges import HEAD, SQUASHED, Hosted


@pytest.fixture(params=list(ForgeKind), ids=str)
def here(request: pytest.FixtureRequest) -> Iterator[Opened]:
    with opened(request.param) as found:
        yield found


def test_a_pull_request_is_opened_with_its_text_and_labels(here: Opened) -> None:
    made = here.forge.offer(offer())
    (pull,) = here.hosted.pulls
    assert (made.outcome, made.notes, made.pull.number) == (Outcome.CREATED, (), pull.number)
    assert (pull.branch, pull.base, pull.title) == (BRANCH, "main", offer().title)
    assert pull.body == f"{offer().body}\n\n<!-- headgate shop/a1 -->"
    assert sorted(pull.labels) == ["confighub", "risk:low", "sync"]
    found = made.pull
    assert (found.state, found.draft, found.head, found.base) == (PullState.OPEN, False, HEAD, "main")
    assert (found.branch, found.key, found.merge_commit) == (BRANCH, "shop/a1", "")
    assert str(pull.number) in found.url


def test_a_second_run_finds_it_and_writes_nothing(here: Opened) -> None:
    first = here.forge.offer(offer())
    written = here.hosted.writes
    second = here.forge.offer(offer())
    assert (second.outcome, second.pull.number) == (Outcome.UNCHANGED, first.pull.number)
    assert (here.hosted.writes, len(here.hosted.pulls)) == (written, 1)


def test_it_is_brought_up_to_date_in_place(here: Opened) -> None:
    here.forge.offer(offer())
    here.hosted.pulls[0].labels.append("reviewed by Ann")
    changed = offer(title="sync: two fields", body="other", labels=("sync", "confighub", "risk:high"))
    updated = here.forge.offer(changed)
    (pull,) = here.hosted.pulls
    assert (updated.outcome, updated.pull.title) == (Outcome.UPDATED, "sync: two fields")
    assert pull.body == "other\n\n<!-- headgate shop/a1 -->"
    assert sorted(pull.labels) == ["confighub", "reviewed by Ann", "risk:high", "sync"]


def test_only_labels_that_changed_are_an_update_too(here: Opened) -> None:
    here.forge.offer(offer())
    assert here.forge.offer(offer(labels=("sync", "confighub", "risk:high"))).outcome is Outcome.UPDATED
    assert here.forge.offer(offer(labels=("sync", "confighub", "risk:high"))).outcome is Outcome.UNCHANGED


def test_a_draft_is_opened_made_ready_and_left_to_people(here: Opened) -> None:
    made = here.forge.offer(offer(draft=True))
    assert (made.pull.draft, made.pull.title) == (True, offer().title)
    assert here.forge.offer(offer(draft=None)).outcome is Outcome.UNCHANGED
    edited = here.forge.offer(offer(draft=None, title="another"))
    assert (edited.outcome, edited.pull.draft, edited.pull.title) == (Outcome.UPDATED, True, "another")
    ready = here.forge.offer(offer(draft=False, title="another"))
    assert (ready.outcome, ready.pull.draft, ready.pull.title) == (Outcome.UPDATED, False, "another")
    assert here.forge.offer(offer(draft=True, title="another")).pull.draft


def test_one_that_somebody_opened_meanwhile_with_our_mark_is_adopted(here: Opened) -> None:
    body = marked(offer().body, "shop/a1", limit=60_000)
    here.hosted.before_create = lambda hosted: hosted.add(BRANCH, title=offer().title, body=body)
    adopted = here.forge.offer(offer())
    assert (adopted.outcome, len(here.hosted.pulls)) == (Outcome.ADOPTED, 1)
    assert sorted(here.hosted.pulls[0].labels) == ["confighub", "risk:low", "sync"]


def test_one_that_a_person_opened_is_left_alone(here: Opened) -> None:
    here.hosted.add(BRANCH, title="by hand", body="mine")
    left = here.forge.offer(offer())
    assert (left.outcome, here.hosted.writes, left.pull.key) == (Outcome.LEFT_ALONE, 0, "")
    here.hosted.pulls.clear()
    here.hosted.before_create = lambda hosted: hosted.add(BRANCH, title="by hand", body="mine")
    assert (here.forge.offer(offer()).outcome, here.hosted.writes) == (Outcome.LEFT_ALONE, 0)


def test_one_of_another_offer_on_the_same_branch_stops_it(here: Opened) -> None:
    here.hosted.add(BRANCH, body=marked("x", "shop/other", limit=1000))
    with pytest.raises(SideMoved, match="shop/other"):
        here.forge.offer(offer())
    assert here.hosted.writes == 0


def test_one_that_was_closed_without_a_merge_is_declined_and_not_opened_again(here: Opened) -> None:
    here.forge.offer(offer())
    here.hosted.pulls[0].state = "closed"
    written = here.hosted.writes
    declined = here.forge.offer(offer())
    assert (declined.outcome, declined.pull.state) == (Outcome.DECLINED, PullState.CLOSED)
    assert (declined.pull.merge_commit, here.hosted.writes, len(here.hosted.pulls)) == ("", written, 1)


def test_one_that_was_squashed_is_merged_with_its_commit_though_its_branch_is_gone(here: Opened) -> None:
    here.forge.offer(offer())
    here.hosted.squash(here.hosted.pulls[0])
    merged = here.forge.offer(offer())
    assert (merged.outcome, merged.pull.state) == (Outcome.MERGED, PullState.MERGED)
    assert merged.pull.merge_commit == SQUASHED
    assert here.forge.pull(1).merge_commit == SQUASHED


def test_an_open_one_counts_before_those_that_ended(here: Opened) -> None:
    body = marked(offer().body, "shop/a1", limit=60_000)
    here.hosted.add(BRANCH, title=offer().title, body=body)
    for _ in range(3):
        here.hosted.add(BRANCH, state="closed")
    found = here.forge.pulls(BRANCH, base="main")
    assert [(one.number, one.state) for one in found] == [
        (1, PullState.OPEN),
        (4, PullState.CLOSED),
        (3, PullState.CLOSED),
        (2, PullState.CLOSED),
    ]
    assert here.forge.offer(offer(labels=())).outcome is Outcome.UNCHANGED


def test_a_forks_branch_of_the_same_name_is_not_ours(here: Opened) -> None:
    here.hosted.add(BRANCH, from_fork=True, body=marked("x", "shop/a1", limit=1000))
    assert here.forge.pulls(BRANCH, base="main") == []
    assert here.forge.offer(offer()).outcome is Outcome.CREATED


def test_one_to_another_base_is_another(here: Opened) -> None:
    here.hosted.add(BRANCH, base="release")
    assert here.forge.offer(offer()).outcome is Outcome.CREATED


def test_labels_that_may_not_be_set_are_a_note_and_no_failure(here: Opened) -> None:
    here.hosted.labels_allowed = False
    made = here.forge.offer(offer())
    assert (made.outcome, len(made.notes)) == (Outcome.CREATED, 1)
    assert made.notes[0].startswith("labels sync, confighub, risk:low: the forge does not allow it (403")


def test_a_branch_that_is_not_there_is_refused_by_the_forge(here: Opened) -> None:
    with pytest.raises((InputRefused, NotFound)) as refused:
        here.forge.offer(offer(branch="headgate/shop/gone"))
    assert (refused.value.changed, here.hosted.writes) == ("nothing", 0)


def test_a_comment_is_written_once_and_edited_in_place(here: Opened) -> None:
    here.hosted.add(BRANCH).comments += [
        (1, "hello"),
        (2, "> <!-- headgate ci -->\nquoted"),
        (3, "other\n\n<!-- headgate other -->"),
    ]
    here.forge.comment(1, key="ci", text="first")
    here.forge.comment(1, key="ci", text="first")
    here.forge.comment(1, key="ci", text="second")
    assert [text for _, text in here.hosted.pulls[0].comments[3:]] == ["second\n\n<!-- headgate ci -->"]
    assert here.hosted.writes == 2


def test_one_is_closed_once(here: Opened) -> None:
    here.forge.offer(offer())
    assert here.forge.close(1).state is PullState.CLOSED
    written = here.hosted.writes
    assert (here.forge.close(1).state, here.hosted.writes) == (PullState.CLOSED, written)


def test_what_is_not_there_is_not_found(here: Opened) -> None:
    with pytest.raises(NotFound):
        here.forge.pull(7)


def test_branches_are_read_with_their_protection(here: Opened) -> None:
    assert here.forge.default_branch() == "main"
    assert here.forge.branch("main") == ForgeBranch(name="main", head="0" * 40, protected=True)
    assert here.forge.branch(BRANCH) == ForgeBranch(name=BRANCH, head=HEAD, protected=False)
    assert here.forge.branch("headgate/none") is None


@pytest.mark.parametrize("method", MergeMethod)
def test_a_merge_is_left_to_the_forge_for_when_the_checks_are_green(
    here: Opened, method: MergeMethod
) -> None:
    pull = here.forge.offer(offer()).pull
    assert here.forge.merge_when_green(pull, method).asked
    assert here.hosted.pulls[0].merges_by_itself


def test_a_merge_that_the_forge_does_not_take_is_said_and_no_failure(here: Opened) -> None:
    pull = here.forge.offer(offer()).pull
    here.hosted.allows_auto_merge = False
    refused = here.forge.merge_when_green(pull, MergeMethod.SQUASH)
    assert (refused.asked, bool(refused.why), here.hosted.pulls[0].merges_by_itself) == (False, True, False)


@pytest.mark.parametrize("kind", [ForgeKind.GITLAB, ForgeKind.GITEA])
def test_without_checks_nothing_is_left_to_a_forge_that_would_merge_at_once(kind: ForgeKind) -> None:
    with opened(kind, Hosted(has_checks=False)) as here:
        refused = here.forge.merge_when_green(here.forge.offer(offer()).pull, MergeMethod.SQUASH)
        assert (refused.asked, "to wait for" in refused.why) == (False, True)
        assert not here.hosted.pulls[0].merges_by_itself


def test_a_draft_and_what_has_ended_are_not_merged(here: Opened) -> None:
    pull = here.forge.offer(offer(draft=True)).pull
    assert here.forge.merge_when_green(pull, MergeMethod.SQUASH).why == "it is a draft"
    here.hosted.squash(here.hosted.pulls[0])
    assert here.forge.merge_when_green(here.forge.pull(1), MergeMethod.SQUASH).asked
    assert not here.hosted.pulls[0].merges_by_itself


def test_a_long_text_is_cut_to_what_the_forge_takes_and_keeps_its_mark(here: Opened) -> None:
    made = here.forge.offer(offer(title="t" * 1000, body="b" * 2_000_000))
    assert made.pull.key == "shop/a1"
    assert made.pull.title.endswith("… cut: the forge takes no longer text.")
    assert here.forge.offer(offer(title="t" * 1000, body="b" * 2_000_000)).outcome is Outcome.UNCHANGED


def test_hostile_text_moves_neither_the_mark_nor_the_title(here: Opened) -> None:
    made = here.forge.offer(
        offer(title="one\nDraft: two\x1b[31m", body="x\n<!-- headgate shop/evil -->\ny <!-- headgate a -->")
    )
    assert made.pull.key == "shop/a1"
    assert made.pull.title == "one␊Draft: two␛[31m"
    assert made.outcome is Outcome.CREATED


def test_no_token_and_a_wrong_one_are_told_with_what_rights_are_needed() -> None:
    for kind in ForgeKind:
        with opened(kind, token="wrong") as here, pytest.raises(SourceUnreadable) as refused:  # noqa: S106
            here.forge.offer(offer())
        assert "does not accept our credentials (401: Bad credentials" in refused.value.why
        assert "wrong" not in str(refused.value)


@pytest.mark.parametrize("kind", ForgeKind)
def test_the_description_holds_what_is_used_and_nothing_else(kind: ForgeKind) -> None:
    with opened(kind) as here:
        here.forge.standing()
        here.forge.default_branch()
        here.forge.branch("main")
        pull = here.forge.offer(offer(draft=True)).pull
        here.forge.offer(offer(draft=False, body="other", labels=("risk:high",)))
        for text in ("one", "two"):
            here.forge.comment(pull.number, key="ci", text=text)
        here.forge.merge_when_green(here.forge.pull(pull.number), MergeMethod.SQUASH)
        here.forge.close(pull.number)
        assert {one.id for one in here.described.operations} - here.described.used == set()


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        pytest.param(ForgeKind.GITHUB, "contents: write", id="GitHub"),
        pytest.param(ForgeKind.GITLAB, "role Developer", id="GitLab"),
        pytest.param(ForgeKind.GITEA, "write:repository", id="Gitea"),
    ],
)
def test_who_we_are_and_what_is_missing_is_asked(kind: ForgeKind, missing: str) -> None:
    with opened(kind) as here:
        assert here.forge.standing() == Standing(who="bot")
        here.hosted.user, here.hosted.may_push = "", False
        assert here.forge.standing() == Standing(who="", lacks=(missing,))
