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
    if isinstance(value, dict) and steps[-1] in _LABELS:
        return Edit(
            "key added", path / f"team.example.com/k{chance.randrange(99)}", chance.choice(_WORDS[:5])
        )
    if isinstance(value, dict | list) or value is ABSENT:
        return _of_list(path, value, chance) if isinstance(value, list) else None
    if is_sensitive(resource, path, value):
        return Edit("secret", path, "new")
    is_removed = chance.random() < _REMOVED and isinstance(steps[-1], str)
    new = ABSENT if is_removed else _other(value, chance)
    return Edit("field removed" if is_removed else "field set", path, new)


_REMOVED: Final = 0.15
_ADDED: Final = 0.6


def _of_list(path: FieldPath, items: list[Value], chance: random.Random) -> Edit:
    """Add or remove an item: by its name where all have one, else the list is one value."""
    names = [name for item in items if isinstance(name := _name(item), str)]
    is_keyed = len(set(names)) == len(items)
    at = chance.randrange(len(items))
    is_new = chance.random() < _ADDED or len(items) == 1
    if is_keyed and is_new:
        fresh = f"k{chance.randrange(99)}"
        item = items[at]
        copied: Value = {**item, "name": fresh} if isinstance(item, dict) else item
        return Edit("item added", path / Item((("name", fresh),)), copied)
    if is_keyed:
        return Edit("item removed", path / Item((("name", names[at]),)), ABSENT)
    if is_new:
        return Edit("item added", path, [*items, items[at]])
    return Edit("item removed", path, [*items[:at], *items[at + 1 :]])


def _name(item: Value) -> Value:
    return item.get("name") if isinstance(item, dict) else None


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
    """Yield every leaf, every list, and the maps that take keys; items by name where they have one."""
    if isinstance(value, dict):
        if at and at[-1] in _LABELS:
            yield at
        for key, part in value.items():
            yield from _places(part, (*at, key))
    elif isinstance(value, list):
        if value:
            yield at
        names = [item.get("name") if isinstance(item, dict) else None for item in value]
        for place, part in enumerate(value):
            name = names[place]
            keyed = isinstance(name, str) and names.count(name) == 1
            step: Step = Item((("name", name),)) if isinstance(name, str) and keyed else Index(place)
            yield from _places(part, (*at, step))
    else:
        yield at
