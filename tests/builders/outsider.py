"""Somebody else in a cluster: applies, edits and deletes over the API alone, so on a real cluster too."""

import json
from typing import Any

from core.krm.resource import ResourceId
from core.live.cluster.session import Session
from core.net.calls import Call, Effect
from core.net.values import json_body

__all__ = ["Outsider"]

Json = dict[str, Any]


class Outsider:
    """Writes under any field manager's name."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def apply(self, manifest: Json, *, manager: str = "argocd-controller") -> Json:
        """Apply as a delivery tool does."""
        query = (("fieldManager", manager), ("force", "true"))
        return self._patch(manifest, manifest, "application/apply-patch+yaml", query)

    def edit(self, manifest: Json, patch: Json, *, manager: str = "kubectl-edit") -> Json:
        """Change an object as somebody with kubectl does: by merge patch."""
        query = (("fieldManager", manager),)
        return self._patch(manifest, patch, "application/merge-patch+json", query)

    def delete(self, manifest: Json) -> None:
        call = Call(
            doing="delete", path=self._path(manifest), method="DELETE", effect=Effect.GUARDED, target="x"
        )
        self._session.connection.answer(call)

    def read(self, manifest: Json) -> Json | None:
        return self._session.reader.one(_id(manifest))

    def _patch(self, manifest: Json, body: Json, sort: str, query: tuple[tuple[str, str], ...]) -> Json:
        call = Call(
            doing=f"write {_id(manifest)}",
            path=self._path(manifest),
            method="PATCH",
            effect=Effect.GUARDED,
            target="x",
            query=query,
            headers={"Content-Type": sort},
            body=json_body(json.loads(json.dumps(body))),
        )
        found: Any = self._session.connection.read(call)
        return dict(found)

    def _path(self, manifest: Json) -> str:
        resource = _id(manifest)
        served = self._session.kinds.served(resource)
        return served.path(resource.namespace, resource.name)


def _id(manifest: Json) -> ResourceId:
    metadata = manifest["metadata"]
    return ResourceId(
        manifest["apiVersion"], manifest["kind"], metadata.get("namespace", ""), metadata["name"]
    )
