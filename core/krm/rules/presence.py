"""What it means that a field is null, empty or missing: rules as data.

Source: domain.md §3.6, cases/merge/README.md, What counts as equal.
"""

from typing import Final, NamedTuple

from core.krm.rules.example import Example

__all__ = ["EMPTY", "KEPT_EMPTY", "NULL", "STRING_MAPS", "PresenceRule"]


class PresenceRule(NamedTuple):
    """One row: what presence says at these paths of the scope."""

    id: str
    scope: str
    paths: tuple[str, ...]
    why: str
    source: str
    example: Example


_CONTRACT = "cases/merge/README.md, What counts as equal"

_TEXTS = "an empty map of texts is the same as none"

NULL: Final = PresenceRule(
    "P-NULL", "*", ("*",), "null is the same as leaving the field out", "RFC 7386; " + _CONTRACT,
    Example({"spec": {"a": None}}, {"spec": {}}),
)  # fmt: skip

EMPTY: Final = PresenceRule(
    "P-EMPTY", "Container", ("*",), "an empty block that says nothing is the same as none", "domain.md §3.6",
    Example({"lifecycle": {}}, {}),
)  # fmt: skip

STRING_MAPS: Final = (
    PresenceRule("P-META", "Meta", ("labels", "annotations"), _TEXTS, _CONTRACT,
                 Example({"labels": {}}, {})),
    PresenceRule("P-MATCHLABELS", "Selector", ("matchLabels",), _TEXTS, _CONTRACT,
                 Example({"matchLabels": {}}, {})),
    PresenceRule("P-NODESELECTOR", "PodSpec", ("nodeSelector",), _TEXTS, _CONTRACT,
                 Example({"nodeSelector": {}}, {})),
    PresenceRule("P-CONFIGMAP", "core/ConfigMap", ("data", "binaryData"), _TEXTS,
                 _CONTRACT, Example({"data": {}}, {})),
    PresenceRule("P-SECRET", "core/Secret", ("data", "stringData"), _TEXTS, _CONTRACT,
                 Example({"data": {}}, {})),
    PresenceRule("P-UNKNOWN", "unknown", ("labels", "annotations", "matchLabels", "nodeSelector"),
                 "an empty map of texts says nothing, in kinds without a schema too", _CONTRACT,
                 Example({"matchLabels": {}}, {})),
)  # fmt: skip

_K8S = "k8s.io/api: the type gives presence a meaning"

KEPT_EMPTY: Final = (
    PresenceRule("P-VOLUME", "Volume", ("emptyDir", "configMap", "secret", "hostPath", "downwardAPI",
                 "projected", "csi", "ephemeral", "persistentVolumeClaim", "nfs", "image"),
                 "the member that is there is the volume's source", _K8S,
                 Example({"emptyDir": {}, "configMap": {"name": "a"}}, {"configMap": {"name": "a"}},
                         alike=False)),
    PresenceRule("P-SECURITYCONTEXT", "Container", ("securityContext",),
                 "a container's empty security context is a value of its own", _CONTRACT,
                 Example({"securityContext": {}}, {}, alike=False)),
    PresenceRule("P-HANDLER", "Handler", ("exec", "httpGet", "tcpSocket", "sleep"),
                 "the member that is there is the hook", _K8S, Example({"exec": {}}, {}, alike=False)),
    PresenceRule("P-PROBE", "Probe", ("exec", "httpGet", "tcpSocket", "grpc"),
                 "the member that is there is the probe", _K8S, Example({"exec": {}}, {}, alike=False)),
    PresenceRule("P-WORKLOAD", "apps/Deployment", ("spec.selector",),
                 "an empty selector selects everything, none selects nothing", _K8S,
                 Example({"spec": {"selector": {}}}, {"spec": {}}, alike=False)),
    PresenceRule("P-PDB", "policy/PodDisruptionBudget", ("spec.selector",),
                 "an empty selector selects everything, none selects nothing", _K8S,
                 Example({"spec": {"selector": {}}}, {"spec": {}}, alike=False)),
    PresenceRule("P-SPREAD", "PodSpec", ("topologySpreadConstraints[].labelSelector",),
                 "an empty selector selects everything, none selects nothing", _K8S,
                 Example({"topologySpreadConstraints": [{"labelSelector": {}}]},
                         {"topologySpreadConstraints": [{}]}, alike=False)),
    PresenceRule("P-CLAIM", "ClaimSpec", ("selector",), "an empty selector selects every volume", _K8S,
                 Example({"selector": {}}, {}, alike=False)),
    PresenceRule("P-NETWORKPOLICY", "networking.k8s.io/NetworkPolicy",
                 ("spec.podSelector", "spec.ingress", "spec.egress"),
                 "podSelector: {} selects every pod; ingress: [] allows nothing", _K8S,
                 Example({"spec": {"ingress": []}}, {"spec": {}}, alike=False)),
    PresenceRule("P-PEER", "Peer", ("podSelector", "namespaceSelector"),
                 "an empty selector selects everything, none selects nothing", _K8S,
                 Example({"podSelector": {}}, {}, alike=False)),
    PresenceRule("P-UNKNOWN-EMPTY", "unknown", ("*",),
                 "without a schema nobody knows that an empty block says nothing",
                 "ours: never hide a change", Example({"automated": {}}, {}, alike=False)),
)  # fmt: skip
