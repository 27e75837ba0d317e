"""Which lists have keys, are sets, or have no order: rules as data.

Every list that no row names is one value: an inner change changes the whole, and order counts. In kinds
that are not Kubernetes' own a key is looked for (`INFERRED_KEYS`).
Source: k8s.io/api markers at 10b39a3 (+listType, +listMapKey), domain.md §3.7, cases/merge/README.md.
"""

from enum import StrEnum
from typing import Final, NamedTuple

from core.krm.rules.example import Example
from core.krm.values import Value

__all__ = ["INFERRED", "INFERRED_KEYS", "LISTS", "SINGLETON", "ListKind", "ListRule"]


class ListKind(StrEnum):
    """How a list is compared and merged."""

    ATOMIC = "one value"
    KEYED = "items by key"
    SET = "set"
    UNORDERED = "one value in any order"
    INFERRED = "items by a key that is unique on every side"


class ListRule(NamedTuple):
    """One row: these lists of the scope are of that kind.

    Attributes:
        id: what ``--explain`` prints.
        scope: see `core.krm.rules.example.Rule`.
        paths: the lists.
        kind: how they are compared.
        keys: the identity of an item, in order; empty for a kind without.
        defaults: what a key that is left out means.
        why: the reason.
        source: who says so.
        example: a pair of values of the scope.
        ordered: order changes nothing, but a person should know of it.
    """

    id: str
    scope: str
    paths: tuple[str, ...]
    kind: ListKind
    keys: tuple[str, ...]
    defaults: tuple[tuple[str, str], ...]
    why: str
    source: str
    example: Example
    ordered: bool = False


INFERRED_KEYS: Final = ("name", "key", "id", "Sid")
"""Tried in this order where no schema names a key. Source: cases/merge/README.md, "Lists"."""

_KEYED = ListKind.KEYED
_CORE = "k8s.io/api/core/v1 +listMapKey"
_TCP = (("protocol", "TCP"),)

_A: Final[Value] = {"name": "a"}
_B: Final[Value] = {"name": "b"}

