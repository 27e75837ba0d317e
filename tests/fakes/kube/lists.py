"""How the lists and maps of a kind merge under server-side apply, as the real server's schemas have it.

Source: k8s.io/api markers; for custom resources the structural schema's x-kubernetes extensions.
"""

from typing import Any, Final

from tests.fakes.kube.kinds import Kind

__all__ = ["is_atomic_map", "item_keys"]

_BY_NAME: Final = {
    "containers": ("name",),
    "initContainers": ("name",),
    "ephemeralContainers": ("name",),
    "env": ("name",),
    "volumeMounts": ("mountPath",),
    "volumeDevices": ("devicePath",),
    "hostAliases": ("ip",),
    "topologySpreadConstraints": ("topologyKey", "whenUnsatisfiable"),
    "conditions": ("type",),
    "ownerReferences": ("uid",),
    "webhooks": ("name",),
    "matchConditions": ("name",),
    "finalizers": (),
}
"""Keys by the list's name, wherever it stands; no keys at all: a set."""

_ATOMIC_MAPS: Final = frozenset(
    {"selector", "podSelector", "namespaceSelector", "objectSelector", "labelSelector", "nodeSelector"}
    | {"scaleTargetRef", "roleRef", "fieldRef", "secretKeyRef", "configMapKeyRef", "valueFrom"}
)


def item_keys(kind: Kind, steps: tuple[str, ...]) -> tuple[str, ...] | None:
    """Tell what tells the items of a list apart; () for a set, None for an atomic list."""
    if kind.schema is not None and steps[0] != "metadata":
        return _of_schema(_schema_at(kind.schema, steps))
    match steps:
        case (*_, "containers" | "initContainers", "ports"):
            return ("containerPort", "protocol")
        case ("spec", "ports") if kind.kind == "Service":
            return ("port", "protocol")
        case (*_, "volumes" | "imagePullSecrets"):
            return ("name",) if kind.kind != "ServiceAccount" else None
        case ("secrets",):
            return ("name",)
        case _:
            return _BY_NAME.get(steps[-1])


def is_atomic_map(kind: Kind, steps: tuple[str, ...]) -> bool:
    """Tell whether a map is one value."""
    if kind.schema is not None and steps and steps[0] != "metadata":
        found = _schema_at(kind.schema, steps)
        return bool(found.get("x-kubernetes-map-type") == "atomic")
    if kind.kind == "Service" and steps == ("spec", "selector"):
        return True
    return bool(steps) and steps[-1] in _ATOMIC_MAPS - {"valueFrom"}


def _schema_at(schema: dict[str, Any], steps: tuple[str, ...]) -> dict[str, Any]:
    here = schema
    for step in steps:
        while here.get("type") == "array":
            here = here.get("items", {})
        more = here.get("additionalProperties", {})
        here = here.get("properties", {}).get(step, more if isinstance(more, dict) else {})
    return here


def _of_schema(found: dict[str, Any]) -> tuple[str, ...] | None:
    match found.get("x-kubernetes-list-type"):
        case "map":
            return tuple(found["x-kubernetes-list-map-keys"])
        case "set":
            return ()
        case _:
            return None
