"""Where amounts, ports, base64 and patterns stand: the fields whose values have several spellings.

Everywhere else a value is exactly what it says: ``"1k"`` in a label is no thousand.
Source: k8s.io/api types; domain.md §3.5, §3.8; cases/merge/README.md, What counts as equal.
"""

from enum import StrEnum
from typing import Final, NamedTuple

from core.krm.rules.example import Example

__all__ = ["FORMS", "NUMBER", "Form", "FormRule"]


class Form(StrEnum):
    """How a scalar is read before it is compared."""

    EXACT = "as written"
    QUANTITY = "amount"
    INT_OR_STRING = "number or text"
    BASE64 = "bytes"
    PATTERN = "event pattern"
    DURATION = "duration"
    TIME = "time"


class FormRule(NamedTuple):
    """One row: these fields of the scope are read that way."""

    id: str
    scope: str
    paths: tuple[str, ...]
    form: Form
    why: str
    source: str
    example: Example


_Q = "k8s.io/apimachinery resource.Quantity"
_I = "k8s.io/apimachinery intstr.IntOrString; cases/merge/README.md"
_AMOUNT = "amounts are compared as amounts"
_PORT = "digits in quotes are their number here"

FORMS: Final = (
    FormRule("Q-RESOURCES", "Resources", ("limits.*", "requests.*"), Form.QUANTITY, _AMOUNT, _Q,
             Example({"limits": {"cpu": "500m", "memory": "1Gi"}},
                     {"limits": {"cpu": 0.5, "memory": "1024Mi"}})),
    FormRule("Q-OVERHEAD", "PodSpec", ("overhead.*",), Form.QUANTITY, _AMOUNT, _Q,
             Example({"overhead": {"cpu": "1"}}, {"overhead": {"cpu": 1}})),
    FormRule("Q-SIZELIMIT", "Volume", ("emptyDir.sizeLimit",), Form.QUANTITY, _AMOUNT, _Q,
             Example({"emptyDir": {"sizeLimit": "1Gi"}}, {"emptyDir": {"sizeLimit": "1024Mi"}})),
    FormRule("Q-DIVISOR", "EnvVar", ("valueFrom.resourceFieldRef.divisor",), Form.QUANTITY, _AMOUNT, _Q,
             Example({"valueFrom": {"resourceFieldRef": {"divisor": "1"}}},
                     {"valueFrom": {"resourceFieldRef": {"divisor": 1}}})),
    FormRule("Q-DIVISOR-VOLUME", "Volume",
             ("downwardAPI.items[].resourceFieldRef.divisor",
              "projected.sources[].downwardAPI.items[].resourceFieldRef.divisor"), Form.QUANTITY, _AMOUNT, _Q,
             Example({"downwardAPI": {"items": [{"resourceFieldRef": {"divisor": "1Mi"}}]}},
                     {"downwardAPI": {"items": [{"resourceFieldRef": {"divisor": "1024Ki"}}]}})),
    FormRule("Q-QUOTA", "core/ResourceQuota", ("spec.hard.*",), Form.QUANTITY, _AMOUNT, _Q,
             Example({"spec": {"hard": {"pods": "10"}}}, {"spec": {"hard": {"pods": 10}}})),
    FormRule("Q-LIMITRANGE", "core/LimitRange",
             tuple(f"spec.limits[].{name}.*" for name in
                   ("default", "defaultRequest", "max", "maxLimitRequestRatio", "min")), Form.QUANTITY,
             _AMOUNT, _Q, Example({"spec": {"limits": [{"max": {"cpu": "2"}}]}},
                         {"spec": {"limits": [{"max": {"cpu": "2000m"}}]}})),
    FormRule("Q-CAPACITY", "core/PersistentVolume", ("spec.capacity.*",), Form.QUANTITY, _AMOUNT, _Q,
             Example({"spec": {"capacity": {"storage": "1Gi"}}},
                     {"spec": {"capacity": {"storage": "1024Mi"}}})),
    FormRule("Q-STORAGECAPACITY", "storage.k8s.io/CSIStorageCapacity", ("capacity", "maximumVolumeSize"),
             Form.QUANTITY, _AMOUNT, _Q, Example({"capacity": "1Ti"}, {"capacity": "1024Gi"})),
    FormRule("Q-PODFIXED", "node.k8s.io/RuntimeClass", ("overhead.podFixed.*",), Form.QUANTITY, _AMOUNT, _Q,
             Example({"overhead": {"podFixed": {"cpu": "0.1"}}},
                     {"overhead": {"podFixed": {"cpu": "100m"}}})),
    FormRule("Q-HPA", "Metric",
             tuple(f"{name}.target.{target}" for name in
                   ("resource", "containerResource", "pods", "object", "external")
                   for target in ("value", "averageValue")), Form.QUANTITY, _AMOUNT, _Q,
             Example({"pods": {"target": {"averageValue": "1k"}}},
                     {"pods": {"target": {"averageValue": "1000"}}})),
    FormRule("I-TARGETPORT", "ServicePort", ("targetPort",), Form.INT_OR_STRING, _PORT, _I,
             Example({"targetPort": "8443"}, {"targetPort": 8443})),
    FormRule("I-PROBE", "Probe", ("httpGet.port", "tcpSocket.port"), Form.INT_OR_STRING, _PORT, _I,
             Example({"httpGet": {"port": "80"}}, {"httpGet": {"port": 80}})),
    FormRule("I-HANDLER", "Handler", ("httpGet.port", "tcpSocket.port"), Form.INT_OR_STRING, _PORT, _I,
             Example({"tcpSocket": {"port": "80"}}, {"tcpSocket": {"port": 80}})),
    FormRule("I-NETWORKPOLICY", "networking.k8s.io/NetworkPolicy",
             ("spec.ingress[].ports[].port", "spec.egress[].ports[].port"), Form.INT_OR_STRING, _PORT, _I,
             Example({"spec": {"ingress": [{"ports": [{"port": "53"}]}]}},
                     {"spec": {"ingress": [{"ports": [{"port": 53}]}]}})),
    FormRule("I-DEPLOYMENT", "apps/Deployment",
             ("spec.strategy.rollingUpdate.maxSurge", "spec.strategy.rollingUpdate.maxUnavailable"),
             Form.INT_OR_STRING, _PORT, _I,
             Example({"spec": {"strategy": {"rollingUpdate": {"maxSurge": "2"}}}},
                     {"spec": {"strategy": {"rollingUpdate": {"maxSurge": 2}}}})),
    FormRule("I-DAEMONSET", "apps/DaemonSet",
             ("spec.updateStrategy.rollingUpdate.maxSurge",
              "spec.updateStrategy.rollingUpdate.maxUnavailable"),
             Form.INT_OR_STRING, _PORT, _I,
             Example({"spec": {"updateStrategy": {"rollingUpdate": {"maxSurge": "2"}}}},
                     {"spec": {"updateStrategy": {"rollingUpdate": {"maxSurge": 2}}}})),
    FormRule("I-STATEFULSET", "apps/StatefulSet", ("spec.updateStrategy.rollingUpdate.maxUnavailable",),
             Form.INT_OR_STRING, _PORT, _I,
             Example({"spec": {"updateStrategy": {"rollingUpdate": {"maxUnavailable": "2"}}}},
                     {"spec": {"updateStrategy": {"rollingUpdate": {"maxUnavailable": 2}}}})),
    FormRule("I-PDB", "policy/PodDisruptionBudget", ("spec.minAvailable", "spec.maxUnavailable"),
             Form.INT_OR_STRING, _PORT, _I,
             Example({"spec": {"minAvailable": "2"}}, {"spec": {"minAvailable": 2}})),
    FormRule("J-SECRET", "core/Secret", ("data.*",), Form.BASE64,
             "the bytes count, not how they are wrapped", "k8s.io/api/core/v1 Secret",
             Example({"data": {"a": "eHh4\neHh4"}}, {"data": {"a": "eHh4eHh4"}})),
    FormRule("J-BINARY", "core/ConfigMap", ("binaryData.*",), Form.BASE64,
             "the bytes count, not how they are wrapped", "k8s.io/api/core/v1 ConfigMap",
             Example({"binaryData": {"a": "eHh4\neHh4"}}, {"binaryData": {"a": "eHh4eHh4"}})),
    FormRule("J-PATTERN", "managed", ("spec.forProvider.eventPattern",), Form.PATTERN,
             "an event pattern matches any of its values, in any order", "domain.md §3.8",
             Example({"spec": {"forProvider": {"eventPattern": '{"source": ["a", "b"]}'}}},
                     {"spec": {"forProvider": {"eventPattern": '{"source":["b","a"]}'}}})),
)  # fmt: skip

NUMBER: Final = FormRule(
    "Q-NUMBER", "*", ("*",), Form.EXACT, "1 and 1.0 are one number",
    "cases/merge/README.md, What counts as equal",
    Example({"spec": {"weight": 1}}, {"spec": {"weight": 1.0}}),
)  # fmt: skip
"""What holds for every number."""
