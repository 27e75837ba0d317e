import pytest

from core.krm.values import ABSENT
from core.merge.diff import differences
from tests.builders.documents import deployment_text, thing, unit


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        pytest.param(thing("{a: 1}"), thing("{a: 1.0}"), [], id="what means the same is no change"),
        pytest.param(thing("{a: 1}"), thing("{a: 2}"), [("spec.a", 1, 2)], id="a value"),
        pytest.param(
            thing("{}"), thing("{a: {b: 1}}"), [("spec.a", ABSENT, {"b": 1})], id="an added block is one"
        ),
        pytest.param(
            thing("{a: {b: 1}}"), thing("{}"), [("spec.a", {"b": 1}, ABSENT)], id="so is a removed one"
        ),
        pytest.param(deployment_text(), deployment_text("{dnsPolicy: ClusterFirst}"), [], id="a default"),
        pytest.param(
            deployment_text("{containers: [{name: a}, {name: b, image: x}]}"),
            deployment_text("{containers: [{name: b, image: z}, {name: a}]}"),
            [("spec.template.spec.containers[name=b].image", "x", "z")],
            id="items by name",
        ),
    ],
)
def test_a_change_is_named_with_what_was_and_what_is(
    old: str, new: str, changes: list[tuple[str, object, object]]
) -> None:
    found = differences(unit(old), unit(new))
    assert [(str(change.path), change.old, change.new) for change in found] == changes


def test_a_unit_that_came_or_went_is_its_resources() -> None:
    made = unit(thing("{a: 1}"))
    came, went = differences(None, made), differences(made, None)
    assert [(str(change.path), change.old is ABSENT) for change in came] == [("", True)]
    assert [(str(change.path), change.new is ABSENT) for change in went] == [("", True)]
    assert differences(None, None) == ()


def test_a_secrets_change_is_marked_sensitive() -> None:
    texts = (
        "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {a: " + value + "}"
        for value in ("eA==", "eQ==")
    )
    (change,) = differences(*(unit(text) for text in texts))
    assert change.sensitive
