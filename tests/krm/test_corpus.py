"""Forty files as people wrote them: read, and edited at random places without collateral.

The same figures over all 259 files they were drawn from are in the closing note; here they stay true.
"""

import random
import re
from pathlib import Path
from typing import Final

import pytest

from core.fieldpath import FieldPath, Index
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.edit.values import changed, is_same, value_at
from core.krm.read.documents import read
from core.krm.values import ABSENT, Absent, Value
from tests.krm.shapes import places

HERE: Final = Path(__file__).parents[1] / "data" / "yaml"
FILES: Final = sorted(str(file.relative_to(HERE)) for file in HERE.rglob("*.yaml"))
SEEDS: Final = 5


def text_of(name: str) -> str:
    return (HERE / name).read_bytes().decode()


def test_there_are_forty_files() -> None:
    assert len(FILES) == 40


@pytest.mark.parametrize("name", FILES)
def test_a_file_without_a_change_is_the_same_bytes(name: str) -> None:
    text = text_of(name)
    documents = read(text).documents
    same = [FieldChange(resource=at, path=FieldPath(), value=one.value) for at, one in enumerate(documents)]
    assert "".join(text[one.start : one.end] for one in documents) == text
    assert edit(text, []) == edit(text, same) == text


@pytest.mark.parametrize("name", FILES)
def test_a_scalar_that_changes_is_one_line_of_the_diff(name: str) -> None:
    text, values = opened(name)
    scalars = [found for found in everywhere(values) if not isinstance(held(values, found), dict | list)]
    for chance in chances(name):
        at, path = chance.choice(scalars)
        result = proved(text, values, at, path, another(held(values, (at, path)), chance))
        assert len(result.split("\n")) == len(text.split("\n"))
        assert changed_lines(text, result) == 1


@pytest.mark.parametrize("name", FILES)
def test_an_item_that_is_appended_moves_no_line(name: str) -> None:
    text, values = opened(name)
    holders = [found for found in everywhere(values) if isinstance(held(values, found), dict | list)]
    for chance in chances(name):
        at, path = chance.choice(holders)
        holder = held(values, (at, path))
        step: str | Index = Index(len(holder)) if isinstance(holder, list) else "added"
        news: tuple[Value, ...] = (
            "new",
            5,
            {"name": "n", "value": "1"},
            ["a", {"b": "c"}],
            "several\nlines\n",
        )
        assert changed_lines(text, proved(text, values, at, path / step, chance.choice(news))) <= 1


@pytest.mark.parametrize("name", FILES)
def test_a_key_or_item_that_is_removed_takes_only_its_lines(name: str) -> None:
    text, values = opened(name)
    for chance in chances(name):
        at, path = chance.choice([found for found in everywhere(values) if found[1].steps])
        result = proved(text, values, at, path, ABSENT)
        assert len(set(result.split("\n")) - set(text.split("\n"))) <= 1


def opened(name: str) -> tuple[str, list[Value]]:
    text = text_of(name)
    return text, [one.value for one in read(text).documents]


def chances(name: str) -> list[random.Random]:
    return [random.Random(f"{name} {seed}") for seed in range(SEEDS)]  # noqa: S311 no secret, the same every time


def everywhere(values: list[Value]) -> list[tuple[int, FieldPath]]:
    return [(at, path) for at, value in enumerate(values) for path in places(value)]


def held(values: list[Value], found: tuple[int, FieldPath]) -> Value | Absent:
    return value_at(values[found[0]], found[1])


def another(value: Value | Absent, chance: random.Random) -> Value:
    """Give another value of the same kind, as a person might."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + 7
        case str() if value.strip():
            word = chance.choice(list(re.finditer(r"\S+", value)))
            new = chance.choice([f"{word[0]}x", "changed", "no", "0644", "it's"])
            return value[: word.start()] + new + value[word.end() :]
        case _:
            return "filled"


def proved(text: str, values: list[Value], at: int, path: FieldPath, new: Value | Absent) -> str:
    """Edit, and hold the result against what it should mean, document by document."""
    result = edit(text, [FieldChange(resource=at, path=path, value=new)])
    wanted = [changed(value, path, new) if place == at else value for place, value in enumerate(values)]
    assert is_same([one.value for one in read(result).documents], wanted)
    return result


def changed_lines(before: str, after: str) -> int:
    """Count the old lines between those that are the same at the top and those that are at the end."""
    old, new = before.split("\n"), after.split("\n")
    top = next((at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), len(old))
    rest = list(zip(reversed(old[top:]), reversed(new[top:]), strict=False))
    end = next((at for at, pair in enumerate(rest) if pair[0] != pair[1]), len(rest))
    return len(old) - top - end
