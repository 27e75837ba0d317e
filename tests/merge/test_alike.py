"""A choice made for one unit's fields is made for the fields alike of another, whatever it is called."""

from core.fieldpath import FieldPath
from core.krm.resource import ResourceId
from core.krm.values import UNKNOWN
from core.merge.alike import chosen_alike
from core.merge.places import Held, Place, Side
from core.merge.resolution import Edited, Field, Resolution
from core.merge.verdict import Verdict


def field(name: str, path: str = "spec.replicas", *, live: Held = 5) -> Field:
    resource = ResourceId("apps/v1", "Deployment", "shop", name)
    place = Place(resource=resource, path=FieldPath.parse(path), base=2, git=3, hub=4, live=live)
    return Field(place=place, verdict=Verdict.CONFLICT, rule=None)


def test_the_same_field_of_another_resource_gets_the_same_choice() -> None:
    lead = Resolution(fields=(field("web"),)).choose([field("web").key], Side.HUB)
    other = chosen_alike(lead, Resolution(fields=(field("cart"),)))
    assert other.choices == ((field("cart").key, Side.HUB),)


def test_a_value_that_was_typed_goes_along() -> None:
    lead = Resolution(fields=(field("web"),)).choose([field("web").key], Edited(9))
    assert chosen_alike(lead, Resolution(fields=(field("cart"),))).choices[0][1] == Edited(9)


def test_a_side_that_was_not_read_there_leaves_the_field_open() -> None:
    lead = Resolution(fields=(field("web"),)).choose([field("web").key], Side.LIVE)
    assert chosen_alike(lead, Resolution(fields=(field("cart", live=UNKNOWN),))).choices == ()


def test_a_field_that_is_not_there_is_left_out() -> None:
    lead = Resolution(fields=(field("web"),)).choose([field("web").key], Side.GIT)
    assert chosen_alike(lead, Resolution(fields=(field("cart", "spec.paused"),))).choices == ()


def test_two_resources_of_one_kind_are_told_apart_by_their_names() -> None:
    fields = field("web"), field("worker")
    lead = Resolution(fields=fields).choose([fields[1].key], Side.HUB)
    same = chosen_alike(lead, Resolution(fields=fields))
    assert same.choices == ((fields[1].key, Side.HUB),)
    others = Resolution(fields=(field("a"), field("b")))
    assert chosen_alike(lead, others).choices == ()
