"""What an operator likes of the terminal, from a file of their own: colours, glyphs, mouse, keys, sizes.

``$XDG_CONFIG_HOME/headgate/terminal.toml``, else ``~/.config/headgate/terminal.toml``. What the command line
says wins over the environment, that over the file, that over what fits the terminal.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from core.errors import SettingsError
from tui.sizes import USUAL_SIZES, Sizes, size_names

__all__ = ["COLOURS", "COPIES", "Preferences", "preferences", "preferences_file"]

COLOURS: Final = ("dark", "light", "contrast", "ansi")
COPIES: Final = ("auto", "tmux", "terminal", "file", "off")
_FLAGS: Final = ("ascii", "mouse", "plain")
_TABLES: Final = ("keys", "sizes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What is liked; the defaults are what fits any terminal.

    Attributes:
        theme: one of `COLOURS`; "" for what fits the terminal.
        ascii: no character outside ASCII is drawn.
        mouse: the mouse works; without it the terminal's own selection does.
        plain: questions and answers instead of screens.
        copy: where copied text goes, one of `COPIES`.
        keys: verb id to its keys, comma-separated; the rest keep theirs.
        sizes: from which width on more is shown.
        file: where it was read from; None where there is none.
    """

    theme: str = ""
    ascii: bool = False
    mouse: bool = True
    plain: bool = False
    copy: str = "auto"
    keys: Mapping[str, str] = field(default_factory=dict)
    sizes: Sizes = USUAL_SIZES
    file: Path | None = None


def preferences_file(env: Mapping[str, str]) -> Path | None:
    """Name the file; None where neither XDG_CONFIG_HOME nor HOME says where."""
    if env.get("XDG_CONFIG_HOME"):
        return Path(env["XDG_CONFIG_HOME"]) / "headgate" / "terminal.toml"
    return Path(env["HOME"]) / ".config" / "headgate" / "terminal.toml" if env.get("HOME") else None


def preferences(env: Mapping[str, str]) -> Preferences:
    """Read file and environment (HEADGATE_THEME, HEADGATE_ASCII, HEADGATE_PLAIN).

    Raises:
        SettingsError: the file cannot be read, or holds something unknown; names it and the nearest known.
    """
    file = preferences_file(env)
    said = _read(file) if file and file.is_file() else {}
    told: dict[str, Any] = {**said, **_environment(env)}
    keys = MappingProxyType(dict(_flattened(told.pop("keys", {}))))
    sizes = _sizes(told.pop("sizes", {}), file)
    return Preferences(**told, keys=keys, sizes=sizes, file=file if said else None)


def _sizes(said: Mapping[str, int], file: Path | None) -> Sizes:
    sizes = replace(USUAL_SIZES, **said)
    if sizes.trouble:
        raise _wrong(file, f"sizes: {sizes.trouble}")
    return sizes


def _environment(env: Mapping[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {flag: True for flag in ("ascii", "plain") if env.get(f"HEADGATE_{flag.upper()}")}
    if theme := env.get("HEADGATE_THEME", ""):
        told["theme"] = _one_of(theme, COLOURS, "HEADGATE_THEME", None)
    return told


def _read(file: Path) -> dict[str, Any]:
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise _wrong(file, error.strerror or str(error)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(file, str(error)) from error
    for name, value in said.items():
        _check(name, value, file)
    return said


def _check(name: str, value: object, file: Path) -> None:
    known = ("theme", "copy", *_TABLES, *_FLAGS)
    if name not in known:
        raise _wrong(file, f"{name} is no setting{_nearest(name, known)}")
    if name in _FLAGS and not isinstance(value, bool):
        raise _wrong(file, f"{name} is true or false, not {value!r}")
    if name in _TABLES and not isinstance(value, dict):
        raise _wrong(file, f"{name} is a table: [{name}]")
    if name == "sizes" and isinstance(value, dict):
        _check_sizes(value, file)
    if name in {"theme", "copy"}:
        _one_of(value, COLOURS if name == "theme" else COPIES, name, file)


def _check_sizes(said: Mapping[str, object], file: Path) -> None:
    for name, value in said.items():
        if name not in size_names():
            raise _wrong(file, f"sizes.{name} is no setting{_nearest(name, size_names())}")
        if not isinstance(value, int) or isinstance(value, bool):
            raise _wrong(file, f"sizes.{name} is a number of columns, not {value!r}")


def _one_of(value: object, known: tuple[str, ...], name: str, file: Path | None) -> str:
    if isinstance(value, str) and value in known:
        return value
    raise _wrong(file, f"{name} is one of {', '.join(known)}, not {value!r}{_nearest(str(value), known)}")


def _flattened(table: Mapping[str, object], before: str = "") -> list[tuple[str, str]]:
    """Read ``resolve.git = "1"``, which TOML takes for a table in a table, as the verb's id."""
    found: list[tuple[str, str]] = []
    for name, value in table.items():
        found += (
            _flattened(value, f"{before}{name}.")
            if isinstance(value, dict)
            else [(before + name, str(value))]
        )
    return found


def _nearest(name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _wrong(file: Path | None, why: str) -> SettingsError:
    return SettingsError(
        f"Could not use {file or 'the environment'}",
        why=why,
        next_step="correct it, or move it away; docs/how-to/terminals.md lists what may stand there",
    )
