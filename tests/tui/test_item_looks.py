"""How an item, its plan, its receipt and the history look, at every size we promise, in dark and in ansi."""

import pytest

from tests.tui.test_looks import INK, MONO, Compare, looks
from tui.look import Look

EVERY = ((60, 20), (80, 24), (120, 40), (200, 60))
ANSI = Look(theme="headgate-ansi")
DECIDED = ["j", "enter", "1", "2", "2", "A"]
APPLIED = [
    "j",
    "j",
    "enter",
    "1",
    "A",
    "pagedown",
    "pagedown",
    "enter",
    "w",
    "enter",
    *"shop",
    "minus",
    *"prod",
    "minus",
    *"west",
    "enter",
]


def shots(name: str, keys: list[str], words: str, sizes: tuple[tuple[int, int], ...] = EVERY) -> list[object]:
    """Give a picture of each size."""
    return [pytest.param(size, keys, words, id=f"{name}-{size[0]}x{size[1]}") for size in sizes]


@pytest.mark.parametrize(
    ("size", "keys", "words"),
    [
        *shots("resolve", ["j", "enter", "1"], "2 undecided of 6", EVERY[3:]),
        *shots("value", ["j", "enter", "enter"], "sure: exact", EVERY[3:]),
        *shots("plan", DECIDED, "OVERWRITES", EVERY[3:]),
        *shots("receipt", APPLIED, "Done."),
        *shots("history", ["H"], "keep pods during the sale"),
        *shots("account", ["H", "enter"], "what was chosen"),
    ],
)
def test_a_screen_in_dark(snap_compare: Compare, size: tuple[int, int], keys: list[str], words: str) -> None:
    looks(snap_compare, INK, size, keys, words)


@pytest.mark.parametrize(
    ("size", "keys", "words"),
    [
        *shots("resolve", ["j", "enter", "1"], "2 undecided of 6", EVERY[3:]),
        *shots("value", ["j", "enter", "enter"], "sure: exact"),
        *shots("plan", DECIDED, "OVERWRITES", EVERY[3:]),
        *shots("receipt", APPLIED, "Done.", EVERY[:2]),
        *shots("history", ["H"], "keep pods during the sale"),
    ],
)
def test_a_screen_in_ansi(snap_compare: Compare, size: tuple[int, int], keys: list[str], words: str) -> None:
    looks(snap_compare, ANSI, size, keys, words)


def test_the_history_without_colour_and_in_ascii(snap_compare: Compare) -> None:
    looks(snap_compare, MONO, (80, 24), ["H", "space"], ">")
