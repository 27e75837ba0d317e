import contextlib
import gc

import pytest

from core.errors import InputRefused
from core.krm.read.documents import from_bytes, read, read_resources
from core.krm.read.limits import Limits
from core.krm.values import Value

CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("", [], id="no text, no document"),
        pytest.param("# only\n---\n# comments\n", [], id="comments are no document"),
        pytest.param("---\n~\n---\na: 1\n", [{"a": 1}], id="a null document is dropped"),
        pytest.param("a: 1\n...\n# between\n---\nb: 2\n", [{"a": 1}, {"b": 2}], id="an end mark"),
        pytest.param("\ufeffa: 1\n", [{"a": 1}], id="a byte-order mark"),
        pytest.param("a: 1\r\nb: |\r\n  x\r\n", [{"a": 1, "b": "x\n"}], id="CRLF"),
        pytest.param("- 1\n- [2, {a: b}]\n", [[1, [2, {"a": "b"}]]], id="a list"),
        pytest.param("on: 1\n2: x\n", [{"true": 1, "2": "x"}], id="keys become text"),
        pytest.param('{"a":1,"b":"\\ud83d\\ude00"}', [{"a": 1, "b": "😀"}], id="JSON with a surrogate pair"),
        pytest.param('[{"a": 1.0}]', [[{"a": 1.0}]], id="a JSON list is one document here"),
        pytest.param('{"a": 1}\n---\n{"b": 2}\n', [{"a": 1}, {"b": 2}], id="two JSON documents"),
        pytest.param("a: &x {b: 1}\nc: *x\n", [{"a": {"b": 1}, "c": {"b": 1}}], id="an alias"),
        pytest.param("a: !foo x\n", [{"a": "x"}], id="a tag is never built"),
        pytest.param(
            "a: b...\n---\nc: d\n", [{"a": "b..."}, {"c": "d"}], id="dots inside a word end nothing"
        ),
    ],
)
def test_a_text_means(text: str, values: list[Value]) -> None:
    assert [document.value for document in read(text).documents] == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param(
            "b: &b {x: 1}\nm: {<<: *b, x: 2}\n", {"x": 2}, id="a key after << replaces what it brings"
        ),
        pytest.param(
            "b: &b {x: 1}\nm: {x: 2, <<: *b}\n", {"x": 1}, id="a key before << is replaced, as kubectl does"
        ),
        pytest.param(
            "b: &b {x: 1}\nm: {<<: [{x: 5}, *b, {z: 6}]}\n", {"x": 5, "z": 6}, id="the first of several wins"
        ),
        pytest.param('m: {"<<": {x: 1}}\n', {"<<": {"x": 1}}, id="in quotes it is a key like any other"),
    ],
)
def test_merge_keys_merge_as_kubectl_does(text: str, value: Value) -> None:
    whole = read(text).documents[0].value
    assert isinstance(whole, dict)
    assert whole["m"] == value


def test_documents_tile_their_text() -> None:
    text = "# head\n---\na: 1\n# of b\n---\nb: 2\n---\n---\n# c\nc: 3\n...\n# d\n---\nd: 4\n"
    documents = read(text).documents
    assert "".join(text[one.start : one.end] for one in documents) == text
    assert [text[one.start : one.end].count("\n") for one in documents] == [4, 3, 4, 3]
    assert [one.line for one in documents] == [3, 6, 10, 14]


def test_doubtful_words_are_flagged_where_they_stand() -> None:
    found = read("a: 1\n---\nmode: 0644\non: [x, no]\n").flags
    assert [(flag.document, str(flag.path), flag.line, flag.column) for flag in found] == [
        (1, "mode", 3, 7),
        (1, "true", 4, 1),
        (1, "true[1]", 4, 9),
    ]
    assert found[0].words.startswith("kubectl reads the number 420")


