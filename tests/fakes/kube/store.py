"""The objects of the loopback API server, their versions and their history."""

import threading
import uuid
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.fakes.kube import owning
from tests.fakes.kube.custom import Cause, filled_by_schema, pruned, refusals
from tests.fakes.kube.decoding import decoded
from tests.fakes.kube.defaults import fill
from tests.fakes.kube.kinds import Kind
from tests.fakes.kube.refusing import already_there, conflict, gone, invalid, not_found, stale

__all__ = ["Event", "Store"]

Json = dict[str, Any]
_Key = tuple[str, str]
_UNCOUNTED = frozenset({"ConfigMap", "Namespace", "Secret", "Service", "ServiceAccount"})


@dataclass(frozen=True)
class Event:
    """One change, for whoever watches."""

    version: int
    type: str
    resource: str
    object: Json


@dataclass
class Store:
    """Objects by resource, namespace and name.

    Attributes:
        webhooks: mutating admission, run after ownership was worked out.
        history: the events since `oldest`.
    """

    objects: dict[str, dict[_Key, Json]] = field(default_factory=dict)
    webhooks: list[Callable[[Json], Json]] = field(default_factory=list)
    history: list[Event] = field(default_factory=list)
    version: int = 200
    oldest: int = 150
    moved: threading.Condition = field(default_factory=threading.Condition)
    _start: datetime = datetime(2026, 11, 23, 4, 4, 34, tzinfo=UTC)

    def now(self) -> str:
        """Read the server's clock: a second a version, so that newer is later."""
        return (self._start + timedelta(seconds=self.version - 200)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def read(self, kind: Kind, namespace: str, name: str) -> Json:
        found = self.objects.get(kind.resource, {}).get((namespace, name))
        if found is None:
            raise not_found(kind, name)
        return self.at(kind, found)

    def at(self, kind: Kind, stored: Json) -> Json:
        """Show a stored object at a version of its kind."""
        return {**stored, "apiVersion": kind.api_version}

    def listed(self, kind: Kind, namespace: str) -> Iterator[tuple[_Key, Json]]:
        for key, found in sorted(self.objects.get(kind.resource, {}).items()):
            if not namespace or key[0] == namespace:
                yield key, self.at(kind, found)

    def create(
        self, kind: Kind, namespace: str, new: Json, *, manager: str, dry: bool
    ) -> tuple[Json, list[str]]:
        name = new["metadata"]["name"]
        if (namespace, name) in self.objects.get(kind.resource, {}):
            raise already_there(kind, name)
        made, warnings = self._admitted(kind, self._named(kind, namespace, new))
        owned = owning.updated(kind, None, made, manager=manager, time=self.now())
        return self._stored(kind, (namespace, name), owned, None, dry=dry), warnings

    def replace(
        self, kind: Kind, namespace: str, new: Json, *, manager: str, dry: bool, sub: str = ""
    ) -> tuple[Json, list[str]]:
        name = new["metadata"]["name"]
        old = self.read(kind, namespace, name)
        held = new["metadata"].get("resourceVersion")
        if held and held != old["metadata"]["resourceVersion"]:
            raise stale(kind, name)
        admitted, warnings = self._admitted(kind, self._named(kind, namespace, _as_written(old, new, sub)))
        self._may_change(kind, old, admitted)
        made = owning.updated(kind, old, admitted, manager=manager, time=self.now(), sub=sub)
        return self._stored(kind, (namespace, name), made, old, dry=dry), warnings

    def apply(
        self, kind: Kind, namespace: str, config: Json, *, manager: str, force: bool, dry: bool
    ) -> tuple[Json, bool, list[str]]:
        """Apply on the server's side; says whether it was created, and warns."""
        name = config["metadata"]["name"]
        old = self.objects.get(kind.resource, {}).get((namespace, name))
        held = config["metadata"].get("resourceVersion")
        if held and (old is None or held != old["metadata"]["resourceVersion"]):
            raise stale(kind, name) if old else not_found(kind, name)
        config = self._named(kind, namespace, decoded(config))
        config["metadata"] = {
            key: part for key, part in config["metadata"].items() if key != "resourceVersion"
        }
        try:
            made = owning.applied(kind, old, config, manager=manager, force=force, time=self.now())
        except owning.Conflict as clash:
            raise conflict(clash) from clash
        admitted, warnings = self._admitted(kind, made)
        if old:
            self._may_change(kind, old, admitted)
        return self._stored(kind, (namespace, name), admitted, old, dry=dry), old is None, warnings

    def delete(self, kind: Kind, namespace: str, name: str, *, dry: bool) -> tuple[Json, bool]:
        """Delete; an object with finalizers stays, marked. Says whether it is gone."""
        old = self.read(kind, namespace, name)
        if dry:
            return old, True
        if old["metadata"].get("finalizers"):
            mark = {"deletionTimestamp": self.now(), "deletionGracePeriodSeconds": 0}
            return self._stored(kind, (namespace, name), _with_metadata(old, mark), old, dry=False), False
        self._forget(kind, (namespace, name), old)
        return old, True

    def compact(self) -> None:
        """Forget history: older watches and lists are answered 410."""
        with self.moved:
            self.oldest, self.history = self.version, []

    def since(self, version: int, resource: str) -> list[Event]:
        """List the events of a resource after a version.

        Raises:
            Refused: 410, it is too old.
        """
        if version < self.oldest:
            raise gone(f"too old resource version: {version} ({self.oldest})")
        return [event for event in self.history if event.version > version and event.resource == resource]

    def _named(self, kind: Kind, namespace: str, document: Json) -> Json:
        metadata = dict(document.get("metadata", {}))
        if kind.namespaced:
            metadata["namespace"] = namespace
        return {**deepcopy(document), "metadata": metadata}

    def _admitted(self, kind: Kind, document: Json) -> tuple[Json, list[str]]:
        """Decode, fill in, let the webhooks at it, validate."""
        warnings: list[str] = []
        if kind.schema is None:
            document = decoded(document)
            fill(document)
        else:
            document, unknown = pruned(kind, document)
            warnings = [f'unknown field "{name}"' for name in unknown]
            document = filled_by_schema(kind.schema, document)
        for hook in self.webhooks:
            document = hook(deepcopy(document))
        if causes := refusals(kind, document):
            raise invalid(kind, document["metadata"]["name"], causes)
        return document, warnings

    def _may_change(self, kind: Kind, old: Json, new: Json) -> None:
        if kind.kind in {"Deployment", "StatefulSet", "DaemonSet"}:
            before, after = old["spec"].get("selector"), new["spec"].get("selector")
            if before != after:
                raise invalid(kind, old["metadata"]["name"], [_immutable("spec.selector", after)])

    def _stored(self, kind: Kind, key: _Key, new: Json, old: Json | None, *, dry: bool) -> Json:
        with self.moved:
            if old is not None and _same(old, new):
                return self.at(kind, old)
            grown = _grown(kind, new, old, str(self.version + 1), self.now())
            if dry:
                return self.at(kind, grown)
            self.version += 1
            self.objects.setdefault(kind.resource, {})[key] = grown
            self._tell(kind, "MODIFIED" if old else "ADDED", grown)
            finished = "deletionTimestamp" in grown["metadata"] and not grown["metadata"].get("finalizers")
        if finished:
            self._forget(kind, key, grown)
        return self.at(kind, grown)

    def _forget(self, kind: Kind, key: _Key, old: Json) -> None:
        with self.moved:
            self.version += 1
            del self.objects[kind.resource][key]
            self._tell(kind, "DELETED", _with_metadata(old, {"resourceVersion": str(self.version)}))

    def _tell(self, kind: Kind, type_: str, document: Json) -> None:
        self.history.append(Event(self.version, type_, kind.resource, document))
        self.moved.notify_all()


def _as_written(old: Json, new: Json, sub: str) -> Json:
    """Take only what the endpoint may change: a subresource its own part, the object all but status."""
    if sub == "status":
        return {**old, "status": new.get("status", {})}
    kept = {"uid", "creationTimestamp", "generation", "managedFields", "deletionTimestamp"}
    metadata = {**new["metadata"], **{key: old["metadata"][key] for key in kept if key in old["metadata"]}}
    return {**new, "metadata": metadata, **({"status": old["status"]} if "status" in old else {})}


def _grown(kind: Kind, new: Json, old: Json | None, version: str, now: str) -> Json:
    before = old["metadata"] if old else {}
    generation = before.get("generation", 0)
    if old is None or _bare(old) != _bare(new):
        generation += 1
    made = {
        "uid": before.get("uid") or str(uuid.uuid5(uuid.NAMESPACE_OID, f"{kind.resource}{new['metadata']}")),
        "creationTimestamp": before.get("creationTimestamp") or now,
        "resourceVersion": version,
    }
    if kind.kind not in _UNCOUNTED:
        made["generation"] = generation
    return _with_metadata(new, made)


def _with_metadata(document: Json, more: Json) -> Json:
    return {**document, "metadata": {**document["metadata"], **more}}


def _bare(document: Json) -> Json:
    return {key: part for key, part in document.items() if key not in {"metadata", "status", "apiVersion"}}


def _same(old: Json, new: Json) -> bool:
    ours = {"resourceVersion", "uid", "creationTimestamp", "generation"}

    def bare(document: Json) -> Json:
        metadata = {key: part for key, part in document["metadata"].items() if key not in ours}
        return {**document, "metadata": metadata, "apiVersion": ""}

    return bare(old) == bare(new)


def _immutable(path: str, value: Any) -> Cause:
    return Cause("FieldValueInvalid", f"Invalid value: {value}: field is immutable", path)
