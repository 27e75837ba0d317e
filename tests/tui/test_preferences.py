"""An operator's own file, the environment, and what of both wins."""

from pathlib import Path

import pytest

from core.errors import SettingsError
from tui.preferences import preferences


def liked(folder: Path, text: str) -> dict[str, str]:
    """Write the file; gives the environment that leads to it."""
    (folder / "headgate").mkdir()
    (folder / "headgate" / "terminal.toml").write_text(text)
    return {"XDG_CONFIG_HOME": str(folder)}


def test_without_a_file_everything_fits_the_terminal(tmp_path: Path) -> None:
    read = preferences({"HOME": str(tmp_path)})
    assert (read.theme, read.ascii, read.mouse, read.plain, dict(read.keys)) == ("", False, True, False, {})


def test_the_file_says_colours_glyphs_mouse_and_keys(tmp_path: Path) -> None:
    said = ('theme = "light"', "ascii = true", "mouse = false", 'copy = "file"')
    keys = ("[keys]", 'resolve.git = "4"', '"app.help" = "!"', "")
    read = preferences(liked(tmp_path, "\n".join([*said, *keys])))
    assert (read.theme, read.ascii, read.mouse, read.copy) == ("light", True, False, "file")
    assert dict(read.keys) == {"resolve.git": "4", "app.help": "!"}


def test_the_file_says_from_which_width_on_more_is_shown(tmp_path: Path) -> None:
    read = preferences(liked(tmp_path, "[sizes]\ncards_below = 100\n"))
    assert (read.sizes.cards_below, read.sizes.wide_from) == (100, 116)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    read = preferences({**liked(tmp_path, 'theme = "light"\n'), "HEADGATE_THEME": "contrast"})
    assert read.theme == "contrast"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param('them = "light"\n', "did you mean theme?", id="an unknown name"),
        pytest.param('theme = "drak"\n', "did you mean dark?", id="an unknown theme"),
        pytest.param('mouse = "no"\n', "mouse is true or false", id="a word for a flag"),
        pytest.param("keys = 1\n", "keys is a table", id="keys that are no table"),
        pytest.param("theme = \n", "line 1", id="no TOML"),
        pytest.param("[sizes]\nwide = 99\n", "did you mean wide_from?", id="an unknown size"),
        pytest.param("[sizes]\nwide_from = 200\n", "< huge_from", id="sizes that do not grow"),
        pytest.param('[sizes]\nbase_from = "9"\n', "a number of columns", id="a size that is no number"),
    ],
)
def test_what_is_wrong_is_named_with_the_nearest_that_is_known(text: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as wrong:
        preferences(liked(tmp_path, text))
    assert why in wrong.value.why
    assert "terminal.toml" in wrong.value.what
