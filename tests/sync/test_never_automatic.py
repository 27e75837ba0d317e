"""What no rule lets in by itself: deletions, and external names added, changed or removed at any depth."""

from pathlib import Path

import pytest

from core.errors import SourceUnreadable
from core.merge.places import Side
from core.sync.bring import Became
from tests.builders.world import World, world
from tests.sync.one_unit import SPACE, accept, git, item, kinds, one_unit, propose, settings

NAME = "crossplane.io/external-name"


def bucket(annotations: str = "", *, region: str = "eu-west-1", more: str = "") -> str:
    """Write a bucket with annotations in one flow line."""
    block = f"  annotations: {annotations}\n" if annotations else ""
    return (
        "apiVersion: s3.aws.upbound.io/v1beta1\nkind: Bucket\nmetadata:\n  name: files\n"
        f"{block}spec:\n  forProvider: {{region: {region}}}\n{more}"
    )


def composition(annotations: str) -> str:
    """Write a resource that holds another one deep inside."""
    return f"""\
apiVersion: apiextensions.crossplane.io/v1
kind: Composition
metadata: {{name: files}}
spec:
  resources:
    - name: bucket
      base:
        kind: Bucket
        metadata: {{annotations: {annotations}}}
"""


OURS, THEIRS = f"{{{NAME}: ours}}", f"{{{NAME}: theirs}}"

CHANGES = [
    pytest.param(bucket(), bucket(OURS), id="added with all annotations"),
    pytest.param(bucket("{a: b}"), bucket(f"{{a: b, {NAME}: ours}}"), id="added to annotations"),
    pytest.param(bucket(OURS), bucket(THEIRS), id="changed"),
    pytest.param(bucket(f"{{a: b, {NAME}: ours}}"), bucket("{a: b}"), id="removed"),
    pytest.param(bucket(OURS), bucket(), id="removed with all annotations"),
    pytest.param(
        bucket(OURS), bucket(OURS).replace("v1beta1", "v1beta2").replace("ours", "x"), id="in a new version"
    ),
    pytest.param(composition("{}"), composition(OURS), id="added deep inside"),
    pytest.param(composition(OURS), composition(THEIRS), id="changed deep inside"),
    pytest.param(
        composition(OURS),
        composition(OURS).partition("    - name")[0].replace("resources:", "resources: []"),
        id="removed with the item around it",
    ),
]


@pytest.mark.parametrize(("before", "now"), CHANGES)
def test_a_changed_external_name_needs_approval(tmp_path: Path, before: str, now: str) -> None:
    made = one_unit(tmp_path, before, config=settings("clean_merges: auto"))
    git(made, now)
    outcome = propose(made)
    assert (outcome.became, made.head("shop/web")) == (Became.PENDING, 1)
    assert (item(made, "proposal").state, item(made, "proposal").risk.value) == ("needs approval", "high")
    assert "never automatic" in outcome.why


@pytest.mark.parametrize(("before", "now"), CHANGES)
def test_an_approved_external_name_goes_in(tmp_path: Path, before: str, now: str) -> None:
    made = one_unit(tmp_path, before)
    git(made, now)
    propose(made)
    accept(made, "proposal", Side.GIT)
    assert (made.text("shop/web"), propose(made).item) == (now, None)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        pytest.param(bucket(OURS), bucket(OURS, region="eu-west-2"), id="a field beside it changed"),
        pytest.param(bucket(OURS), bucket(f"{{a: b, {NAME}: ours}}"), id="an annotation beside it came"),
        pytest.param(
            bucket(), bucket() + "---\n" + bucket(OURS).replace("files", "more"), id="a new resource has one"
        ),
        pytest.param(bucket(f"{{a: b, {NAME}: ours}}"), bucket(OURS), id="an annotation beside it went"),
    ],
)
def test_what_leaves_external_names_alone_goes_in(tmp_path: Path, before: str, now: str) -> None:
    made = one_unit(tmp_path, before)
    git(made, now)
    assert (propose(made).became, made.text("shop/web")) == (Became.PROMOTED, now)


def test_a_value_of_another_type_needs_approval(tmp_path: Path) -> None:
    made = one_unit(tmp_path, bucket(more='  account: "0123"\n'))
    git(made, bucket(more="  account: 123\n"))
    assert (propose(made).became, item(made, "proposal").state) == (Became.PENDING, "needs approval")
    accept(made, "proposal", Side.GIT)
    assert "account: 123\n" in made.text("shop/web")


def test_the_fields_beside_it_wait_with_it(tmp_path: Path) -> None:
    made = one_unit(tmp_path, bucket())
    git(made, bucket(OURS, region="eu-west-2"))
    propose(made)
    found = item(made, "proposal")
    assert (found.undecided, found.fields, "eu-west-1" in made.text("shop/web")) == (1, 2, True)


def test_a_deleted_resource_needs_approval(tmp_path: Path) -> None:
    more = "---\n" + bucket().replace("files", "more")
    made = one_unit(tmp_path, bucket() + more)
    git(made, bucket())
    propose(made)
    assert (item(made, "proposal").state, "more" in made.text("shop/web")) == ("needs approval", True)


def test_a_deleted_unit_needs_approval_and_stays(tmp_path: Path) -> None:
    made = one_unit(tmp_path, bucket(), config=settings("clean_merges: auto"))
    git(made, None)
    propose(made)
    found = item(made, "deletion")
    assert (found.risk.value, found.reason) == (
        "high",
        "Git no longer has this unit; deleting is never automatic",
    )
    assert made.text("shop/web") == bucket()


def test_a_deletion_that_git_takes_back_ends(tmp_path: Path) -> None:
    made = one_unit(tmp_path, bucket())
    git(made, None)
    propose(made)
    git(made, bucket())
    assert (propose(made).item, kinds(made)) == (None, [])
    assert list(made.workspace().context.proposals.pending(SPACE)) == []


def test_a_deletion_that_was_declined_comes_up_when_git_says_it_again(tmp_path: Path) -> None:
    made = one_unit(tmp_path, bucket())
    git(made, None)
    propose(made)
    accept(made, "deletion", Side.HUB)
    assert kinds(made) == ["sync-back"]
    git(made, bucket())
    propose(made)
    git(made, None)
    propose(made)
    assert kinds(made) == ["deletion"]


def test_a_new_unit_is_created_by_its_first_proposal(tmp_path: Path) -> None:
    made = first(tmp_path)
    outcome = propose(made)
    assert (outcome.became, outcome.revision, made.text("shop/web")) == (Became.CREATED, 1, bucket(OURS))


def test_policy_may_hold_a_new_unit(tmp_path: Path) -> None:
    made = first(tmp_path, "promote: review")
    outcome = propose(made)
    assert (outcome.became, made.head("shop/web"), kinds(made)) == (Became.PENDING, 0, ["proposal"])
    accept(made, "proposal", Side.GIT)
    assert (made.text("shop/web"), propose(made).item) == (bucket(OURS), None)


def first(folder: Path, *lines: str) -> World:
    """A repository whose unit was never proposed."""
    return world(folder, settings(*lines, live=False), {"k8s/web.yaml": bucket(OURS)})


def test_a_renderer_that_renders_nothing_deletes_nothing(tmp_path: Path) -> None:
    made = one_unit(tmp_path, bucket())
    made.commit({"k8s/web.yaml": None})
    with pytest.raises(SourceUnreadable):
        made.desk("ci").propose(space=SPACE)
    assert kinds(made) == []
