"""The same change in several units is found, by what it means and never by a secret's own value."""

from pathlib import Path

from core.fieldpath import FieldPath
from core.krm.resource import ResourceId
from core.krm.schema.catalog import BUILTIN
from core.merge.places import Place
from core.merge.resolution import Field
from core.merge.verdict import Verdict
from core.model.groups import groups_of
from core.model.item import ItemKind
from core.sync.changes import change_of
from core.sync.context import DigestKey
from tests.builders.services import EAST, WEST, collide, password, services
from tests.builders.world import World


def grouped_units(made: World) -> list[list[str]]:
    """List the units of each group of conflicts."""
    groups = groups_of(made.items())
    return [[str(unit) for unit in one.units] for one in groups if one.lead.kind == "conflict"]


def test_units_with_the_same_values_on_every_side_are_one_group_across_spaces(tmp_path: Path) -> None:
    made = services(tmp_path)
    collide(made, [f"{WEST}/web", f"{WEST}/cart", f"{EAST}/web"])
    assert grouped_units(made) == [[f"{WEST}/cart", f"{WEST}/web", f"{EAST}/web"]]


def test_another_value_on_one_side_is_another_change(tmp_path: Path) -> None:
    made = services(tmp_path)
    collide(made, [f"{WEST}/web", f"{WEST}/cart"])
    collide(made, [f"{EAST}/web"], hub=5)
    assert grouped_units(made) == [[f"{WEST}/cart", f"{WEST}/web"]]


def test_a_live_value_that_differs_is_another_change_since_taking_it_would_be(tmp_path: Path) -> None:
    made = services(tmp_path)
    collide(made, [f"{WEST}/web", f"{WEST}/cart"])
    text = (made.top.parent / "live" / WEST / "web.yaml").read_text()
    made.live(WEST, {"web.yaml": text.replace("replicas: 2", "replicas: 9")})
    assert grouped_units(made) == []


def test_units_that_wait_to_be_applied_have_nothing_in_common_but_that(tmp_path: Path) -> None:
    made = services(tmp_path)
    for unit in (f"{WEST}/web", f"{WEST}/cart"):
        made.set(unit, "spec.replicas", 4)
    assert [item.change for item in made.items() if item.kind == "pending-apply"] == ["", ""]


def secrets(tmp_path: Path, *, other: str) -> World:
    """Two units with one password each, changed by both sides; ``other`` is the second's in the hub."""
    units = (f"{WEST}/db", f"{WEST}/cache")
    made = services(tmp_path, {unit: password("old", unit.partition("/")[2]) for unit in units})
    for unit, value in zip(units, ("from-the-hub", other), strict=True):
        made.set(unit, "stringData.password", value)
    files = {f"{unit}.yaml": password("from-git", unit.partition("/")[2]) for unit in units}
    made.commit(dict(files), "rotate")
    made.desk("ci").propose()
    return made


def test_secrets_that_mean_the_same_are_one_group(tmp_path: Path) -> None:
    assert grouped_units(secrets(tmp_path, other="from-the-hub")) == [[f"{WEST}/cache", f"{WEST}/db"]]


def test_secrets_whose_marks_look_alike_but_whose_values_differ_are_none(tmp_path: Path) -> None:
    made = secrets(tmp_path, other="another-one")
    shown = [made.desk().open(item.id).resolution.fields[0].place for item in made.items() if item.undecided]
    assert (shown[0].hub, shown[1].hub) == ("(secret C)", "(secret C)")
    assert grouped_units(made) == []


def test_what_a_change_is_called_hangs_on_the_workspaces_own_key() -> None:
    place = Place(
        resource=ResourceId("v1", "Secret", "shop", "db"),
        path=FieldPath.parse("data.password"),
        base="b2xk",
        git="bmV3",
        hub="b3Ro",
        sensitive=True,
    )
    field = Field(place=place, verdict=Verdict.CONFLICT, rule=None)
    keys = [DigestKey(id="k", key=b"one"), DigestKey(id="k", key=b"two")]
    named = {change_of(ItemKind.CONFLICT, [field], catalog=BUILTIN, key=key) for key in keys}
    assert len(named) == 2
