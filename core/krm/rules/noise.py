"""What no comparison looks at: rules as data, each with who says so.

Some fields are nobody's configuration on any side; some are written over in the cluster whatever was asked
for; others are a tool's marks, which say nothing where nobody asked for them.
Source: domain.md §3.2, cases/merge/README.md.
"""

from enum import StrEnum
from typing import Final, NamedTuple

from core.krm.rules.example import Example

__all__ = ["NOISE", "NoiseRule", "Reach"]


class Reach(StrEnum):
    """On which sides a field says nothing."""

    EVERYWHERE = "everywhere"
    LIVE = "live"
    ADDED = "live, where nobody set it"


class NoiseRule(NamedTuple):
    """One row: these fields are not compared.

    Attributes:
        id: what ``--explain`` prints.
        scope: see `core.krm.rules.example.Rule`.
        paths: the fields. A key that ends in ``…`` stands for every key that starts like it.
        reach: on which sides.
        why: the reason.
        source: who says so.
        example: two values of the scope, alike for rules that hold everywhere.
    """

    id: str
    scope: str
    paths: tuple[tuple[str, ...], ...]
    reach: Reach
    why: str
    source: str
    example: Example


_ALL = Reach.EVERYWHERE
_LIVE = Reach.LIVE
_ADDED = Reach.ADDED
_META = "Kubernetes API conventions, Metadata"
_ANNOTATION = "annotations"
_LABEL = "labels"


def _keys(where: str, *keys: str) -> tuple[tuple[str, ...], ...]:
    return tuple((where, key) for key in keys)


