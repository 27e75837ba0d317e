"""Custom resources: defaults, pruning and validation by the structural schema of their CRD.

Source: Kubernetes, structural schemas; the recorded refusals.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.fakes.kube.kinds import Kind

__all__ = ["Cause", "filled_by_schema", "pruned", "refusals"]

Json = dict[str, Any]


class Cause(NamedTuple):
    """One reason why an object is invalid."""

    reason: str
    message: str
    field: str


def filled_by_schema(schema: Json, value: Any) -> Any:
    """Fill defaults in where the parent object is there."""
    if isinstance(value, dict):
        result = dict(value)
        for key, below in schema.get("properties", {}).items():
            if key not in result and "default" in below:
                result[key] = json.loads(json.dumps(below["default"]))
            if key in result:
                result[key] = filled_by_schema(below, result[key])
        return result
    if isinstance(value, list):
        return [filled_by_schema(schema.get("items", {}), item) for item in value]
    return value


def pruned(kind: Kind, document: Json) -> tuple[Json, list[str]]:
    """Leave out what the schema does not know; names it too."""
    unknown: list[str] = []
    kept = {"apiVersion": document["apiVersion"], "kind": document["kind"], "metadata": document["metadata"]}
    body = {key: part for key, part in document.items() if key not in kept}
    return {**kept, **_pruned(kind.schema or {}, body, "", unknown)}, unknown


def _pruned(schema: Json, value: Any, at: str, unknown: list[str]) -> Any:
    if schema.get("x-kubernetes-preserve-unknown-fields") or not {"properties", "items"} & set(schema):
        return value
    if isinstance(value, list):
        return [_pruned(schema.get("items", {}), item, at, unknown) for item in value]
    if not isinstance(value, dict) or "properties" not in schema:
        return value
    known = schema["properties"]
    unknown += [f"{at}.{key}".removeprefix(".") for key in value if key not in known]
    return {
        key: _pruned(known[key], part, f"{at}.{key}", unknown) for key, part in value.items() if key in known
    }


def refusals(kind: Kind, document: Json) -> list[Cause]:
    """Validate an object; no reason, no refusal."""
    body = {key: part for key, part in document.items() if key not in {"apiVersion", "kind", "metadata"}}
    return list(_refusals(kind.schema or {}, body, ""))


def _refusals(schema: Json, value: Any, at: str) -> Iterator[Cause]:
    if isinstance(value, dict):
        for key, below in schema.get("properties", {}).items():
            if key in value:
                yield from _refusals(below, value[key], f"{at}.{key}".removeprefix("."))
        for key in schema.get("required", []):
            if key not in value:
                yield Cause("FieldValueRequired", "Required value", f"{at}.{key}".removeprefix("."))
        return
    if "enum" in schema and value not in schema["enum"]:
        words = ", ".join(json.dumps(word) for word in schema["enum"])
        yield Cause(
            "FieldValueNotSupported", f"Unsupported value: {json.dumps(value)}: supported values: {words}", at
        )
    if isinstance(value, int) and value < schema.get("minimum", value):
        low = schema["minimum"]
        says = f"{at} in body should be greater than or equal to {low}"
        yield Cause("FieldValueInvalid", f"Invalid value: {value}: {says}", at)
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        says = f"{at} in body should match '{schema['pattern']}'"
        yield Cause("FieldValueInvalid", f"Invalid value: {json.dumps(value)}: {says}", at)
    if _is_of_another_type(schema.get("type"), value):
        got = "boolean" if isinstance(value, bool) else "integer" if isinstance(value, int) else "string"
        says = f'{at} in body must be of type {schema["type"]}: "{got}"'
        yield Cause("FieldValueTypeInvalid", f"Invalid value: {json.dumps(got)}: {says}", at)


def _is_of_another_type(wanted: Any, value: Any) -> bool:
    match wanted:
        case "string":
            return not isinstance(value, str)
        case "integer":
            return not isinstance(value, int) or isinstance(value, bool)
        case "boolean":
            return not isinstance(value, bool)
        case _:
            return False
