"""Both directions of a conversation, held against ``tests/data/confighub/openapi.yaml``."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from core.demo.confighub.messages import Answer, Call

__all__ = ["Contract", "description"]

_FILE: Final = Path(__file__).parents[2] / "data" / "confighub" / "openapi.yaml"
_CHECKED_HEADERS: Final = {"if-match", "if-none-match"}
_TYPES: Final[Mapping[str, Any]] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}


@cache
def description() -> Mapping[str, Any]:
    read: Mapping[str, Any] = yaml.safe_load(_FILE.read_text())
    return read


class Contract:
    """Notes what does not fit the description; a test wants ``violations`` empty."""

    def __init__(self, epoch: str) -> None:
        self._epoch = epoch
        self.violations: list[str] = []
        self.used: set[tuple[str, str]] = set()

    def asked(self, call: "Call") -> None:
        """Check a request."""
        found = self._operation(call)
        if found is None:
            self.violations.append(f"{call.method} {call.path} is no call of epoch {self._epoch}")
            return
        path, operation = found
        self.used.add((call.method, path))
        for problem in [*self._parameters(call, operation), *self._body(call, operation)]:
            self.violations.append(f"{call.method} {path}: {problem}")

    def answered(self, call: "Call", answer: "Answer") -> None:
        """Check an answer."""
        found = self._operation(call)
        if found is None:
            return
        path, operation = found
        responses = operation["responses"]
        shape = responses.get(str(answer.status), {"$ref": "#/components/responses/Refusal"})
        content = _resolved(shape).get("content", {})
        for media, part in content.items():
            if answer.headers.get("Content-Type") != media:
                self.violations.append(f"{call.method} {path}: the answer is no {media}")
            elif media == "application/json":
                problems = self._problems(json.loads(answer.body), part["schema"], "answer")
                self.violations += [f"{call.method} {path}: {problem}" for problem in problems]

    def _operation(self, call: "Call") -> tuple[str, Mapping[str, Any]] | None:
        for path, operations in description()["paths"].items():
            operation = operations.get(call.method.lower())
            prefix = "" if operation and operation.get("servers") else "/api"
            if operation is None or self._epoch not in operation.get("x-epochs", "ABC"):
                continue
            if re.fullmatch(prefix + re.sub(r"\{\w+\}", "[0-9a-f-]{36}", path), call.path):
                return path, operation
        return None

    def _parameters(self, call: "Call", operation: Mapping[str, Any]) -> Iterator[str]:
        known = {
            (one["in"], one["name"].lower()): one["schema"]
            for one in operation.get("parameters", [])
            if self._epoch in one.get("x-epochs", "ABC")
        }
        given = [("query", name, value) for name, value in call.query]
        given += [("header", name, call.headers[name]) for name in _CHECKED_HEADERS & call.headers.keys()]
        for place, name, value in given:
            if (place, name) not in known:
                yield f"unknown {place} parameter {name}"
            else:
                yield from self._problems(value, known[place, name], name)

    def _body(self, call: "Call", operation: Mapping[str, Any]) -> Iterator[str]:
        body = operation.get("requestBody")
        media = call.headers.get("content-type", "").partition(";")[0]
        if body is None:
            if call.body:
                yield "a body where none is taken"
        elif media not in body["content"]:
            if call.body or body.get("required"):
                yield f"a body of {media or 'no type'}"
        elif media != "application/octet-stream":
            try:
                read = json.loads(call.body)
            except ValueError:
                yield "the body is no JSON"
                return
            yield from self._problems(read, body["content"][media]["schema"], "body")

    def _problems(self, value: object, schema: Mapping[str, Any], at: str) -> Iterator[str]:
        schema = _resolved(schema)
        if "anyOf" in schema:
            tried = [list(self._problems(value, one, at)) for one in schema["anyOf"]]
            if all(tried):
                yield min(tried, key=len)[0]
            return
        wrong = _wrong_kind(value, schema)
        if wrong:
            yield f"{at} is {wrong}"
            return
        if isinstance(value, str):
            yield from _text_problems(value, schema, at)
        elif isinstance(value, dict):
            yield from self._map_problems(value, schema, at)
        elif isinstance(value, list):
            items = schema.get("items", {})
            for number, item in enumerate(value[:50]):
                yield from self._problems(item, items, f"{at}[{number}]")

    def _map_problems(self, value: dict[str, Any], schema: Mapping[str, Any], at: str) -> Iterator[str]:
        yield from (f"{at} lacks {name}" for name in schema.get("required", []) if name not in value)
        if any(name in value for name in schema.get("not", {}).get("required", [])):
            yield f"{at} is another thing"
        known, others = schema.get("properties", {}), schema.get("additionalProperties", True)
        for name, part in value.items():
            if name in known and self._epoch not in known[name].get("x-epochs", "ABC"):
                yield f"{at}.{name} is not of epoch {self._epoch}"
            elif name in known:
                yield from self._problems(part, known[name], f"{at}.{name}")
            elif others is False:
                yield f"{at}.{name} is unknown"
            elif isinstance(others, dict):
                yield from self._problems(part, others, f"{at}.{name}")


def _resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        found: Any = description()
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        schema = found
    return schema


def _wrong_kind(value: object, schema: Mapping[str, Any]) -> str:
    if "enum" in schema and value not in schema["enum"]:
        return f"{value!r}, not one of {schema['enum']}"
    names = schema.get("type", [])
    types = [_TYPES[name] for name in ([names] if isinstance(names, str) else names)]
    return f"{type(value).__name__}, not {names}" if types and type(value) not in types else ""


def _text_problems(value: str, schema: Mapping[str, Any], at: str) -> Iterator[str]:
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at} {value[:60]!r} does not fit {schema['pattern']}"
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 1 << 30):
        yield f"{at} is {len(value)} characters long"
