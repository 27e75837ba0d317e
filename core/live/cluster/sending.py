"""Sending: one write to one object, on trial or in earnest. Every write names the version it was made for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core.fieldpath import FieldPath
from core.krm.edit.changes import FieldChange
from core.krm.resource import ResourceId
from core.krm.values import Value
from core.live.cluster.configuration import applied_configuration, removal, version_of
from core.live.cluster.connection import Connection
from core.live.cluster.kinds import Served
from core.live.cluster.owned import FIELD_MANAGER
from core.live.cluster.refusals import Cause, error_of, refusal_of
from core.net.calls import Call, Effect
from core.net.values import json_body
from core.safetext import safe_line

__all__ = ["ManagersConflict", "Sender", "Target"]

_APPLY: Final = "application/apply-patch+yaml"
_JSON_PATCH: Final = "application/json-patch+json"
_SUCCESS: Final = 2

_Map = dict[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One object that is written to.

    Attributes:
        resource: as the unit names it.
        served: how the cluster serves its kind.
        namespace: where it is; "" where its kind has none.
    """

    resource: ResourceId
    served: Served
    namespace: str

    @property
    def path(self) -> str:
        """The object's own path."""
        return self.served.path(self.namespace, self.resource.name)


class ManagersConflict(Exception):
    """Others own fields that an apply sets otherwise; never leaves this room.

    Attributes:
        causes: the server's own words, one a field.
    """

    def __init__(self, causes: Sequence[Cause]) -> None:
        self.causes = tuple(causes)
        super().__init__("others own these fields")


class Sender:
    """Writes to the objects of one cluster."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set_fields(
        self, target: Target, live: _Map, changes: Sequence[FieldChange], *, trial: bool, force: bool = False
    ) -> _Map:
        """Set fields, give up what we applied and is to be removed; gives the object as it then is.

        Raises:
            ManagersConflict: others own fields among them.
            SideMoved: the object changed since it was read.
            InputRefused: the server refuses a value.
            OutcomeUnknown: it was sent, and nobody knows.
        """
        namespace = target.namespace if target.served.namespaced else ""
        body = applied_configuration(target.resource, live, changes, namespace=namespace)
        return self._patched(target, body, sort=_APPLY, trial=trial, force=force)

    def create(self, target: Target, manifest: _Map, *, trial: bool) -> _Map:
        """Apply a whole manifest where nothing is yet; raises as `set_fields`."""
        metadata = manifest.get("metadata")
        more = metadata if isinstance(metadata, dict) else {}
        identity: _Map = {"name": target.resource.name}
        if target.served.namespaced:
            identity["namespace"] = target.namespace
        body: _Map = {**manifest, "metadata": {**more, **identity}}
        return self._patched(target, body, sort=_APPLY, trial=trial, force=False)

    def remove_fields(self, target: Target, live: _Map, paths: Sequence[FieldPath], *, trial: bool) -> _Map:
        """Remove fields of just this version of an object; raises as `set_fields`."""
        operations = removal(live, paths, version_of(live))
        if not operations:
            return live
        return self._patched(target, list(operations), sort=_JSON_PATCH, trial=trial, force=False)

    def delete(self, target: Target, live: _Map, *, trial: bool) -> None:
        """Delete just this version of an object; raises as `set_fields`."""
        metadata = live.get("metadata")
        uid = metadata.get("uid") if isinstance(metadata, dict) else None
        held: _Map = {"resourceVersion": version_of(live), **({"uid": uid} if uid else {})}
        options: _Map = {
            "apiVersion": "v1",
            "kind": "DeleteOptions",
            "preconditions": held,
            "propagationPolicy": "Background",
        }
        call = _call(target, "DELETE", "delete", trial=trial, query=(), body=json_body(options))
        self._sent(call)

    def _patched(self, target: Target, body: Value, *, sort: str, trial: bool, force: bool) -> _Map:
        query = [("fieldManager", FIELD_MANAGER)]
        if sort == _APPLY:
            query += [("force", "true")] if force else []
            query += [("fieldValidation", "Strict")]
        verb = "try out" if trial else "write"
        call = _call(target, "PATCH", verb, trial=trial, query=tuple(query), body=json_body(body), sort=sort)
        found = self._sent(call)
        return found if isinstance(found, dict) else {}

    def _sent(self, call: Call) -> Value:
        answer = self._connection.answer(call)
        if answer.status // 100 == _SUCCESS:
            return self._connection.json(call, answer)
        refusal = refusal_of(answer)
        if refusal.is_conflict_of_managers:
            raise ManagersConflict(refusal.causes)
        raise error_of(refusal, call, context=self._connection.access.context)


def _call(
    target: Target,
    method: str,
    verb: str,
    *,
    trial: bool,
    query: tuple[tuple[str, str], ...],
    body: bytes,
    sort: str = "application/json",
) -> Call:
    return Call(
        doing=f"{verb} {safe_line(str(target.resource))}",
        path=target.path,
        method=method,
        effect=Effect.READ if trial else Effect.GUARDED,
        target="" if trial else f"live {target.resource}",
        query=(*query, ("dryRun", "All")) if trial else query,
        headers={"Content-Type": sort},
        body=body,
    )
