"""API versions whose documents have one schema, so that their fields may be compared and mixed.

Between all other versions of a kind nothing is mixed: where both sides changed a resource and name different
versions, the resource is one decision.
Source: kubernetes API deprecation guide; domain.md §4.4.
"""

from typing import Final, NamedTuple

from core.krm.rules.example import Example

__all__ = ["SAME_SCHEMA", "VersionRule", "share_schema"]


class VersionRule(NamedTuple):
    """One row: these versions of the scope hold the same fields."""

    id: str
    scope: str
    versions: frozenset[str]
    why: str
    source: str
    example: Example


_GUIDE = "Kubernetes deprecated API migration guide: no notable changes"
_BOTH: Final = Example({"spec": {}}, {})


def _same(rule: str, scope: str, *versions: str) -> VersionRule:
    return VersionRule(rule, scope, frozenset(versions), "both versions hold the same fields", _GUIDE, _BOTH)


SAME_SCHEMA: Final = (
    _same("V-DEPLOYMENT", "apps/Deployment", "apps/v1beta2", "apps/v1"),
    _same("V-STATEFULSET", "apps/StatefulSet", "apps/v1beta2", "apps/v1"),
    _same("V-DAEMONSET", "apps/DaemonSet", "apps/v1beta2", "apps/v1"),
    _same("V-REPLICASET", "apps/ReplicaSet", "apps/v1beta2", "apps/v1"),
    _same("V-CRONJOB", "batch/CronJob", "batch/v1beta1", "batch/v1"),
    _same("V-HPA", "autoscaling/HorizontalPodAutoscaler", "autoscaling/v2beta2", "autoscaling/v2"),
    _same("V-ROLE", "rbac.authorization.k8s.io/Role", "rbac.authorization.k8s.io/v1beta1",
          "rbac.authorization.k8s.io/v1"),
    _same("V-CLUSTERROLE", "rbac.authorization.k8s.io/ClusterRole", "rbac.authorization.k8s.io/v1beta1",
          "rbac.authorization.k8s.io/v1"),
    _same("V-ROLEBINDING", "rbac.authorization.k8s.io/RoleBinding", "rbac.authorization.k8s.io/v1beta1",
          "rbac.authorization.k8s.io/v1"),
    _same("V-CLUSTERROLEBINDING", "rbac.authorization.k8s.io/ClusterRoleBinding",
          "rbac.authorization.k8s.io/v1beta1", "rbac.authorization.k8s.io/v1"),
    _same("V-STORAGECLASS", "storage.k8s.io/StorageClass", "storage.k8s.io/v1beta1", "storage.k8s.io/v1"),
    _same("V-PRIORITYCLASS", "scheduling.k8s.io/PriorityClass", "scheduling.k8s.io/v1beta1",
          "scheduling.k8s.io/v1"),
    _same("V-LEASE", "coordination.k8s.io/Lease", "coordination.k8s.io/v1beta1", "coordination.k8s.io/v1"),
)  # fmt: skip

_BY_SCOPE: Final = {rule.scope: rule for rule in SAME_SCHEMA}


def share_schema(kind: str, left: str, right: str) -> bool:
    """Tell whether two API versions of ``group/Kind`` may stand in one comparison field by field.

    >>> share_schema("batch/CronJob", "batch/v1beta1", "batch/v1")
    True
    >>> share_schema("x.org/A", "x.org/v1", "x.org/v2")
    False
    """
    if left == right:
        return True
    rule = _BY_SCOPE.get(kind)
    return rule is not None and {left, right} <= rule.versions
