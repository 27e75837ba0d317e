"""A real repository, replayed: Crossplane claims behind kustomize overlays, and thirty plain manifests."""

import shutil
from pathlib import Path

import pytest

from core.merge.places import Side
from core.model.names import UnitName
from core.sync.bring import Became
from tests.builders.repo import commit, git
from tests.builders.world import World

BUNDLE = Path(__file__).parents[1] / "data" / "messagewall.bundle"
ORDERS = "order-platform"
PROD = "messagewall-prod-east/claim"
PATCHES = "infra/claims/overlays/prod-east/kustomization.yaml"

FILES = f"""\
version: 1
hub: embedded
git: {{branch: main, remote: none}}
spaces:
  {ORDERS}:
    source: {{files: "infra/order-platform/**/*.yaml"}}
    units: one-per-file
"""

CLAIMS = "".join(
    f"""\
  messagewall-{place}:
    labels: {{environment: {place.partition("-")[0]}}}
    source: {{kustomize: infra/claims/overlays/{place}}}
    units: {{claim: ["ServerlessEventAppClaim/*"]}}
"""
    for place in ("dev-east", "dev-west", "prod-east", "prod-west")
)

needs_kustomize = pytest.mark.skipif(
    not (shutil.which("kustomize") or shutil.which("kubectl")),
    reason="rendering a real overlay needs kustomize or kubectl, and this machine has neither",
)


def cloned(folder: Path, settings: str) -> World:
    git(folder, "clone", "--quiet", "--branch", "main", str(BUNDLE), str(folder / "repo"))
    (folder / "repo" / "headgate.yaml").write_text(settings)
    return World(folder / "repo")


def original(made: World, subject: str) -> str:
    return git(made.top, "log", "--format=%H", f"--grep=original commit {subject}")


def test_the_commit_that_brings_the_manifests_creates_a_unit_for_each(tmp_path: Path) -> None:
    made = cloned(tmp_path, FILES)
    outcomes = made.desk("ci").propose(commit=original(made, "afbf9ad")).outcomes
    assert ({o.became for o in outcomes}, len(outcomes)) == ({Became.CREATED}, 30)


def test_a_change_of_twenty_manifests_is_promoted_twenty_times(tmp_path: Path) -> None:
    made = cloned(tmp_path, FILES)
    made.desk("ci").propose(commit=original(made, "afbf9ad"))
    outcomes = made.desk("ci").propose(commit=original(made, "e891f76")).outcomes
    promoted = [o for o in outcomes if o.became is Became.PROMOTED]
    assert len(promoted) == 20
    assert all(o.why.endswith("securityContext") for o in promoted)


@needs_kustomize
def test_a_comment_in_a_base_is_a_no_op_for_every_overlay(tmp_path: Path) -> None:
    made = cloned(tmp_path, FILES + CLAIMS)
    made.desk("ci").propose(commit=original(made, "fc89d4e"))
    outcomes = made.desk("ci").propose(commit=original(made, "931c850")).outcomes
    assert {o.became for o in outcomes} == {Became.ADVANCED}
    assert made.head(PROD) == 1


@needs_kustomize
def test_operator_and_developer_meet_on_one_field_and_the_decision_lasts(tmp_path: Path) -> None:
    made = cloned(tmp_path, FILES + CLAIMS)
    made.desk("ci").propose()
    made.set(PROD, "spec.lambdaMemory", 512, reason="PERF-12")
    overlay = (made.top / PATCHES).read_text()
    commit(made.top, {PATCHES: overlay.replace("value: 256", "value: 384")}, "a bit more memory")
    pending = made.desk("ci").propose().pending
    assert [(str(o.unit), o.item.conflicts if o.item else ()) for o in pending] == [
        (PROD, ("spec.lambdaMemory",))
    ]
    made.take(PROD, Side.HUB)
    assert made.desk("ci").propose().pending == ()
    branch = made.desk().sync_back().branches[0]
    assert [line for line in branch.diff if line.startswith(("-  ", "+  "))] == [
        "-        value: 384",
        "+        value: 512",
    ]
    assert made.desk().history(UnitName.parse(PROD)).head.number == 2
