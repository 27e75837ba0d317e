"""Merging two branches of a file: fields by the engine, wording by lines, nothing lost."""

from pathlib import Path
from typing import Final

import pytest

from core.errors import InputRefused
from core.git.linemerge import LineMerger
from core.merge.branches import BranchMerge, merge_branches
from core.merge.markers import marked
from core.merge.places import Side
from core.system.processes import run

BASE: Final = """\
# owned by shop
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2  # floor
  paused: false
  template:
    spec:
      containers:
      - name: app
        image: app:1
      - name: proxy
        image: proxy:1
"""
APP: Final = "      - name: app\n        image: app:1\n"
PROXY: Final = "      - name: proxy\n        image: proxy:1\n"
REORDERED: Final = BASE.replace(APP + PROXY, PROXY + APP)


def changed(*pairs: str, text: str = BASE) -> str:
    for old, new in zip(pairs[::2], pairs[1::2], strict=True):
        assert old in text
        text = text.replace(old, new)
    return text


def merged(base: str, current: str, other: str) -> BranchMerge:
    return merge_branches(base, current, other, lines=LineMerger(run=run, folder=Path.cwd(), environment={}))


def written(result: BranchMerge, *, with_base: bool = False) -> str:
    return marked(result.parts, size=7, with_base=with_base)


@pytest.mark.parametrize(
    ("current", "other", "text"),
    [
        pytest.param(BASE, BASE, BASE, id="nobody changed anything"),
        pytest.param(
            changed("replicas: 2", "replicas: 3"),
            BASE,
            changed("replicas: 2", "replicas: 3"),
            id="one changed a field",
        ),
        pytest.param(
            changed("replicas: 2", "replicas: 3"),
            changed("paused: false", "paused: true"),
            changed("replicas: 2", "replicas: 3", "paused: false", "paused: true"),
            id="fields on adjacent lines",
        ),
        pytest.param(
            changed("replicas: 2", "replicas: 3"),
            changed("# floor", "# at least"),
            changed("replicas: 2  # floor", "replicas: 3  # at least"),
            id="a field and the comment beside it",
        ),
        pytest.param(
            changed("# owned by shop", "# owned by web"),
            changed("# floor", "# at least"),
            changed("# owned by shop", "# owned by web", "# floor", "# at least"),
            id="two comments",
        ),
        pytest.param(
            REORDERED,
            changed("proxy:1", "proxy:2"),
            changed("proxy:1", "proxy:2", text=REORDERED),
            id="items in another order, and a field in one of them",
        ),
        pytest.param(
            changed("proxy:1", "proxy:2"),
            REORDERED,
            changed("proxy:1", "proxy:2", text=REORDERED),
            id="the same the other way round",
        ),
        pytest.param(
            BASE + "      - name: logs  # mine\n        image: logs:1\n",
            BASE + "      # theirs\n      - name: cache\n        image: cache:1\n",
            BASE
            + "      - name: logs  # mine\n        image: logs:1\n"
            + "      # theirs\n      - name: cache\n        image: cache:1\n",
            id="each added an item at one place, with comments",
        ),
        pytest.param(
            changed("replicas: 2", "replicas: 3"),
            changed("replicas: 2", "replicas: 3"),
            changed("replicas: 2", "replicas: 3"),
            id="both made one change",
        ),
        pytest.param(
            changed("replicas: 2", "replicas: 3", text=BASE.replace("\n", "\r\n")),
            changed("paused: false", "paused: true"),
            changed("replicas: 2", "replicas: 3", "paused: false", "paused: true").replace("\n", "\r\n"),
            id="one side with carriage returns",
        ),
    ],
)
def test_what_does_not_collide_is_merged(current: str, other: str, text: str) -> None:
    result = merged(BASE, current, other)
    assert (result.clean, written(result)) == (True, text)


