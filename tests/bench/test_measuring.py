"""The table of the benchmarks says what was measured, and no kinder."""

import re
from pathlib import Path

import pytest

from tests.bench.measuring import Budget, Line, budgets, in_turn, table

FASTER, AT_MOST, BELOW = Budget(faster=20), Budget(at_most=1.15), Budget(below=0.1)


def line(ours: float, theirs: float | None) -> Line:
    return Line("key", "what", ours, "peer", theirs, 3)


@pytest.mark.parametrize(
    ("budget", "measured", "slack", "goal", "met"),
    [
        pytest.param(FASTER, line(1, 20), 1.0, ">= 20 x faster", "ok", id="just fast enough"),
        pytest.param(FASTER, line(1, 19), 1.0, ">= 20 x faster", "OVER", id="not fast enough"),
        pytest.param(FASTER, line(1, 19), 1.5, ">= 20 x faster", "ok", id="fast enough for CI"),
        pytest.param(AT_MOST, line(1.15, 1), 1.0, "<= 1.15 x", "ok", id="just within"),
        pytest.param(AT_MOST, line(1.2, 1), 1.0, "<= 1.15 x", "OVER", id="not within"),
        pytest.param(BELOW, line(0.2, None), 1.5, "<= 0.1 ms", "OVER", id="beyond even in CI"),
        pytest.param(Budget(), line(9, 1), 1.0, "", "", id="only stated"),
    ],
)
def test_a_line_is_held_to_its_budget(
    budget: Budget, measured: Line, slack: float, goal: str, met: str
) -> None:
    assert budget.verdict(measured, slack) == (goal, met)


def test_a_missed_budget_is_told_in_its_row() -> None:
    rows = list(table([line(1, 19), line(1, 21)], {"key": FASTER}, small=False))[2:]
    assert [is_over for _, is_over in rows] == [True, False]
    assert re.search(r"19\.00 x faster +\| >= 20 x faster +\| OVER", rows[0][0])


def test_all_take_turns_and_the_first_round_does_not_count() -> None:
    turns: list[str] = []
    ticks = iter([0, 900, 0, 900, 10, 12, 20, 24, 30, 36, 40, 48])
    took = in_turn(
        {"a": lambda: turns.append("a"), "b": lambda: turns.append("b")}, 2, clock=lambda: float(next(ticks))
    )
    assert "".join(turns) == "ababab"
    assert took == {"a": 4.0, "b": 6.0}


def test_every_line_has_a_budget_and_every_budget_a_line() -> None:
    code = "".join(file.read_text() for file in Path(__file__).parent.glob("bench_*.py"))
    words = re.findall(
        r'f?"((?:read|merge|many|cached|start|open|live|frame|key|most|bulk|confighub)-[a-z{}-]+)"', code
    )
    words += re.findall(r'Line\("([a-z]+)"', code)
    names = {"{name}": ("deployments", "files"), "{count}": ("10", "10000")}
    keys = {word.replace(slot, name) for word in words for slot in names for name in names[slot]}
    keys = {key for key in keys if "{" not in key}
    assert keys - {"merge-file"} == set(budgets())