LISTS: Final = (
    ListRule(
        "L-CONTAINERS", "PodSpec", ("containers", "ephemeralContainers"), _KEYED, ("name",), (),
        "containers are told apart by name", _CORE,
        Example({"containers": [_A, _B]}, {"containers": [_B, _A]}),
    ),
    ListRule(
        "L-INITCONTAINERS", "PodSpec", ("initContainers",), _KEYED, ("name",), (),
        "init containers are told apart by name; they run in the order written", _CORE,
        Example({"initContainers": [_A, _B]}, {"initContainers": [_B, _A]}),
        ordered=True,
    ),
    ListRule(
        "L-POD", "PodSpec", ("volumes", "imagePullSecrets", "schedulingGates", "resourceClaims"), _KEYED,
        ("name",), (), "told apart by name", _CORE,
        Example({"imagePullSecrets": [_A, _B]}, {"imagePullSecrets": [_B, _A]}),
    ),
    ListRule(
        "L-HOSTALIASES", "PodSpec", ("hostAliases",), _KEYED, ("ip",), (), "told apart by address", _CORE,
        Example(
            {"hostAliases": [{"ip": "10.0.0.1"}, {"ip": "10.0.0.2"}]},
            {"hostAliases": [{"ip": "10.0.0.2"}, {"ip": "10.0.0.1"}]},
        ),
    ),
    ListRule(
        "L-SPREAD", "PodSpec", ("topologySpreadConstraints",), _KEYED,
        ("topologyKey", "whenUnsatisfiable"), (), "told apart by topology and by what happens without it",
        _CORE,
        Example(
            {"topologySpreadConstraints": [
                {"topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule"},
                {"topologyKey": "host", "whenUnsatisfiable": "DoNotSchedule"}]},
            {"topologySpreadConstraints": [
                {"topologyKey": "host", "whenUnsatisfiable": "DoNotSchedule"},
                {"topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule"}]},
        ),
    ),
    ListRule(
        "L-ENV", "Container", ("env",), _KEYED, ("name",), (),
        "variables are told apart by name; $(VAR) reads only those above it", _CORE,
        Example({"env": [_A, _B]}, {"env": [_B, _A]}),
        ordered=True,
    ),
    ListRule(
        "L-PORTS", "Container", ("ports",), _KEYED, ("containerPort", "protocol"), _TCP,
        "one port over TCP and over UDP are two", _CORE,
        Example(
            {"ports": [{"containerPort": 53}, {"containerPort": 53, "protocol": "UDP"}]},
            {"ports": [{"containerPort": 53, "protocol": "UDP"}, {"containerPort": 53, "protocol": "TCP"}]},
        ),
    ),
    ListRule(
        "L-MOUNTS", "Container", ("volumeMounts",), _KEYED, ("mountPath",), (), "told apart by mount path",
        _CORE,
        Example(
            {"volumeMounts": [{"mountPath": "/a"}, {"mountPath": "/b"}]},
            {"volumeMounts": [{"mountPath": "/b"}, {"mountPath": "/a"}]},
        ),
    ),
    ListRule(
        "L-DEVICES", "Container", ("volumeDevices",), _KEYED, ("devicePath",), (),
        "told apart by device path", _CORE,
        Example(
            {"volumeDevices": [{"devicePath": "/a"}, {"devicePath": "/b"}]},
            {"volumeDevices": [{"devicePath": "/b"}, {"devicePath": "/a"}]},
        ),
    ),
    ListRule(
        "L-CLAIMS", "Resources", ("claims",), _KEYED, ("name",), (), "told apart by name", _CORE,
        Example({"claims": [_A, _B]}, {"claims": [_B, _A]}),
    ),
    ListRule(
        "L-SERVICEPORTS", "core/Service", ("spec.ports",), _KEYED, ("port", "protocol"), _TCP,
        "one port over TCP and over UDP are two", _CORE,
        Example(
            {"spec": {"ports": [{"port": 53}, {"port": 53, "protocol": "UDP"}]}},
            {"spec": {"ports": [{"port": 53, "protocol": "UDP"}, {"port": 53}]}},
        ),
    ),
    ListRule(
        "L-SASECRETS", "core/ServiceAccount", ("secrets",), _KEYED, ("name",), (),
        "told apart by name", _CORE,
        Example({"secrets": [_A, _B]}, {"secrets": [_B, _A]}),
    ),
    ListRule(
        "L-OWNERS", "Meta", ("ownerReferences",), _KEYED, ("uid",), (), "an owner is known by its uid",
        "k8s.io/apimachinery ObjectMeta +listMapKey=uid",
        Example(
            {"ownerReferences": [{"uid": "1"}, {"uid": "2"}]},
            {"ownerReferences": [{"uid": "2"}, {"uid": "1"}]},
        ),
    ),
    ListRule(
        "L-FINALIZERS", "Meta", ("finalizers",), ListKind.SET, (), (), "finalizers are a set",
        "k8s.io/apimachinery ObjectMeta +listType=set",
        Example({"finalizers": ["x/a", "x/b"]}, {"finalizers": ["x/b", "x/a"]}),
    ),
    ListRule(
        "L-WEBHOOKS", "admissionregistration.k8s.io/MutatingWebhookConfiguration", ("webhooks",), _KEYED,
        ("name",), (), "told apart by name", "k8s.io/api/admissionregistration/v1 +listMapKey=name",
        Example({"webhooks": [_A, _B]}, {"webhooks": [_B, _A]}),
    ),
    ListRule(
        "L-WEBHOOKS-V", "admissionregistration.k8s.io/ValidatingWebhookConfiguration", ("webhooks",), _KEYED,
        ("name",), (), "told apart by name", "k8s.io/api/admissionregistration/v1 +listMapKey=name",
        Example({"webhooks": [_A, _B]}, {"webhooks": [_B, _A]}),
    ),
    ListRule(
        "L-MATCHCONDITIONS", "Webhook", ("matchConditions",), _KEYED, ("name",), (), "told apart by name",
        "k8s.io/api/admissionregistration/v1 +listMapKey=name",
        Example({"matchConditions": [_A, _B]}, {"matchConditions": [_B, _A]}),
    ),
    ListRule(
        "L-ADMISSION", "admissionregistration.k8s.io/ValidatingAdmissionPolicy",
        ("spec.matchConditions", "spec.variables"), _KEYED, ("name",), (), "told apart by name",
        "k8s.io/api/admissionregistration/v1 +listMapKey=name",
        Example({"spec": {"variables": [_A, _B]}}, {"spec": {"variables": [_B, _A]}}),
    ),
    ListRule(
        "L-VALIDATIONACTIONS", "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding",
        ("spec.validationActions",), ListKind.SET, (), (), "actions are a set",
        "k8s.io/api/admissionregistration/v1 +listType=set",
        Example(
            {"spec": {"validationActions": ["Deny", "Audit"]}},
            {"spec": {"validationActions": ["Audit", "Deny"]}},
        ),
    ),
    ListRule(
        "L-PODCIDRS", "core/Node", ("spec.podCIDRs",), ListKind.SET, (), (), "address ranges are a set",
        "k8s.io/api/core/v1 +listType=set",
        Example({"spec": {"podCIDRs": ["10.0.0.0/24", "fd00::/64"]}},
                {"spec": {"podCIDRs": ["fd00::/64", "10.0.0.0/24"]}}),
    ),
    ListRule(
        "L-ENDPOINTS", "discovery.k8s.io/EndpointSlice", ("endpoints",), ListKind.UNORDERED, (), (),
        "controllers write endpoints in any order", "domain.md §3.7",
        Example(
            {"endpoints": [{"addresses": ["10.0.0.1"]}, {"addresses": ["10.0.0.2"]}]},
            {"endpoints": [{"addresses": ["10.0.0.2"]}, {"addresses": ["10.0.0.1"]}]},
        ),
    ),
    ListRule(
        "L-METRICS", "autoscaling/HorizontalPodAutoscaler", ("spec.metrics",), ListKind.UNORDERED, (), (),
        "the controller writes metrics in its own order", "domain.md §3.3, §3.7",
        Example(
            {"spec": {"metrics": [{"type": "Pods"}, {"type": "External"}]}},
            {"spec": {"metrics": [{"type": "External"}, {"type": "Pods"}]}},
        ),
    ),
    ListRule(
        "L-CLUSTERRULES", "rbac.authorization.k8s.io/ClusterRole",
        ("rules[].verbs", "rules[].resources", "rules[].apiGroups"), ListKind.UNORDERED, (), (),
        "a rule allows every combination, in any order", "domain.md §3.7",
        Example({"rules": [{"verbs": ["get", "list"]}]}, {"rules": [{"verbs": ["list", "get"]}]}),
    ),
    ListRule(
        "L-RULES", "rbac.authorization.k8s.io/Role",
        ("rules[].verbs", "rules[].resources", "rules[].apiGroups"), ListKind.UNORDERED, (), (),
        "a rule allows every combination, in any order", "domain.md §3.7",
        Example({"rules": [{"verbs": ["get", "list"]}]}, {"rules": [{"verbs": ["list", "get"]}]}),
    ),
    ListRule(
        "L-CONDITIONS", "unknown", ("conditions",), _KEYED, ("type",), (),
        "conditions are told apart by type",
        "k8s.io/apimachinery metav1.Condition +listMapKey=type",
        Example(
            {"conditions": [{"type": "Ready"}, {"type": "Synced"}]},
            {"conditions": [{"type": "Synced"}, {"type": "Ready"}]},
        ),
    ),
    ListRule(
        "L-ARGS", "Container", ("args", "command"), ListKind.ATOMIC, (), (),
        "a command line is one value, and its order counts", "k8s.io/api/core/v1 +listType=atomic",
        Example({"args": ["-a", "-b"]}, {"args": ["-b", "-a"]}, alike=False),
    ),
    ListRule(
        "L-TOLERATIONS", "PodSpec", ("tolerations", "readinessGates"), ListKind.ATOMIC, (), (),
        "nothing tells the items apart: one value", "k8s.io/api/core/v1 +listType=atomic",
        Example({"tolerations": [{"key": "a"}, {"key": "b"}]}, {"tolerations": [{"key": "b"}, {"key": "a"}]},
                alike=False),
    ),
    ListRule(
        "L-ENVFROM", "Container", ("envFrom",), ListKind.ATOMIC, (), (),
        "later sources win over earlier ones: one value", "k8s.io/api/core/v1 +listType=atomic",
        Example({"envFrom": [{"prefix": "A"}, {"prefix": "B"}]},
                {"envFrom": [{"prefix": "B"}, {"prefix": "A"}]}, alike=False),
    ),
    ListRule(
        "L-AWS-SETS", "managed",
        tuple(
            f"{where}.{name}"
            for where in ("spec.forProvider", "spec.forProvider.cors[]", "spec.forProvider.corsRule[]",
                          "spec.forProvider.vpcConfig[]", "spec.forProvider.globalSecondaryIndex[]",
                          "spec.forProvider.localSecondaryIndex[]")
            for name in ("securityGroupIds", "subnetIds", "allowMethods", "allowOrigins", "allowHeaders",
                         "allowedMethods", "allowedOrigins", "allowedHeaders", "exposeHeaders",
                         "managedPolicyArns", "nonKeyAttributes")
        ),
        ListKind.UNORDERED, (), (), "the provider keeps these as sets",
        "provider-upjet-aws x-kubernetes-list-type: set; domain.md §3.7",
        Example(
            {"spec": {"forProvider": {"cors": [{"allowMethods": ["GET", "POST"]}]}}},
            {"spec": {"forProvider": {"cors": [{"allowMethods": ["POST", "GET"]}]}}},
        ),
    ),
)  # fmt: skip

INFERRED: Final = ListRule(
    "L-INFERRED", "unknown", ("*",), ListKind.INFERRED, INFERRED_KEYS, (),
    "every item on every side has a name of its own, so order says nothing",
    "cases/merge/README.md, Lists; kyaml InferAssociativeLists",
    Example({"stages": [_A, _B]}, {"stages": [_B, _A]}),
)  # fmt: skip
"""What holds for a list of a kind that no schema describes."""

SINGLETON: Final = ListRule(
    "L-SINGLETON", "managed", ("spec.forProvider.*",), ListKind.INFERRED, (), (),
    "a list of one block and the block itself are two versions' spellings of one thing",
    "provider-upjet-aws v1beta1 and v1beta2; domain.md §3.4",
    Example(
        {"spec": {"forProvider": {"environment": [{"variables": {"A": "1"}}]}}},
        {"spec": {"forProvider": {"environment": {"variables": {"A": "1"}}}}},
    ),
)  # fmt: skip
"""What holds for a block of a managed resource between API versions."""
