"""The HTTP front of the loopback API server."""

import json
import re
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any, ClassVar

import yaml

from tests.fakes.kube.asked import Asked, Target, asked, target_of
from tests.fakes.kube.browsing import discovery, openapi
from tests.fakes.kube.kinds import Kind
from tests.fakes.kube.listing import listed
from tests.fakes.kube.patching import patched
from tests.fakes.kube.refusing import Refused, forbidden, no_kind, refused
from tests.fakes.kube.watching import watched

if TYPE_CHECKING:
    from tests.fakes.kube.server import KubeServer, User

__all__ = ["Handler"]

Json = dict[str, Any]
_VERBS = {"GET": "get", "POST": "create", "PUT": "update", "PATCH": "patch", "DELETE": "delete"}


class Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    kube: "ClassVar[KubeServer]"
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Stay silent."""

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def do_PATCH(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = asked(self.command, self.path, dict(self.headers.items()), body)
        self.kube.asked.append(request)
        fault = next((one for one in self.kube.faults if one.times > 0 and one.meets(request)), None)
        if fault is not None:
            fault.times -= 1
            if fault.done:
                self._result(request)
            if fault.answer is None:
                self.close_connection = True
                return
            self._send(*fault.answer)
            return
        result = self._result(request)
        if result is not None:
            self._send(*result)

    def _result(self, request: Asked) -> "tuple[int, Json | str, dict[str, str]] | None":
        try:
            return self._handled(request)
        except Refused as error:
            return error.code, error.body, error.headers

    def _handled(self, request: Asked) -> "tuple[int, Json | str, dict[str, str]] | None":
        user = self._user(request)
        found = discovery(self.kube, request) or openapi(self.kube, request)
        if found is not None:
            return 200, found, {}
        target = target_of(request.path)
        if target is None:
            raise no_kind()
        kind = self.kube.kinds.by_path.get((target.group, target.version, target.plural))
        if kind is None:
            raise no_kind()
        if kind.kind == "SelfSubjectAccessReview":
            return 201, _review(user, json.loads(request.body)), {}
        self._allowed(user, request, kind, target)
        if request.method == "GET" and request.query.get("watch") in {"1", "true"}:
            watched(self, request, kind, target)
            return None
        return self._on_objects(request, kind, target)

    def _user(self, request: Asked) -> "User":
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        with_certificate = self.kube.tls is not None and bool(self.connection.getpeercert())
        user = self.kube.users.get("certificate" if with_certificate and not token else token)
        if user is None:
            raise refused(401, "Unauthorized", "Unauthorized")
        acted = request.headers.get("impersonate-user")
        return self.kube.users.get(acted, user) if acted else user

    def _allowed(self, user: "User", request: Asked, kind: Kind, target: Target) -> None:
        verb = _VERBS[request.method]
        if verb == "get" and not target.name:
            verb = "watch" if "watch" in request.query else "list"
        resource = f"{kind.resource}/{target.sub}" if target.sub else kind.resource
        if not user.may(verb, resource, target.namespace):
            raise forbidden(kind, user.name, verb, target.namespace, target.name)

    def _on_objects(
        self, request: Asked, kind: Kind, target: Target
    ) -> "tuple[int, Json | str, dict[str, str]]":
        store, dry = self.kube.store, request.query.get("dryRun") == "All"
        match request.method:
            case "GET" if target.name:
                return 200, store.read(kind, target.namespace, target.name), {}
            case "GET":
                return 200, listed(self.kube, request, kind, target), {}
            case "POST":
                new = _body(request, kind)
                found, warnings = store.create(
                    kind, target.namespace, new, manager=_manager(request), dry=dry
                )
                if kind.kind == "CustomResourceDefinition" and not dry:
                    self.kube.define(found)
                return 201, found, _warned(request, kind, warnings)
            case "PUT":
                found, warnings = store.replace(
                    kind,
                    target.namespace,
                    _body(request, kind),
                    manager=_manager(request),
                    dry=dry,
                    sub=target.sub,
                )
                return 200, found, _warned(request, kind, warnings)
            case "PATCH":
                code, found, warnings = patched(
                    store, request, kind, target, manager=_manager(request), dry=dry
                )
                if kind.kind == "CustomResourceDefinition" and not dry:
                    self.kube.define(found)
                return code, found, _warned(request, kind, warnings)
            case _:
                found, is_gone = store.delete(kind, target.namespace, target.name, dry=dry)
                return 200, _deleted(kind, found) if is_gone else found, {}

    def _send(self, code: int, body: Json | str, headers: dict[str, str]) -> None:
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        self.send_response(code)
        sort = "text/plain; charset=utf-8" if isinstance(body, str) else "application/json"
        for name, value in {"Content-Type": sort, **headers, "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)
        self.wfile.flush()


def _body(request: Asked, kind: Kind) -> Json:
    try:
        found: Json = json.loads(request.body) if request.body[:1] == b"{" else yaml.safe_load(request.body)
    except ValueError:
        says = (
            f"the object provided is unrecognized (must be of type {kind.kind}): couldn't get version/kind; "
        )
        raise refused(400, "BadRequest", says + "json parse error: unexpected end of JSON input") from None
    return found


def _manager(request: Asked) -> str:
    return request.query.get("fieldManager") or request.headers.get("user-agent", "unknown").partition("/")[0]


def _warned(request: Asked, kind: Kind, warnings: list[str]) -> dict[str, str]:
    if warnings and request.query.get("fieldValidation") == "Strict":
        says = re.sub(r'unknown field "(.*)"', r'unknown field "\1"', warnings[0])
        what = f'{kind.kind} in version "{kind.version}" cannot be handled as a {kind.kind}'
        message = f"{what}: strict decoding error: {says}"
        raise refused(400, "BadRequest", message)
    return {"Warning": f"299 - {json.dumps(warnings[0])}"} if warnings else {}


def _review(user: "User", review: Json) -> Json:
    wanted = review["spec"]["resourceAttributes"]
    group = wanted.get("group", "")
    resource = f"{wanted['resource']}.{group}" if group else wanted["resource"]
    resource += f"/{wanted['subresource']}" if wanted.get("subresource") else ""
    allowed = user.may(wanted["verb"], resource, wanted.get("namespace", ""))
    return {**review, "status": {"allowed": allowed}}


def _deleted(kind: Kind, found: Json) -> Json:
    details = {"name": found["metadata"]["name"], "kind": kind.plural, "uid": found["metadata"]["uid"]}
    if kind.group:
        details["group"] = kind.group
    return {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "details": details}
