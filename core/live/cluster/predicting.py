"""Predicting: what the server would make of a manifest, asked of the server itself, on trial.

The best word on defaults, conversions and webhooks there is: a difference that the prediction holds too was
made by the platform and by nobody else. It takes the right to patch; a Secret is never sent for it.
Source: domain.md §3.1, tier 1; Kubernetes API concepts, dry-run.
"""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeAlias

from core.errors import HeadgateError
from core.krm.resource import ResourceId
from core.krm.values import Value
from core.live.cluster.connection import Connection
from core.live.cluster.kinds import Kinds
from core.live.cluster.reading import Reader
from core.net.calls import Call
from core.net.values import json_body

__all__ = ["Predictor"]

_AT_ONCE: Final = 4
_KEPT: Final = 4_096

_Key: TypeAlias = tuple[str, str, str, str]
_Map = dict[str, Value]


class Predictor:
    """Asks one cluster what it would make of manifests; an answer is remembered for an object's version."""

    def __init__(self, connection: Connection, kinds: Kinds, reader: Reader) -> None:
        self._connection = connection
        self._kinds = kinds
        self._reader = reader
        self._known: dict[tuple[_Key, str, str, str], _Map] = {}

    def predict(
        self,
        manifests: Sequence[tuple[ResourceId, Value]],
        *,
        manager: str,
        versions: Mapping[_Key, str] | None = None,
    ) -> Mapping[_Key, _Map]:
        """Predict objects; what cannot be predicted is left out: no right, a Secret, a server that refuses.

        Args:
            manifests: what would be applied.
            manager: whose apply is foreseen; it takes over what others own, on trial only.
            versions: of the live objects, where they are known: the same manifest over the same version is
                not asked about twice.
        """
        known = versions or {}
        wanted = [(one, value) for one, value in manifests if _may_be_sent(one) and isinstance(value, dict)]
        found: dict[_Key, _Map] = {}
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            asked = [
                pool.submit(self._one, one, value, manager, known.get(one.key, "")) for one, value in wanted
            ]
            for (one, _), answer in zip(wanted, asked, strict=True):
                predicted = answer.result()
                if predicted is not None:
                    found[one.key] = predicted
        return found

    def _one(self, resource: ResourceId, manifest: _Map, manager: str, version: str) -> _Map | None:
        key = (resource.key, version, manager, json.dumps(manifest, sort_keys=True))
        if version and key in self._known:
            return self._known[key]
        try:
            found = self._connection.read(self._call(resource, manifest, manager))
        except HeadgateError:
            return None
        if not isinstance(found, dict):
            return None
        if version and len(self._known) < _KEPT:
            self._known[key] = found
        return found

    def _call(self, resource: ResourceId, manifest: _Map, manager: str) -> Call:
        served = self._kinds.served(resource)
        namespace = self._reader.namespace(resource) if served.namespaced else ""
        metadata = manifest.get("metadata")
        more = (
            {key: part for key, part in metadata.items() if key not in _SERVERS}
            if isinstance(metadata, dict)
            else {}
        )
        identity: _Map = {"name": resource.name, **({"namespace": namespace} if namespace else {})}
        body = {key: part for key, part in manifest.items() if key != "status"}
        return Call(
            doing=f"foresee {resource}",
            path=served.path(namespace, resource.name),
            method="PATCH",
            query=(("fieldManager", manager), ("force", "true"), ("dryRun", "All")),
            headers={"Content-Type": "application/apply-patch+yaml"},
            body=json_body({**body, "metadata": {**more, **identity}}),
        )


_SERVERS: Final = frozenset({"managedFields", "resourceVersion", "uid", "creationTimestamp", "generation"})


def _may_be_sent(resource: ResourceId) -> bool:
    return (resource.group, resource.kind) != ("", "Secret")
