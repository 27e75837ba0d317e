"""Random edits of a rendered resource, as an operator could make them in the hub."""

import random
from collections.abc import Iterator
from typing import Final, NamedTuple

from core.fieldpath import FieldPath, Index, Item, Step
from core.krm.edit.values import value_at
from core.krm.redact import is_sensitive
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value

__all__ = ["Edit", "random_edit"]

_IDENTITY: Final = frozenset({("apiVersion",), ("kind",), ("metadata", "name"), ("metadata", "namespace")})
_LABELS: Final = frozenset({"labels", "annotations", "matchLabels", "tags", "variables"})
_WORDS: Final = ("blue", "0644", "on", "12:30", "205074708100", "a: b", "# no", "x" * 90, "", "1e3", "ünï")


class Edit(NamedTuple):
    """One field and its new value; ``kind`` says what sort of edit it is."""

    kind: str
    path: FieldPath
    value: Value | Absent


def random_edit(resource: ResourceId, document: Value, chance: random.Random) -> Edit | None:
    """Draw one edit; None where the document has nothing to change."""
    places = [path for path in _places(document, ()) if path not in _IDENTITY]
    if not places:
        return None
    steps = chance.choice(places)
    path = FieldPath(steps)
    value = value_at(document, path)
    draw = chance.random()
    if isinstance(value, dict) and steps[-1] in _LABELS:
        return Edit(
            "key added", path / f"team.example.com/k{chance.randrange(99)}", chance.choice(_WORDS[:5])
        )
    if isinstance(value, dict | list) or value is ABSENT:
        return None
    if is_sensitive(resource, path, value):
        return Edit("secret", path, "new")
    if draw < _REMOVED and isinstance(steps[-1], str):
        return Edit("field removed", path, ABSENT)
    return Edit("field set", path, _other(value, chance))


_REMOVED: Final = 0.15


def _other(value: Value | Absent, chance: random.Random) -> Value:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return int(value) + chance.randrange(1, 500)
    if isinstance(value, str) and "\n" in value:
        return value.replace("\n", "\nchanged: 1\n", 1)
    words = [word for word in _WORDS if word != value]
    return chance.choice(words)


def _places(value: Value, at: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
    """Yield every leaf, and the maps that take keys; items by their name where they have one of their own."""
    if isinstance(value, dict):
        if at and at[-1] in _LABELS:
            yield at
        for key, part in value.items():
            yield from _places(part, (*at, key))
    elif isinstance(value, list):
        names = [item.get("name") if isinstance(item, dict) else None for item in value]
        for place, part in enumerate(value):
            name = names[place]
            keyed = isinstance(name, str) and names.count(name) == 1
            step: Step = Item((("name", name),)) if isinstance(name, str) and keyed else Index(place)
            yield from _places(part, (*at, step))
    else:
        yield at
