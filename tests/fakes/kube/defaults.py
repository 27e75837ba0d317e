"""What a real server fills in where a manifest is silent, kind by kind; written apart from Headgate's own
rules.

It is what the tests hold those rules against, so it shares no line with them. Also what the server allocates
(cluster IPs, node ports) and how it spells what it decodes: amounts, bytes, empty lists.
Source: kubernetes pkg/apis/{core,apps,batch,autoscaling,networking,rbac,policy,storage,...}/defaults.go and
the service and namespace strategies.
"""

import base64
import zlib
from collections.abc import Callable
from typing import Any, Final

from tests.fakes.kube.pods import fill_pod

__all__ = ["fill"]

Json = dict[str, Any]


def fill(document: Json) -> None:
    """Fill a decoded object in place."""
    one = _KINDS.get(document["kind"])
    if one is not None:
        one(document)


def _spec(document: Json) -> Json:
    spec: Json = document.setdefault("spec", {})
    return spec


def _template(spec: Json) -> Json:
    template: Json = spec.setdefault("template", {})
    template.setdefault("metadata", {})
    return template


def _deployment(document: Json) -> None:
    spec = _spec(document)
    spec.setdefault("replicas", 1)
    strategy = spec.setdefault("strategy", {})
    strategy.setdefault("type", "RollingUpdate")
    if strategy["type"] == "RollingUpdate":
        rolling = strategy.setdefault("rollingUpdate", {})
        rolling.setdefault("maxUnavailable", "25%")
        rolling.setdefault("maxSurge", "25%")
    spec.setdefault("revisionHistoryLimit", 10)
    spec.setdefault("progressDeadlineSeconds", 600)
    fill_pod(_template(spec).setdefault("spec", {}))


def _replica_set(document: Json) -> None:
    spec = _spec(document)
    spec.setdefault("replicas", 1)
    fill_pod(_template(spec).setdefault("spec", {}))


def _daemon_set(document: Json) -> None:
    spec = _spec(document)
    strategy = spec.setdefault("updateStrategy", {})
    strategy.setdefault("type", "RollingUpdate")
    if strategy["type"] == "RollingUpdate":
        rolling = strategy.setdefault("rollingUpdate", {})
        rolling.setdefault("maxUnavailable", 1)
        rolling.setdefault("maxSurge", 0)
    spec.setdefault("revisionHistoryLimit", 10)
    fill_pod(_template(spec).setdefault("spec", {}))


def _stateful_set(document: Json) -> None:
    spec = _spec(document)
    spec.setdefault("replicas", 1)
    spec.setdefault("podManagementPolicy", "OrderedReady")
    strategy = spec.setdefault("updateStrategy", {})
    strategy.setdefault("type", "RollingUpdate")
    if strategy["type"] == "RollingUpdate":
        strategy.setdefault("rollingUpdate", {}).setdefault("partition", 0)
    spec.setdefault("revisionHistoryLimit", 10)
    kept = spec.setdefault("persistentVolumeClaimRetentionPolicy", {})
    kept.setdefault("whenDeleted", "Retain")
    kept.setdefault("whenScaled", "Retain")
    fill_pod(_template(spec).setdefault("spec", {}))
    for claim in spec.get("volumeClaimTemplates", []):
        claim.setdefault("apiVersion", "v1")
        claim.setdefault("kind", "PersistentVolumeClaim")
        claim.setdefault("status", {"phase": "Pending"})
        _claim(claim)


def _claim(document: Json) -> None:
    _spec(document).setdefault("volumeMode", "Filesystem")


def _job_spec(spec: Json) -> None:
    if "completions" not in spec and "parallelism" not in spec:
        spec["completions"] = 1
    spec.setdefault("parallelism", 1)
    spec.setdefault("backoffLimit", 6)
    spec.setdefault("completionMode", "NonIndexed")
    spec.setdefault("suspend", False)
    spec.setdefault("podReplacementPolicy", "Failed" if "podFailurePolicy" in spec else "TerminatingOrFailed")
    for rule in spec.get("podFailurePolicy", {}).get("rules", []):
        for condition in rule.get("onPodConditions", []):
            condition.setdefault("status", "True")
    fill_pod(_template(spec).setdefault("spec", {}))


