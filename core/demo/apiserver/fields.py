"""Reading and changing plain documents in place; only for documents that the demo made itself."""

from copy import deepcopy
from typing import TypeAlias

from core.fieldpath import FieldPath, Index, Item, Step
from core.krm.values import ABSENT, Absent, Value

__all__ = ["Map", "mapping", "maps", "put"]

Map: TypeAlias = dict[str, Value]


def mapping(value: Value | Absent) -> Map:
    """Give a map as it is, anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def maps(value: Value | Absent) -> list[Map]:
    """Give the maps among a list's items; of anything else none."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def put(document: Map, path: FieldPath, value: Value | Absent) -> None:
    """Set a place of a document, or remove it with `ABSENT`; maps and keyed items on the way are made."""
    holder: Value = document
    for step, following in zip(path.steps, path.steps[1:], strict=False):
        holder = _below(holder, step, following)
    _store(holder, path.steps[-1], value)


def _below(holder: Value, step: Step, following: Step) -> Value:
    if isinstance(holder, dict) and isinstance(step, str):
        return holder.setdefault(step, {} if isinstance(following, str) else [])
    if isinstance(holder, list) and isinstance(step, Item):
        found = _item(holder, step)
        if found is None:
            found = dict(step.keys)
            holder.append(found)
        return found
    if isinstance(holder, list) and isinstance(step, Index):
        return holder[step.at]
    raise TypeError(f"the story names no place by {step!r}")


def _store(holder: Value, step: Step, value: Value | Absent) -> None:
    if isinstance(holder, dict) and isinstance(step, str):
        holder.pop(step, None)
        if value is not ABSENT:
            holder[step] = deepcopy(value)
    elif isinstance(holder, list) and isinstance(step, Item):
        _store_item(holder, step, value)
    else:
        raise TypeError(f"the story sets no place by {step!r}")


def _store_item(holder: list[Value], step: Item, value: Value | Absent) -> None:
    found = _item(holder, step)
    if found is not None:
        holder.remove(found)
    if value is not ABSENT:
        holder.append({**dict(step.keys), **mapping(value)})


def _item(holder: list[Value], step: Item) -> Map | None:
    wanted = dict(step.keys)
    return next((item for item in maps(holder) if wanted.items() <= item.items()), None)
