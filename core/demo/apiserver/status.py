"""The status that the controllers of the story's kinds would have written."""

from collections.abc import Callable, Mapping
from typing import Final

from core.demo.apiserver.fields import Map, mapping
from core.krm.values import Value

__all__ = ["status_of", "written_by"]


def status_of(document: Map, *, since: str) -> Map:
    """Write the status of an object with its defaults filled in; empty for kinds that have none.

    Args:
        document: the object.
        since: RFC 3339 UTC, when it became what it is.
    """
    make = _STATUS.get(str(document.get("kind")))
    return make(document, since) if make else {}


def written_by(document: Map) -> str:
    """Name the manager that writes the status of such an object."""
    return _WRITERS.get(str(document.get("kind")), "kube-controller-manager")


def _deployment(document: Map, since: str) -> Map:
    replicas = mapping(document["spec"])["replicas"]
    counts: Map = dict.fromkeys(
        ("replicas", "updatedReplicas", "readyReplicas", "availableReplicas"), replicas
    )
    conditions: list[Value] = [
        _condition("Available", "MinimumReplicasAvailable", since),
        _condition("Progressing", "NewReplicaSetAvailable", since),
    ]
    return {
        "observedGeneration": mapping(document["metadata"])["generation"],
        **counts,
        "conditions": conditions,
    }


def _autoscaler(document: Map, since: str) -> Map:
    size = mapping(document["spec"])["minReplicas"]
    usage: Map = {"averageUtilization": 41, "averageValue": "41m"}
    metric: Map = {"type": "Resource", "resource": {"name": "cpu", "current": usage}}
    conditions: list[Value] = [_condition("ScalingActive", "ValidMetricFound", since)]
    return {
        "currentReplicas": size,
        "desiredReplicas": size,
        "currentMetrics": [metric],
        "conditions": conditions,
    }


def _cron_job(_: Map, since: str) -> Map:
    return {"lastScheduleTime": since, "lastSuccessfulTime": since}


def _service(_: Map, __: str) -> Map:
    return {"loadBalancer": {}}


def _ingress(_: Map, __: str) -> Map:
    return {"loadBalancer": {"ingress": [{"ip": "203.0.113.10"}]}}


def _namespace(_: Map, __: str) -> Map:
    return {"phase": "Active"}


def _claim(_: Map, since: str) -> Map:
    ready: list[Value] = [
        _condition("Synced", "ReconcileSuccess", since),
        _condition("Ready", "Available", since),
    ]
    return {"conditions": ready, "connectionDetails": {"lastPublishedTime": since}}


def _function(document: Map, since: str) -> Map:
    asked = mapping(mapping(document["spec"])["forProvider"])
    name = mapping(mapping(document["metadata"]).get("annotations")).get("crossplane.io/external-name")
    observed: Map = {
        **asked,
        "arn": f"arn:aws:lambda:{asked.get('region')}:123456789012:function:{name}",
        "id": name,
        "ephemeralStorage": [{"size": 512}],
        "lastModified": since,
        "version": "$LATEST",
    }
    return {"atProvider": observed, **_claim(document, since)}


def _condition(kind: str, reason: str, since: str) -> Map:
    return {"type": kind, "status": "True", "reason": reason, "lastTransitionTime": since}


_STATUS: Final[Mapping[str, Callable[[Map, str], Map]]] = {
    "Deployment": _deployment,
    "HorizontalPodAutoscaler": _autoscaler,
    "CronJob": _cron_job,
    "Service": _service,
    "Ingress": _ingress,
    "Namespace": _namespace,
    "MediaStoreClaim": _claim,
    "QueueClaim": _claim,
    "Function": _function,
}
_WRITERS: Final = {
    "Ingress": "nginx-ingress-controller",
    "MediaStoreClaim": "crossplane",
    "QueueClaim": "crossplane",
    "Function": "provider",
}
