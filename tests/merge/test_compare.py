"""Compare: how drift meets what Git and the hub changed, and what an unread side means."""

import pytest

from core.krm.read.documents import Documents
from core.krm.schema.catalog import catalog_from
from core.krm.values import ABSENT, UNKNOWN, Unknown
from core.merge.compare import Sides, compare
from core.merge.places import Place
from core.merge.verdict import Verdict, verdict
from core.merge.words import is_retyped
from tests.builders.documents import deployment_text, thing, unit


def _places(base: str, git: str, hub: str, applied: str, live: str) -> list[Place]:
    sides = [unit(thing(spec)) if spec else None for spec in (base, git, hub, applied, live)]
    named = dict(zip(("base", "git", "hub", "applied", "live"), sides, strict=True))
    return list(compare(Sides(**named)).places)


def _told(places: list[Place]) -> list[tuple[str, Verdict, object]]:
    return [(str(place.path), verdict(place), place.live) for place in places]


@pytest.mark.parametrize(
    ("base", "git", "hub", "applied", "live", "told"),
    [
        pytest.param(
            "{a: 1}", "{a: 2}", "{a: 1}", "{a: 1}", "{a: 3}", [("spec.a", Verdict.HOLD, 3)],
            id="drift holds Git at the same place",
        ),
        pytest.param(
            "{a: 1}", "{a: 2}", "{a: 1}", "{a: 1}", "{a: 2}", [("spec.a", Verdict.PROMOTE_CLOSES_DRIFT, 2)],
            id="a hotfix meets its commit",
        ),
        pytest.param(
            "{a: 1}", "{a: 2}", "{a: 1}", "{a: 1}", "{a: 1, added: 5}", [("spec.a", Verdict.PROMOTE, 1)],
            id="where nothing drifted live is what was applied",
        ),
        pytest.param(
            "{b: {x: 1, w: 1}}", "{}", "{b: {x: 1, w: 1}}", "{b: {x: 1, w: 1}}", "{b: {x: 2, w: 1, z: 9}}",
            [("spec.b", Verdict.HOLD, {"x": 2, "w": 1})], id="a coarser place takes the drift below it in",
        ),
        pytest.param(
            "{b: {x: 1, w: 1}}", "{b: {x: 2, w: 1}}", "{b: {x: 1, w: 1}}", "{b: {x: 1, w: 1}}", "{}",
            [("spec.b.x", Verdict.HOLD, ABSENT), ("spec.b.w", Verdict.CAPTURE, ABSENT)],
            id="a coarser drift gives each place its part and keeps the rest",
        ),
        pytest.param(
            "{b: {x: 1, w: 1}}", "{b: {x: 2, w: 2}}", "{b: {x: 1, w: 1}}", "{b: {x: 1, w: 1}}", "{}",
            [("spec.b.x", Verdict.HOLD, ABSENT), ("spec.b.w", Verdict.HOLD, ABSENT)],
            id="nothing is left over where every part has a place",
        ),
        pytest.param(
            "{a: 1}", "{a: 2}", "{a: 1}", "{a: 1}", "",
            [("", Verdict.CAPTURE, ABSENT), ("spec.a", Verdict.HOLD, ABSENT)],
            id="a resource that is gone stays a place of its own",
        ),
        pytest.param(
            "{a: 1}", "{a: 1}", "{a: 2}", "{a: 1}", "{a: 1}", [("spec.a", Verdict.SYNC_BACK, 1)],
            id="a newer Head is pending apply, not drift",
        ),
        pytest.param(
            "{a: 1}", "{a: 1}", "{a: 2}", "{a: 2}", "{a: 2}", [("spec.a", Verdict.SYNC_BACK, 2)],
            id="an applied Head is live",
        ),
        pytest.param(
            "{a: 1, b: 1}", "{a: 1, b: 1}", "{a: 1, b: 2}", "{a: 1, b: 1}", "{a: 7, b: 1}",
            [("spec.a", Verdict.CAPTURE, 7), ("spec.b", Verdict.SYNC_BACK, 1)],
            id="places stand in document order",
        ),
    ],
)  # fmt: skip
def test_drift_meets_what_git_and_the_hub_changed(
    base: str, git: str, hub: str, applied: str, live: str, told: list[tuple[str, Verdict, object]]
) -> None:
    assert _told(_places(base, git, hub, applied, live)) == told


A, B = unit(thing("{a: 1}")), unit(thing("{a: 2}"))


