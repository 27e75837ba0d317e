"""Lists in pages, with tokens that age."""

import base64
import json
from typing import TYPE_CHECKING, Any

from tests.fakes.kube.asked import Asked, Target
from tests.fakes.kube.kinds import Kind
from tests.fakes.kube.refusing import gone, refused

if TYPE_CHECKING:
    from tests.fakes.kube.server import KubeServer

__all__ = ["listed"]

Json = dict[str, Any]
_OLD = (
    "The provided continue parameter is too old to display a consistent list result. You can start a new "
    "list without the continue parameter, or use the continue token in this response to retrieve the "
    "remainder of the results."
)


def listed(kube: "KubeServer", request: Asked, kind: Kind, target: Target) -> Json:
    """Answer a list, or a page of it."""
    version, after = kube.store.version, ("", "")
    if token := request.query.get("continue"):
        version, after = _read(token)
        if 0 <= version < kube.store.oldest:
            raise gone(_OLD, token=_token(-1, after))
    exact = request.query.get("resourceVersionMatch") == "Exact"
    if exact and int(request.query["resourceVersion"]) < kube.store.oldest:
        raise gone("The resourceVersion for the provided list is too old.")
    wanted = request.query.get("labelSelector", "")
    found = [
        (key, one) for key, one in kube.store.listed(kind, target.namespace)
        if (not token or key > after) and _selected(one, wanted)
    ]  # fmt: skip
    limit = int(request.query.get("limit") or 0)
    limit = min(limit, kube.page) if limit and kube.page else limit
    page = found[:limit] if limit else found
    metadata: Json = {"resourceVersion": str(max(version, 0) or kube.store.version)}
    if len(page) < len(found):
        metadata["continue"] = _token(version, page[-1][0])
        metadata["remainingItemCount"] = len(found) - len(page)
    items = [{key: part for key, part in one.items() if not _implied(kind, key)} for _, one in page]
    return {"kind": f"{kind.kind}List", "apiVersion": kind.api_version, "metadata": metadata, "items": items}


def _implied(kind: Kind, key: str) -> bool:
    """Built-in kinds leave out of a list's items what the list says; custom resources do not."""
    return kind.schema is None and key in {"apiVersion", "kind"}


def _selected(one: Json, wanted: str) -> bool:
    labels = one["metadata"].get("labels", {})
    pairs = [part.split("=", 1) for part in wanted.split(",") if part]
    return all(labels.get(key.strip("=")) == value.strip("=") for key, value in pairs)


def _token(version: int, after: tuple[str, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps([version, *after]).encode()).decode()


def _read(token: str) -> tuple[int, tuple[str, str]]:
    try:
        version, namespace, name = json.loads(base64.urlsafe_b64decode(token))
    except ValueError:
        raise refused(400, "BadRequest", "continue key is not valid") from None
    return version, (namespace, name)
