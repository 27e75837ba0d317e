"""The merge of texts beyond the cases: what is written over which text, and what is never shown."""

from typing import Final

import pytest

from core.errors import InputRefused
from core.merge.mergetext import merge_texts
from tests.builders.documents import thing

LOGIN: Final = "apiVersion: v1\nkind: Secret\nmetadata: {{name: db}}\nstringData: {{user: {}}}\n"
POLICY: Final = """\
apiVersion: iam.aws.upbound.io/v1beta1
kind: RolePolicy
metadata: {name: a}
spec:
  forProvider:
    policy: |  # reviewed by ines
      {
        "Statement": [
          {"Sid": "A", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
          {"Sid": "B", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}
        ]
      }
"""


def test_identical_texts_come_back_byte_for_byte() -> None:
    result = merge_texts(POLICY, POLICY, POLICY)
    assert (result.merged, result.clean, result.ignored) == (POLICY, True, ())


def test_changes_of_one_json_text_that_do_not_meet_are_joined_in_its_own_layout() -> None:
    git, hub = POLICY.replace("GetObject", "GetObject*"), POLICY.replace("PutObject", "DeleteObject")
    result = merge_texts(POLICY, git, hub)
    assert result.merged == git.replace("PutObject", "DeleteObject")
    assert result.changes_from_git == result.changes_from_hub == ("spec.forProvider.policy",)


def test_changes_of_one_json_text_that_meet_are_a_conflict_at_its_field() -> None:
    git, hub = POLICY.replace("GetObject", "GetObject*"), POLICY.replace("GetObject", "ListObjects")
    result = merge_texts(POLICY, git, hub)
    assert [str(place.path) for place in result.conflicts] == ["spec.forProvider.policy"]
    assert result.merged == hub


def test_where_git_has_no_text_the_merge_is_written_over_the_hubs() -> None:
    base = f"{thing('{a: 1}', name='a')}---\n{thing('{a: 1}', name='b')}"
    hub = base.replace("name: b}\nspec: {a: 1}", "name: b}  # kept\nspec: {a: 2}")
    result = merge_texts(base, "", hub)
    assert result.merged.removeprefix("---\n") == hub.partition("---\n")[2]
    assert [str(place.resource) for place in result.conflicts] == ["example.org/v1/Thing//b"]
    assert result.changes_from_git == ("example.org/v1/Thing//a#",)


def test_a_conflict_in_a_secret_shows_marks_instead_of_values() -> None:
    result = merge_texts(LOGIN.format("one"), LOGIN.format("two"), LOGIN.format("three"), LOGIN.format("two"))
    (conflict,) = result.as_json()["conflicts"]
    shown = {side: conflict[side] for side in ("base", "git", "hub", "live")}
    assert shown == {"base": "(secret A)", "git": "(secret B)", "hub": "(secret C)", "live": "(secret B)"}


def test_an_absent_value_is_left_out_of_a_conflict() -> None:
    (conflict,) = merge_texts(thing("{}"), thing("{a: 1}"), thing("{a: 2}")).as_json()["conflicts"]
    assert conflict == {
        "resource": "example.org/v1/Thing//a",
        "path": "spec.a",
        "git": 1,
        "hub": 2,
        "why": "both sides added it, unlike",
    }


def test_a_rename_is_hinted_at_where_it_meets_an_edit() -> None:
    body = "{a: 1, b: 2, c: 3, d: 4, e: 5}"
    edited = body.replace("e: 5", "e: 6")
    result = merge_texts(thing(body), thing(body, name="new"), thing(edited))
    assert [place.why for place in result.conflicts] == [
        "Git removed what the hub changed; Git seems to have renamed it to example.org/v1/Thing//new"
    ]


@pytest.mark.parametrize("at", range(4), ids=["base", "git", "hub", "live"])
def test_a_text_that_cannot_be_read_is_refused_by_its_side(at: int) -> None:
    texts = [thing("{a: 1}")] * 4
    texts[at] = "a: ["
    with pytest.raises(InputRefused) as refused:
        merge_texts(*texts)
    assert ["base", "git", "hub", "live"][at] in str(refused.value)