@pytest.mark.parametrize(
    ("current", "other", "conflict", "lines"),
    [
        pytest.param(
            changed("replicas: 2", "replicas: 3"),
            changed("replicas: 2", "replicas: 4", "paused: false", "paused: true"),
            "spec.replicas",
            "<<<<<<< current branch\n  replicas: 3  # floor\n=======\n  replicas: 4  # floor\n"
            ">>>>>>> merged branch\n  paused: true\n",
            id="one field, and the field below it is merged",
        ),
        pytest.param(
            changed(PROXY, ""),
            changed("proxy:1", "proxy:2"),
            "spec.template.spec.containers[name=proxy]",
            APP
            + "<<<<<<< current branch\n=======\n"
            + "      - name: proxy\n        image: proxy:2\n>>>>>>> merged branch\n",
            id="an item removed here and changed there",
        ),
    ],
)
def test_a_conflict_is_named_and_stands_between_markers(
    current: str, other: str, conflict: str, lines: str
) -> None:
    result = merged(BASE, current, other)
    assert [str(place.path) for place in result.conflicts] == [conflict]
    assert lines in written(result)


def test_the_base_stands_between_the_markers_where_it_is_wanted() -> None:
    result = merged(BASE, changed("replicas: 2", "replicas: 3"), changed("replicas: 2", "replicas: 4"))
    assert "||||||| base\n  replicas: 2  # floor\n=======\n" in written(result, with_base=True)


def test_comments_that_collide_are_left_to_a_person() -> None:
    result = merged(BASE, changed("# floor", "# at night"), changed("# floor", "# at least"))
    assert (result.clean, result.conflicts, len(result.wordings)) == (False, (), 1)
    assert "=======\n  replicas: 2  # at least\n>>>>>>> merged branch\n" in written(result)


REMARKED: Final = PROXY.replace("image:", "# not on arm\n        image:")


def test_a_comment_in_what_the_other_branch_removed_is_left_to_a_person() -> None:
    result = merged(BASE, changed(PROXY, REMARKED), changed(PROXY, ""))
    assert (result.clean, result.conflicts, result.lost) == (False, (), ())
    assert REMARKED in written(result)


def test_a_comment_that_finds_no_place_beside_a_conflict_is_named() -> None:
    current = changed(PROXY, REMARKED, "replicas: 2", "replicas: 3")
    result = merged(BASE, current, changed(PROXY, "", "replicas: 2", "replicas: 4"))
    assert [str(place.path) for place in result.conflicts] == ["spec.replicas"]
    assert result.lost == ("# not on arm",)


def test_layout_that_collides_is_the_current_branchs() -> None:
    result = merged(
        BASE, changed("image: app:1", 'image: "app:1"'), changed("image: app:1", "image: 'app:1'")
    )
    assert (result.clean, written(result)) == (True, changed("image: app:1", 'image: "app:1"'))


def test_a_clean_merge_of_lines_that_means_something_else_is_not_taken() -> None:
    """Each branch added one container with one name, far enough apart for Git to take both."""
    between = "      - name: a\n        image: a:1\n      - name: b\n        image: b:1\n"
    new = "      - name: logs\n        image: logs:1\n"
    base = BASE + between
    result = merged(base, BASE.replace(APP, new + APP) + between, base + new)
    assert result.clean
    assert written(result).count("name: logs") == 1


@pytest.mark.parametrize(
    ("sides", "replicas", "paused"),
    [
        pytest.param((Side.GIT, Side.GIT), 3, "true", id="the current branch"),
        pytest.param((Side.HUB, Side.HUB), 4, "null", id="the merged branch"),
        pytest.param((Side.BASE, Side.GIT), 2, "true", id="the base and the current branch"),
    ],
)
def test_a_decided_conflict_is_written_and_the_comments_stay(
    sides: tuple[Side, ...], replicas: int, paused: str
) -> None:
    result = merged(
        BASE,
        changed("replicas: 2", "replicas: 3", "paused: false", "paused: true"),
        changed("replicas: 2", "replicas: 4", "  paused: false\n", "", "# owned by shop", "# owned by web"),
    )
    text = result.decided(sides)
    assert text.startswith("# owned by web\n")
    assert f"replicas: {replicas}  # floor\n" in text
    assert ("paused" in text) is (paused != "null")


def test_a_file_that_both_branches_added_is_merged_without_a_base() -> None:
    result = merged("", changed("replicas: 2", "replicas: 3"), changed("replicas: 2", "replicas: 4"))
    assert [str(place.path) for place in result.conflicts] == ["spec.replicas"]
    assert "replicas: 3  # floor\n=======\n" in written(result)


def test_a_text_that_is_no_resource_is_refused() -> None:
    with pytest.raises(InputRefused, match="Could not read"):
        merged("a: 1\n", "a: 2\n", "a: 3\n")
