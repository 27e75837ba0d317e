"""The defaults of a pod's spec, wherever it stands.

Source: kubernetes pkg/apis/core/v1/defaults.go and zz_generated.defaults.go.
"""

from collections.abc import Iterator
from typing import Any, Final

__all__ = ["fill_pod"]

Json = dict[str, Any]


def fill_pod(spec: Json) -> None:
    """Fill a pod's spec in place."""
    spec.setdefault("dnsPolicy", "ClusterFirst")
    spec.setdefault("restartPolicy", "Always")
    spec.setdefault("schedulerName", "default-scheduler")
    spec.setdefault("securityContext", {})
    spec.setdefault("terminationGracePeriodSeconds", 30)
    if "serviceAccountName" in spec:
        spec.setdefault("serviceAccount", spec["serviceAccountName"])
    for volume in spec.get("volumes", []):
        _volume(volume)
    for container in _containers(spec):
        _container(container)
        if spec.get("hostNetwork"):
            for port in container.get("ports", []):
                port.setdefault("hostPort", port["containerPort"])


def _containers(spec: Json) -> Iterator[Json]:
    for name in ("initContainers", "containers", "ephemeralContainers"):
        yield from spec.get(name, [])


def _container(container: Json) -> None:
    container.setdefault("resources", {})
    container.setdefault("terminationMessagePath", "/dev/termination-log")
    container.setdefault("terminationMessagePolicy", "File")
    image = container.get("image", "")
    last = image.rpartition("/")[2]
    tag = last.partition(":")[2] if "@" not in last else "digest"
    container.setdefault("imagePullPolicy", "IfNotPresent" if tag not in {"", "latest"} else "Always")
    for port in container.get("ports", []):
        port.setdefault("protocol", "TCP")
    for name in ("livenessProbe", "readinessProbe", "startupProbe"):
        if name in container:
            _probe(container[name])
    for hook in container.get("lifecycle", {}).values():
        if "httpGet" in hook:
            _http_get(hook["httpGet"])
    for variable in container.get("env", []):
        if "fieldRef" in variable.get("valueFrom", {}):
            variable["valueFrom"]["fieldRef"].setdefault("apiVersion", "v1")
        elif "valueFrom" in variable and "resourceFieldRef" in variable["valueFrom"]:
            variable["valueFrom"]["resourceFieldRef"].setdefault("divisor", "0")


def _probe(probe: Json) -> None:
    probe.setdefault("timeoutSeconds", 1)
    probe.setdefault("periodSeconds", 10)
    probe.setdefault("successThreshold", 1)
    probe.setdefault("failureThreshold", 3)
    if "httpGet" in probe:
        _http_get(probe["httpGet"])
    if "grpc" in probe:
        probe["grpc"].setdefault("service", "")


def _http_get(action: Json) -> None:
    action.setdefault("path", "/")
    action.setdefault("scheme", "HTTP")


_MODES: Final = ("configMap", "secret", "downwardAPI", "projected")


def _volume(volume: Json) -> None:
    if set(volume) == {"name"}:
        volume["emptyDir"] = {}
    for source in _MODES:
        if source in volume:
            volume[source].setdefault("defaultMode", 420)
    if "hostPath" in volume:
        volume["hostPath"].setdefault("type", "")
    if "iscsi" in volume:
        volume["iscsi"].setdefault("iscsiInterface", "default")
    if "ephemeral" in volume:
        volume["ephemeral"]["volumeClaimTemplate"]["spec"].setdefault("volumeMode", "Filesystem")
    for item in volume.get("downwardAPI", {}).get("items", []):
        if "fieldRef" in item:
            item["fieldRef"].setdefault("apiVersion", "v1")
    for source in volume.get("projected", {}).get("sources", []):
        if "serviceAccountToken" in source:
            source["serviceAccountToken"].setdefault("expirationSeconds", 3600)
        for item in source.get("downwardAPI", {}).get("items", []):
            if "fieldRef" in item:
                item["fieldRef"].setdefault("apiVersion", "v1")
