"""Worlds that many tests begin with: built once a run, copied for each test with all their state."""

import os
import shutil
import tempfile
from collections.abc import Callable, Hashable
from functools import lru_cache
from pathlib import Path

from core.settings.state import state_folder
from tests.builders.world import World

__all__ = ["moulded"]

_BUILT: dict[Hashable, Path] = {}


def moulded(folder: Path, key: Hashable, build: Callable[[Path], World]) -> World:
    """Give a copy of the world that ``build`` makes; the same key gives the same one, digest key and all."""
    if key not in _BUILT:
        _BUILT[key] = _cast(Path(_home().name) / str(len(_BUILT)), build)
    mould = _BUILT[key]
    made = World(folder / "repo")
    for part in ("repo", "live"):
        shutil.copytree(mould / part, folder / part)
    shutil.copytree(mould / "state", state_folder(made.top, os.environ))
    return made


def _cast(mould: Path, build: Callable[[Path], World]) -> Path:
    made = build(mould)
    shutil.copytree(state_folder(made.top, os.environ), mould / "state")
    return mould


@lru_cache(maxsize=1)
def _home() -> tempfile.TemporaryDirectory[str]:
    """Goes with the process."""
    return tempfile.TemporaryDirectory(prefix="headgate-moulds-")
