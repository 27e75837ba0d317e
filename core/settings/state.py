"""Where Headgate keeps what is its own: one private folder for each workspace.

Reads no environment itself: it is handed the variables.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from core.errors import SettingsError

__all__ = ["state_folder", "state_home", "workspace_name"]

_NAME_LENGTH: Final = 40
_HASH_LENGTH: Final = 8


def workspace_name(top: Path) -> str:
    """Name a workspace after its folder, with a hash of the whole path to tell namesakes apart.

    >>> workspace_name(Path("/home/op/Shop Config"))
    'shop-config-7fc91ce3'
    """
    readable = re.sub(r"[^a-z0-9._-]+", "-", top.name.lower()).strip("-.")[:_NAME_LENGTH] or "workspace"
    return (
        f"{readable}-{hashlib.sha256(str(top).encode(errors='surrogateescape')).hexdigest()[:_HASH_LENGTH]}"
    )


def state_folder(top: Path, environment: Mapping[str, str]) -> Path:
    """Find the state folder of a workspace; it need not be there yet.

    Args:
        top: the repository's top folder, absolute.
        environment: the variables of whoever runs us.

    Raises:
        SettingsError: neither XDG_STATE_HOME nor HOME says where state belongs.
    """
    return state_home(environment) / workspace_name(top)


def state_home(environment: Mapping[str, str]) -> Path:
    """Find the folder of all workspaces' state; it need not be there yet.

    Raises:
        SettingsError: neither XDG_STATE_HOME nor HOME says where state belongs.
    Source: XDG Base Directory Specification: a relative path is ignored.
    """
    base = Path(environment.get("XDG_STATE_HOME", ""))
    if not base.is_absolute():
        home = Path(environment.get("HOME", ""))
        if not home.is_absolute():
            raise SettingsError(
                "Could not find a place for local state",
                why="neither XDG_STATE_HOME nor HOME is set to an absolute path",
                next_step="set XDG_STATE_HOME to a folder of your own",
            )
        base = home / ".local" / "state"
    return base / "headgate"
