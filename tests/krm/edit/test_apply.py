"""Edits as a person would make them: text before, change, text after."""

import pytest

from core.errors import EditRefused, InputRefused
from core.fieldpath import ROOT, FieldPath
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.read.limits import Limits
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value


def edited(text: str, path: str, value: Value | Absent, *, document: int = 0) -> str:
    place = FieldPath.parse(path) if path else ROOT
    return edit(text, [FieldChange(resource=document, path=place, value=value)])


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        pytest.param("a: 1  # c\nb: 2\n", "a", 5, "a: 5  # c\nb: 2\n", id="the trailing comment stays"),
        pytest.param("a: 'x'\n", "a", "it's", "a: 'it''s'\n", id="single quotes stay"),
        pytest.param('a: "x"\n', "a", "y\tz", 'a: "y\\tz"\n', id="double quotes stay"),
        pytest.param('a: "80"\n', "a", 80, "a: 80\n", id="a number loses its quotes"),
        pytest.param("a: 'x'\n", "a", "y\nz", "a: |-\n  y\n  z\n", id="several lines become a block"),
        pytest.param("a: web\n", "a", "no", 'a: "no"\n', id="a text that others read as a bool is quoted"),
        pytest.param("a: web\nb: 'x'\n", "a", "0644", "a: '0644'\nb: 'x'\n", id="in the file's own quotes"),
        pytest.param("a: 2024-01-02\n", "a", "2024-01-03", 'a: "2024-01-03"\n', id="a date is quoted"),
        pytest.param("a: yes\n", "a", False, "a: false\n", id="a bool is written clearly"),
        pytest.param("a: 0644\n", "a", 420, "a: 0644\n", id="420 is what 0644 says already"),
        pytest.param("a: 1\n", "a", 1.0, "a: 1.0\n", id="1.0 is not 1"),
        pytest.param("a: 1\n", "a", 1e20, "a: 1.0e+20\n", id="a float has a point for YAML 1.1"),
        pytest.param("a: 1\n", "a", 2**70, "a: 1180591620717411303424\n", id="no digit is lost"),
        pytest.param("a:\nb: 1\n", "a", "x", "a: x\nb: 1\n", id="where nothing was written"),
        pytest.param("a:  # c\nb: 1\n", "a", "x", "a: x  # c\nb: 1\n", id="the same before a comment"),
        pytest.param("- a\n-\n- c\n", "[1]", "x", "- a\n- x\n- c\n", id="an empty item"),
        pytest.param("a: &x 5\n", "a", 6, "a: &x 6\n", id="an anchor nobody uses stays"),
        pytest.param("a: !!str 5\n", "a", "6", 'a: !!str "6"\n', id="a tag stays where it still fits"),
        pytest.param("a: !!int '5'\n", "a", "x", "a: 'x'\n", id="and goes where it does not"),
        pytest.param(
            "a: x\n  y\n  z # c\nb: 1\n",
            "a",
            "x Y z",
            "a: x\n  Y\n  z # c\nb: 1\n",
            id="a plain scalar over lines",
        ),
        pytest.param('a: "x\n  y\n  z"\n', "a", "x Y! z", 'a: "x\n  Y!\n  z"\n', id="a quoted one"),
        pytest.param(
            "a: |\n  l1\n  l2\nb: 1\n",
            "a",
            "l1\nL2\nl3\n",
            "a: |\n  l1\n  L2\n  l3\nb: 1\n",
            id="a literal block",
        ),
        pytest.param(
            "a: | # c\n  l1\n  l2\n", "a", "x", "a: |- # c\n  x\n", id="a literal block of one line"
        ),
        pytest.param("a: |-\n  l1\n  l2\n", "a", "l1\nl2\n", "a: |\n  l1\n  l2\n", id="its end"),
        pytest.param(
            "a: |\n  l1\n\n    l2\n", "a", "l1\n\n  L2\n", "a: |\n  l1\n\n    L2\n", id="deeper lines in it"
        ),
        pytest.param(
            "a: >\n  w1 w2\n  w3\n\n  p\nb: 1\n",
            "a",
            "w1 w2 W3\np\n",
            "a: >\n  w1 w2\n  W3\n\n  p\nb: 1\n",
            id="a fold",
        ),
        pytest.param("a: >-\n  w1\n  w2\n", "a", 5, "a: 5\n", id="a fold becomes a number"),
        pytest.param("a: {b: 1, c: 'x'}\n", "a.c", "y, z", "a: {b: 1, c: 'y, z'}\n", id="between braces"),
        pytest.param('{"a":{"b":"x"}}', "a.b", "no", '{"a":{"b":"no"}}', id="in JSON"),
        pytest.param('{"a": 1}', "a", "x", '{"a": "x"}', id="a number in JSON that becomes a text"),
        pytest.param("a:\r\n  b: 1\r\n", "a.b", 2, "a:\r\n  b: 2\r\n", id="CRLF"),
        pytest.param("\ufeffa: 1\nb: 2\n", "a", 3, "\ufeffa: 3\nb: 2\n", id="a byte-order mark"),
        pytest.param("a: 1\nb: 2", "b", 3, "a: 1\nb: 3", id="no last line break"),
        pytest.param(
            "é: 😀 # ü\nb: 2\n", "b", 3, "é: 😀 # ü\nb: 3\n", id="characters beyond ASCII and beyond 16 bits"
        ),
    ],
)
def test_a_value_is_set(before: str, path: str, value: Value, after: str) -> None:
    assert edited(before, path, value) == after


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        pytest.param("a: 1\nb: 2\n", "c", 3, "a: 1\nb: 2\nc: 3\n", id="a key at the end"),
        pytest.param("a: 1\nb: 2", "c", 3, "a: 1\nb: 2\nc: 3", id="no last line break before, none after"),
        pytest.param(
            "m:\n    a: 1 # c\nn: 2\n",
            "m.b",
            "x",
            "m:\n    a: 1 # c\n    b: x\nn: 2\n",
            id="in the map's column",
        ),
        pytest.param(
            "m:\n    a: 1\n",
            "q.b.c",
            1,
            "m:\n    a: 1\nq:\n    b:\n        c: 1\n",
            id="parents in the file's indentation",
        ),
        pytest.param("m:\n  - a\n", "q", ["x"], "m:\n  - a\nq:\n  - x\n", id="dashes as the file has them"),
        pytest.param(
            "m:\n-   a: 1\n", "m[1]", {"a": 2, "b": 3}, "m:\n-   a: 1\n-   a: 2\n    b: 3\n", id="wide dashes"
        ),
        pytest.param(
            "m:\n- {a: 1}\n",
            "m[1]",
            {"a": 2},
            "m:\n- {a: 1}\n- {a: 2}\n",
            id="an item in braces as its siblings",
        ),
        pytest.param("- - a\n- b\n", "[0][1]", "c", "- - a\n  - c\n- b\n", id="a list in a list"),
        pytest.param(
            "m: []  # none\n", "m[0]", "x", "m:  # none\n- x\n", id="an empty list keeps its comment"
        ),
        pytest.param("m: {}\n", "m.a", {"b": []}, "m:\n  a:\n    b: []\n", id="an empty map"),
        pytest.param("m: null\n", "m.a", 1, "m:\n  a: 1\n", id="a null becomes a map"),
        pytest.param("m: x # c\n", "m", {"a": 1}, "m: # c\n  a: 1\n", id="a scalar becomes a map"),
        pytest.param("m: |\n  x\n\nn: 1\n", "o", 1, "m: |\n  x\n\nn: 1\no: 1\n", id="after a block scalar"),
        pytest.param(
            "m:\n  k: |+\n    x\n\nn: 1\n",
            "m.l",
            1,
            "m:\n  k: |+\n    x\n\n  l: 1\nn: 1\n",
            id="after one that keeps its blank lines",
        ),
        pytest.param("m: |\n  x", "q", 1, "m: |-\n  x\nq: 1\n", id="after one without a last line break"),
        pytest.param("m: {a: 1}\n", "m.b", "x", "m: {a: 1, b: x}\n", id="between braces"),
        pytest.param(
            "m: { a: 1 }\n", "m.b", {"c": 2}, "m: { a: 1, b: { c: 2 } }\n", id="with blanks inside the braces"
        ),
        pytest.param("m: [a, ]\n", "m[1]", "b", "m: [a, b ]\n", id="after a last comma"),
        pytest.param('{"a":1}', "b", {"c": "no"}, '{"a":1,"b":{"c":"no"}}', id="in dense JSON"),
        pytest.param('{\n  "a": 1\n}\n', "b", "x", '{\n  "a": 1,\n  "b": "x"\n}\n', id="in JSON on lines"),
        pytest.param("a: 1\r\n", "b", ["x"], "a: 1\r\nb:\r\n- x\r\n", id="CRLF"),
        pytest.param("a: 1\n", "on", 1, 'a: 1\n"on": 1\n', id="a key that others read as a bool is quoted"),
        pytest.param("{}\n", "a.b", 1, "a:\n  b: 1\n", id="into an empty document"),
        pytest.param("l: [a, c]\n", "l", ["a", "b", "c"], "l: [a, b, c]\n", id="an item between others"),
        pytest.param(
            "l:\n# of a\n- a\n- c\n",
            "l",
            ["z", "a", "c"],
            "l:\n# of a\n- z\n- a\n- c\n",
            id="an item at the front",
        ),
        pytest.param(
            "env:\n- name: A\n  value: x\n",
            "env[name=B].value",
            "z",
            "env:\n- name: A\n  value: x\n- name: B\n  value: z\n",
            id="an item by its name",
        ),
        pytest.param(
            "ports:\n- port: 53\n",
            "ports[port=53,protocol=TCP].name",
            "dns",
            "ports:\n- port: 53\n  name: dns\n",
            id="a port without a protocol is one of TCP",
        ),
        pytest.param(
            "ports:\n- port: 53\n",
            "ports[port=53,protocol=UDP].name",
            "dns",
            "ports:\n- port: 53\n- port: 53\n  protocol: UDP\n  name: dns\n",
            id="and not of UDP",
        ),
        pytest.param("f: [a]\n", 'f[="b"]', "b", "f: [a, b]\n", id="a member of a set"),
        pytest.param(
            "b: &b {x: 1}\nm:\n  <<: *b\n",
            "m.x",
            2,
            "b: &b {x: 1}\nm:\n  <<: *b\n  x: 2\n",
            id="over a merge key",
        ),
        pytest.param(
            "a: &x\n  b: 1\nc: *x\n",
            "c.b",
            2,
            "a: &x\n  b: 1\nc:\n  b: 2\n",
            id="through an alias, written out",
        ),
        pytest.param(
            "data:\n  a: x\n",
            "data.b",
            "l1\n\nl3\n",
            "data:\n  a: x\n  b: |\n    l1\n\n    l3\n",
            id="a text of several lines",
        ),
        pytest.param(
            "data:\n  a: x\n",
            "data.b",
            " led\nx",
            'data:\n  a: x\n  b: " led\\nx"\n',
            id="one that a block cannot hold",
        ),
    ],
)
def test_something_is_added(before: str, path: str, value: Value, after: str) -> None:
    assert edited(before, path, value) == after


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        pytest.param("a: 1\nb: 2 # c\nc: 3\n", "b", "a: 1\nc: 3\n", id="a key with its comment"),
        pytest.param("a: 1\n# of b\nb: 2\n", "b", "a: 1\n# of b\n", id="a comment above stays"),
        pytest.param("a: 1\nb: 2", "b", "a: 1\n", id="the last line without a line break"),
        pytest.param("m:\n  a:\n    b: 1\n    c: 2\n  d: 3\n", "m.a", "m:\n  d: 3\n", id="a block"),
        pytest.param("m:\n  a: 1 # c\n", "m.a", "m: {}\n", id="the only key"),
        pytest.param(
            "m: # why\n  a: 1\nn: 2\n",
            "m.a",
            "m: {} # why\nn: 2\n",
            id="the only key, and the comment of its map",
        ),
        pytest.param("- a: 1\n- b\n", "[0].a", "- {}\n- b\n", id="the only key of an item"),
        pytest.param("l:\n- a\n", "l[0]", "l: []\n", id="the only item"),
        pytest.param("l:\n- a # c\n- b\n", "l[0]", "l:\n- b\n", id="an item with its comment"),
        pytest.param(
            "l:\n- name: a # c\n  x: 1\n- b\n",
            "l[0].name",
            "l:\n- x: 1\n- b\n",
            id="the key on the dash's line",
        ),
        pytest.param("- - a\n  - b\n", "[0][0]", "- - b\n", id="the item on the dash's line"),
        pytest.param("m: {a: 1, b: 2, c: 3}\n", "m.a", "m: {b: 2, c: 3}\n", id="the first between braces"),
        pytest.param("m: {a: 1, b: 2, c: 3}\n", "m.c", "m: {a: 1, b: 2}\n", id="the last between braces"),
        pytest.param("m: {a: 1}\n", "m.a", "m: {}\n", id="the only one between braces"),
        pytest.param('{\n  "a": 1,\n  "b": 2\n}\n', "b", '{\n  "a": 1\n}\n', id="in JSON on lines"),
        pytest.param("a: |\n  x\n\nb: 1\n", "a", "\nb: 1\n", id="a block scalar; the blank line below stays"),
        pytest.param(
            "k: |+\n  x\n\na: 1\n\nb: 2\n",
            "a",
            "k: |+\n  x\n\nb: 2\n",
            id="unless a block above would take it in",
        ),
        pytest.param("a: 1\r\nb: 2\r\n", "a", "b: 2\r\n", id="CRLF"),
        pytest.param("\ufeffa: 1\nb: 2\n", "a", "\ufeffb: 2\n", id="the byte-order mark stays"),
        pytest.param("a: 1\n", "b.c", "a: 1\n", id="what is not there"),
        pytest.param("a: &x 1\nb: *x\nc: 2\n", "b", "a: &x 1\nc: 2\n", id="an alias"),
    ],
)
def test_something_is_removed(before: str, path: str, after: str) -> None:
    assert edited(before, path, ABSENT) == after