@pytest.mark.parametrize(
    ("sides", "held", "changed"),
    [
        pytest.param(
            Sides(base=A, git=UNKNOWN, hub=B), (1, UNKNOWN, 2), (False, True), id="Git was not asked"
        ),
        pytest.param(
            Sides(base=A, git=B, hub=UNKNOWN), (1, 2, UNKNOWN), (True, False), id="the hub was not read"
        ),
        pytest.param(
            Sides(base=UNKNOWN, git=A, hub=B), (UNKNOWN, 1, 2), (True, True), id="the base is not known"
        ),
        pytest.param(Sides(base=None, git=A, hub=B), (ABSENT, 1, 2), (True, True), id="there is no base"),
    ],
)
def test_an_unread_side_is_neither_in_sync_nor_gone(
    sides: Sides, held: tuple[object, ...], changed: tuple[bool, bool]
) -> None:
    (place,) = compare(sides).places
    assert (place.base, place.git, place.hub) == held
    assert (place.git_changed, place.hub_changed) == changed
    assert (place.live, place.live_changed) == (UNKNOWN, False)


@pytest.mark.parametrize(
    ("applied", "live"),
    [
        pytest.param(UNKNOWN, B, id="nobody knows what was applied"),
        pytest.param(A, UNKNOWN, id="live was not read"),
    ],
)
def test_nothing_is_said_about_drift_without_both_sides(
    applied: Documents | Unknown, live: Documents | Unknown
) -> None:
    assert compare(Sides(base=A, git=A, hub=A, applied=applied, live=live)).places == ()


def test_a_unit_that_a_side_has_not_is_a_resource_that_it_has_not() -> None:
    (gone,) = compare(Sides(base=A, git=None, hub=A)).places
    (new,) = compare(Sides(base=None, git=A, hub=None)).places
    assert [(str(place.path), verdict(place)) for place in (gone, new)] == [("", Verdict.PROMOTE)] * 2


def test_resources_come_in_the_hubs_order_then_in_gits() -> None:
    def text(*names: str) -> Documents:
        return unit(*(thing("{a: 1}", name=name) for name in names))

    changed = unit(*(thing("{a: 2}", name=name) for name in ("c", "a", "new")))
    found = compare(Sides(base=text("a", "b", "c"), git=changed, hub=text("c", "b", "a"))).places
    assert [place.resource.name for place in found] == ["c", "b", "a", "new"]


@pytest.mark.parametrize(
    ("git", "hub", "paths"),
    [
        pytest.param("{a: 1}", "{a: 1}", ["apiVersion"], id="one side moved and nobody changed a field"),
        pytest.param(
            "{a: 2}", "{a: 1}", ["apiVersion", "spec.a"], id="the side that moved changed a field too"
        ),
        pytest.param("{a: 1}", "{a: 2}", [""], id="the other side changed a field"),
    ],
)
def test_versions_of_another_schema_are_never_mixed(git: str, hub: str, paths: list[str]) -> None:
    sides = Sides(
        base=unit(thing("{a: 1}")), git=unit(thing(git, api="example.org/v2")), hub=unit(thing(hub))
    )
    found = compare(sides).places
    assert [str(place.path) for place in found] == paths
    assert all(verdict(place) is (Verdict.CONFLICT if not paths[0] else Verdict.PROMOTE) for place in found)


CRD = """
kind: CustomResourceDefinition
spec:
  group: example.org
  names: {kind: Thing}
  versions:
    - {name: v1, schema: {openAPIV3Schema: &s {type: object, properties: {spec: {type: object}}}}}
    - {name: v2, schema: {openAPIV3Schema: *s}}
"""


def test_versions_of_one_schema_mix() -> None:
    sides = Sides(
        base=unit(thing("{a: 1}")),
        git=unit(thing("{a: 1}", api="example.org/v2")),
        hub=unit(thing("{a: 2}")),
    )
    found = compare(sides, catalog=catalog_from([CRD])).places
    assert [str(place.path) for place in found] == ["apiVersion", "spec.a"]


@pytest.mark.parametrize(
    ("base", "git", "hub", "why"),
    [
        pytest.param("{a: {b: 1}}", "{}", "{a: {b: 2}}", "Git removed what the hub changed", id="git"),
        pytest.param("{a: {b: 1}}", "{a: {b: 2}}", "{}", "the hub removed what Git changed", id="hub"),
        pytest.param("{}", "{a: 1}", "{a: 2}", "both sides added it, unlike", id="both added"),
        pytest.param("{a: 1}", "{a: x}", "{a: 1}", "a number became text", id="a number became text"),
        pytest.param("{a: 1}", "{a: {b: 1}}", "{a: [1]}", "Git has a block here, the hub a list", id="two"),
        pytest.param(
            "{a: [1]}", "{a: [2]}", "{a: [3]}",
            "nothing tells the items of this list apart, so it is one value", id="one value",
        ),
        pytest.param(
            """{a: '{"x": 1, "w": 1}'}""", """{a: '{"x": 2, "w": 1}'}""", """{a: '{"x": 1, "w": 2}'}""",
            "both sides changed the JSON in this text: Git x; the hub w", id="JSON in a text",
        ),
    ],
)  # fmt: skip
def test_a_conflict_says_why(base: str, git: str, hub: str, why: str) -> None:
    (place,) = compare(Sides(**_three(base, git, hub))).places
    assert place.why == why


