"""Where the types that several kinds share stand, so that a rule of a type is written once.

Knows structure only. What counts as equal, keyed or ignored is in the other tables.
Source: k8s.io/api types.go of each group.
"""

from typing import Final, NamedTuple

__all__ = ["KUBERNETES_GROUPS", "SHAPES", "Shape"]


class Shape(NamedTuple):
    """At these paths of the scope stands that type."""

    scope: str
    paths: tuple[str, ...]
    type: str


KUBERNETES_GROUPS: Final = frozenset(
    {
        "",
        "admissionregistration.k8s.io",
        "apiextensions.k8s.io",
        "apiregistration.k8s.io",
        "apps",
        "authentication.k8s.io",
        "authorization.k8s.io",
        "autoscaling",
        "batch",
        "certificates.k8s.io",
        "coordination.k8s.io",
        "discovery.k8s.io",
        "events.k8s.io",
        "extensions",
        "flowcontrol.apiserver.k8s.io",
        "networking.k8s.io",
        "node.k8s.io",
        "policy",
        "rbac.authorization.k8s.io",
        "resource.k8s.io",
        "scheduling.k8s.io",
        "storage.k8s.io",
    }
)
"""The groups that Kubernetes itself serves; every other ``*.k8s.io`` group is a CRD's."""

SHAPES: Final = (
    Shape("*", ("metadata",), "Meta"),
    Shape("core/Pod", ("spec",), "PodSpec"),
    Shape("core/PodTemplate", ("template",), "PodTemplate"),
    Shape("core/ReplicationController", ("spec.template",), "PodTemplate"),
    Shape("apps/Deployment", ("spec.template",), "PodTemplate"),
    Shape("apps/Deployment", ("spec.selector",), "Selector"),
    Shape("apps/ReplicaSet", ("spec.template",), "PodTemplate"),
    Shape("apps/ReplicaSet", ("spec.selector",), "Selector"),
    Shape("apps/DaemonSet", ("spec.template",), "PodTemplate"),
    Shape("apps/DaemonSet", ("spec.selector",), "Selector"),
    Shape("apps/StatefulSet", ("spec.template",), "PodTemplate"),
    Shape("apps/StatefulSet", ("spec.selector",), "Selector"),
    Shape("apps/StatefulSet", ("spec.volumeClaimTemplates[]",), "Claim"),
    Shape("batch/Job", ("spec",), "JobSpec"),
    Shape("batch/CronJob", ("spec.jobTemplate.metadata",), "Meta"),
    Shape("batch/CronJob", ("spec.jobTemplate.spec",), "JobSpec"),
    Shape("JobSpec", ("template",), "PodTemplate"),
    Shape("JobSpec", ("selector",), "Selector"),
    Shape("PodTemplate", ("metadata",), "Meta"),
    Shape("PodTemplate", ("spec",), "PodSpec"),
    Shape("PodSpec", ("containers[]", "initContainers[]", "ephemeralContainers[]"), "Container"),
    Shape("PodSpec", ("volumes[]",), "Volume"),
    Shape("PodSpec", ("topologySpreadConstraints[].labelSelector",), "Selector"),
    Shape("Container", ("env[]",), "EnvVar"),
    Shape("Container", ("ports[]",), "ContainerPort"),
    Shape("Container", ("livenessProbe", "readinessProbe", "startupProbe"), "Probe"),
    Shape("Container", ("lifecycle.postStart", "lifecycle.preStop"), "Handler"),
    Shape("Container", ("resources",), "Resources"),
    Shape("PodSpec", ("resources",), "Resources"),
    Shape("Volume", ("ephemeral.volumeClaimTemplate.metadata",), "Meta"),
    Shape("Volume", ("ephemeral.volumeClaimTemplate.spec",), "ClaimSpec"),
    Shape("core/PersistentVolumeClaim", ("spec",), "ClaimSpec"),
    Shape("Claim", ("metadata",), "Meta"),
    Shape("Claim", ("spec",), "ClaimSpec"),
    Shape("ClaimSpec", ("selector",), "Selector"),
    Shape("ClaimSpec", ("resources",), "Resources"),
    Shape("core/Service", ("spec.ports[]",), "ServicePort"),
    Shape("networking.k8s.io/NetworkPolicy", ("spec.podSelector",), "Selector"),
    Shape("networking.k8s.io/NetworkPolicy", ("spec.ingress[].from[]", "spec.egress[].to[]"), "Peer"),
    Shape("Peer", ("podSelector", "namespaceSelector"), "Selector"),
    Shape("policy/PodDisruptionBudget", ("spec.selector",), "Selector"),
    Shape("autoscaling/HorizontalPodAutoscaler", ("spec.metrics[]",), "Metric"),
    Shape("admissionregistration.k8s.io/MutatingWebhookConfiguration", ("webhooks[]",), "Webhook"),
    Shape("admissionregistration.k8s.io/ValidatingWebhookConfiguration", ("webhooks[]",), "Webhook"),
    Shape("Webhook", ("namespaceSelector", "objectSelector"), "Selector"),
)
