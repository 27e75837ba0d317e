"""What is sent to change chosen fields of one live object, and what came of it. Pure.

Fields are set by server-side apply, under our field manager; fields are removed by a JSON patch, since an
apply can only give up what is its own. Either says which version of the object it was made for.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from core.fieldpath import FieldPath, Index, Item, Member
from core.krm.edit.changes import FieldChange
from core.krm.edit.values import changed, is_same, resolved, value_at
from core.krm.managers import Manager, managers_at
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Value
from core.live.cluster.owned import FIELD_MANAGER, owned_part

__all__ = ["applied_configuration", "beside", "others_at", "removal", "version_of", "widened"]

_Map = dict[str, Value]
_POINTER: Final = re.compile(r"[~/]")
_SERVERS: Final = frozenset(
    {"resourceVersion", "generation", "managedFields", "uid", "creationTimestamp", "selfLink"}
)


def version_of(live: _Map) -> str:
    """Read which version of an object this is."""
    metadata = live.get("metadata")
    found = metadata.get("resourceVersion") if isinstance(metadata, dict) else None
    return found if isinstance(found, str) else ""


def applied_configuration(
    resource: ResourceId, live: _Map, changes: Sequence[FieldChange], *, namespace: str
) -> _Map:
    """Make the configuration that sets fields and keeps all that we applied before.

    Args:
        resource: which object.
        live: as it was read.
        changes: the fields to set; those to remove are left out of what we applied.
        namespace: of the object; "" where its kind has none.

    Raises:
        EditRefused: a path does not fit the object.
    """
    made: Value = owned_part(live)
    for change in changes:
        if change.value is ABSENT:
            made = changed(made, change.path, ABSENT) if value_at(made, change.path) is not ABSENT else made
        else:
            path, value = _whole_list(live, change)
            made = changed(made, path, value)
    whole = made if isinstance(made, dict) else {}
    metadata = whole.get("metadata")
    identity: _Map = {"name": resource.name, "resourceVersion": version_of(live)}
    if namespace:
        identity["namespace"] = namespace
    more = metadata if isinstance(metadata, dict) else {}
    return {
        **whole,
        "apiVersion": resource.api_version,
        "kind": resource.kind,
        "metadata": {**more, **identity},
    }


def _whole_list(live: _Map, change: FieldChange) -> tuple[FieldPath, Value]:
    """Set a list without keys as a whole: its places mean nothing without the others."""
    steps = change.path.steps
    at = next((number for number, step in enumerate(steps) if isinstance(step, Index)), None)
    if at is None:
        return change.path, _plain(change.value)
    new = changed(live, change.path, change.value)
    path = FieldPath(steps[:at])
    return path, _plain(value_at(new, path))


def widened(live: _Map, change: FieldChange) -> FieldChange:
    """Set the whole list above an item instead of the item, for a server to whom the list is one value."""
    steps = change.path.steps
    at = next((number for number, step in enumerate(steps) if isinstance(step, Item | Member)), None)
    if at is None:
        return change
    path = FieldPath(steps[:at])
    value = value_at(changed(live, change.path, change.value), path)
    return FieldChange(resource=change.resource, path=path, value=value)


def _plain(value: object) -> Value:
    return None if value is ABSENT else value  # type: ignore[return-value]  # a value, by `value_at`


def removal(live: _Map, paths: Sequence[FieldPath], version: str) -> list[_Map]:
    """Make the JSON patch that removes fields of just this version of an object; [] where none is there."""
    there = [path for path in paths if value_at(live, path) is not ABSENT]
    pointers = sorted((_pointer(resolved(live, path)) for path in there), key=_backwards, reverse=True)
    if not pointers:
        return []
    guard: _Map = {"op": "replace", "path": "/metadata/resourceVersion", "value": version}
    return [guard, *[_removed(pointer) for pointer in pointers]]


def _removed(pointer: str) -> _Map:
    return {"op": "remove", "path": pointer}


def _pointer(path: FieldPath) -> str:
    """Write a path of keys and places as RFC 6901 has it."""
    return "".join(f"/{_escaped(step)}" for step in path.steps)


def _escaped(step: object) -> str:
    text = str(step.at) if isinstance(step, Index) else str(step)
    return _POINTER.sub(lambda found: "~0" if found[0] == "~" else "~1", text)


def _backwards(pointer: str) -> list[tuple[int, str]]:
    """Order pointers so that a list's later items go first."""
    return [(int(step), "") if step.isdigit() else (-1, step) for step in pointer.split("/")]


def others_at(live: _Map, change: FieldChange) -> list[Manager]:
    """Name who else owns a field that changes; nobody where it holds its new value already."""
    if is_same(value_at(live, change.path), change.value):
        return []
    return [one for one in managers_at(live, change.path) if one.name != FIELD_MANAGER]


def beside(before: _Map, after: _Map, chosen: Sequence[FieldPath]) -> list[str]:
    """Name the fields that were there, were not chosen, and are changed or gone all the same."""
    return [
        str(path)
        for path in _moved(before, after, FieldPath())
        if not any(one.covers(path) or path.covers(one) for one in chosen)
    ]


def _moved(before: Value, after: Value, at: FieldPath) -> Iterator[FieldPath]:
    if is_same(before, after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key, part in before.items():
            if not _is_servers(at, key):
                yield from _moved(part, after.get(key), at / key)
    elif isinstance(before, list) and isinstance(after, list) and _named(before) and _named(after):
        there = {str(item["name"]): item for item in after if isinstance(item, dict)}
        for item in before:
            if isinstance(item, dict):
                name = str(item["name"])
                yield from _moved(item, there.get(name), at / Item((("name", name),)))
    else:
        yield at


def _named(items: list[Value]) -> bool:
    names = [item.get("name") for item in items if isinstance(item, dict)]
    return len(names) == len(items) == len({str(name) for name in names}) and all(names)


def _is_servers(at: FieldPath, key: str) -> bool:
    return (not at.steps and key == "status") or (at.steps == ("metadata",) and key in _SERVERS)
