"""What a field means that nobody wrote: the server's defaults as data.

A default holds only where its parent is there. A block whose fields all have defaults counts as there when
it is missing. A default that differs from a former value is a change: removing ``replicas: 3`` means 1.
Source: kubernetes pkg/apis/*/v1/defaults.go; domain.md §3.3.
"""

from typing import Final, NamedTuple, TypeAlias

from core.krm.rules.example import Example
from core.krm.values import ABSENT, Absent, Value

__all__ = ["DEFAULTS", "Computed", "DefaultRule", "computed_default"]


class Copied(NamedTuple):
    """The field means what its neighbour holds."""

    neighbour: str


class WhenNeighbour(NamedTuple):
    """The field means this where its neighbour holds one of these; ABSENT among them: or is missing."""

    neighbour: str
    holds: tuple[Value | Absent, ...]
    value: Value


class WhenAlone(NamedTuple):
    """The field means this where no field but these is set."""

    beside: tuple[str, ...]
    value: Value


class FromImage(NamedTuple):
    """The field means `Always` for an image tagged latest or not at all, else `IfNotPresent`."""

    neighbour: str


class FromPresence(NamedTuple):
    """The field lists the first word, and the second too where its block is there."""

    always: str
    block: str
    then: str


Computed: TypeAlias = Copied | WhenNeighbour | WhenAlone | FromImage | FromPresence


class DefaultRule(NamedTuple):
    """One row: left out, these fields of the scope mean this.

    Attributes:
        id: what ``--explain`` prints.
        scope: see `core.krm.rules.example.Rule`.
        paths: the fields.
        value: what they mean, or how that follows from their neighbours.
        why: the reason.
        source: who says so.
        example: two values of the scope.
    """

    id: str
    scope: str
    paths: tuple[str, ...]
    value: Value | Computed
    why: str
    source: str
    example: Example


def computed_default(rule: Computed, parent: dict[str, Value]) -> Value | Absent:
    """Work out what a missing field means from its neighbours.

    >>> computed_default(FromImage("image"), {"image": "web:1.2"}), computed_default(Copied("port"), {})
    ('IfNotPresent', ABSENT)
    """
    match rule:
        case Copied(neighbour=neighbour):
            found = parent.get(neighbour)
            return ABSENT if found is None else found
        case WhenNeighbour(neighbour=neighbour, holds=holds, value=value):
            found = parent.get(neighbour)
            return value if (ABSENT if found is None else found) in holds else ABSENT
        case WhenAlone(beside=beside, value=value):
            alone = all(name in beside for name, held in parent.items() if held is not None)
            return value if alone else ABSENT
        case FromImage(neighbour=neighbour):
            return _pull_policy(parent.get(neighbour))
        case FromPresence(always=always, block=block, then=then):
            return [always, then] if parent.get(block) is not None else [always]


def _pull_policy(image: Value) -> Value | Absent:
    if not isinstance(image, str):
        return ABSENT
    if "@" in image:
        return "IfNotPresent"
    _, colon, tag = image.rpartition("/")[2].partition(":")
    return "IfNotPresent" if colon and tag != "latest" else "Always"


_CORE = "kubernetes pkg/apis/core/v1/defaults.go"
_APPS = "kubernetes pkg/apis/apps/v1/defaults.go"
_BATCH = "kubernetes pkg/apis/batch/v1/defaults.go"
_RBAC = "kubernetes pkg/apis/rbac/v1/defaults.go"
_NET = "kubernetes pkg/apis/networking/v1/defaults.go"
_ADM = "kubernetes pkg/apis/admissionregistration/v1/defaults.go"
_HPA = "kubernetes pkg/apis/autoscaling/v2/defaults.go"
_XP = "crossplane-runtime; domain.md §3.3"
_FILLED = "the server fills it in"
_ROLLING: Final[Value] = {"maxSurge": "25%", "maxUnavailable": "25%"}
_ANY_ROLLING: Final = ("RollingUpdate", ABSENT)
_LB: Final = ("LoadBalancer",)


