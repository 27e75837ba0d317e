"""Tables that fit."""

import pytest

from tests.builders.terminal import console
from tui.cli.table import Cell, Column, cells, table

COLUMNS = (
    Column("ID"),
    Column("UNIT", least=8, keeps_end=True),
    Column("BY", least=4, leaves=2),
    Column("WHY", least=10),
)
ROW = ["c-1", "shop-prod-east/cart", "Alice Adams", "Git and the hub both changed it, unlike"]


def test_columns_stand_under_their_titles_whole_where_nothing_limits_them() -> None:
    assert table(COLUMNS, [ROW], console()) == [
        "ID   UNIT                 BY           WHY",
        "c-1  shop-prod-east/cart  Alice Adams  Git and the hub both changed it, unlike",
    ]


@pytest.mark.parametrize("width", range(29, 90))
def test_every_line_fits_the_width(width: int) -> None:
    lines = table(COLUMNS, [ROW, ["c-22", "a/b", "", "東" * 30]], console(width))
    assert max(map(cells, lines)) <= width


def test_a_column_that_may_leave_leaves_before_the_others_are_cut_below_their_least() -> None:
    assert table(COLUMNS, [ROW], console(28)) == ["ID   UNIT       WHY", "c-1  …ast/cart  Git and the…"]


def test_a_text_of_two_lines_stays_on_one() -> None:
    assert table((Column("A"),), [["x\ny\x1b[31m\u202e"]], console()) == ["A", "x␊y␛[31m<U+202E>"]


def test_no_row_prints_the_titles_alone() -> None:
    assert table(COLUMNS, [], console()) == ["ID  UNIT  BY  WHY"]


def test_roles_do_nothing_where_there_is_no_terminal() -> None:
    assert table((Column("A"),), [[Cell("x", "bad")]], console()) == ["A", "x"]
