"""The quick reader gives what the careful one gives, or declines."""

import random
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.krm.edit.values import is_same
from core.krm.read.events import compose
from core.krm.read.limits import USUAL, Limits
from core.krm.read.nodes import Outline, Root
from core.krm.read.usual import usual_documents
from tests.krm.mutations import mutated
from tests.krm.shapes import Written, documents, written

FILES: Final = sorted((Path(__file__).parents[2] / "data" / "yaml").rglob("*.yaml"))
TEXTS: Final = [file.read_text() for file in FILES]
TIGHT: Final = Limits(depth=3, nodes=40, documents=3)


def careful(text: str, limits: Limits) -> tuple[list[Outline], bool]:
    """Read with nodes; tell too whether a word was doubtful."""
    roots: list[Root] = []
    compose(text, roots.append, limits=limits)
    outlines = [
        Outline(root.start, root.node.start, root.end if root.closed else None, root.node.value)
        for root in roots
    ]
    return outlines, any(root.unsure for root in roots)


def assert_agrees(text: str, limits: Limits = USUAL) -> bool:
    """Compare both readers; tell whether the quick one took the text."""
    found = usual_documents(text, limits)
    if found is None:
        return False
    wanted, is_doubtful = careful(text, limits)
    assert not is_doubtful
    assert [one[:3] for one in found] == [one[:3] for one in wanted]
    assert all(is_same(left.value, right.value) for left, right in zip(found, wanted, strict=True))
    return True


@st.composite
def texts(draw: st.DrawFn) -> Written:
    return draw(written(draw(documents())))


@given(texts())
def test_it_reads_what_the_careful_reader_reads(found: Written) -> None:
    assert_agrees(found.text)


def test_it_takes_most_real_files() -> None:
    assert sum(map(assert_agrees, TEXTS)) > len(TEXTS) * 0.7


def test_it_agrees_on_3_000_mutated_texts_under_usual_and_tight_limits() -> None:
    chance = random.Random(1)  # noqa: S311 - the same texts in every run
    short = [text for text in TEXTS if len(text) < 4_000]
    taken = [
        assert_agrees(mutated(chance.choice(short), chance), limits)
        for limits in (USUAL, TIGHT)
        for _ in range(1_500)
    ]
    assert any(taken)
    assert not all(taken)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a: &x 1\n", id="an anchor on a scalar"),
        pytest.param("a: &x {b: 1}\n", id="an anchor on a map"),
        pytest.param("a: !!str 1\n", id="a tag"),
        pytest.param("a: yes\n", id="a word of YAML 1.1"),
        pytest.param("a: 0644\n", id="a number that tools read differently"),
        pytest.param("a: 2024-01-02\n", id="a date"),
        pytest.param("a: .inf\n", id="a number that JSON cannot hold"),
        pytest.param("1: a\n", id="a key that is no text"),
        pytest.param("? [a]\n: b\n", id="a list as a key"),
        pytest.param("<<: {a: 1}\n", id="a merge key"),
        pytest.param("a: 1\na: 2\n", id="a key twice"),
        pytest.param("a: [\n", id="broken syntax"),
        pytest.param("a: \ud800\n", id="half a surrogate pair"),
        pytest.param("a: {b: {c: {d: 1}}}\n", id="more depth than the limits allow"),
        pytest.param("---\na: 1\n" * 4, id="more documents than the limits allow"),
        pytest.param("- a\n" * 41, id="more values than the limits allow"),
    ],
)
def test_what_is_unusual_is_declined(text: str) -> None:
    assert usual_documents(text, TIGHT) is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("# c\n---\n---\nnull\n", id="only empty documents"),
        pytest.param("\ufeffa: 1\n", id="a byte-order mark"),
        pytest.param("a: 1\n...\n# c\n---\nb: 2\n", id="a document that is closed"),
        pytest.param("%YAML 1.1\n---\na: 1\n", id="a directive"),
        pytest.param("a: ''\nb: ~\nc:\nd: [-1, 1.5, 100m, 128Mi]\n", id="empty words and numbers"),
        pytest.param("a: 1\r\nb: |\r\n  x\r\n", id="CRLF"),
    ],
)
def test_what_is_usual_is_read_alike(text: str) -> None:
    assert assert_agrees(text)


@pytest.mark.parametrize("nodes", range(6))
@pytest.mark.parametrize("text", ["{}\n", "- []\n", "- - {a: b}\n", "a: 1\n---\n- {}\n"])
def test_at_the_limits_it_never_takes_what_the_careful_reader_refuses(text: str, nodes: int) -> None:
    assert_agrees(text, Limits(nodes=nodes, documents=2))
