"""A text that is read by what is known of another one means what it means when it is read by itself."""

import random
import re
from pathlib import Path
from typing import Final

import pytest

from core.errors import InputRefused
from core.krm.edit.pieces import opened
from core.krm.edit.values import is_same
from core.krm.read.alike import read_alike
from core.krm.read.documents import Documents, read
from core.krm.read.limits import USUAL, Limits
from tests.krm.mutations import mutated

FILES: Final = sorted((Path(__file__).parents[2] / "data" / "yaml").rglob("*.yaml"))
SHORT: Final = [text for file in FILES if len(text := file.read_text()) < 3_000]
TOKENS: Final = (re.compile(r"\S+"), re.compile(r"\S+(?=[ \t]*(?:#.*)?$)", re.MULTILINE))
WORDS: Final = (
    *("5", "web", "registry.io/web:1.2", "100m", "true", "null", "on", "0644", "1.10", "2024-01-02", "1_0"),
    *(
        "a:",
        "a: b",
        "-",
        "- a",
        "---",
        "...",
        "#",
        "a#",
        "a #b",
        "&a",
        "*a",
        "!t",
        "'a'",
        '"',
        "|",
        ">",
        "{}",
    ),
    *(
        "[a]",
        "%",
        "@",
        "`",
        "~",
        "",
        "<<",
        "<<:",
        "=",
        "?",
        "a,b",
        "a\tb",
        "a\u2028b",
        "\ufeff",
        "é",
        "12:30",
    ),
)
TEXT: Final = """\
# 3 words
a: web
b:
- name: one  # first
  ports: [80, 443]
  say: "web"
  url: http://a/b
d: |
  web
e: web
  more
f: {x: web}
g: ~
h:
"""


def read_by(known: str, text: str, limits: Limits = USUAL) -> Documents | None:
    source = opened(known, limits=limits)
    return None if source.root is None else read_alike(text, source.documents, source.root, limits)


def assert_agrees(known: str, text: str) -> bool:
    """Read both ways; tell whether the quick one took the text."""
    try:
        found = read_by(known, text)
    except InputRefused:
        return False
    if found is None:
        return False
    wanted = read(text)
    assert found.flags == wanted.flags == ()
    assert [(one.start, one.end, one.line, one.id) for one in found.documents] == [
        (one.start, one.end, one.line, one.id) for one in wanted.documents
    ]
    pairs = zip(found.documents, wanted.documents, strict=True)
    assert all(
        is_same(left.value, right.value) and str(left.value) == str(right.value) for left, right in pairs
    )
    return True


def swapped(text: str, chance: random.Random) -> str:
    """Put other words in the place of one or two: any ones, or those at the ends of lines."""
    for _ in range(chance.randint(1, 2)):
        found = list(chance.choice(TOKENS).finditer(text))
        if found:
            token = chance.choice(found)
            text = text[: token.start()] + chance.choice(WORDS) + text[token.end() :]
    return text


def test_it_agrees_on_10_000_texts_with_swapped_words() -> None:
    chance = random.Random(1)  # noqa: S311 - no secret, the same texts in every run
    texts = [chance.choice(SHORT) for _ in range(10_000)]
    assert sum(assert_agrees(text, swapped(text, chance)) for text in texts) > 150


def test_it_agrees_on_3_000_mutated_texts_and_their_neighbours() -> None:
    chance = random.Random(2)  # noqa: S311 - no secret, the same texts in every run
    for _ in range(3_000):
        known = mutated(chance.choice(SHORT), chance)
        assert_agrees(known, swapped(known, chance))
        assert_agrees(known, mutated(known, chance))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("a: web", "a: shop.io/web:1.2", id="a text"),
        pytest.param("a: web", "a: 5", id="a text that becomes a number"),
        pytest.param("a: web", "a: true", id="a text that becomes a bool"),
        pytest.param("name: one", "name: two", id="a word before a comment"),
        pytest.param("url: http://a/b", "url: http://a/c", id="an address"),
        pytest.param("", "", id="no difference"),
    ],
)
def test_a_word_is_read_in_place_of_another(old: str, new: str) -> None:
    assert assert_agrees(TEXT, TEXT.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("a: web", "a: on", id="a word that tools read differently"),
        pytest.param("a: web", "a: .5", id="a word that starts with a mark"),
        pytest.param("a: web", "a: web:", id="a colon at the end"),
        pytest.param("a: web", "a: web shop", id="two words"),
        pytest.param("a: web", "a: web # c", id="a comment that came"),
        pytest.param("a: web", "c: web", id="a key"),
        pytest.param("# 3 words", "# 4 words", id="a word in a comment"),
        pytest.param("[80, 443]", "[81, 443]", id="an item in brackets"),
        pytest.param("{x: web}", "{x: shop}", id="a value in braces"),
        pytest.param('"web"', '"shop"', id="a word in quotes"),
        pytest.param("\n  web\n", "\n  shop\n", id="a line of a block scalar"),
        pytest.param("e: web", "e: shop", id="the first line of a text of several lines"),
        pytest.param("  more", "  less", id="the last line of a text of several lines"),
        pytest.param("g: ~", "g: x", id="a null that is written"),
        pytest.param("h:", "h: x", id="a null that is not written"),
        pytest.param("h:\n", "h:\ni: x\n", id="a line that came"),
        pytest.param("h:", "h: &x", id="an anchor that came"),
    ],
)
def test_any_other_difference_is_left_to_the_reader(old: str, new: str) -> None:
    assert read_by(TEXT, TEXT.replace(old, new, 1)) is None


@pytest.mark.parametrize(
    "known",
    [
        pytest.param("a: &x web\nb: *x\n", id="an anchor that another place uses"),
        pytest.param("<<: {a: web}\n", id="a merge key"),
        pytest.param("a: web\nb: yes\n", id="a doubtful word"),
        pytest.param("a: web\n---\nb: 1\n", id="several documents"),
        pytest.param('{"a": "web"}', id="JSON"),
        pytest.param("web\n", id="a document that is one word, next to an empty one"),
        pytest.param("a: !!str web\n", id="a tag"),
    ],
)
def test_a_text_in_which_a_word_may_mean_more_is_not_built_on(known: str) -> None:
    assert read_by(known, known.replace("web", "null")) is None


def test_many_words_and_large_texts_are_left_to_the_reader() -> None:
    known = "".join(f"k{at}: v{at}\n" for at in range(9))
    assert read_by(known, known.replace(": v", ": w")) is None
    assert read_by("a: b\n", "a: c\n", Limits(bytes=16)) is None


def test_what_is_known_is_not_changed() -> None:
    source = opened(TEXT)
    assert source.root is not None
    read_alike(TEXT.replace("name: one", "name: two"), source.documents, source.root, USUAL)
    assert source.documents == read(TEXT)
