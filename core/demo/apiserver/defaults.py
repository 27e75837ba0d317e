"""The defaults that an API server fills in, as data, for the kinds of the story.

Source: domain.md §3.3; the recorded objects of a 1.36 server.
"""

import base64
from copy import deepcopy
from typing import Final, NamedTuple

from core.demo.apiserver.fields import Map, mapping, maps
from core.krm.values import Value

__all__ = ["DEFAULTS", "Default", "filled"]

_EACH: Final = "*"


class Default(NamedTuple):
    """A value that stands where a manifest of a kind is silent; ``*`` in the path is every item of a list."""

    kind: str
    path: str
    value: Value


def _pod(kind: str, at: str) -> tuple[Default, ...]:
    containers = tuple(
        Default(kind, f"{at}.{containers}.*.{field}", value)
        for containers in ("initContainers", "containers")
        for field, value in (
            *_CONTAINER.items(),
            *((f"{probe}.{name}", value) for probe in _PROBES for name, value in _PROBE.items()),
        )
    )
    whole = tuple(Default(kind, f"{at}.{field}", value) for field, value in _POD.items())
    return (*containers, *whole)


_CONTAINER: Final[Map] = {
    "resources": {},
    "terminationMessagePath": "/dev/termination-log",
    "terminationMessagePolicy": "File",
    "ports.*.protocol": "TCP",
}
_PROBES: Final = ("livenessProbe", "readinessProbe", "startupProbe")
_PROBE: Final[Map] = {
    "timeoutSeconds": 1,
    "periodSeconds": 10,
    "successThreshold": 1,
    "failureThreshold": 3,
    "httpGet.scheme": "HTTP",
}
_POD: Final[Map] = {
    "dnsPolicy": "ClusterFirst",
    "restartPolicy": "Always",
    "schedulerName": "default-scheduler",
    "securityContext": {},
    "terminationGracePeriodSeconds": 30,
    "volumes.*.configMap.defaultMode": 420,
    "volumes.*.secret.defaultMode": 420,
}

DEFAULTS: Final = (
    Default("Deployment", "spec.replicas", 1),
    Default("Deployment", "spec.revisionHistoryLimit", 10),
    Default("Deployment", "spec.progressDeadlineSeconds", 600),
    Default("Deployment", "spec.strategy", {}),
    Default("Deployment", "spec.strategy.type", "RollingUpdate"),
    Default("Deployment", "spec.strategy.rollingUpdate", {}),
    Default("Deployment", "spec.strategy.rollingUpdate.maxSurge", "25%"),
    Default("Deployment", "spec.strategy.rollingUpdate.maxUnavailable", "25%"),
    *_pod("Deployment", "spec.template.spec"),
    Default("CronJob", "spec.concurrencyPolicy", "Allow"),
    Default("CronJob", "spec.suspend", value=False),
    Default("CronJob", "spec.successfulJobsHistoryLimit", 3),
    Default("CronJob", "spec.failedJobsHistoryLimit", 1),
    *_pod("CronJob", "spec.jobTemplate.spec.template.spec"),
    Default("Service", "spec.type", "ClusterIP"),
    Default("Service", "spec.sessionAffinity", "None"),
    Default("Service", "spec.internalTrafficPolicy", "Cluster"),
    Default("Service", "spec.ipFamilies", ["IPv4"]),
    Default("Service", "spec.ipFamilyPolicy", "SingleStack"),
    Default("Service", "spec.ports.*.protocol", "TCP"),
    Default("Secret", "type", "Opaque"),
    Default("HorizontalPodAutoscaler", "spec.minReplicas", 1),
    Default("Namespace", "spec", {"finalizers": ["kubernetes"]}),
    Default("Function", "spec.deletionPolicy", "Delete"),
    Default("Function", "spec.initProvider", {}),
    Default("Function", "spec.managementPolicies", ["*"]),
    Default("Function", "spec.providerConfigRef", {"name": "default"}),
)


def filled(manifest: Map) -> Map:
    """Copy a manifest with everything filled in that its kind's server fills in."""
    document = deepcopy(manifest)
    for default in DEFAULTS:
        if default.kind == document.get("kind"):
            _fill(document, tuple(default.path.split(".")), default.value)
    _computed(document)
    return document


def _fill(holder: Value, steps: tuple[str, ...], value: Value) -> None:
    """Fill the last step where all the others are there."""
    first, rest = steps[0], steps[1:]
    if first == _EACH:
        for item in maps(holder):
            _fill(item, rest, value)
    elif isinstance(holder, dict) and rest:
        _fill(holder.get(first), rest, value)
    elif isinstance(holder, dict):
        holder.setdefault(first, deepcopy(value))


def _computed(document: Map) -> None:
    """Fill in what depends on other fields of the same document."""
    spec = mapping(document.get("spec"))
    match document.get("kind"):
        case "Deployment":
            _pull_policies(mapping(mapping(spec.get("template")).get("spec")))
        case "CronJob":
            job = mapping(mapping(spec.get("jobTemplate")).get("spec"))
            _pull_policies(mapping(mapping(job.get("template")).get("spec")))
        case "Service":
            for port in maps(spec.get("ports")):
                port.setdefault("targetPort", port.get("port"))
        case "Secret":
            _encode(document)
        case "Namespace":
            labels = mapping(mapping(document["metadata"]).setdefault("labels", {}))
            labels["kubernetes.io/metadata.name"] = mapping(document["metadata"])["name"]
        case _:
            pass


def _pull_policies(pod: Map) -> None:
    for container in (*maps(pod.get("initContainers")), *maps(pod.get("containers"))):
        image = str(container.get("image"))
        floating = ":" not in image or image.endswith(":latest")
        container.setdefault("imagePullPolicy", "Always" if floating else "IfNotPresent")


def _encode(secret: Map) -> None:
    clear = mapping(secret.pop("stringData", {}))
    data = mapping(secret.setdefault("data", {}))
    data.update({key: base64.b64encode(str(text).encode()).decode() for key, text in clear.items()})