@pytest.mark.parametrize(
    ("before", "path", "value", "why"),
    [
        pytest.param(
            "a: &x\n  b: 1\nc: *x\n",
            "a.b",
            2,
            "c.b would not be as intended, since an alias",
            id="an anchor in use",
        ),
        pytest.param(
            "a: &x 5\nb: *x\n", "a", ABSENT, "*x has no &x before it", id="removing an anchor in use"
        ),
        pytest.param(
            "b: &b {x: 1}\nm: {<<: *b}\n", "m.x", ABSENT, "merge key", id="removing what a merge key brings"
        ),
        pytest.param("a: 1\n", "a.b", 2, "the key 'b' is asked of a scalar", id="below a scalar"),
        pytest.param("a: [1]\n", "a[5]", 2, "the list has 1 items", id="far behind a list's end"),
        pytest.param(
            "a:\n- k: 1\n- k: 1\n", "a[k=1].x", 2, "2 items have these keys", id="an item that is there twice"
        ),
        pytest.param(
            "? a\n: b\nc: d\n", "a", ABSENT, "written with ?", id="a key written with a question mark"
        ),
    ],
)
def test_an_edit_is_refused_with_the_reason(before: str, path: str, value: Value | Absent, why: str) -> None:
    with pytest.raises(EditRefused) as refused:
        edited(before, path, value)
    assert why in refused.value.why
    assert refused.value.changed == "nothing"


