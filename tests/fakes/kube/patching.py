"""Patches: server-side apply, merge patch, JSON patch."""

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import yaml

from tests.fakes.kube.asked import Asked, Target
from tests.fakes.kube.kinds import Kind
from tests.fakes.kube.merging import merged
from tests.fakes.kube.refusing import refused

if TYPE_CHECKING:
    from tests.fakes.kube.store import Store

__all__ = ["patched"]

Json = dict[str, Any]
_APPLY = ("application/apply-patch+yaml", "application/apply-patch+json")
_TYPES = (
    "the body of the request was in an unknown format - accepted media types include: "
    "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"
)


def patched(
    store: "Store", request: Asked, kind: Kind, target: Target, *, manager: str, dry: bool
) -> tuple[int, Json, list[str]]:
    """Carry out a patch; gives status, object and warnings."""
    sort = request.headers.get("content-type", "").partition(";")[0]
    if sort in _APPLY:
        config = yaml.safe_load(request.body)
        if not request.query.get("fieldManager"):
            says = "fieldManager: Required value: is required for apply patch"
            raise refused(400, "BadRequest", f'PatchOptions.meta.k8s.io "" is invalid: {says}')
        force = request.query.get("force") == "true"
        found, made, warnings = store.apply(
            kind, target.namespace, config, manager=manager, force=force, dry=dry
        )
        return (201 if made else 200), found, warnings
    old = deepcopy(store.read(kind, target.namespace, target.name))
    if sort == "application/json-patch+json":
        new = _json_patched(old, json.loads(request.body), target.name)
    elif sort == "application/merge-patch+json":
        new = _merged(old, json.loads(request.body))
    elif sort == "application/strategic-merge-patch+json" and kind.schema is None:
        new = _without_nulls(merged(kind, old, _without_directives(json.loads(request.body))))
    else:
        raise refused(415, "UnsupportedMediaType", _TYPES)
    found, warnings = store.replace(kind, target.namespace, new, manager=manager, dry=dry, sub=target.sub)
    return 200, found, warnings


def _merged(old: Any, patch: Any) -> Any:
    if not isinstance(patch, dict) or not isinstance(old, dict):
        return patch
    result = dict(old)
    for key, part in patch.items():
        if part is None:
            result.pop(key, None)
        else:
            result[key] = _merged(result.get(key, {} if isinstance(part, dict) else None), part)
    return result


def _without_directives(patch: Any) -> Any:
    """Leave out the orders of lists; the directives that delete and replace are not served."""
    if isinstance(patch, dict):
        return {key: _without_directives(part) for key, part in patch.items() if not key.startswith("$")}
    return [_without_directives(part) for part in patch] if isinstance(patch, list) else patch


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(part) for key, part in value.items() if part is not None}
    return [_without_nulls(part) for part in value] if isinstance(value, list) else value


def _json_patched(document: Json, operations: list[Json], name: str) -> Json:
    for one in operations:
        *above, last = [step.replace("~1", "/").replace("~0", "~") for step in one["path"].split("/")[1:]]
        holder: Any = document
        for step in above:
            holder = holder[int(step)] if isinstance(holder, list) else holder[step]
        _operate(holder, last, one, name)
    return document


def _operate(holder: Any, last: str, one: Json, name: str) -> None:
    at: Any = (len(holder) if last == "-" else int(last)) if isinstance(holder, list) else last
    match one["op"]:
        case "test":
            held = holder[at] if (at in holder if isinstance(holder, dict) else at < len(holder)) else None
            if held != one["value"]:
                says = "the server rejected our request due to an error in our request"
                raise refused(422, "Invalid", says, details={"name": name})
        case "remove":
            try:
                del holder[at]
            except (KeyError, IndexError):
                raise refused(
                    422, "Invalid", "the server rejected our request due to an error in our request"
                ) from None
        case _ if isinstance(holder, list) and one["op"] == "add":
            holder.insert(at, one["value"])
        case _:
            holder[at] = one["value"]
