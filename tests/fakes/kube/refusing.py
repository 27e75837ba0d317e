"""The server's refusals, word for word as recorded."""

from collections.abc import Sequence
from typing import Any

from tests.fakes.kube.custom import Cause
from tests.fakes.kube.kinds import Kind
from tests.fakes.kube.owning import Conflict

__all__ = [
    "Refused",
    "already_there",
    "conflict",
    "forbidden",
    "gone",
    "invalid",
    "no_kind",
    "not_found",
    "refused",
    "stale",
]

Json = dict[str, Any]


class Refused(Exception):
    """An answer that is no success.

    Attributes:
        code: HTTP status.
        body: the Status object; plain text where the server answers so.
        headers: beside the usual.
    """

    def __init__(self, code: int, body: Json | str, headers: dict[str, str] | None = None) -> None:
        self.code, self.body, self.headers = code, body, headers or {}
        super().__init__(str(code))


def refused(
    code: int, reason: str, message: str, *, details: Json | None = None, metadata: Json | None = None
) -> Refused:
    status: Json = {"kind": "Status", "apiVersion": "v1", "metadata": metadata or {}, "status": "Failure"}
    status.update(message=message, reason=reason)
    if details:
        status["details"] = details
    status["code"] = code
    headers = {"Retry-After": "1"} if code == 429 else None
    return Refused(code, status, headers)


def no_kind() -> Refused:
    return Refused(404, "404 page not found\n")


def not_found(kind: Kind, name: str) -> Refused:
    return refused(404, "NotFound", f'{kind.resource} "{name}" not found', details=_details(kind, name))


def already_there(kind: Kind, name: str) -> Refused:
    return refused(
        409, "AlreadyExists", f'{kind.resource} "{name}" already exists', details=_details(kind, name)
    )


def stale(kind: Kind, name: str) -> Refused:
    says = "the object has been modified; please apply your changes to the latest version and try again"
    message = f'Operation cannot be fulfilled on {kind.resource} "{name}": {says}'
    return refused(409, "Conflict", message, details=_details(kind, name))


def gone(message: str, *, token: str = "") -> Refused:
    return refused(410, "Expired", message, metadata={"continue": token} if token else None)


def forbidden(kind: Kind, user: str, verb: str, namespace: str, name: str) -> Refused:
    what = f'{kind.resource} "{name}"' if name else kind.resource
    where = f' in the namespace "{namespace}"' if namespace else " at the cluster scope"
    says = f'User "{user}" cannot {verb} resource "{kind.plural}" in API group "{kind.group}"{where}'
    return refused(403, "Forbidden", f"{what} is forbidden: {says}", details=_details(kind, name))


def invalid(kind: Kind, name: str, causes: Sequence[Cause]) -> Refused:
    one = [f"{cause.field}: {cause.message}" for cause in causes]
    says = one[0] if len(one) == 1 else f"[{', '.join(one)}]"
    full = f"{kind.kind}.{kind.group}" if kind.group else kind.kind
    details = {
        "name": name,
        "group": kind.group,
        "kind": kind.kind,
        "causes": [cause._asdict() for cause in causes],
    }
    return refused(422, "Invalid", f'{full} "{name}" is invalid: {says}', details=details)


def conflict(clash: Conflict) -> Refused:
    by_manager: dict[str, list[str]] = {}
    causes = []
    for entry, path in clash.found:
        sub = f' with subresource "{entry["subresource"]}"' if entry["subresource"] else ""
        using = f" using {entry['apiVersion']}" if entry["operation"] == "Update" else ""
        who, where = f'"{entry["manager"]}"{sub}{using}', _printed(path)
        by_manager.setdefault(who, []).append(where)
        causes.append({"reason": "FieldManagerConflict", "message": f"conflict with {who}", "field": where})
    blocks = [
        f"conflicts with {who}:\n" + "\n".join(f"- {one}" for one in paths)
        for who, paths in by_manager.items()
    ]
    count = len(causes)
    if count == 1:
        message = f"Apply failed with 1 conflict: {causes[0]['message']}: {causes[0]['field']}"
    else:
        message = f"Apply failed with {count} conflicts: " + "\n".join(blocks)
    return refused(409, "Conflict", message, details={"causes": causes})


def _printed(path: tuple[str, ...]) -> str:
    text = ""
    for step in path:
        if step.startswith("f:"):
            text += f".{step[2:]}"
        elif step.startswith("k:"):
            text += "[" + step[3:-1].replace('":', "=").replace('"', "", 1).replace(',"', ",") + "]"
        elif step.startswith("v:"):
            text += f"[={step[2:]}]"
    return text


def _details(kind: Kind, name: str) -> Json:
    found: Json = {"name": name} if name else {}
    return {**found, **({"group": kind.group} if kind.group else {}), "kind": kind.plural}