def _three(base: str, git: str, hub: str) -> dict[str, Documents]:
    return {"base": unit(thing(base)), "git": unit(thing(git)), "hub": unit(thing(hub))}


def test_a_reference_that_became_a_value_is_told_as_such() -> None:
    before, after = thing("{roleSelector: {matchLabels: {a: b}}}"), thing("{role: arn}")
    found = compare(Sides(base=unit(before), git=unit(after), hub=unit(before))).places
    words = "Git changed the form of a reference: roleSelector became role"
    assert [(str(place.path), place.why) for place in found] == [
        ("spec.roleSelector", words),
        ("spec.role", words),
    ]


@pytest.mark.parametrize(
    ("git", "what"),
    [
        pytest.param(
            "{initContainers: [{name: b}, {name: a}]}", "order", id="init containers in another order"
        ),
        pytest.param("{initContainers: [{name: a}, {name: a}]}", "shares it", id="a name twice"),
    ],
)
def test_what_a_person_should_know_is_said(git: str, what: str) -> None:
    before = unit(deployment_text("{initContainers: [{name: a}, {name: b}]}"))
    found = compare(Sides(base=before, git=unit(deployment_text(git)), hub=before))
    assert [str(row.path) for row in found.warned] == ["spec.template.spec.initContainers"]
    assert what in found.warned[0].what


def test_words_that_tools_read_differently_are_named_with_their_sides() -> None:
    found = compare(Sides(base=unit(thing("{a: 1}")), git=unit(thing("{a: yes}")), hub=unit(thing("{a: 1}"))))
    assert [(str(row.path), row.what.endswith("(Git)")) for row in found.warned] == [("spec.a", True)]


TYPED = CRD.replace("spec: {type: object}", "spec: {type: object, properties: {account: {type: string}}}")


def test_a_value_that_lost_its_type_is_told_with_what_the_schema_asks_for() -> None:
    sides = _three('{account: "2050"}', "{account: 2050}", '{account: "2050"}')
    (place,) = compare(Sides(**sides), catalog=catalog_from([TYPED])).places
    assert (place.why, is_retyped(place)) == ("text became a number; the schema asks for text", True)


def test_a_value_of_the_same_type_is_not_retyped() -> None:
    (place,) = compare(Sides(**_three("{a: 1}", "{a: 2.5}", "{a: 1}"))).places
    assert not is_retyped(place)


def test_what_follows_from_its_neighbours_is_the_same_written_out_or_not() -> None:
    def pod(policy: str) -> Documents:
        return unit(deployment_text(f"{{containers: [{{name: app, image: 'a:1'{policy}}}]}}"))

    sides = Sides(
        base=pod(", imagePullPolicy: Always"), git=pod(", imagePullPolicy: IfNotPresent"), hub=pod("")
    )
    (place,) = compare(sides).places
    assert verdict(place) is Verdict.AGREED


HEAD = "apiVersion: v1\nkind: Secret\nmetadata: {name: db}\n"


@pytest.mark.parametrize(
    ("git", "hub", "told"),
    [
        pytest.param("data: {a: eA==}", "stringData: {a: x}", [], id="the form alone"),
        pytest.param(
            "data: {a: eA==}",
            "stringData: {a: y}",
            [("stringData.a", Verdict.SYNC_BACK)],
            id="form and value",
        ),
        pytest.param(
            "data: {a: eQ==}", "stringData: {a: z}", [("stringData.a", Verdict.CONFLICT)], id="two values"
        ),
        pytest.param(
            "data: {a: /w==}",
            "stringData: {a: x}",
            [("stringData.a", Verdict.PROMOTE), ("data.a", Verdict.PROMOTE)],
            id="bytes that are no text",
        ),
    ],
)
def test_a_secrets_two_forms_are_one_thing(git: str, hub: str, told: list[tuple[str, Verdict]]) -> None:
    sides = Sides(base=unit(f"{HEAD}stringData: {{a: x}}"), git=unit(HEAD + git), hub=unit(HEAD + hub))
    assert [(str(place.path), verdict(place)) for place in compare(sides).places] == told
