"""What a cluster answers for an object after a delivery tool applied its manifest."""

import hashlib
from dataclasses import dataclass
from typing import Final

from core.demo.apiserver.defaults import filled
from core.demo.apiserver.fields import Map, mapping
from core.demo.apiserver.owners import entry, fields_of
from core.demo.apiserver.status import status_of, written_by
from core.krm.values import Value

__all__ = ["Delivery", "served"]

_CLAIMS: Final = frozenset({"MediaStoreClaim", "QueueClaim"})
_UNCOUNTED: Final = frozenset({"ConfigMap", "Namespace", "Secret", "Service"})
"""Kinds that have no ``metadata.generation``."""

_FIRST_VERSION: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How a manifest came to the cluster.

    Attributes:
        cluster: the cluster's name; two clusters give two uids.
        created: RFC 3339 UTC, when the object was first there.
        applied: RFC 3339 UTC, when this manifest was applied.
        generation: how often the object was applied, from 1.
        manager: the field manager that applied it.
    """

    cluster: str
    created: str
    applied: str
    generation: int = 1
    manager: str = "argocd-controller"


def served(manifest: Map, delivery: Delivery) -> Map:
    """Make the object as the API server returns it: defaults, server metadata, owners and status."""
    document = filled(manifest)
    metadata = mapping(document["metadata"])
    seed = hashlib.sha256(f"{delivery.cluster} {_name(manifest)}".encode()).hexdigest()
    metadata.update(
        uid=f"{seed[:8]}-{seed[8:12]}-4{seed[13:16]}-8{seed[17:20]}-{seed[20:32]}",
        resourceVersion=str(_FIRST_VERSION + int(seed[:4], 16) + delivery.generation),
        creationTimestamp=delivery.created,
    )
    if document["kind"] not in _UNCOUNTED:
        metadata["generation"] = delivery.generation
    _annotate(document, delivery)
    _controllers(document, seed)
    status = status_of(document, since=delivery.applied)
    metadata["managedFields"] = _owners(manifest, document, status, delivery)
    return {**document, "status": status} if status else document


def _name(document: Map) -> str:
    metadata = mapping(document["metadata"])
    group = str(document["apiVersion"]).rpartition("/")[0]
    return f"{group}/{document['kind']}:{metadata.get('namespace', '')}/{metadata['name']}"


def _annotate(document: Map, delivery: Delivery) -> None:
    annotations = mapping(mapping(document["metadata"]).setdefault("annotations", {}))
    annotations["argocd.argoproj.io/tracking-id"] = f"{delivery.cluster}:{_name(document)}"
    if document["kind"] == "Deployment":
        annotations["deployment.kubernetes.io/revision"] = str(delivery.generation)


def _controllers(document: Map, seed: str) -> None:
    """Write what controllers add to an object beside its status."""
    metadata, spec = mapping(document["metadata"]), mapping(document.get("spec"))
    address = f"10.96.{int(seed[:2], 16)}.{int(seed[2:4], 16)}"
    kind = str(document["kind"])
    if kind == "Service":
        spec.update(clusterIP=address, clusterIPs=[address])
    elif kind == "Function":
        metadata["finalizers"] = ["finalizer.managedresource.crossplane.io"]
        created = metadata["creationTimestamp"]
        mapping(metadata["annotations"])["crossplane.io/external-create-succeeded"] = created
        mapping(spec["forProvider"]).setdefault("packageType", "Zip")  # late initialisation
    elif kind in _CLAIMS:
        _bind(metadata, spec, str(document["apiVersion"]), kind, seed)


def _bind(metadata: Map, spec: Map, api_version: str, kind: str, seed: str) -> None:
    """Bind a claim to its composite resource as Crossplane does."""
    composite = {
        "apiVersion": api_version,
        "kind": "X" + kind.removesuffix("Claim"),
        "name": f"{metadata['name']}-{seed[:5]}",
    }
    reference: dict[str, Value] = dict(composite)
    metadata["finalizers"] = ["finalizer.apiextensions.crossplane.io"]
    spec.update(
        compositeDeletePolicy="Background",
        compositionUpdatePolicy="Automatic",
        compositionRef={"name": f"{metadata['name']}-aws"},
        resourceRef=reference,
    )


def _owners(manifest: Map, document: Map, status: Map, delivery: Delivery) -> list[Value]:
    api_version, time = manifest["apiVersion"], delivery.applied
    fields = fields_of(manifest)
    found: list[Value] = [
        entry(manager=delivery.manager, operation="Apply", api_version=api_version, time=time, fields=fields)
    ]
    writer = written_by(document)
    if document["kind"] == "Function":
        late: Map = {"f:spec": {"f:forProvider": {"f:packageType": {}}}}
        found.append(
            entry(manager=writer, operation="Update", api_version=api_version, time=time, fields=late)
        )
    if status:
        shown = fields_of({"status": status})
        found.append(
            entry(
                manager=writer,
                operation="Update",
                api_version=api_version,
                time=time,
                fields=shown,
                sub="status",
            )
        )
    return found
