"""S03 to S06 on the real overlays, with a bare remote: the hub's decisions go back to where people author."""

from pathlib import Path

import pytest

from core.merge.places import Side
from core.model.names import UnitName
from core.sync.bring import Became
from core.sync.sync_back import Branch
from tests.builders import repo
from tests.builders.messagewall import PLACES, cloned, needs_kustomize
from tests.builders.moulds import moulded
from tests.builders.world import World

pytestmark = needs_kustomize
DEV, PROD = "messagewall-dev-east", "messagewall-prod-east"

SETTINGS = """\
version: 1
hub: embedded
git: {branch: main, remote: team}
spaces:
""" + "".join(
    f"""\
  messagewall-{place}:
    labels: {{environment: {place.partition("-")[0]}}}
    source: {{kustomize: infra/claims/overlays/{place}}}
    units: {{claim: ["ServerlessEventAppClaim/*"]}}
"""
    for place in PLACES
)


def overlay(space: str) -> str:
    return f"infra/claims/overlays/{space.removeprefix('messagewall-')}/kustomization.yaml"


def _built(folder: Path) -> World:
    top = cloned(folder)
    (folder / "live").mkdir()
    (top / "headgate.yaml").write_text(SETTINGS)
    repo.commit(top, {}, "settings")
    made = World(top)
    made.desk("ci").propose()
    return made


@pytest.fixture
def made(tmp_path: Path) -> World:
    """Four claims, proposed, and a bare remote beside the clone."""
    made = moulded(tmp_path, ("the message wall", SETTINGS), _built)
    repo.clone_bare(made.top, tmp_path / "team.git", remote="team")
    return made


def far(made: World) -> Path:
    return made.top.parent / "team.git"


def only(made: World, space: str) -> Branch:
    (branch,) = made.desk("op2").sync_back(space=space).branches
    return branch


def changed(branch: Branch) -> list[str]:
    return [line for line in branch.diff if line[:1] in "+-" and line[:3] not in {"---", "+++"}]


def squash(made: World, branch: Branch) -> None:
    """Squash-merge a branch at the remote, and pull."""
    repo.git(made.top, "fetch", "--quiet", "team", f"{branch.name}:refs/fetched")
    repo.git(made.top, "merge", "--quiet", "--squash", "refs/fetched")
    repo.git(made.top, "commit", "--quiet", "-m", f"squashed {branch.name}")
    repo.git(made.top, "push", "--quiet", "team", "main")


def test_s03_an_operators_change_in_prod_is_one_line_on_a_branch_of_the_remote(made: World) -> None:
    made.set(f"{PROD}/claim", "spec.lambdaMemory", 512, reason="PERF-12")
    branch = only(made, PROD)
    assert (changed(branch), branch.files) == (
        ["-        value: 256", "+        value: 512"],
        (overlay(PROD),),
    )
    assert branch.proved_in == (PROD,)
    assert branch.commit is not None
    assert repo.branch_tip(far(made), branch.name) == branch.commit.oid
    assert repo.git(far(made), "diff", "--stat", f"main..{branch.name}").endswith(
        "1 file changed, 1 insertion(+), 1 deletion(-)"
    )
    assert (repo.branch_tip(made.top, branch.name), repo.git(made.top, "status", "--porcelain")) == ("", "")
    said = repo.git(far(made), "log", "-1", "--format=%an|%cn%n%B", branch.name).splitlines()
    assert said[:2] == ["op1|Headgate", f"sync: spec.lambdaMemory 256 -> 512 in {PROD}/claim"]
    assert said[3].startswith(f"{PROD}/claim: spec.lambdaMemory 256 -> 512 (revision 2, op1: PERF-12")
    assert {f"ConfigHub-Unit: {PROD}/claim", "ConfigHub-Revision: 2"} <= set(said)


def test_s03_ci_is_not_blocked_meanwhile_and_the_base_moves_when_it_is_squashed(made: World) -> None:
    made.set(f"{PROD}/claim", "spec.lambdaMemory", 512, reason="PERF-12")
    branch = only(made, PROD)
    made.commit({"README.md": "a note\n"})
    proposed = made.desk("ci").propose()
    assert (proposed.pending, made.head(f"{PROD}/claim")) == ((), 2)
    assert [(item.kind.value, item.state) for item in made.items(PROD)] == [("sync-back", "branch pushed")]
    squash(made, branch)
    (outcome,) = made.desk("ci").propose(space=PROD).outcomes
    assert (outcome.became, made.items(PROD)) == (Became.AGREED, ())
    assert made.desk().sync_back(space=PROD).branches == ()


def test_s04_a_field_of_the_base_goes_into_the_one_overlay(made: World) -> None:
    made.set(f"{DEV}/claim", "spec.lambdaMemory", 256)
    branch = only(made, DEV)
    assert changed(branch) == [
        "+      - op: replace",
        "+        path: /spec/lambdaMemory",
        "+        value: 256",
    ]
    assert branch.files == (overlay(DEV),)


def test_s05_both_sides_made_the_same_change_and_nothing_is_left_to_do(made: World) -> None:
    made.set(f"{PROD}/claim", "spec.lambdaTimeout", 60)
    text = (made.top / overlay(PROD)).read_text()
    made.commit({overlay(PROD): text.replace("value: 30", "value: 60.0")}, "the same, in another spelling")
    (outcome,) = made.desk("ci").propose(space=PROD).outcomes
    assert (outcome.became, made.head(f"{PROD}/claim"), made.items(PROD)) == (Became.AGREED, 2, ())
    assert made.desk().sync_back(space=PROD).branches == ()


def test_s06_a_conflict_decided_for_the_hub_comes_back_as_one_line(made: World) -> None:
    unit = f"{PROD}/claim"
    made.set(unit, "spec.lambdaMemory", 512)
    text = (made.top / overlay(PROD)).read_text()
    made.commit({overlay(PROD): text.replace("value: 256", "value: 384")}, "a bit more memory")
    assert len(made.desk("ci").propose(space=PROD).pending) == 1
    made.take(unit, Side.HUB)
    branch = only(made, PROD)
    assert changed(branch) == ["-        value: 384", "+        value: 512"]
    squash(made, branch)
    assert made.desk("ci").propose(space=PROD).pending == ()
    assert (made.items(PROD), made.desk().history(UnitName.parse(unit)).head.number) == ((), 2)
