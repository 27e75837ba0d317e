"""What is gone on one side is looked for on the others: a deleted unit that still runs, a lost hub."""

from pathlib import Path

import pytest

from core.errors import Blocked, SourceUnreadable
from core.merge.places import Side
from tests.builders.shop import deployment
from tests.builders.world import World
from tests.sync.one_unit import accept, chosen, deleted, done, git, item, kinds, live_text, one_unit, propose


@pytest.fixture
def removed(tmp_path: Path) -> World:
    """The unit is gone from Git and, by a person's word, from the hub; it still runs."""
    made = one_unit(tmp_path, deployment())
    git(made, None)
    propose(made)
    accept(made, "deletion", Side.GIT)
    return made


def test_a_unit_that_was_deleted_and_still_runs_waits_to_be_taken_away(removed: World) -> None:
    found = item(removed, "pending-apply")
    assert (deleted(removed), found.reason) == (True, "revision 2 deletes it; it is still live")


def test_taking_it_away_ends_the_story(removed: World) -> None:
    plan = chosen(removed, "pending-apply", Side.HUB)
    done(removed, plan)
    assert (kinds(removed), live_text(removed).strip()) == ([], "")
    assert any("-> (absent)" in line for line in plan.overwrites)


def test_live_is_never_written_by_taking_a_side_alone(removed: World) -> None:
    desk = removed.desk()
    opened = desk.open(item(removed, "pending-apply").id)
    with pytest.raises(Blocked, match="not asked for"):
        desk.plan(opened, opened.resolution, reason="whatever")


def test_a_hub_file_that_is_gone_is_no_empty_hub(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    hub = made.workspace().state / "hub.db"
    hub.rename(hub.with_suffix(".away"))
    with pytest.raises(SourceUnreadable, match="is gone"):
        made.workspace()


@pytest.mark.parametrize("code", [0x7F, 0x80, 0x9B, 0xFFFE, 0xFFFF])
def test_a_character_that_yaml_does_not_print_stops_nothing(tmp_path: Path, code: int) -> None:
    made = one_unit(tmp_path, deployment())
    head = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: odd, namespace: shop}\n"
    odd = f'{head}data: {{v: "\\u{code:04x}"}}\n'
    git(made, deployment() + odd)
    propose(made)
    git(made, deployment(replicas=5) + odd)
    propose(made)
    assert kinds(made, but="pending-apply") == []
