"""What the terminal can show decides how we look."""

import pytest

from tui.look import ASCII, THEMES, UNICODE, Glyphs, choose

UTF8 = {"LANG": "C.UTF-8", "TERM": "xterm-256color", "COLORTERM": "truecolor"}


@pytest.mark.parametrize(
    ("environment", "theme", "mono", "glyphs"),
    [
        pytest.param(UTF8, "headgate-dark", False, UNICODE, id="a modern terminal"),
        pytest.param({**UTF8, "NO_COLOR": ""}, "headgate-ansi", True, UNICODE, id="NO_COLOR, even empty"),
        pytest.param(
            {**UTF8, "TERM": "linux", "COLORTERM": ""}, "headgate-ansi", False, UNICODE, id="a console"
        ),
        pytest.param({"LANG": "C"}, "headgate-dark", False, ASCII, id="no UTF-8"),
        pytest.param({"LC_ALL": "C", "LANG": "C.UTF-8"}, "headgate-dark", False, ASCII, id="LC_ALL wins"),
        pytest.param({"LC_CTYPE": "C.UTF-8"}, "headgate-dark", False, ASCII, id="what Python sets by itself"),
        pytest.param({}, "headgate-dark", False, ASCII, id="nothing known"),
    ],
)
def test_the_environment_decides(environment: dict[str, str], theme: str, mono: bool, glyphs: Glyphs) -> None:  # noqa: FBT001
    look = choose(environment)
    assert (look.theme, look.mono, look.glyphs) == (theme, mono, glyphs)


def test_what_is_asked_for_wins_but_for_no_colour() -> None:
    assert choose(UTF8, theme="headgate-light").theme == "headgate-light"
    assert choose({**UTF8, "NO_COLOR": "1"}, theme="headgate-light").theme == "headgate-ansi"
    assert choose(UTF8, ascii_only=True).ascii_only


def test_the_ascii_table_is_ascii_and_whole() -> None:
    signs = [getattr(ASCII, name) for name in Glyphs.__slots__]
    assert all(sign and sign.isascii() for sign in signs)


def test_every_theme_has_every_role() -> None:
    assert {frozenset(theme.variables) >= frozenset(THEMES[0].variables) for theme in THEMES} == {True}
