"""What Git will be offered after a plan, and what is written live: said before anything is."""

from pathlib import Path

from core.merge.places import Side
from core.model.foreseen import Foreseen
from core.model.names import UnitName
from tests.builders.shop import CART, PROD, WEB, conflicted, drifted, shop
from tests.builders.world import World


def foreseen(made: World, side: Side) -> Foreseen:
    desk = made.desk()
    opened = desk.open(WEB)
    chosen = opened.resolution.choose([field.key for field in opened.resolution.open], side)
    return desk.foreseen(desk.plan(opened, chosen, reason="r"))


def test_the_edit_of_the_source_is_shown_before_the_decision(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    found = foreseen(made, Side.HUB)
    assert [line for line in found.diff if line[0] in "+-"] == [
        "--- a/prod/web.yaml",
        "+++ b/prod/web.yaml",
        "-  replicas: 3  # two are enough at night",
        "+  replicas: 4  # two are enough at night",
    ]
    assert made.take(WEB, Side.HUB).revision
    (branch,) = made.desk().sync_back(space=PROD, dry_run=True).branches
    assert branch.diff == found.diff


def test_nothing_is_foreseen_where_git_has_it(tmp_path: Path) -> None:
    assert foreseen(conflicted(tmp_path), Side.GIT) == Foreseen()


def test_a_set_foresees_its_way_back_too(tmp_path: Path) -> None:
    desk = shop(tmp_path).desk()
    plan = desk.plan_set(UnitName.parse(CART), [("spec.replicas", 5)], reason="r")
    assert "+  replicas: 5  # two are enough at night" in desk.foreseen(plan).diff


def test_what_is_written_live_is_listed_field_by_field(tmp_path: Path) -> None:
    made = drifted(tmp_path)
    desk = made.desk()
    opened = desk.open(desk.inbox().items[0].id)
    keys = [field.key for field in opened.resolution.fields]
    plan = desk.plan(opened, opened.resolution.choose(keys, Side.HUB), reason="r")
    assert any("spec.replicas" in words and "->" in words for words in plan.live_fields)
