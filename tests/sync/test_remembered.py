"""What was chosen before for the same change is offered again, with where it comes from; never silently."""

from pathlib import Path

import pytest

from core.merge.places import Side
from core.merge.resolution import Edited
from core.model.item import Opened
from core.model.remembered import taken
from tests.builders.services import EAST, WEST, collide, password, services
from tests.builders.world import World

UNITS = (f"{WEST}/cart", f"{WEST}/web", f"{EAST}/web")


@pytest.fixture
def three(tmp_path: Path) -> World:
    """The same collision in three units of two regions."""
    made = services(tmp_path)
    collide(made, UNITS)
    return made


def offers(made: World, unit: str) -> list[tuple[str, Side, int]]:
    """List what is offered for a unit: where from, which side, how many chose otherwise."""
    return [(str(one.unit), one.side, one.otherwise) for one in made.desk().open(unit).remembered]


def test_nothing_is_remembered_before_anybody_decided(three: World) -> None:
    assert offers(three, UNITS[2]) == []


def test_a_choice_is_offered_in_another_unit_and_region_and_says_whose_it_was(three: World) -> None:
    receipt = three.take(UNITS[0], Side.HUB, who="priya", reason="until the sale ends")
    (offer,) = three.desk().open(UNITS[2]).remembered
    assert (offer.side, offer.decision, str(offer.unit)) == (Side.HUB, receipt.decision, UNITS[0])
    assert (offer.who, offer.reason) == ("priya (login)", "until the sale ends")
    assert offer.when


def test_an_offer_decides_nothing_until_it_is_taken(three: World) -> None:
    three.take(UNITS[0], Side.GIT)
    opened = three.desk().open(UNITS[1])
    assert len(opened.resolution.open) == 1
    assert taken(opened.resolution, opened.remembered).choices == (
        (opened.resolution.fields[0].key, Side.GIT),
    )


def test_an_own_choice_is_not_written_over(three: World) -> None:
    three.take(UNITS[0], Side.GIT)
    opened = three.desk().open(UNITS[1])
    own = opened.resolution.choose([opened.resolution.fields[0].key], Side.HUB)
    assert taken(own, opened.remembered) == own


def test_the_newest_choice_is_offered_and_how_many_chose_otherwise(three: World) -> None:
    three.take(UNITS[0], Side.GIT)
    three.take(UNITS[1], Side.HUB)
    assert offers(three, UNITS[2]) == [(UNITS[1], Side.HUB, 1)]


def test_another_change_is_no_example(tmp_path: Path) -> None:
    made = services(tmp_path)
    collide(made, [UNITS[0]])
    collide(made, [UNITS[2]], hub=5)
    made.take(UNITS[0], Side.HUB)
    assert offers(made, UNITS[2]) == []


def test_a_decision_that_was_taken_back_is_no_example(three: World) -> None:
    receipt = three.take(UNITS[0], Side.GIT)
    assert len(offers(three, UNITS[2])) == 1
    desk = three.desk()
    desk.carry_out(desk.plan_undo(receipt.decision, reason="wrong way"))
    assert offers(three, UNITS[2]) == []


def decided_with(made: World, unit: str, value: int) -> None:
    desk = made.desk()
    opened = desk.open(unit)
    chosen = opened.resolution.choose([opened.resolution.fields[0].key], Edited(value))
    desk.carry_out(desk.plan(opened, chosen, reason="typed"))


def test_a_typed_value_is_offered_where_a_side_holds_it(three: World) -> None:
    decided_with(three, UNITS[0], 4)
    assert offers(three, UNITS[2]) == [(UNITS[0], Side.HUB, 0)]


def test_a_typed_value_that_no_side_holds_is_not_offered_since_values_are_not_kept(three: World) -> None:
    decided_with(three, UNITS[0], 9)
    assert offers(three, UNITS[2]) == []


def secrets(tmp_path: Path, second: str) -> tuple[World, Opened]:
    """A password decided in one unit, and the item of another whose hub holds ``second``."""
    units = (f"{WEST}/db", f"{WEST}/cache")
    made = services(tmp_path, {unit: password("old", unit.partition("/")[2]) for unit in units})
    for unit, value in zip(units, ("canary-hub", second), strict=True):
        made.set(unit, "stringData.password", value)
    files = {f"{unit}.yaml": password("canary-git", unit.partition("/")[2]) for unit in units}
    made.commit(dict(files), "rotate")
    made.desk("ci").propose()
    made.take(units[0], Side.HUB)
    return made, made.desk().open(units[1])


def test_a_secret_is_found_by_its_digest_and_its_value_is_in_no_file_of_the_journal(tmp_path: Path) -> None:
    made, opened = secrets(tmp_path, "canary-hub")
    assert [one.side for one in opened.remembered] == [Side.HUB]
    assert "canary" not in repr(opened)
    journals = list(tmp_path.rglob("journal.db*"))
    assert [file for file in journals if b"canary" in file.read_bytes()] == []
    assert made.workspace().context.ledger.decisions()


def test_secrets_that_only_look_alike_are_no_example(tmp_path: Path) -> None:
    assert secrets(tmp_path, "canary-other")[1].remembered == ()
