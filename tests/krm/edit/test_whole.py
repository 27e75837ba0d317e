"""Whole documents: added to a text, and taken out of it."""

import pytest

from core.fieldpath import ROOT, FieldPath
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Value

X = ResourceId("v1", "ConfigMap", "", "x")
VALUE: Value = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}, "data": {"k": "v"}}
WRITTEN = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n  k: v\n"
OTHER = "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n"
COPIED = "# about x\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x # n\ndata:\n  k: w\n"
DONOR = f"# of the file\n---\n{COPIED}---\n{OTHER}"
ITEM = "- apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: x\n  data:\n    k: v\n"
LIST = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Namespace\n  metadata: {name: a}\n"


def added(text: str, *donors: str) -> str:
    return edit(text, [FieldChange(resource=X, path=ROOT, value=VALUE)], donors=donors)


def removed(text: str, resource: ResourceId | int) -> str:
    return edit(text, [FieldChange(resource=resource, path=ROOT, value=ABSENT)])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("", WRITTEN, id="into nothing"),
        pytest.param("# c\n", f"# c\n{WRITTEN}", id="below comments"),
        pytest.param(OTHER, f"{OTHER}---\n{WRITTEN}", id="behind another"),
        pytest.param(OTHER.rstrip(), f"{OTHER}---\n{WRITTEN}", id="behind one without a last line break"),
        pytest.param("a: |\n  x", f"a: |-\n  x\n---\n{WRITTEN}", id="behind a block scalar without one"),
        pytest.param(f"{OTHER}...\n", f"{OTHER}...\n---\n{WRITTEN}", id="behind an end mark"),
        pytest.param(LIST, LIST + ITEM, id="into a list"),
        pytest.param(
            '[{"kind":"A"}]',
            '[{"kind":"A"},{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"x"},"data":{"k":"v"}}]',
            id="into a JSON list",
        ),
        pytest.param(
            OTHER.replace("\n", "\r\n"),
            f"{OTHER}---\n{WRITTEN}".replace("\n", "\r\n"),
            id="in the file's line breaks",
        ),
    ],
)
def test_a_resource_is_written_anew(before: str, after: str) -> None:
    assert added(before) == after


def test_a_resource_is_copied_from_the_donor_that_has_it_comments_and_all() -> None:
    result = added(OTHER, "no: [yaml", "a: 1\n", DONOR)
    assert result == f"{OTHER}---\n{COPIED.replace('k: w', 'k: v')}"


def test_a_donor_s_directives_are_not_copied() -> None:
    assert added(OTHER, f"%YAML 1.1\n---\n{COPIED}") == f"{OTHER}---\n{WRITTEN}"


def test_a_donor_s_end_mark_is_not_copied() -> None:
    assert added(OTHER, f"{COPIED}...\n") == f"{OTHER}---\n{COPIED.replace('k: w', 'k: v')}"


@pytest.mark.parametrize(
    ("before", "document", "after"),
    [
        pytest.param("a: 1\n---\n# b\nb: 1\n---\nc: 1\n", 1, "a: 1\n---\nc: 1\n", id="one in the middle"),
        pytest.param("a: 1\n---\nb: 1\n", 1, "a: 1\n", id="the last"),
        pytest.param(
            "# file\n---\na: 1\n---\nb: 1\n", 0, "# file\n---\nb: 1\n", id="the first; the file's head stays"
        ),
        pytest.param("# mine\na: 1\n---\nb: 1\n", 0, "---\nb: 1\n", id="the first with its own head"),
        pytest.param("a: 1\n", 0, "", id="the only one"),
        pytest.param("\ufeffa: 1\n---\nb: 1\n", 0, "\ufeff---\nb: 1\n", id="the byte-order mark stays"),
        pytest.param(
            "a: 1\n---\nb: 1\n---\n# nothing\n---\nc: 1\n",
            1,
            "a: 1\n---\n# nothing\n---\nc: 1\n",
            id="an empty one behind it stays",
        ),
    ],
)
def test_a_document_is_removed(before: str, document: int, after: str) -> None:
    assert removed(before, document) == after


def test_an_item_of_a_list_is_removed_like_a_document() -> None:
    assert removed(LIST + ITEM, X) == LIST


def test_an_item_of_a_list_is_edited_like_a_document() -> None:
    change = FieldChange(resource=X, path=FieldPath.parse("data.k"), value="no")
    assert edit(LIST + ITEM, [change]) == LIST + ITEM.replace("k: v", 'k: "no"')


def test_removing_a_resource_that_is_not_there_changes_nothing() -> None:
    assert removed(OTHER, X) == OTHER


def test_a_resource_is_added_removed_and_added_again() -> None:
    changes = [FieldChange(resource=X, path=ROOT, value=value) for value in (VALUE, ABSENT, VALUE)]
    assert edit(OTHER, changes) == f"{OTHER}---\n{WRITTEN}"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(WRITTEN, id="the text leaves its namespace open"),
        pytest.param(WRITTEN.replace("name: x", "name: x\n  namespace: shop"), id="the text says it"),
    ],
)
def test_a_resource_is_found_by_the_namespace_it_is_applied_in(text: str) -> None:
    change = FieldChange(
        resource=ResourceId("v1", "ConfigMap", "shop", "x"), path=FieldPath.parse("data.k"), value="w"
    )
    assert edit(text, [change]) == text.replace("k: v", "k: w")


def test_of_two_resources_that_differ_by_namespace_the_right_one_is_changed() -> None:
    text = f"{WRITTEN}---\n{WRITTEN.replace('name: x', 'name: x' + chr(10) + '  namespace: shop')}"
    change = FieldChange(
        resource=ResourceId("v1", "ConfigMap", "shop", "x"), path=FieldPath.parse("data.k"), value="w"
    )
    first, _, second = edit(text, [change]).partition("---\n")
    assert ("k: v" in first, "k: w" in second) == (True, True)
