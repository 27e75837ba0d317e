"""Sync-back to a forge: sent over smart HTTP, offered once, kept up to date, and not again once declined."""

import json
from collections.abc import Iterator
from pathlib import Path
from signal import SIGKILL
from typing import Any

import pytest

from core.forge.place import ForgeKind
from tests.builders import repo
from tests.builders.forged import Forged, forged
from tests.builders.loopback import Reply, Request, json_reply
from tests.builders.terminal import Ran, run, started
from tests.builders.world import World
from tests.fakes.git_http import needs_http_backend
from tests.sync.one_unit import UNIT, item, kinds

pytestmark = needs_http_backend
LATER = {"Retry-After": "9999"}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Forged]:
    """A hub that holds four replicas where Git has two, and a remote on GitHub."""
    with forged(tmp_path, monkeypatch) as found:
        found.made.set(UNIT, "spec.replicas", 4, reason="PERF-1 <script>@all | x")
        yield found


def synced(made: World) -> Ran:
    return run(made.top, "sync-back")


def form(made: World) -> dict[str, Any]:
    ran = run(made.top, "sync-back", "-o", "json")
    found = json.loads(ran.out)
    assert isinstance(found, dict)
    return found


def far_text(here: Forged, branch: str) -> str:
    return repo.git(here.far, "show", f"{branch}:k8s/web.yaml")


