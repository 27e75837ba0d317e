"""What Headgate's own field manager applied before, taken out of a live object. Pure.

A server-side apply that leaves a field out gives it up. So what was applied before is applied again, just
as it is, beside the fields that are set now.
Source: Kubernetes, Server-Side Apply; client-go applyconfigurations, Extract.
"""

import json
from typing import Final

from core.krm.values import Value

__all__ = ["FIELD_MANAGER", "owned_part"]

FIELD_MANAGER: Final = "headgate"
"""The name under which the server records what Headgate writes."""

_Map = dict[str, Value]


def owned_part(live: _Map) -> _Map:
    """Take out the fields that an earlier apply of ours set; without those that everybody's object has.

    >>> fields = {"f:spec": {"f:replicas": {}}}
    >>> entry = {"manager": "headgate", "operation": "Apply", "fieldsV1": fields}
    >>> owned_part({"spec": {"replicas": 3, "paused": True}, "metadata": {"managedFields": [entry]}})
    {'spec': {'replicas': 3}}
    """
    metadata = live.get("metadata")
    entries = metadata.get("managedFields") if isinstance(metadata, dict) else None
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and _is_ours(entry):
            fields = entry.get("fieldsV1")
            taken = _taken(fields, live) if isinstance(fields, dict) else {}
            return taken if isinstance(taken, dict) else {}
    return {}


def _is_ours(entry: _Map) -> bool:
    return (
        entry.get("manager") == FIELD_MANAGER
        and entry.get("operation") == "Apply"
        and not entry.get("subresource")
    )


def _taken(fields: _Map, live: Value) -> Value:
    below = {key: part for key, part in fields.items() if key != "."}
    if not below:
        return live
    if isinstance(live, dict):
        return {
            key[2:]: _taken(part, live[key[2:]])
            for key, part in below.items()
            if isinstance(part, dict) and key[2:] in live
        }
    return _items(below, live) if isinstance(live, list) else live


def _items(fields: _Map, live: list[Value]) -> Value:
    found: list[Value] = []
    for key, part in fields.items():
        named = _json(key[2:])
        if key.startswith("v:") and named in live:
            found.append(named)
        elif key.startswith("k:") and isinstance(named, dict) and isinstance(part, dict):
            found += [_item(named, part, item) for item in live if _has(item, named)]
    return found


def _item(named: _Map, fields: _Map, item: Value) -> Value:
    taken = _taken({**fields, "f:": {}}, item)
    return {**named, **taken} if isinstance(taken, dict) else taken


def _has(item: Value, named: _Map) -> bool:
    return isinstance(item, dict) and named.items() <= {"protocol": "TCP", **item}.items()


def _json(text: str) -> Value:
    try:
        found: Value = json.loads(text)
    except ValueError:
        return None
    return found
