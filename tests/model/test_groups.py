"""Groups fold the same change across units into one row, and nothing else."""

from dataclasses import replace

from core.model.groups import Group, grouped, groups_of
from core.model.item import Item
from core.model.names import ItemId, UnitName
from tests.fakes.inbox import waiting

ONE = waiting()[1].item


def item(unit: str, change: str = "") -> Item:
    return replace(ONE, id=ItemId(f"c-{unit}"), unit=UnitName("shop", unit), change=change)


def rows(*items: Item) -> list[str]:
    return [
        "+".join(str(unit.unit) for unit in row.units) if isinstance(row, Group) else row.unit.unit
        for row in grouped(items)
    ]


def test_a_group_stands_at_the_place_of_its_first_item() -> None:
    items = item("a"), item("b", "x1"), item("c"), item("d", "x1"), item("e", "y2")
    assert rows(*items) == ["a", "b+d", "c", "e"]


def test_what_is_about_no_change_is_never_grouped() -> None:
    assert rows(item("a"), item("b")) == ["a", "b"]


def test_a_group_keeps_its_id_when_another_unit_joins() -> None:
    two, three = groups_of([item("a", "x1"), item("b", "x1")]), groups_of([item(u, "x1") for u in "abc"])
    assert two[0].id == three[0].id == "g-x1"