@pytest.mark.parametrize("kind", list(ForgeKind))
def test_a_branch_is_sent_and_one_pull_request_tells_its_story(
    kind: ForgeKind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with forged(tmp_path, monkeypatch, kind, more=", draft: always") as here:
        here.made.set(UNIT, "spec.replicas", 4, reason="PERF-1 <script>@all | x")
        ran, pull = synced(here.made), here.pull
        assert ran.code == 0
        assert "  pull request 1 opened: https://" in ran.out
        assert ([pull.branch], pull.title.removeprefix("Draft: ").removeprefix("WIP: ")) == (
            here.branches,
            "sync: spec.replicas 2 -> 4 in shop/web",
        )
        assert pull.labels == ["sync", "confighub", "risk:low"]
        row = next(line for line in pull.body.splitlines() if line.startswith("| shop/web "))
        assert row.startswith("| shop/web | spec.replicas | 2 | 4 | 2 | op1 | 2026-02-16T")
        assert row.endswith(r"| PERF-1 \<script\>@all \| x (set spec.replicas) |")
        assert "- **Render proof**: with k8s/web.yaml edited, shop rendered again: these fields" in pull.body
        assert "replicas: 4" in far_text(here, pull.branch)
        writes, (again,) = here.hosted.writes, form(here.made)["branches"]
        assert again["standing"]
        assert again["pull"] == {"number": 1, "url": again["pull"]["url"], "state": "open", "draft": True}
        assert here.hosted.writes == writes


def test_a_later_change_of_the_hub_moves_branch_and_pull_request_on(here: Forged) -> None:
    synced(here.made)
    branch, first = here.pull.branch, repo.branch_tip(here.far, here.pull.branch)
    here.made.set(UNIT, "spec.replicas", 6, who="op3", reason="PERF-2")
    assert f"{branch} would be moved on" in run(here.made.top, "sync-back", "--dry-run").out
    ran = synced(here.made)
    assert "pull request 1 brought up to date: " in ran.out
    assert (here.branches, here.pull.title) == ([branch], "sync: spec.replicas 2 -> 6 in shop/web")
    assert "PERF-2" in here.pull.body
    assert repo.branch_tip(here.far, branch) != first
    assert repo.git(here.far, "rev-list", "--count", f"main..{branch}") == "1"
    assert item(here.made, "sync-back").state == "branch pushed"


def test_what_a_person_has_to_see_never_goes_on_a_branch_that_merges_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with forged(tmp_path, monkeypatch, more=", auto_merge: squash") as here:
        here.made.set(UNIT, "spec.replicas", 4)
        assert "it merges once its checks are green" in synced(here.made).out
        here.made.set(UNIT, "spec.paused", value=True)
        assert "a person merges it: only what is of low risk" in synced(here.made).out
        assert [one.merges_by_itself for one in here.hosted.pulls] == [True, False]
        assert "spec.paused" not in here.hosted.pulls[0].body


def test_a_branch_that_a_person_went_on_with_is_left_to_that_person(here: Forged) -> None:
    synced(here.made)
    branch = here.pull.branch
    work = here.far.parent / "theirs"
    repo.git(here.far.parent, "clone", "--quiet", "--branch", branch, str(here.far), str(work))
    theirs = repo.commit(work, {"k8s/notes.txt": "mine"})
    repo.git(work, "push", "--quiet", "origin", branch)
    here.made.set(UNIT, "spec.replicas", 6)
    synced(here.made)
    assert repo.branch_tip(here.far, branch) == theirs
    assert len(here.branches) == len(here.hosted.pulls) == 2


def test_what_was_closed_without_a_merge_is_not_opened_again_and_a_new_value_is(here: Forged) -> None:
    synced(here.made)
    branch = here.pull.branch
    here.hosted.end(here.pull, "closed")
    writes = here.hosted.writes
    watched = run(here.made.top, "watch", "--once", "--sync-back")
    assert "declined: pull request 1 was closed without a merge: Git declined" in watched.out
    for there in (True, False):
        if not there:
            repo.git(here.far, "update-ref", "-d", f"refs/heads/{branch}")
        ran = synced(here.made)
        assert f"{branch} was declined by Git; the hub keeps its values" in ran.out
        assert (ran.code, here.hosted.writes, here.branches) == (0, writes, [branch] if there else [])
        assert item(here.made, "sync-back").state == "Git declined"
    assert [one["said"] for one in form(here.made)["branches"]] == [""]
    here.made.set(UNIT, "spec.replicas", 6)
    assert "pull request 2 opened" in synced(here.made).out


@pytest.mark.parametrize("style", ["--squash", "rebase", "--no-ff"])
def test_a_merge_of_any_style_moves_the_base_and_the_branch_is_cleaned_up(here: Forged, style: str) -> None:
    synced(here.made)
    branch = here.pull.branch
    here.merge(style)
    waits, writes = synced(here.made), here.hosted.writes
    assert "pull request 1 was merged; git pull, then headgate propose" in waits.out
    assert here.branches == [branch]
    here.fetch()
    assert run(here.made.top, "propose").code == 0
    assert kinds(here.made) == ["pending-apply"]
    assert form(here.made) == {"branches": [], "left_out": [], "unknown": [], "cleaned": [branch]}
    assert (here.branches, here.hosted.writes, len(here.hosted.pulls)) == ([], writes, 1)
    assert synced(here.made).out == "Git has all that the hub has.\n"
    assert [one.event for one in here.made.desk().audit()].count("cleaned up") == 1


def test_a_branch_with_somebody_elses_commits_is_not_cleaned_up(here: Forged) -> None:
    synced(here.made)
    work = here.far.parent / "theirs"
    repo.git(here.far.parent, "clone", "--quiet", "--branch", here.pull.branch, str(here.far), str(work))
    repo.commit(work, {"k8s/notes.txt": "mine"})
    repo.git(work, "push", "--quiet", "origin", here.pull.branch)
    here.merge("--no-ff")
    here.fetch()
    run(here.made.top, "propose")
    assert form(here.made)["cleaned"] == []
    assert here.branches == [here.pull.branch]


@pytest.mark.parametrize(
    ("status", "method", "headers", "code", "said"),
    [
        pytest.param(401, "", {}, 6, "Next: give the token the rights", id="401"),
        pytest.param(403, "", {}, 6, "Next: give the token the rights", id="403"),
        pytest.param(404, "", {}, 6, "Changed: nothing", id="404"),
        pytest.param(429, "", LATER, 6, "Changed: nothing", id="429"),
        pytest.param(503, "", LATER, 6, "Changed: nothing", id="503"),
        pytest.param(403, "POST", {}, 7, "Changed: branch yes (", id="403 for the pull request"),
        pytest.param(422, "POST", {}, 7, "Changed: branch yes (", id="422 for the pull request"),
        pytest.param(429, "POST", LATER, 7, "Changed: branch yes (", id="429 for the pull request"),
        pytest.param(500, "POST", {}, 7, "pull request unknown", id="500 for the pull request"),
    ],
)
def test_what_a_forge_refuses_is_told_with_what_stands_and_the_next_run_goes_on(
    here: Forged, status: int, method: str, headers: dict[str, str], code: int, said: str
) -> None:
    here.fail(status, method=method, **headers)
    ran = run(here.made.top, "sync-back", "--space", "shop")
    assert (ran.code, said in ran.err) == (code, True), ran.err
    assert len(here.branches) == (code == 7)
    assert here.hosted.pulls == []
    here.heal()
    assert synced(here.made).code == 0
    assert (here.branches, here.pull.state) == ([here.pull.branch], "open")


def test_a_pull_request_whose_answer_was_lost_is_adopted_by_the_next_run(here: Forged) -> None:
    def lost(request: Request) -> Reply | None:
        if request.method == "POST" and not here.hosted.pulls:
            branch = here.branches[0]
            body = json.loads(request.body)
            here.hosted.created(branch, "main", body["title"], body["body"], draft=False)
            return Reply(status=500)
        return json_reply({}, status=403) if here.hosted.pulls else None

    here.fault = lost
    assert synced(here.made).code == 7
    here.heal()
    ran = run(here.made.top, "resume", "--yes")
    assert (ran.code, len(here.hosted.pulls)) == (0, 1)
    (branch,) = form(here.made)["branches"]
    assert (branch["standing"], branch["pull"]["number"]) == (True, 1)


def test_a_forge_that_is_gone_once_all_is_done_fails_nothing(here: Forged) -> None:
    def gone(request: Request) -> Reply | None:
        done = here.hosted.pulls and request.method == "GET"
        return json_reply({}, status=403) if done else None

    here.fault = gone
    ran = synced(here.made)
    assert (ran.code, "pull request 1 opened: " in ran.out) == (0, True)


def test_a_process_killed_between_push_and_pull_request_is_gone_on_with_by_the_next(here: Forged) -> None:
    running = started(here.made.top, "sync-back")

    def killed(request: Request) -> Reply | None:
        if request.method == "POST":
            running.kill()
            return Reply(status=500)
        return None

    here.fault = killed
    with running:
        assert running.wait(timeout=30) == -SIGKILL
    here.heal()
    assert (len(here.branches), here.hosted.pulls) == (1, [])
    assert run(here.made.top, "resume", "--yes").code == 0
    assert ([here.pull.branch], synced(here.made).code) == (here.branches, 0)


def test_without_a_token_the_page_to_open_it_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with forged(tmp_path, monkeypatch, signed_in=False) as here:
        here.made.set(UNIT, "spec.replicas", 4)
        for ran in (synced(here.made), synced(here.made)):
            assert "there is no token for 127.0.0.1; open it by hand: http://127.0.0.1" in ran.out
            assert f"/acme/shop/compare/main...{here.branches[0]}" in ran.out
        assert not any("pull" in dict(one.about).values() for one in here.made.desk().audit())


def test_a_bare_remote_without_a_forge_gets_the_branch_and_a_command_shows_it(here: Forged) -> None:
    repo.git(here.made.top, "remote", "set-url", "origin", str(here.far))
    ran = synced(here.made)
    (branch,) = here.branches
    assert f"  git fetch origin {branch} && git diff main...FETCH_HEAD shows it" in ran.out
    assert here.hosted.pulls == []


def test_propose_has_one_comment_on_the_pull_request_of_a_ci_run(here: Forged, tmp_path: Path) -> None:
    here.hosted.add("feature")
    summary = tmp_path / "summary.md"
    env = {"GITHUB_REF": "refs/pull/1/merge", "GITHUB_STEP_SUMMARY": str(summary)}
    for _ in range(2):
        ran = run(here.made.top, "propose", "--dry-run", "--comment", env=env)
        assert (ran.code, ran.err) == (0, "commented on https://ghe.test/acme/shop/pull/1\n")
    ((_, comment),) = here.pull.comments
    text = comment.partition("\n\n<!-- headgate propose/repo -->")[0]
    assert text.endswith("What would become of it; nothing was written.")
    assert summary.read_text() == 2 * f"{text}\n"
    here.fail(403)
    refused = run(here.made.top, "propose", "--comment", "--pull", "1", env={"GITHUB_REF": "refs/heads/main"})
    assert (refused.code, "issues: write" in refused.err) == (6, True)


@pytest.mark.parametrize(
    ("argv", "env", "why"),
    [
        pytest.param((), {"GITHUB_REF": "refs/heads/main"}, "this run of CI is for none", id="a push"),
        pytest.param(("--pull", "x"), {}, "x is no number of one", id="no number"),
    ],
)
def test_a_comment_needs_a_pull_request(
    here: Forged, argv: tuple[str, ...], env: dict[str, str], why: str
) -> None:
    ran = run(here.made.top, "propose", "--comment", *argv, env=env)
    assert (ran.code, why in ran.err) == (2, True)


def test_the_doctor_names_the_forge_and_who_we_are_or_what_is_missing(here: Forged) -> None:
    def said() -> str:
        return next(line for line in run(here.made.top, "doctor").out.splitlines() if "forge" in line)

    assert said().endswith("GitHub at 127.0.0.1 acme/shop, as bot")
    here.hosted.may_push = False
    assert (said()[:4], "bot lacks contents: write" in said()) == ("[NO]", True)
    here.fail(401)
    assert said().startswith("[NO]")
    assert "(it is from GH_ENTERPRISE_TOKEN)" in run(here.made.top, "doctor").out
    repo.git(here.made.top, "remote", "set-url", "origin", str(here.far))
    assert said().startswith("[--]")


def test_a_forge_that_the_remote_is_not_at_is_an_error_of_the_settings(here: Forged) -> None:
    repo.git(here.made.top, "remote", "set-url", "origin", "https://github.com/lonely.git")
    ran = run(here.made.top, "doctor")
    assert "[NO] forge" in ran.out
    assert "next: correct git.forge.url in headgate.yaml, or the remote's URL" in ran.out
