"""Autoscalers: whose number of replicas is not configuration.

Source: domain.md §3.9, R76.
"""

from collections.abc import Iterable
from typing import Final

from core.krm.managers import owners
from core.krm.read.documents import Document
from core.krm.resource import ResourceId
from core.krm.values import Unknown, Value

__all__ = ["Targets", "is_scaled_live", "scaled_targets"]

Targets = frozenset[tuple[str, str, str]]
"""Namespace, kind and name of what autoscalers aim at."""

_AUTOSCALERS: Final = frozenset({("autoscaling", "HorizontalPodAutoscaler"), ("keda.sh", "ScaledObject")})


def scaled_targets(documents: Iterable[Document]) -> Targets:
    """Collect what the autoscalers among some documents aim at."""
    found: set[tuple[str, str, str]] = set()
    for document in documents:
        resource = document.id
        if resource is not None and (resource.group, resource.kind) in _AUTOSCALERS:
            found |= _target(resource, document.value)
    return frozenset(found)


def _target(resource: ResourceId, value: Value) -> set[tuple[str, str, str]]:
    spec = value.get("spec") if isinstance(value, dict) else None
    target = spec.get("scaleTargetRef") if isinstance(spec, dict) else None
    if not isinstance(target, dict):
        return set()
    kind, name = target.get("kind", "Deployment"), target.get("name")
    both = isinstance(kind, str) and isinstance(name, str)
    return {(resource.namespace, str(kind), str(name))} if both else set()


def _has_scaled(live: Value) -> bool:
    """Tell whether anybody went through ``scale`` at all: quickly seen, and true of few objects."""
    metadata = live.get("metadata") if isinstance(live, dict) else None
    entries = metadata.get("managedFields") if isinstance(metadata, dict) else None
    found = entries if isinstance(entries, list) else []
    return any(isinstance(entry, dict) and entry.get("subresource") == "scale" for entry in found)


def is_scaled_live(live: Value | Unknown) -> bool:
    """Tell whether a controller last scaled a live object through its ``scale`` subresource."""
    if isinstance(live, Unknown) or not _has_scaled(live):
        return False
    scaled = owners(live).below("spec").below("replicas").here
    return any(manager.subresource == "scale" and not manager.is_person for manager in scaled)
