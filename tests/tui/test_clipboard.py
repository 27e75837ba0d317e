"""Copied text goes where this terminal takes it, and where that is is said."""

import stat
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from core.errors import ToolMissing
from core.ports.processes import Finished
from tui.clipboard import clipboard


class Tmux:
    """A tmux that takes what it is given, or is not there."""

    def __init__(self, *, there: bool = True) -> None:
        self.there = there
        self.loaded: list[tuple[tuple[str, ...], bytes]] = []

    def __call__(
        self,
        argv: Sequence[str],
        *,
        input: bytes | None,  # noqa: A002  as `core.ports.processes.Run` names it
        cwd: Path | None,
        env: Mapping[str, str],
        timeout_seconds: float,
        limit_bytes: int,
    ) -> Finished:
        """Note what was loaded."""
        assert (cwd, env["TMUX"], timeout_seconds > 0, limit_bytes > 0) == (None, "/s,1,0", True, True)
        if not self.there:
            raise ToolMissing("no tmux", why="not installed", next_step="install it")
        self.loaded.append((tuple(argv), input or b""))
        return Finished(code=0, out=b"", err=b"")


INSIDE = {"TMUX": "/s,1,0"}


def test_inside_tmux_its_buffer_takes_the_text() -> None:
    tmux, sent = Tmux(), list[str]()
    assert clipboard("auto", INSIDE, tmux).put("spec.replicas", sent.append) == "to tmux's buffer"
    assert (tmux.loaded, sent) == ([(("tmux", "load-buffer", "-w", "-"), b"spec.replicas")], [])


@pytest.mark.parametrize(
    "env",
    [pytest.param(INSIDE, id="tmux that does not answer"), pytest.param({}, id="no tmux")],
)
def test_elsewhere_the_terminal_takes_it(env: dict[str, str]) -> None:
    sent = list[str]()
    assert clipboard("auto", env, Tmux(there=False)).put("x", sent.append) == "to the terminal's clipboard"
    assert sent == ["x"]


def test_a_file_takes_it_for_its_owner_alone(tmp_path: Path) -> None:
    sent = list[str]()
    where = clipboard("file", {"XDG_RUNTIME_DIR": str(tmp_path)}, None).put("x", sent.append)
    file = tmp_path / "headgate-copied.txt"
    assert (where, file.read_text(), stat.S_IMODE(file.stat().st_mode), sent) == (
        f"to {file}",
        "x",
        0o600,
        [],
    )


def test_a_link_where_the_file_belongs_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "headgate-copied.txt").symlink_to(tmp_path / "elsewhere")
    where = clipboard("file", {"XDG_RUNTIME_DIR": str(tmp_path)}, None).put("x", lambda _: None)
    assert where.startswith("nowhere: ")
    assert not (tmp_path / "elsewhere").exists()


def test_copying_can_be_off() -> None:
    sent = list[str]()
    assert clipboard("off", {}, None).put("x", sent.append) == "nowhere: copying is off"
    assert sent == []
