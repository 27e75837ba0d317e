"""S02: a developer's change in dev is promoted by itself."""

from pathlib import Path

from core.model.names import UnitName
from core.model.unit import RevisionSource
from core.sync.bring import Became
from tests.builders.repo import clone_bare, commit, git
from tests.builders.terminal import run
from tests.scenarios.claims import DEV, claim, claims

UNIT = f"{DEV}/claim"


def test_a_change_on_an_unmoved_head_becomes_the_next_revision(tmp_path: Path) -> None:
    made = claims(tmp_path)
    oid = made.commit({f"{DEV}/claim.yaml": claim(DEV, memory=128, timeout=15)}, "more patience")
    outcome = made.desk("ci").propose(commit=oid, space=DEV).outcomes[0]
    revision = made.desk().history(UnitName.parse(UNIT)).revisions[-1]
    assert (outcome.became, outcome.revision, outcome.item) == (Became.PROMOTED, made.number(UNIT, 2), None)
    assert revision.change.source is RevisionSource.GIT
    assert revision.change.author == "Alice Adams <alice@example.com>"
    assert oid[:7] in revision.change.description
    assert made.text(UNIT) == claim(DEV, memory=128, timeout=15)


def test_it_waits_for_the_next_apply_and_is_not_drift(tmp_path: Path) -> None:
    made = claims(tmp_path)
    made.commit({f"{DEV}/claim.yaml": claim(DEV, memory=128, timeout=15)})
    made.desk("ci").propose(space=DEV)
    assert [item.kind.value for item in made.items(DEV)] == ["pending-apply"]


def test_the_second_run_finds_nothing_new(tmp_path: Path) -> None:
    made = claims(tmp_path)
    made.commit({f"{DEV}/claim.yaml": claim(DEV, memory=128, timeout=15)})
    made.desk("ci").propose(space=DEV)
    assert [o.became for o in made.desk("ci").propose(space=DEV).outcomes] == [Became.QUIET]
    assert made.head(UNIT) == 2


def test_an_older_commit_never_takes_a_newer_one_back(tmp_path: Path) -> None:
    made = claims(tmp_path)
    old = made.workspace().context.repository.head().oid
    made.commit({f"{DEV}/claim.yaml": claim(DEV, memory=128, timeout=15)})
    made.desk("ci").propose(space=DEV)
    assert [o.became for o in made.desk("ci").propose(commit=old, space=DEV).outcomes] == [Became.OLDER]
    assert made.head(UNIT) == 2


def test_a_push_to_the_teams_repository_goes_in_and_nothing_comes_back(tmp_path: Path) -> None:
    made = claims(tmp_path)
    team = clone_bare(made.top, tmp_path / "team.git", remote="team")
    settings = (made.top / "headgate.yaml").read_text().replace("remote: none", "remote: team")
    made.commit({"headgate.yaml": settings}, "share it")
    git(made.top, "push", "--quiet", "team", "main")
    git(tmp_path, "clone", "--quiet", str(team), "developer")
    commit(tmp_path / "developer", {f"{DEV}/claim.yaml": claim(DEV, memory=128, timeout=15)}, "more patience")
    git(tmp_path / "developer", "push", "--quiet", "origin", "main")
    assert run(made.top, "watch", "--once", "--sync-back").code == 0
    assert made.text(UNIT) == claim(DEV, memory=128, timeout=15)
    assert git(team, "branch", "--list", "headgate/*") == ""
