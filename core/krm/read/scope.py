"""Which kinds have no namespace."""

from typing import Final

__all__ = ["has_namespace"]

_BARE_KINDS: Final = frozenset(
    {
        ("", "Namespace"),
        ("", "Node"),
        ("", "PersistentVolume"),
        ("admissionregistration.k8s.io", "MutatingAdmissionPolicy"),
        ("admissionregistration.k8s.io", "MutatingAdmissionPolicyBinding"),
        ("admissionregistration.k8s.io", "MutatingWebhookConfiguration"),
        ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy"),
        ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"),
        ("admissionregistration.k8s.io", "ValidatingWebhookConfiguration"),
        ("apiextensions.k8s.io", "CustomResourceDefinition"),
        ("apiregistration.k8s.io", "APIService"),
        ("certificates.k8s.io", "CertificateSigningRequest"),
        ("flowcontrol.apiserver.k8s.io", "FlowSchema"),
        ("flowcontrol.apiserver.k8s.io", "PriorityLevelConfiguration"),
        ("networking.k8s.io", "IngressClass"),
        ("node.k8s.io", "RuntimeClass"),
        ("policy", "PodSecurityPolicy"),
        ("rbac.authorization.k8s.io", "ClusterRole"),
        ("rbac.authorization.k8s.io", "ClusterRoleBinding"),
        ("scheduling.k8s.io", "PriorityClass"),
        ("storage.k8s.io", "CSIDriver"),
        ("storage.k8s.io", "CSINode"),
        ("storage.k8s.io", "StorageClass"),
        ("storage.k8s.io", "VolumeAttachment"),
    }
)
_BARE_GROUPS: Final = (".crossplane.io", ".upbound.io")
_NAMESPACED_GROUPS: Final = (".m.crossplane.io", ".m.upbound.io")


def has_namespace(group: str, kind: str) -> bool:
    """Tell whether resources of a kind live in a namespace; unknown kinds do.

    Crossplane's own kinds and managed resources are cluster-wide, save those in the ``.m.`` groups of its
    second version.

    Source: kubectl api-resources 1.33; docs.crossplane.io, managed resources.

    >>> has_namespace("apps", "Deployment"), has_namespace("s3.aws.upbound.io", "Bucket")
    (True, False)
    """
    if (group, kind) in _BARE_KINDS or kind.startswith("Cluster"):
        return False
    domain = f".{group}"
    return domain.endswith(_NAMESPACED_GROUPS) or not domain.endswith(_BARE_GROUPS)
