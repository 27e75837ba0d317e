from pathlib import Path

import pytest

from core.errors import SettingsError
from core.settings.state import state_folder, workspace_name

TOP = Path("/srv/shop")


@pytest.mark.parametrize(
    ("environment", "base"),
    [
        pytest.param({"XDG_STATE_HOME": "/s", "HOME": "/h"}, "/s", id="where XDG says"),
        pytest.param({"HOME": "/h"}, "/h/.local/state", id="else below home"),
        pytest.param(
            {"XDG_STATE_HOME": "relative", "HOME": "/h"},
            "/h/.local/state",
            id="a relative path does not count",
        ),
        pytest.param({"XDG_STATE_HOME": "", "HOME": "/h"}, "/h/.local/state", id="an empty one neither"),
    ],
)
def test_state_has_a_folder_for_each_workspace(environment: dict[str, str], base: str) -> None:
    assert state_folder(TOP, environment) == Path(base) / "headgate" / workspace_name(TOP)


def test_without_a_home_there_is_no_place() -> None:
    with pytest.raises(SettingsError, match="XDG_STATE_HOME"):
        state_folder(TOP, {})


def test_namesakes_are_told_apart_and_names_are_plain() -> None:
    names = [workspace_name(Path(path)) for path in ("/a/shop", "/b/shop", "/a/Ünï cöde", "/", "/a/shop")]
    assert len(set(names)) == 4
    assert names[0] == names[4]
    assert all(name.isascii() and name == name.lower() and "/" not in name for name in names)