def _job(document: Json) -> None:
    spec = _spec(document)
    _job_spec(spec)
    if not spec.get("manualSelector"):
        uid = _made_uid(document)
        marks = {"batch.kubernetes.io/controller-uid": uid, "controller-uid": uid}
        name = document["metadata"]["name"]
        names = {"batch.kubernetes.io/job-name": name, "job-name": name}
        spec["template"]["metadata"].setdefault("labels", {}).update({**marks, **names})
        spec.setdefault("selector", {"matchLabels": {"batch.kubernetes.io/controller-uid": uid}})
        document["metadata"].setdefault("labels", {}).update({**marks, **names})


def _cron_job(document: Json) -> None:
    spec = _spec(document)
    spec.setdefault("concurrencyPolicy", "Allow")
    spec.setdefault("suspend", False)
    spec.setdefault("successfulJobsHistoryLimit", 3)
    spec.setdefault("failedJobsHistoryLimit", 1)
    job = spec["jobTemplate"]
    job.setdefault("metadata", {})
    fill_pod(_template(job["spec"]).setdefault("spec", {}))


def _service(document: Json) -> None:
    spec = _spec(document)
    spec.setdefault("sessionAffinity", "None")
    if spec["sessionAffinity"] == "ClientIP":
        spec.setdefault("sessionAffinityConfig", {"clientIP": {"timeoutSeconds": 10800}})
    kind = spec.setdefault("type", "ClusterIP")
    for port in spec.get("ports", []):
        port.setdefault("protocol", "TCP")
        port.setdefault("targetPort", port["port"])
    if kind == "ExternalName":
        return
    spec.setdefault("internalTrafficPolicy", "Cluster")
    spec.setdefault("ipFamilyPolicy", "SingleStack")
    spec.setdefault("ipFamilies", ["IPv4"])
    spec.setdefault("clusterIP", f"10.96.{_number(document, 250)}.{_number(document, 199) + 1}")
    spec.setdefault("clusterIPs", [spec["clusterIP"]])
    if kind in {"NodePort", "LoadBalancer"}:
        spec.setdefault("externalTrafficPolicy", "Cluster")
        if kind == "LoadBalancer":
            spec.setdefault("allocateLoadBalancerNodePorts", True)
        if spec.get("allocateLoadBalancerNodePorts", True):
            for at, port in enumerate(spec.get("ports", [])):
                port.setdefault("nodePort", 30000 + _number(document, 2700) + at)
        if kind == "LoadBalancer" and spec["externalTrafficPolicy"] == "Local":
            spec.setdefault("healthCheckNodePort", 32700 + _number(document, 60))


def _secret(document: Json) -> None:
    document.setdefault("type", "Opaque")
    for key, text in (document.pop("stringData", None) or {}).items():
        document.setdefault("data", {})[key] = base64.b64encode(text.encode()).decode()


def _autoscaler(document: Json) -> None:
    spec = _spec(document)
    spec.setdefault("minReplicas", 1)
    if not spec.get("metrics"):
        target = {"type": "Utilization", "averageUtilization": 80}
        spec["metrics"] = [{"type": "Resource", "resource": {"name": "cpu", "target": target}}]
    behavior = spec.get("behavior")
    if behavior is not None:
        up = behavior.setdefault("scaleUp", {})
        up.setdefault("stabilizationWindowSeconds", 0)
        up.setdefault("selectPolicy", "Max")
        fast = {"type": "Pods", "value": 4, "periodSeconds": 15}
        up.setdefault("policies", [fast, {"type": "Percent", "value": 100, "periodSeconds": 15}])
        down = behavior.setdefault("scaleDown", {})
        down.setdefault("selectPolicy", "Max")
        down.setdefault("policies", [{"type": "Percent", "value": 100, "periodSeconds": 15}])


