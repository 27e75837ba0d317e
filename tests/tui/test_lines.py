"""Cutting and filling: always to the cell, and what differs is what stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.widgets.lines import Span, clip, fit, fit_row, fit_tail, line_width, plain, spread, wrap

TEXTS = st.text(st.sampled_from("ab.[]世🚀é =-"), max_size=40)
WIDTHS = st.integers(0, 50)


@given(TEXTS, WIDTHS)
def test_a_fitted_text_has_the_width_to_the_cell(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width


@given(TEXTS, WIDTHS)
def test_a_text_fitted_from_the_left_never_is_wider(text: str, width: int) -> None:
    assert cell_len(fit_tail(text, width)) == width


@given(st.lists(TEXTS, max_size=4), WIDTHS)
def test_a_row_has_its_widths(texts: list[str], width: int) -> None:
    assert [cell_len(text) for text in fit_row(texts, [width] * len(texts))] == [width] * len(texts)


@pytest.mark.parametrize(
    ("texts", "against", "fitted"),
    [
        pytest.param(["web:1.4", "web:1.5"], [], ["web:1.4", "web:1.5"], id="what fits stays"),
        pytest.param(
            ["example/shop/web:1.4", "example/shop/web:1.5"], [], ["..p/web:1.4", "..p/web:1.5"], id="the end"
        ),
        pytest.param(
            ["example/shop/web:1.5"], ["example/shop/web:1.4"], ["..p/web:1.5"], id="against a hidden base"
        ),
        pytest.param(
            ["alpha/shop/web", "omega/shop/web"], [], ["alpha/sho..", "omega/sho.."], id="the beginning"
        ),
    ],
)
def test_what_differs_is_what_stays(texts: list[str], against: list[str], fitted: list[str]) -> None:
    assert [text.strip() for text in fit_row(texts, [11] * len(texts), against)] == fitted


@given(st.lists(st.tuples(TEXTS, st.just("")), max_size=5), st.integers(1, 60))
def test_a_clipped_line_never_is_wider(spans: list[tuple[str, str]], width: int) -> None:
    line = tuple(Span(*span) for span in spans)
    assert line_width(clip(line, width)) <= width


@given(TEXTS, TEXTS, st.integers(1, 80))
def test_two_ends_of_a_line_fit_it(left: str, right: str, width: int) -> None:
    assert line_width(spread((Span(left),), (Span(right),), width)) <= width


def test_the_right_end_is_kept_and_the_left_cut() -> None:
    assert plain(spread((Span("a long name of a unit"),), (Span("3 of 6"),), 16)) == "a long .. 3 of 6"


@given(st.text(st.sampled_from("ab 世\n"), max_size=60), st.integers(2, 20))
def test_wrapped_lines_fit_and_lose_no_letter(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert max(cell_len(line) for line in lines) <= width
    assert "".join("".join(lines).split()) == "".join(text.split())
