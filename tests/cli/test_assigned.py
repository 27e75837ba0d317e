"""PATH=VALUE as people type it."""

import pytest

from core.errors import UsageError
from core.krm.values import Value
from core.merge.places import Side
from tui.cli.assigned import read_side, read_value, split


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        pytest.param("spec.replicas=4", "spec.replicas", "4", id="a plain field"),
        pytest.param("a[name=app].image=web:1", "a[name=app].image", "web:1", id="a keyed item before it"),
        pytest.param("a=b=c", "a", "b=c", id="the value holds one too"),
        pytest.param('m["x=y"]=1', 'm["x=y"]', "1", id="a quoted key holds one"),
        pytest.param('m["x\\"]=y"]=1', 'm["x\\"]=y"]', "1", id="a quoted key holds a quote and a bracket"),
        pytest.param("v1/Pod/a/b#spec.x=", "v1/Pod/a/b#spec.x", "", id="a whole key, and nothing"),
    ],
)
def test_a_text_is_taken_apart_at_the_first_equals_sign_outside_brackets(
    text: str, path: str, value: str
) -> None:
    assert split(text, "--set") == (path, value)


@pytest.mark.parametrize("text", ["spec.replicas", "=4", "a[name=app]", ""])
def test_a_text_without_a_path_or_an_equals_sign_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        split(text, "--set")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("4", 4, id="a number"),
        pytest.param('"4"', "4", id="a text that looks like one"),
        pytest.param('""', "", id="the empty text"),
        pytest.param("null", None, id="null"),
        pytest.param("~", None, id="null as YAML has it"),
        pytest.param("web:1.2", "web:1.2", id="an image"),
        pytest.param("[a, b]", ["a", "b"], id="a list"),
        pytest.param("{cpu: 100m}", {"cpu": "100m"}, id="a map"),
    ],
)
def test_a_value_is_read_as_kubectl_reads_yaml(text: str, value: Value) -> None:
    assert read_value(text, "a") == (value, "")


def test_a_word_that_tools_read_differently_is_read_with_a_warning() -> None:
    value, warning = read_value("on", "data.fast")
    assert value is True
    assert warning.startswith("data.fast: kubectl reads true")


@pytest.mark.parametrize(
    ("text", "next_step"),
    [
        pytest.param("", "--remove a.b", id="nothing could mean three things"),
        pytest.param("  ", "--remove a.b", id="blanks are nothing"),
        pytest.param("# c", "--remove a.b", id="a comment is nothing"),
        pytest.param("{a", "in quotes", id="malformed"),
        pytest.param("a\n---\nb", "in quotes", id="two documents"),
    ],
)
def test_what_is_no_single_value_is_refused_with_a_way_out(text: str, next_step: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_value(text, "a.b")
    assert next_step in refused.value.next_step


def test_a_side_is_read_by_its_name() -> None:
    assert [read_side(word, "a") for word in ("git", "hub", "live", "base")] == list(Side)


def test_a_value_where_a_side_belongs_is_refused_and_set_is_named() -> None:
    with pytest.raises(UsageError) as refused:
        read_side("4", "spec.replicas")
    assert "--set 'spec.replicas=4'" in refused.value.next_step
