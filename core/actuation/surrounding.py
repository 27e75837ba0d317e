"""Surrounding: which kinds take live edits back, and which makers an object names. Data, pure."""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from core.krm.resource import ResourceId, identify
from core.krm.values import Value

__all__ = ["DEEPEST", "SURROUNDING", "SurroundingKind", "makers"]

DEEPEST: Final = 4
"""So far up the makers of makers are followed."""

_COMPOSITE: Final = "crossplane.io/composite"


class SurroundingKind(NamedTuple):
    """A kind that is listed.

    Attributes:
        kind: its name.
        api_versions: the first of these that is served is read.
        everywhere: it may stand in any namespace; False for kinds that act in their own only.
    """

    kind: str
    api_versions: tuple[str, ...]
    everywhere: bool


SURROUNDING: Final = (
    SurroundingKind("Application", ("argoproj.io/v1alpha1",), everywhere=True),
    SurroundingKind("ApplicationSet", ("argoproj.io/v1alpha1",), everywhere=True),
    SurroundingKind(
        "Kustomization",
        ("kustomize.toolkit.fluxcd.io/v1", "kustomize.toolkit.fluxcd.io/v1beta2"),
        everywhere=True,
    ),
    SurroundingKind(
        "HelmRelease", ("helm.toolkit.fluxcd.io/v2", "helm.toolkit.fluxcd.io/v2beta2"), everywhere=True
    ),
    SurroundingKind("HorizontalPodAutoscaler", ("autoscaling/v2", "autoscaling/v1"), everywhere=False),
    SurroundingKind("ScaledObject", ("keda.sh/v1alpha1",), everywhere=False),
    SurroundingKind("MutatingWebhookConfiguration", ("admissionregistration.k8s.io/v1",), everywhere=True),
)
"""Source: domain.md §4.7, freeze matrix; composites have kinds of their own and are read by name."""


def makers(objects: Iterable[Value]) -> Iterator[ResourceId]:
    """Name the composites that made objects, as their owner references have it, each once.

    >>> labels = {"crossplane.io/composite": "x"}
    >>> owner = {"apiVersion": "a.io/v1", "kind": "XApp", "name": "x"}
    >>> metadata = {"name": "f", "labels": labels, "ownerReferences": [owner]}
    >>> [str(one) for one in makers([{"apiVersion": "b/v1", "kind": "F", "metadata": metadata}])]
    ['a.io/v1/XApp//x']
    """
    told: set[ResourceId] = set()
    for one in objects:
        metadata = one.get("metadata") if isinstance(one, dict) else None
        labels = metadata.get("labels") if isinstance(metadata, dict) else None
        owners = metadata.get("ownerReferences") if isinstance(metadata, dict) else None
        if not isinstance(labels, dict) or _COMPOSITE not in labels or not isinstance(owners, list):
            continue
        named = identify(one)
        for owner in owners:
            maker = _maker(owner, named.namespace if named else "")
            if maker is not None and maker not in told:
                told.add(maker)
                yield maker


def _maker(owner: Value, namespace: str) -> ResourceId | None:
    if not isinstance(owner, dict):
        return None
    version, kind, name = (owner.get(key) for key in ("apiVersion", "kind", "name"))
    if isinstance(version, str) and isinstance(kind, str) and isinstance(name, str) and name:
        return ResourceId(version, kind, namespace, name)
    return None
