"""A server held to a published description of its API: each request and each answer is checked against it."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, unquote

import yaml
from jsonschema import Draft202012Validator

from tests.builders.loopback import Handler, Reply, Request

__all__ = ["Described", "Operation", "unquoted"]

DATA: Final = Path(__file__).parents[1] / "data"
METHODS: Final = {"get", "put", "post", "delete", "patch"}


class Operation(NamedTuple):
    """One method on one path."""

    id: str
    method: str
    pattern: re.Pattern[str]
    fields: Mapping[str, Any]


class Described:
    """Wraps a handler; what is not as described is an AssertionError, raised where the server is closed."""

    def __init__(self, file: str) -> None:
        self.document = yaml.safe_load((DATA / file).read_text())
        self.operations = list(self._operations())
        self.used: set[str] = set()

    def __call__(self, handler: Handler) -> Handler:
        def checked(request: Request) -> Reply:
            operation = self.operation_of(request)
            self.used.add(operation.id)
            self._check_request(operation, request)
            reply = handler(request)
            self._check_reply(operation, request, reply)
            return reply

        return checked

    def operation_of(self, request: Request) -> Operation:
        for operation in self.operations:
            if operation.method == request.method and operation.pattern.fullmatch(request.path):
                return operation
        raise AssertionError(f"{request.method} {request.path} is not described")

    def schemas(self) -> Iterator[Mapping[str, Any]]:
        """Give every schema in the document, for a check of the document itself."""
        yield from self.document["components"]["schemas"].values()

    def _operations(self) -> Iterator[Operation]:
        usual = self.document["servers"][0]["url"]
        for path, item in self.document["paths"].items():
            prefix = item.get("servers", [{"url": usual}])[0]["url"]
            for method in METHODS & item.keys():
                fields = item[method]
                pattern = _pattern(prefix + path, fields)
                yield Operation(fields["operationId"], method.upper(), pattern, fields)

    def _check_request(self, operation: Operation, request: Request) -> None:
        where = f"{operation.id}: the request"
        known = {one["name"]: one for one in operation.fields.get("parameters", []) if one["in"] == "query"}
        given = parse_qsl(request.target.partition("?")[2], keep_blank_values=True)
        for name, value in given:
            assert name in known, f"{where} has the unknown parameter {name}"
            self._check(known[name]["schema"], value, f"{where}, {name}")
        assert len({name for name, _ in given}) == len(given), f"{where} has a parameter twice"
        body = operation.fields.get("requestBody")
        if body is None:
            assert request.body == b"", f"{where} has a body"
            return
        assert request.headers.get("content-type") == "application/json", f"{where} says no content type"
        self._check(body["content"]["application/json"]["schema"], json.loads(request.body), where)

    def _check_reply(self, operation: Operation, request: Request, reply: Reply) -> None:
        del request
        where = f"{operation.id}: the answer {reply.status}"
        responses = operation.fields["responses"]
        assert str(reply.status) in responses, f"{where} is not described"
        response = self._resolved(responses[str(reply.status)])
        if "content" in response:
            self._check(response["content"]["application/json"]["schema"], json.loads(reply.body), where)
        else:
            assert reply.body == b"", f"{where} has a body"

    def _resolved(self, fields: Mapping[str, Any]) -> Mapping[str, Any]:
        found = fields
        while "$ref" in found:
            node = self.document
            for step in found["$ref"].removeprefix("#/").split("/"):
                node = node[step]
            found = node
        return found

    def _check(self, schema: Mapping[str, Any], value: object, where: str) -> None:
        whole = {**schema, "components": self.document["components"]}
        found = Draft202012Validator(whole).iter_errors(value)
        errors = [f"{error.json_path}: {error.message}" for error in found]
        assert errors == [], f"{where} is not as described: {errors}"


def _pattern(path: str, fields: Mapping[str, Any]) -> re.Pattern[str]:
    slashes = {one["name"] for one in fields.get("parameters", []) if one.get("x-slashes")}
    parts = re.split(r"\{([a-z_]+)\}", path)
    written = [
        re.escape(part) if number % 2 == 0 else (".+" if part in slashes else "[^/]+")
        for number, part in enumerate(parts)
    ]
    return re.compile("".join(written))


def unquoted(path: str) -> list[str]:
    """Split a path into its segments, each as it was meant."""
    return [unquote(segment) for segment in path.strip("/").split("/")]
