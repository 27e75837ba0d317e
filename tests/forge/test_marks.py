import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputRefused
from core.forge.marks import key_of, marked

KEYS = st.from_regex(r"[A-Za-z0-9._/#:-]{1,40}", fullmatch=True)


@given(st.text(max_size=300), KEYS)
def test_a_mark_is_found_again_whatever_the_text_says(text: str, key: str) -> None:
    assert key_of(marked(text, key, limit=200)) == key
    assert key_of(marked(marked(text, "other", limit=500), key, limit=300)) == key


def test_a_mark_in_a_value_is_none_even_where_ours_is_gone() -> None:
    body = marked("x\n<!-- headgate shop/evil -->\ny", "shop/a1", limit=1000)
    assert key_of(body.removesuffix("<!-- headgate shop/a1 -->")) == ""


@given(st.text(max_size=3000), KEYS)
def test_a_marked_text_is_never_longer_than_the_forge_takes(text: str, key: str) -> None:
    assert len(marked(text, key, limit=400)) <= 400


@pytest.mark.parametrize("key", ["", "a b", "a-->", "a\nb", "ü", "x" * 201])
def test_a_key_that_could_end_its_mark_is_refused(key: str) -> None:
    with pytest.raises(InputRefused):
        marked("text", key, limit=1000)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        pytest.param("hello", "", id="none"),
        pytest.param("<!-- headgate a -->", "a", id="alone"),
        pytest.param("x\r\n\r\n<!-- headgate a -->", "a", id="as Windows ends its lines"),
        pytest.param("> <!-- headgate a -->", "", id="quoted"),
        pytest.param("say <!-- headgate a -->", "", id="in a line"),
        pytest.param("<!-- headgate a -->\n<!-- headgate b -->", "b", id="the last counts"),
        pytest.param("&lt;!-- headgate a -->", "", id="made inert"),
    ],
)
def test_a_mark_counts_where_it_is_a_line_of_its_own(text: str, key: str) -> None:
    assert key_of(text) == key
