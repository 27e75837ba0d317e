"""S07: different fields merge, and a person accepts the merge.

Not built yet, so not tested here: who may acknowledge (roles, so also that an agent may not acknowledge its
own proposal), and what happens when nobody does (escalation after hours, `--force`).
"""

from pathlib import Path

import pytest

from core.errors import Blocked
from core.merge.places import Side
from core.model.item import ItemKind, Risk
from core.model.names import UnitName
from tests.builders.repo import git
from tests.builders.terminal import OnTerminal
from tests.builders.world import World
from tests.scenarios.claims import PROD, claim, claims, live_claim

UNIT = f"{PROD}/claim"
MEMORY, TIMEOUT = "spec.lambdaMemory", "spec.lambdaTimeout"


@pytest.fixture
def made(tmp_path: Path) -> World:
    """The hub and live hold memory 512, Git now wants timeout 60."""
    made = claims(tmp_path)
    made.set(UNIT, MEMORY, 512)
    made.mark_applied(UNIT)
    made.live(PROD, {"claim.yaml": live_claim(memory=512)})
    made.commit({f"{PROD}/claim.yaml": claim(timeout=60)}, "more patience")
    made.desk("ci").propose(space=PROD)
    return made


def test_no_field_collides_and_head_stays_until_somebody_looked(made: World) -> None:
    item = made.items(PROD)[0]
    assert (item.kind, item.state, item.conflicts) == (ItemKind.PROPOSAL, "clean merge", ())
    assert (item.risk, made.head(UNIT)) == (Risk.MEDIUM, 2)


def test_proposing_again_changes_nothing(made: World) -> None:
    before = made.items(PROD)
    made.desk("ci").propose(space=PROD)
    assert (made.items(PROD), made.head(UNIT)) == (before, 2)


def test_the_candidate_holds_both_changes(made: World) -> None:
    resolution = made.desk().open(UNIT).resolution
    assert {str(field.path): resolution.result(field) for field in resolution.fields} == {
        MEMORY: 512,
        TIMEOUT: 60,
    }


def test_in_production_it_is_confirmed_by_the_name_of_the_space(made: World) -> None:
    there = OnTerminal(made.top, "resolve", UNIT, "--take", "clean", "--reason", "looks right")
    there.wait_for(f"Type {PROD} to carry it out")
    there.type("yes")
    assert (there.end(), made.head(UNIT)) == (Blocked.exit_code, 2)


def accepted(made: World) -> None:
    desk = made.desk("op2")
    opened = desk.open(UNIT)
    desk.carry_out(desk.plan(opened, opened.resolution, reason="looks right"))


def test_accepting_it_writes_one_revision_with_both_values(made: World) -> None:
    accepted(made)
    assert made.head(UNIT) == 3
    assert "lambdaMemory: 512  # MB\n  lambdaTimeout: 60\n" in made.text(UNIT)


def test_the_record_names_the_author_of_the_change_and_who_let_it_in(made: World) -> None:
    accepted(made)
    revision = made.desk().history(UnitName.parse(UNIT)).revisions[-1]
    assert revision.change.author == "Alice Adams <alice@example.com>"
    assert revision.change.links["operator"] == "op2 (login)"


def test_each_field_is_owned_by_who_set_it(made: World) -> None:
    accepted(made)
    made.mark_applied(UNIT)
    made.live(PROD, {"claim.yaml": live_claim(memory=1024, timeout=90)})
    opened = made.desk().open(next(item.id for item in made.items(PROD) if item.kind is ItemKind.CAPTURE))
    owners = {str(field.path): opened.owners[field.key][Side.HUB] for field in opened.resolution.fields}
    assert {path: (owner.who, owner.how.partition(",")[0]) for path, owner in owners.items()} == {
        MEMORY: ("op1", f"revision {made.number(UNIT, 2)}"),
        TIMEOUT: ("Alice Adams <alice@example.com>", f"revision {made.number(UNIT, 3)}"),
    }


def test_only_the_hubs_own_change_goes_back_to_git(made: World) -> None:
    accepted(made)
    branch = made.desk().sync_back(space=PROD).branches[0]
    assert branch.fields == (f"{UNIT}#{MEMORY}",)
    assert git(made.top, "diff", "--numstat", f"main..{branch.name}").split()[:2] == ["1", "1"]
