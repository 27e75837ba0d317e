"""managedFields: who wrote which field, in the notation of the API server.

Source: the recorded objects of a 1.36 server; domain.md §3.7 for the keys of lists.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from core.demo.apiserver.fields import Map, mapping, maps
from core.fieldpath import FieldPath, Item, Step
from core.krm.values import ABSENT, Absent, Value

__all__ = ["entry", "fields_of", "take_over"]

_KEYS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "containers": (("name",),),
    "initContainers": (("name",),),
    "env": (("name",),),
    "volumes": (("name",),),
    "volumeMounts": (("mountPath",),),
    "conditions": (("type",),),
    "ports": (("containerPort", "protocol"), ("port", "protocol")),
}
"""Keys of the story's keyed lists, by the list's field; the first that an item has."""

_UNOWNED: Final = frozenset({"apiVersion", "kind"})
_IDENTITY: Final = frozenset({"name", "namespace"})


def fields_of(manifest: Map) -> Map:
    """Write a manifest's fields as ``fieldsV1``: what its applier owns."""
    owned = {key: value for key, value in manifest.items() if key not in _UNOWNED}
    metadata = {
        key: value for key, value in mapping(owned.pop("metadata", {})).items() if key not in _IDENTITY
    }
    return _map({**({"metadata": metadata} if metadata else {}), **owned})


def entry(*, manager: str, operation: str, api_version: Value, time: str, fields: Map, sub: str = "") -> Map:
    """Make one entry of managedFields; ``sub`` is the subresource, "" for the object itself."""
    made: Map = {
        "manager": manager,
        "operation": operation,
        "apiVersion": api_version,
        "time": time,
        "fieldsType": "FieldsV1",
        "fieldsV1": fields,
    }
    return {**made, "subresource": sub} if sub else made


def take_over(document: Map, path: FieldPath, value: Value | Absent, *, manager: str, time: str) -> None:
    """Record that ``manager`` wrote a place: it owns it now, and whoever owned it before does not."""
    entries = maps(mapping(document.get("metadata")).get("managedFields"))
    names = [_name(step) for step in path.steps]
    for owner in entries:
        _drop(mapping(owner.get("fieldsV1")), names)
    mine = next((one for one in entries if (one["manager"], one["operation"]) == (manager, "Update")), None)
    if mine is None:
        mine = entry(
            manager=manager, operation="Update", api_version=document.get("apiVersion"), time=time, fields={}
        )
        mapping(document["metadata"])["managedFields"] = [*entries, mine]
    mine["time"] = time
    if value is not ABSENT:
        _grow(mapping(mine["fieldsV1"]), names).update(_written(path.steps[-1], value))


def _map(value: Map) -> Map:
    return {f"f:{key}": _below(key, item) for key, item in value.items()}


def _below(key: str, value: Value) -> Value:
    if isinstance(value, dict):
        return _map(value)
    if isinstance(value, list) and key in _KEYS:
        return {_item(key, item): {".": {}, **_map(item)} for item in maps(value)}
    return {}


def _item(field: str, item: Map) -> str:
    keys = next(keys for keys in _KEYS[field] if keys[0] in item)
    return _key((key, item.get(key, "TCP")) for key in keys)


def _key(pairs: Iterable[tuple[str, Value]]) -> str:
    return "k:" + json.dumps(dict(pairs), separators=(",", ":"))


def _name(step: Step) -> str:
    return _key(step.keys) if isinstance(step, Item) else f"f:{step}"


def _drop(fields: Map, names: list[str]) -> None:
    for name in names[:-1]:
        fields = mapping(fields.get(name))
    fields.pop(names[-1], None)


def _grow(fields: Map, names: list[str]) -> Map:
    for name in names:
        fields = mapping(fields.setdefault(name, {}))
    return fields


def _written(step: Step, value: Value) -> Map:
    if isinstance(step, Item):
        return {".": {}, **_map({**dict(step.keys), **mapping(value)})}
    return _map(mapping(value))