NOISE: Final = (
    NoiseRule("N-UID", "Meta", (("uid",),), _ALL, "the server names every object", _META,
              Example({"uid": "1"}, {})),
    NoiseRule("N-VERSION", "Meta", (("resourceVersion",), ("generation",)), _ALL,
              "the server counts every write", _META, Example({"generation": 4}, {"generation": 5})),
    NoiseRule("N-CREATED", "Meta", (("creationTimestamp",),), _ALL,
              "the server stamps it; generators print it as null", _META,
              Example({"creationTimestamp": "2025-01-01T00:00:00Z"}, {})),
    NoiseRule("N-DELETED", "Meta", (("deletionTimestamp",), ("deletionGracePeriodSeconds",)), _ALL,
              "the server stamps a deletion", _META, Example({"deletionGracePeriodSeconds": 30}, {})),
    NoiseRule("N-MANAGED", "Meta", (("managedFields",),), _ALL, "the server records who wrote what", _META,
              Example({"managedFields": [{"manager": "kubectl"}]}, {})),
    NoiseRule("N-SELFLINK", "Meta", (("selfLink",),), _ALL, "the server used to set it", _META,
              Example({"selfLink": "/api/v1/pods/a"}, {})),
    NoiseRule("N-IDENTITY", "*", (("kind",), ("metadata", "name"), ("metadata", "namespace")), _ALL,
              "kind, name and namespace are what makes it the same resource", "domain.md §3.9",
              Example({"metadata": {"namespace": "shop"}}, {"metadata": {}})),
    NoiseRule("N-STATUS", "*", (("status",),), _ALL, "status is observed, not asked for",
              "Kubernetes API conventions, Spec and Status", Example({"status": {"ready": True}}, {})),
    NoiseRule("N-GENERATENAME", "Meta", (("generateName",),), _ALL, "the name has been made from it", _META,
              Example({"generateName": "web-"}, {})),
    NoiseRule("N-CLAIMSTATUS", "Claim", (("status",),), _ALL,
              "the server fills it into the claims of a StatefulSet", "domain.md §3.3",
              Example({"status": {"phase": "Pending"}}, {})),
    NoiseRule("N-LASTAPPLIED", "Meta",
              _keys(_ANNOTATION, "kubectl.kubernetes.io/last-applied-configuration"), _ALL,
              "kubectl's memory of what it applied; may hold Secret data", "kubectl apply",
              Example({"annotations": {"kubectl.kubernetes.io/last-applied-configuration": "{}"}}, {})),
    NoiseRule("N-REVISION", "Meta", _keys(_ANNOTATION, "deployment.kubernetes.io/revision"), _ALL,
              "the Deployment controller counts its rollouts", "kubernetes deployment controller",
              Example({"annotations": {"deployment.kubernetes.io/revision": "3"}}, {})),
    NoiseRule("N-CONFIGHUB", "Meta",
              (*_keys(_ANNOTATION, "confighub.com/…"), *_keys(_LABEL, "confighub.com/…")), _ALL,
              "the hub marks its own resources; Git never has them, the hub must keep them", "domain.md §3.2",
              Example({"annotations": {"confighub.com/ResourceMergeID": "7"}}, {})),
    NoiseRule("N-NAMESPACE", "core/Namespace", (("metadata", "labels", "kubernetes.io/metadata.name"),), _ALL,
              "the server labels a namespace with its own name", "Kubernetes well-known labels",
              Example({"metadata": {"labels": {"kubernetes.io/metadata.name": "shop"}}}, {"metadata": {}})),
    NoiseRule("N-NSFINALIZERS", "core/Namespace", (("spec", "finalizers"),), _ADDED,
              "the server guards namespace deletion with it", "domain.md §3.2",
              Example({"spec": {"finalizers": ["kubernetes"]}}, {}, alike=False)),
    NoiseRule("N-RESTARTED", "Meta", _keys(_ANNOTATION, "kubectl.kubernetes.io/restartedAt"), _ADDED,
              "somebody restarted the pods; that is operation, not configuration", "kubectl rollout restart",
              Example({"annotations": {"kubectl.kubernetes.io/restartedAt": "now"}}, {}, alike=False)),
    NoiseRule("N-ARGO", "Meta",
              _keys(_ANNOTATION, "argocd.argoproj.io/tracking-id", "argocd.argoproj.io/refresh",
                    "argocd.argoproj.io/hydrate", "argocd.argoproj.io/application-set-refresh"), _ADDED,
              "Argo CD marks what it tracks", "domain.md §3.2",
              Example({"annotations": {"argocd.argoproj.io/tracking-id": "a"}}, {}, alike=False)),
    NoiseRule("N-FLUX", "Meta",
              _keys(_LABEL, "kustomize.toolkit.fluxcd.io/…", "helm.toolkit.fluxcd.io/…"), _ADDED,
              "Flux marks what it applied", "domain.md §3.2",
              Example({"labels": {"kustomize.toolkit.fluxcd.io/name": "a"}}, {}, alike=False)),
    NoiseRule("N-HELM", "Meta",
              (*_keys(_ANNOTATION, "meta.helm.sh/release-name", "meta.helm.sh/release-namespace"),
               *_keys(_LABEL, "helm.sh/chart")), _ADDED,
              "Helm marks its release", "domain.md §3.2",
              Example({"labels": {"helm.sh/chart": "web-1.0"}}, {}, alike=False)),
    NoiseRule("N-KYVERNO", "Meta", _keys(_ANNOTATION, "policies.kyverno.io/last-applied-patches"), _ADDED,
              "Kyverno notes what it changed", "domain.md §3.2",
              Example({"annotations": {"policies.kyverno.io/last-applied-patches": "x"}}, {}, alike=False)),
    NoiseRule("N-CROSSPLANE", "Meta",
              _keys(_ANNOTATION, "crossplane.io/external-create-pending",
                    "crossplane.io/external-create-succeeded", "crossplane.io/external-create-failed",
                    "crossplane.io/poll-interval", "crossplane.io/reconcile-requested-at",
                    "crossplane.io/composition-resource-name", "internal.upjet.crossplane.io/…",
                    "upjet.crossplane.io/provider-meta"), _ADDED,
              "the provider keeps its own notes", "crossplane-runtime meta.go; domain.md §3.2",
              Example({"annotations": {"crossplane.io/external-create-pending": "now"}}, {}, alike=False)),
    NoiseRule("N-COMPOSITE", "Meta",
              _keys(_LABEL, "crossplane.io/composite", "crossplane.io/claim-name",
                    "crossplane.io/claim-namespace"), _ADDED,
              "Crossplane ties composed resources to their claim", "domain.md §3.2",
              Example({"labels": {"crossplane.io/composite": "a"}}, {}, alike=False)),
    NoiseRule("N-JOB", "Meta",
              _keys(_LABEL, "controller-uid", "job-name", "batch.kubernetes.io/…"), _ADDED,
              "the Job controller labels its pods", "domain.md §3.2",
              Example({"labels": {"controller-uid": "1"}}, {}, alike=False)),
    NoiseRule("N-VOLUME", "Meta",
              _keys(_ANNOTATION, "pv.kubernetes.io/…", "volume.kubernetes.io/…",
                    "volume.beta.kubernetes.io/…"), _ADDED,
              "the volume controllers keep their notes here", "domain.md §3.2",
              Example({"annotations": {"pv.kubernetes.io/bind-completed": "yes"}}, {}, alike=False)),
    NoiseRule("N-CABUNDLE", "Webhook", (("clientConfig", "caBundle"),), _LIVE,
              "a certificate injector fills it in", "domain.md §3.2",
              Example({"clientConfig": {"caBundle": "eA=="}}, {}, alike=False)),
    NoiseRule("N-CABUNDLE-API", "apiregistration.k8s.io/APIService", (("spec", "caBundle"),), _LIVE,
              "a certificate injector fills it in", "domain.md §3.2",
              Example({"spec": {"caBundle": "eA=="}}, {}, alike=False)),
    NoiseRule("N-CABUNDLE-CRD", "apiextensions.k8s.io/CustomResourceDefinition",
              (("spec", "conversion", "webhook", "clientConfig", "caBundle"),), _LIVE,
              "a certificate injector fills it in", "domain.md §3.2",
              Example({"spec": {"conversion": {"webhook": {"clientConfig": {"caBundle": "eA=="}}}}}, {},
                      alike=False)),
)  # fmt: skip
