"""The merge and the diff of the loopback ConfigHub: changes of a source land on a target, path by path.

Much simpler than the service: no provenance, no protection, no subtraction, no style is kept. As there, a
path that both changed gets the source's value. List items are the same where their `name` is.
"""

from collections.abc import Iterator
from typing import Any, Final

import yaml

from core.demo.confighub.store import RefusedError

__all__ = ["diffed", "merged"]

_GONE: Final = object()


def merged(base: bytes, end: bytes, target: bytes) -> bytes:
    """Put what changed from base to end on a target; a target that is base becomes end, byte for byte."""
    if target == base:
        return end
    before, after, onto = _resources(base), _resources(end), _resources(target)
    for name in {**before, **after}:
        became = _merged(before.get(name, _GONE), after.get(name, _GONE), onto.get(name, _GONE))
        if became is _GONE:
            onto.pop(name, None)
        else:
            onto[name] = became
    return yaml.safe_dump_all(onto.values(), sort_keys=False).encode()


def diffed(base: bytes, end: bytes) -> list[dict[str, Any]]:
    """List the resources that changed, with the paths."""
    before, after, found = _resources(base), _resources(end), []
    for name in {**before, **after}:
        changes = list(_changes(before.get(name, _GONE), after.get(name, _GONE), ""))
        if changes:
            kind = "Add" if name not in before else "Update" if name in after else "Delete"
            named = {"ResourceType": name[0], "ResourceName": "/".join(name[1:])}
            resource = {**named, "ResourceNameWithoutScope": name[2]}
            found.append({"ChangeType": kind, "Resource": resource, "Changes": changes})
    return found


def _resources(text: bytes) -> dict[tuple[str, str, str], Any]:
    found = {}
    try:
        read = list(yaml.safe_load_all(text))
    except yaml.YAMLError as error:
        raise RefusedError(422, "the data is no YAML") from error
    for one in read:
        if isinstance(one, dict):
            meta = one.get("metadata") or {}
            kind = f"{one.get('apiVersion')}/{one.get('kind')}"
            found[kind, str(meta.get("namespace") or ""), str(meta.get("name") or "")] = one
    return found


def _merged(base: Any, end: Any, onto: Any) -> Any:  # noqa: ANN401 -- documents are typed at run time
    if base == end:
        return onto
    if onto == base:
        return end
    keyed = [_by_name(one) for one in (base, end, onto)]
    if all(one is not None for one in keyed):
        return list(_merged(*keyed).values())
    if not (isinstance(base, dict) and isinstance(end, dict) and isinstance(onto, dict)):
        return end
    result = dict(onto)
    for key in {**base, **end}:
        became = _merged(base.get(key, _GONE), end.get(key, _GONE), onto.get(key, _GONE))
        if became is _GONE:
            result.pop(key, None)
        else:
            result[key] = became
    return result


def _by_name(value: Any) -> dict[str, Any] | None:  # noqa: ANN401 -- likewise
    if not isinstance(value, list) or not all(isinstance(one, dict) and "name" in one for one in value):
        return None
    found = {str(one["name"]): one for one in value}
    return found if len(found) == len(value) else None


def _changes(base: Any, end: Any, at: str) -> Iterator[dict[str, str]]:  # noqa: ANN401 -- likewise
    if base == end:
        return
    keyed = _by_name(base), _by_name(end)
    if keyed[0] is not None and keyed[1] is not None:
        base, end = (
            {f"?name={name}": one for name, one in side.items()} for side in keyed if side is not None
        )
    if isinstance(base, dict) and isinstance(end, dict):
        for key in {**base, **end}:
            path = f"{at}.{key}" if at else str(key)
            yield from _changes(base.get(key, _GONE), end.get(key, _GONE), path)
        return
    kind = "Add" if base is _GONE else "Delete" if end is _GONE else "Update"
    yield {"ChangeType": kind, "Path": at}