def test_a_document_that_is_not_there_is_refused() -> None:
    with pytest.raises(EditRefused, match="Could not edit"):
        edited("a: 1\n", "a", 2, document=1)
    missing = ResourceId("v1", "ConfigMap", "", "a")
    with pytest.raises(EditRefused, match="Could not edit"):
        edit("a: 1\n", [FieldChange(resource=missing, path=FieldPath(("a",)), value=1)])


def test_a_text_over_the_limits_is_refused() -> None:
    with pytest.raises(InputRefused, match="Could not read"):
        edit("a: 1\n", [], limits=Limits(bytes=3))


def test_changes_see_what_those_before_them_made() -> None:
    changes = [
        FieldChange(resource=0, path=FieldPath.parse("l[0]"), value=ABSENT),
        FieldChange(resource=0, path=FieldPath.parse("l[0]"), value="B"),
        FieldChange(resource=0, path=FieldPath.parse("m.x"), value=1),
        FieldChange(resource=0, path=FieldPath.parse("m.z"), value=2),
    ]
    assert edit("l:\n- a\n- b # c\n", changes) == "l:\n- B # c\nm:\n  x: 1\n  z: 2\n"


def test_a_large_change_touches_only_what_differs() -> None:
    before = (
        "spec: # s\n  a: 1 # a\n  l:\n  # of x\n  - name: x # x\n    v: 1\n"
        "  - name: z # z\n    v: 2\n  gone: 1\n"
    )
    value: Value = {"a": 1, "l": [{"name": "z", "v": 3}], "new": {"b": "c"}}
    after = "spec: # s\n  a: 1 # a\n  l:\n  # of x\n  - name: z # z\n    v: 3\n  new:\n    b: c\n"
    assert edited(before, "spec", value) == after