def _simple(
    rule: str, scope: str, path: str, value: Value, source: str, *, example: Example | None = None
) -> DefaultRule:
    """Make a row for one field of the scope that has a fixed default; its example is the default itself."""
    written: Value = value
    for step in reversed(path.split(".")):
        written = {step.removesuffix("[]"): [written] if step.endswith("[]") else written}
    return DefaultRule(rule, scope, (path,), value, _FILLED, source, example or Example(written, _bare(path)))


def _bare(path: str) -> Value:
    """The parents of a field without the field: what a default needs to hold."""
    bare: Value = {}
    for step in reversed(path.split(".")[:-1]):
        bare = {step.removesuffix("[]"): [bare] if step.endswith("[]") else bare}
    return bare


DEFAULTS: Final = (
    _simple("D-DNSPOLICY", "PodSpec", "dnsPolicy", "ClusterFirst", _CORE),
    _simple("D-RESTARTPOLICY", "PodSpec", "restartPolicy", "Always", _CORE),
    _simple("D-SCHEDULER", "PodSpec", "schedulerName", "default-scheduler", _CORE),
    _simple("D-GRACE", "PodSpec", "terminationGracePeriodSeconds", 30, _CORE),
    _simple("D-PODSECURITY", "PodSpec", "securityContext", {}, _CORE),
    _simple("D-SERVICELINKS", "PodSpec", "enableServiceLinks", value=True, source=_CORE),
    DefaultRule("D-SERVICEACCOUNT", "PodSpec", ("serviceAccount",), Copied("serviceAccountName"),
                "the old field mirrors the new one", "kubernetes pkg/apis/core/v1/conversion.go",
                Example({"serviceAccountName": "a", "serviceAccount": "a"}, {"serviceAccountName": "a"})),
    _simple("D-TERMPATH", "Container", "terminationMessagePath", "/dev/termination-log", _CORE),
    _simple("D-TERMPOLICY", "Container", "terminationMessagePolicy", "File", _CORE),
    DefaultRule("D-PULLPOLICY", "Container", ("imagePullPolicy",), FromImage("image"),
                "it follows from the image's tag", _CORE,
                Example({"image": "web:1", "imagePullPolicy": "IfNotPresent"}, {"image": "web:1"})),
    _simple("D-RESOURCES", "Container", "resources", {}, _CORE),
    _simple("D-PORTPROTOCOL", "ContainerPort", "protocol", "TCP", _CORE),
    _simple("D-PROBETIMEOUT", "Probe", "timeoutSeconds", 1, _CORE),
    _simple("D-PROBEPERIOD", "Probe", "periodSeconds", 10, _CORE),
    _simple("D-PROBESUCCESS", "Probe", "successThreshold", 1, _CORE),
    _simple("D-PROBEFAILURE", "Probe", "failureThreshold", 3, _CORE),
    _simple("D-PROBEDELAY", "Probe", "initialDelaySeconds", 0, _CORE),
    _simple("D-PROBEPATH", "Probe", "httpGet.path", "/", _CORE),
    _simple("D-PROBESCHEME", "Probe", "httpGet.scheme", "HTTP", _CORE),
    _simple("D-GRPCSERVICE", "Probe", "grpc.service", "", _CORE),
    _simple("D-HOOKPATH", "Handler", "httpGet.path", "/", _CORE),
    _simple("D-HOOKSCHEME", "Handler", "httpGet.scheme", "HTTP", _CORE),
    _simple("D-FIELDREF", "EnvVar", "valueFrom.fieldRef.apiVersion", "v1", _CORE),
    DefaultRule("D-VOLUME", "Volume", ("emptyDir",), WhenAlone(("name", "emptyDir"), {}),
                "a volume without a source is an empty one", _CORE,
                Example({"name": "a", "emptyDir": {}}, {"name": "a"})),
    _simple("D-CONFIGMODE", "Volume", "configMap.defaultMode", 420, _CORE),
    _simple("D-SECRETMODE", "Volume", "secret.defaultMode", 420, _CORE),
    _simple("D-DOWNWARDMODE", "Volume", "downwardAPI.defaultMode", 420, _CORE),
    _simple("D-PROJECTEDMODE", "Volume", "projected.defaultMode", 420, _CORE),
    _simple("D-TOKEN", "Volume", "projected.sources[].serviceAccountToken.expirationSeconds", 3600, _CORE),
    _simple("D-HOSTPATH", "Volume", "hostPath.type", "", _CORE),
    _simple("D-DOWNWARDREF", "Volume", "downwardAPI.items[].fieldRef.apiVersion", "v1", _CORE),
    _simple("D-PROJECTEDREF", "Volume", "projected.sources[].downwardAPI.items[].fieldRef.apiVersion", "v1",
            _CORE),
    _simple("D-REPLICAS", "apps/Deployment", "spec.replicas", 1, _APPS),
    _simple("D-STRATEGY", "apps/Deployment", "spec.strategy", {}, _APPS,
            example=Example({"spec": {"strategy": {"type": "RollingUpdate", "rollingUpdate": _ROLLING}}},
                            {"spec": {}})),
    _simple("D-STRATEGYTYPE", "apps/Deployment", "spec.strategy.type", "RollingUpdate", _APPS),
    DefaultRule("D-ROLLING", "apps/Deployment", ("spec.strategy.rollingUpdate",),
                WhenNeighbour("type", _ANY_ROLLING, {}), _FILLED, _APPS,
                Example({"spec": {"strategy": {"rollingUpdate": {"maxSurge": "25%"}}}},
                        {"spec": {"strategy": {"type": "RollingUpdate"}}})),
    _simple("D-SURGE", "apps/Deployment", "spec.strategy.rollingUpdate.maxSurge", "25%", _APPS),
    _simple("D-UNAVAILABLE", "apps/Deployment", "spec.strategy.rollingUpdate.maxUnavailable", "25%", _APPS),
    _simple("D-HISTORY", "apps/Deployment", "spec.revisionHistoryLimit", 10, _APPS),
    _simple("D-PROGRESS", "apps/Deployment", "spec.progressDeadlineSeconds", 600, _APPS),
    _simple("D-RSREPLICAS", "apps/ReplicaSet", "spec.replicas", 1, _APPS),
    _simple("D-DSSTRATEGY", "apps/DaemonSet", "spec.updateStrategy", {}, _APPS),
    _simple("D-DSTYPE", "apps/DaemonSet", "spec.updateStrategy.type", "RollingUpdate", _APPS),
    DefaultRule("D-DSROLLING", "apps/DaemonSet", ("spec.updateStrategy.rollingUpdate",),
                WhenNeighbour("type", _ANY_ROLLING, {}), _FILLED, _APPS,
                Example({"spec": {"updateStrategy": {"rollingUpdate": {"maxSurge": 0}}}},
                        {"spec": {"updateStrategy": {}}})),
    _simple("D-DSUNAVAILABLE", "apps/DaemonSet", "spec.updateStrategy.rollingUpdate.maxUnavailable", 1,
            _APPS),
    _simple("D-DSSURGE", "apps/DaemonSet", "spec.updateStrategy.rollingUpdate.maxSurge", 0, _APPS),
    _simple("D-DSHISTORY", "apps/DaemonSet", "spec.revisionHistoryLimit", 10, _APPS),
    _simple("D-STSREPLICAS", "apps/StatefulSet", "spec.replicas", 1, _APPS),
    _simple("D-STSPODS", "apps/StatefulSet", "spec.podManagementPolicy", "OrderedReady", _APPS),
    _simple("D-STSSTRATEGY", "apps/StatefulSet", "spec.updateStrategy", {}, _APPS),
    _simple("D-STSTYPE", "apps/StatefulSet", "spec.updateStrategy.type", "RollingUpdate", _APPS),
    DefaultRule("D-STSROLLING", "apps/StatefulSet", ("spec.updateStrategy.rollingUpdate",),
                WhenNeighbour("type", _ANY_ROLLING, {}), _FILLED, _APPS,
                Example({"spec": {"updateStrategy": {"rollingUpdate": {"partition": 0}}}},
                        {"spec": {"updateStrategy": {}}})),
    _simple("D-STSPARTITION", "apps/StatefulSet", "spec.updateStrategy.rollingUpdate.partition", 0, _APPS),
    _simple("D-STSHISTORY", "apps/StatefulSet", "spec.revisionHistoryLimit", 10, _APPS),
    _simple("D-STSRETENTION", "apps/StatefulSet", "spec.persistentVolumeClaimRetentionPolicy", {}, _APPS),
    _simple("D-STSRETENTIONDELETED", "apps/StatefulSet",
            "spec.persistentVolumeClaimRetentionPolicy.whenDeleted", "Retain", _APPS),
    _simple("D-STSRETENTIONSCALED", "apps/StatefulSet",
            "spec.persistentVolumeClaimRetentionPolicy.whenScaled", "Retain", _APPS),
    _simple("D-CLAIMVERSION", "Claim", "apiVersion", "v1", _APPS),
    _simple("D-CLAIMKIND", "Claim", "kind", "PersistentVolumeClaim", _APPS),
    _simple("D-CLAIMMODE", "ClaimSpec", "volumeMode", "Filesystem", _CORE),
    _simple("D-PVMODE", "core/PersistentVolume", "spec.volumeMode", "Filesystem", _CORE),
    _simple("D-PVRECLAIM", "core/PersistentVolume", "spec.persistentVolumeReclaimPolicy", "Retain", _CORE),
    _simple("D-SERVICETYPE", "core/Service", "spec.type", "ClusterIP", _CORE),
    _simple("D-AFFINITY", "core/Service", "spec.sessionAffinity", "None", _CORE),
    _simple("D-INTERNALPOLICY", "core/Service", "spec.internalTrafficPolicy", "Cluster", _CORE),
    DefaultRule("D-EXTERNALPOLICY", "core/Service", ("spec.externalTrafficPolicy",),
                WhenNeighbour("type", ("NodePort", "LoadBalancer"), "Cluster"), _FILLED, _CORE,
                Example({"spec": {"type": "NodePort", "externalTrafficPolicy": "Cluster"}},
                        {"spec": {"type": "NodePort"}})),
    DefaultRule("D-LBPORTS", "core/Service", ("spec.allocateLoadBalancerNodePorts",),
                WhenNeighbour("type", _LB, value=True), _FILLED, _CORE,
                Example({"spec": {"type": "LoadBalancer", "allocateLoadBalancerNodePorts": True}},
                        {"spec": {"type": "LoadBalancer"}})),
    _simple("D-SERVICEPROTOCOL", "ServicePort", "protocol", "TCP", _CORE),
    DefaultRule("D-TARGETPORT", "ServicePort", ("targetPort",), Copied("port"),
                "a service forwards to the port it listens on", _CORE,
                Example({"port": 80, "targetPort": 80}, {"port": 80})),
    DefaultRule("D-COMPLETIONS", "JobSpec", ("completions",), WhenNeighbour("parallelism", (1, ABSENT), 1),
                "one pod at a time, one in all", _BATCH, Example({"completions": 1}, {})),
    _simple("D-PARALLELISM", "JobSpec", "parallelism", 1, _BATCH),
    _simple("D-BACKOFF", "JobSpec", "backoffLimit", 6, _BATCH),
    _simple("D-COMPLETIONMODE", "JobSpec", "completionMode", "NonIndexed", _BATCH),
    _simple("D-JOBSUSPEND", "JobSpec", "suspend", value=False, source=_BATCH),
    _simple("D-CONCURRENCY", "batch/CronJob", "spec.concurrencyPolicy", "Allow", _BATCH),
    _simple("D-CRONSUCCESS", "batch/CronJob", "spec.successfulJobsHistoryLimit", 3, _BATCH),
    _simple("D-CRONFAILED", "batch/CronJob", "spec.failedJobsHistoryLimit", 1, _BATCH),
    _simple("D-CRONSUSPEND", "batch/CronJob", "spec.suspend", value=False, source=_BATCH),
    _simple("D-MINREPLICAS", "autoscaling/HorizontalPodAutoscaler", "spec.minReplicas", 1, _HPA),
    DefaultRule("D-METRICS", "autoscaling/HorizontalPodAutoscaler", ("spec.metrics",),
                [{"type": "Resource",
                  "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}}}],
                "without a metric it aims at 80 % CPU", _HPA,
                Example({"spec": {"metrics": [{"type": "Resource", "resource": {
                    "name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}}}]}},
                        {"spec": {}})),
    _simple("D-SECRETTYPE", "core/Secret", "type", "Opaque", _CORE),
    _simple("D-ROLEREF", "rbac.authorization.k8s.io/RoleBinding", "roleRef.apiGroup",
            "rbac.authorization.k8s.io", _RBAC),
    _simple("D-CLUSTERROLEREF", "rbac.authorization.k8s.io/ClusterRoleBinding", "roleRef.apiGroup",
            "rbac.authorization.k8s.io", _RBAC),
    DefaultRule("D-SUBJECT", "rbac.authorization.k8s.io/RoleBinding", ("subjects[].apiGroup",),
                WhenNeighbour("kind", ("User", "Group"), "rbac.authorization.k8s.io"), _FILLED, _RBAC,
                Example({"subjects": [{"kind": "User", "apiGroup": "rbac.authorization.k8s.io"}]},
                        {"subjects": [{"kind": "User"}]})),
    DefaultRule("D-CLUSTERSUBJECT", "rbac.authorization.k8s.io/ClusterRoleBinding", ("subjects[].apiGroup",),
                WhenNeighbour("kind", ("User", "Group"), "rbac.authorization.k8s.io"), _FILLED, _RBAC,
                Example({"subjects": [{"kind": "User", "apiGroup": "rbac.authorization.k8s.io"}]},
                        {"subjects": [{"kind": "User"}]})),
    DefaultRule("D-POLICYTYPES", "networking.k8s.io/NetworkPolicy", ("spec.policyTypes",),
                FromPresence("Ingress", "egress", "Egress"), "it follows from the rules that are there", _NET,
                Example({"spec": {"egress": [], "policyTypes": ["Ingress", "Egress"]}},
                        {"spec": {"egress": []}})),
    _simple("D-INGRESSPROTOCOL", "networking.k8s.io/NetworkPolicy", "spec.ingress[].ports[].protocol", "TCP",
            _NET),
    _simple("D-EGRESSPROTOCOL", "networking.k8s.io/NetworkPolicy", "spec.egress[].ports[].protocol", "TCP",
            _NET),
    _simple("D-WEBHOOKFAILURE", "Webhook", "failurePolicy", "Fail", _ADM),
    _simple("D-WEBHOOKMATCH", "Webhook", "matchPolicy", "Equivalent", _ADM),
    _simple("D-WEBHOOKTIMEOUT", "Webhook", "timeoutSeconds", 10, _ADM),
    _simple("D-WEBHOOKSCOPE", "Webhook", "rules[].scope", "*", _ADM),
    _simple("D-WEBHOOKREINVOKE", "Webhook", "reinvocationPolicy", "Never", _ADM),
    _simple("D-WEBHOOKPORT", "Webhook", "clientConfig.service.port", 443, _ADM),
    _simple("D-WEBHOOKNAMESPACES", "Webhook", "namespaceSelector", {}, _ADM),
    _simple("D-WEBHOOKOBJECTS", "Webhook", "objectSelector", {}, _ADM),
    _simple("D-DELETIONPOLICY", "managed", "spec.deletionPolicy", "Delete", _XP),
    _simple("D-MANAGEMENT", "managed", "spec.managementPolicies", ["*"], _XP),
    _simple("D-PROVIDERCONFIG", "managed", "spec.providerConfigRef", {"name": "default"}, _XP),
    _simple("D-INITPROVIDER", "managed", "spec.initProvider", {}, _XP),
)  # fmt: skip