def _network_policy(document: Json) -> None:
    spec = _spec(document)
    if not spec.get("policyTypes"):
        spec["policyTypes"] = ["Ingress", "Egress"] if spec.get("egress") else ["Ingress"]
    for rule in (*spec.get("ingress", []), *spec.get("egress", [])):
        for port in rule.get("ports", []):
            port.setdefault("protocol", "TCP")


def _binding(document: Json) -> None:
    document["roleRef"].setdefault("apiGroup", "rbac.authorization.k8s.io")
    for subject in document.get("subjects", []):
        if subject["kind"] in {"User", "Group"}:
            subject.setdefault("apiGroup", "rbac.authorization.k8s.io")


def _role(document: Json) -> None:
    document["rules"] = document.get("rules")


def _namespace(document: Json) -> None:
    metadata = document["metadata"]
    metadata.setdefault("labels", {})["kubernetes.io/metadata.name"] = metadata["name"]
    document["spec"] = {"finalizers": ["kubernetes"]}
    document.setdefault("status", {"phase": "Active"})


def _webhooks(document: Json) -> None:
    for hook in document.get("webhooks", []):
        for name, value in _WEBHOOK.items():
            hook.setdefault(name, value if not isinstance(value, dict) else {})
        if document["kind"] == "MutatingWebhookConfiguration":
            hook.setdefault("reinvocationPolicy", "Never")
        service = hook["clientConfig"].get("service")
        if service is not None:
            service.setdefault("port", 443)
        for rule in hook.get("rules", []):
            rule.setdefault("scope", "*")


_WEBHOOK: Final[Json] = {
    "failurePolicy": "Fail",
    "matchPolicy": "Equivalent",
    "namespaceSelector": {},
    "objectSelector": {},
    "timeoutSeconds": 10,
}


def _volume(document: Json) -> None:
    spec = _spec(document)
    spec.setdefault("volumeMode", "Filesystem")
    spec.setdefault("persistentVolumeReclaimPolicy", "Retain")


def _storage_class(document: Json) -> None:
    document.setdefault("reclaimPolicy", "Delete")
    document.setdefault("volumeBindingMode", "Immediate")


def _priority_class(document: Json) -> None:
    document.setdefault("preemptionPolicy", "PreemptLowerPriority")


def _limit_range(document: Json) -> None:
    for one in _spec(document).get("limits", []):
        if one.get("type") == "Container":
            limits = one.setdefault("default", {})
            for name, amount in one.get("max", {}).items():
                limits.setdefault(name, amount)
            asked = one.setdefault("defaultRequest", {})
            for name, amount in {**one.get("min", {}), **limits}.items():
                asked.setdefault(name, amount)


def _pod(document: Json) -> None:
    spec = _spec(document)
    fill_pod(spec)
    spec.setdefault("enableServiceLinks", True)


def _number(document: Json, top: int) -> int:
    return zlib.crc32(_name(document).encode()) % top


def _name(document: Json) -> str:
    metadata = document["metadata"]
    return f"{document['kind']}/{metadata.get('namespace', '')}/{metadata['name']}"


def _made_uid(document: Json) -> str:
    held = document["metadata"].get("uid")
    return str(held) if held else f"{zlib.crc32(_name(document).encode()):08x}-0000-4000-8000-000000000000"


_KINDS: Final[dict[str, Callable[[Json], None]]] = {
    "ClusterRole": _role,
    "ClusterRoleBinding": _binding,
    "CronJob": _cron_job,
    "DaemonSet": _daemon_set,
    "Deployment": _deployment,
    "HorizontalPodAutoscaler": _autoscaler,
    "Job": _job,
    "LimitRange": _limit_range,
    "MutatingWebhookConfiguration": _webhooks,
    "Namespace": _namespace,
    "NetworkPolicy": _network_policy,
    "PersistentVolume": _volume,
    "PersistentVolumeClaim": _claim,
    "Pod": _pod,
    "PriorityClass": _priority_class,
    "ReplicaSet": _replica_set,
    "Role": _role,
    "RoleBinding": _binding,
    "Secret": _secret,
    "Service": _service,
    "StatefulSet": _stateful_set,
    "StorageClass": _storage_class,
    "ValidatingWebhookConfiguration": _webhooks,
}