def test_a_merge_key_below_a_key_it_replaces_is_flagged() -> None:
    (flag,) = read("b: &b {x: 1}\nm:\n  x: 2\n  <<: *b\n").flags
    assert (str(flag.path), flag.line, "x" in flag.words) == ('m["<<"]', 4, True)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("a: [", "line 1, column 5: ", id="an unterminated list"),
        pytest.param("a: 1\na: 2\n", 'line 2, column 1: the key "a"', id="a key twice"),
        pytest.param("on: 1\n'true': 2\n", 'line 2, column 1: the key "true"', id="twice once they are text"),
        pytest.param('{"a": 1, "a": 2}', 'line 1, column 10: the key "a"', id="twice in JSON"),
        pytest.param("a:\n\t- b\n", "line 2, column 1: ", id="a tab as indentation"),
        pytest.param("a: b\x00c\n", "line 1, column 5: U+0000", id="NUL"),
        pytest.param("a: \ufffe\n", "line 1, column 4: U+FFFE", id="no character"),
        pytest.param("a: \ud800\n", "line 1, column 4: half a surrogate", id="half a surrogate pair"),
        pytest.param('{"a": "\\ud800"}', "line 1, column", id="half a pair in JSON"),
        pytest.param('{"a": "\ud800"}', "line 1, column 8: half", id="half a pair raw in JSON"),
        pytest.param("? [a]\n: b\n", "line 1, column 3: a list or map is used as a key", id="a list as key"),
        pytest.param("{{ .Values.a }}: 1\n", "template", id="a template"),
        pytest.param("~: 1\n", "line 1, column 1: a key is null", id="a null key"),
        pytest.param("a: .inf\n", "line 1, column 4: .inf", id="infinity"),
        pytest.param("a: *b\n", "line 1, column 4: *b has no &b", id="an alias of nothing"),
        pytest.param("a: &a [*a]\n", "line 1, column 8: &a holds itself", id="an alias of its own list"),
        pytest.param("<<: 5\n", "line 1, column 1: << needs a map", id="a merge of no map"),
        pytest.param("\ufeffa: b: c\n", "line 1, column 6: ", id="the byte-order mark counts as a character"),
    ],
)
def test_a_text_is_refused_with_its_place(text: str, why: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read(text, origin="a.yaml")
    assert why in refused.value.why
    assert refused.value.why.startswith("a.yaml, line ")


def test_bytes_that_are_no_utf8_are_refused_with_their_place() -> None:
    with pytest.raises(InputRefused, match="UTF-8") as refused:
        from_bytes(b"a: 1\nb: \xff\n", origin="a.yaml")
    assert refused.value.why == "a.yaml, line 2, column 4: byte 0xFF is not UTF-8"


def test_a_byte_order_mark_stays_in_the_text() -> None:
    assert from_bytes(b"\xef\xbb\xbfa: 1\n") == "\ufeffa: 1\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            f"{CONFIG}---\napiVersion: v1\nkind: Namespace\nmetadata: {{name: ns}}\n", id="two documents"
        ),
        pytest.param(
            "apiVersion: v1\nkind: List\nitems:\n"
            "- {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n"
            "- {apiVersion: v1, kind: Namespace, metadata: {name: ns}}\n",
            id="a List",
        ),
        pytest.param(
            '[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"}},'
            '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"ns"}}]',
            id="a JSON list",
        ),
    ],
)
def test_resources_are_named_and_only_those_with_namespaces_get_the_usual_one(text: str) -> None:
    found = read_resources(text, namespace="shop").documents
    assert [str(one.id) for one in found] == ["v1/ConfigMap/shop/a", "v1/Namespace//ns"]
    assert found[0].value == {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param(
            f"{CONFIG}---\na: 1\n", "line 5, column 1: the document is no resource", id="no resource"
        ),
        pytest.param("kind: Kustomization\nresources: [a.yaml]\n", "no resource", id="a kustomization"),
        pytest.param(
            f"{CONFIG}---\n{CONFIG}", "v1/ConfigMap//a stands here a second time, first in line 1", id="twice"
        ),
        pytest.param(
            CONFIG.replace("v1", "x/v1") + "---\n" + CONFIG.replace("v1", "x/v2"),
            "second time",
            id="twice, another version",
        ),
        pytest.param(
            CONFIG.replace("{name: a}", "{name: no}"), "no resource", id="a name that YAML reads as a bool"
        ),
    ],
)
def test_what_is_no_set_of_resources_is_refused(text: str, why: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_resources(text)
    assert why in refused.value.why


def test_a_namespace_that_is_left_out_makes_a_duplicate_of_one_that_is_written() -> None:
    text = f"{CONFIG}---\n{CONFIG.replace('{name: a}', '{name: a, namespace: shop}')}"
    assert len(read_resources(text, namespace="other").documents) == 2
    with pytest.raises(InputRefused, match="shop/a"):
        raise_again(text)


def raise_again(text: str) -> None:
    try:
        read_resources(text, namespace="shop")
    except InputRefused as error:
        raise InputRefused(error.why, why=error.why, next_step=error.next_step) from None


@pytest.mark.parametrize(
    ("text", "limits", "why"),
    [
        pytest.param("a: 1\n", Limits(bytes=4), "5 bytes, the limit is 4", id="bytes"),
        pytest.param("é: 1\n", Limits(bytes=5), "6 bytes", id="bytes are UTF-8's"),
        pytest.param("[[[1]]]", Limits(depth=2), "more than 2 maps and lists within", id="depth"),
        pytest.param(
            "a: &a [[1]]\nb: [*a]\n",
            Limits(depth=3),
            "more than 3 maps and lists",
            id="depth through an alias",
        ),
        pytest.param("[1, 2, 3]", Limits(nodes=2), "more than 2 values", id="values"),
        pytest.param(
            "a: &a [1, 2, 3]\nb: [*a, *a]\n", Limits(nodes=10), "written out", id="values through aliases"
        ),
        pytest.param(
            "a: &a xxxxx\nb: [*a, *a, *a, *a, *a, *a]\n", Limits(bytes=40), "written out", id="characters too"
        ),
        pytest.param("a: &a 1\nb: [*a, *a]\n", Limits(aliases=1), "more than 1 aliases", id="aliases"),
        pytest.param(
            "a: {<<: {b: 1}}\nc: {<<: {b: 1}}\n", Limits(merges=1), "more than 1 merge keys", id="merge keys"
        ),
        pytest.param("---\n---\n---\n", Limits(documents=2), "more than 2 documents", id="documents"),
    ],
)
def test_a_limit_refuses_what_exceeds_it_and_takes_what_does_not(text: str, limits: Limits, why: str) -> None:
    assert read(text) is not None
    with pytest.raises(InputRefused) as refused:
        read(text, limits=limits)
    assert why in refused.value.why


def test_exactly_at_the_limits_a_text_is_read() -> None:
    limits = Limits(bytes=24, depth=3, nodes=11, aliases=1, merges=0, documents=1)
    assert read("a: &a [1, 2]\nb: {c: *a}\n", limits=limits).documents[0].value == {
        "a": [1, 2],
        "b": {"c": [1, 2]},
    }


@pytest.mark.parametrize("text", ["a: 1\n", "a: ["], ids=["a text that is read", "a text that is refused"])
def test_the_collector_of_cycles_runs_again_after(text: str) -> None:
    with contextlib.suppress(InputRefused):
        read(text)
    assert gc.isenabled()
