"""A resolution as a value: choices come, go and win over rules; what nobody decided stays open."""

from core.fieldpath import FieldPath
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, UNKNOWN, Value
from core.merge.places import Held, Place, Side
from core.merge.resolution import Edited, Field, FieldState, Resolution
from core.merge.verdict import Verdict

WEB = ResourceId("apps/v1", "Deployment", "shop", "web")


def field(
    path: str, verdict: Verdict = Verdict.CONFLICT, *, rule: Side | None = None, live: Held = 5, git: Held = 3
) -> Field:
    place = Place(resource=WEB, path=FieldPath.parse(path), base=2, git=git, hub=4, live=live)
    return Field(place=place, verdict=verdict, rule=rule)


REPLICAS = field("spec.replicas")
IMAGE = field("spec.image", Verdict.PROMOTE, rule=Side.GIT)
GRACE = field("spec.grace", Verdict.SYNC_BACK, rule=Side.HUB)
PAUSED = field("spec.paused", Verdict.AGREED, rule=Side.HUB)
BLIND = field("spec.blind", live=UNKNOWN)
THREE = Resolution(fields=(REPLICAS, IMAGE, GRACE, PAUSED))


def test_a_field_is_named_by_its_resource_and_path() -> None:
    assert (REPLICAS.key, str(REPLICAS.path)) == (
        "apps/v1/Deployment/shop/web#spec.replicas",
        "spec.replicas",
    )


def test_what_no_rule_decides_is_open_until_somebody_chooses() -> None:
    assert THREE.open == (REPLICAS,)
    assert THREE.choose([REPLICAS.key], Side.GIT).open == ()


def test_a_rule_may_be_missing_where_the_table_has_one() -> None:
    forbidden = field("metadata.name", Verdict.PROMOTE, rule=None)
    assert Resolution(fields=(forbidden,)).open == (forbidden,)


def test_a_drift_is_open_though_a_rule_stands_beside_it() -> None:
    drift = field("spec.replicas", Verdict.CAPTURE, rule=Side.HUB)
    assert (drift.needs_a_person, Resolution(fields=(drift,)).open) == (True, (drift,))


def test_a_choice_wins_over_a_rule() -> None:
    made = THREE.choose([IMAGE.key], Side.HUB)
    assert (made.settled(IMAGE), made.result(IMAGE), THREE.result(IMAGE)) == (Side.HUB, 4, 3)


def test_the_last_choice_for_a_field_counts() -> None:
    made = THREE.choose([REPLICAS.key], Side.GIT).choose([REPLICAS.key], Edited(9))
    assert (made.choices, made.result(REPLICAS)) == (((REPLICAS.key, Edited(9)),), 9)


def test_a_choice_can_be_taken_back() -> None:
    made = THREE.choose([REPLICAS.key, IMAGE.key], Side.LIVE).forget([REPLICAS.key])
    assert (made.choice(REPLICAS.key), made.choice(IMAGE.key), made.open) == (None, Side.LIVE, (REPLICAS,))


def test_a_choice_makes_another_value_and_leaves_the_old_one() -> None:
    made = THREE.choose([REPLICAS.key], Side.GIT)
    assert (THREE.choices, made.choices) == ((), ((REPLICAS.key, Side.GIT),))


def test_a_side_that_was_not_read_is_not_taken() -> None:
    made = Resolution(fields=(BLIND, REPLICAS)).choose([BLIND.key, REPLICAS.key], Side.LIVE)
    assert (made.choices, made.open, BLIND.offers(Side.LIVE)) == (
        ((REPLICAS.key, Side.LIVE),),
        (BLIND,),
        False,
    )


def test_an_own_value_needs_no_side() -> None:
    assert Resolution(fields=(BLIND,)).choose([BLIND.key], Edited(7)).result(BLIND) == 7


def test_absence_can_be_taken_and_typed() -> None:
    gone = field("spec.replicas", git=ABSENT)
    made = Resolution(fields=(gone,))
    assert gone.offers(Side.GIT) is True
    assert made.choose([gone.key], Side.GIT).result(gone) is ABSENT
    assert made.choose([gone.key], Edited(ABSENT)).result(gone) is ABSENT


def test_a_typed_nothing_is_a_choice_like_any_other() -> None:
    nothings: list[Value] = [None, False, 0, "", [], {}]
    for value in nothings:
        made = THREE.choose([REPLICAS.key], Edited(value))
        assert (made.open, made.result(REPLICAS)) == ((), value)


def test_a_key_that_is_none_of_the_fields_chooses_nothing() -> None:
    assert THREE.choose(["v1/Secret/shop/db#data"], Side.GIT).choices == ()


def test_a_field_says_how_far_it_is() -> None:
    states = {str(one.path): THREE.state(one) for one in THREE.fields}
    assert states == {
        "spec.replicas": FieldState.UNDECIDED,
        "spec.image": FieldState.BY_RULE,
        "spec.grace": FieldState.BY_RULE,
        "spec.paused": FieldState.ALIKE,
    }
    assert THREE.choose([REPLICAS.key], Side.HUB).state(REPLICAS) is FieldState.CHOSEN


def test_an_undecided_field_has_no_result() -> None:
    assert (THREE.result(REPLICAS), THREE.settled(REPLICAS)) == (None, None)
