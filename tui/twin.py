"""The command line that does the same as a screen."""

import json
import shlex
from collections.abc import Sequence

from core.krm.values import ABSENT
from core.merge.resolution import Choice, Edited, Resolution
from core.model.item import Item

__all__ = ["resolve_command"]


def resolve_command(items: Sequence[Item], resolution: Resolution) -> str:
    """Write ``headgate resolve`` for items with the choices made so far, quoted for a shell; a dry run."""
    several = len({field.place.resource for field in resolution.fields}) > 1
    parts = ["headgate", "resolve", *(str(item.id) for item in items)]
    for field in resolution.fields:
        choice = resolution.choice(field.key)
        if choice is not None:
            parts.extend(_option(field.key if several else str(field.path), choice))
    if not resolution.choices:
        parts.extend(["--take", "clean"])
    return " ".join(shlex.quote(part) for part in [*parts, "--dry-run"])


def _option(name: str, choice: Choice) -> tuple[str, str]:
    if not isinstance(choice, Edited):
        return "--path", f"{name}={choice}"
    value = "" if choice.value is ABSENT else json.dumps(choice.value)
    return "--set", f"{name}={value}"
