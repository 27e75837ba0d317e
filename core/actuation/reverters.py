"""Reverters: who takes a live edit back, after how long, and what to know before stopping them. Data.

Source: domain.md §4.7, freeze matrix; the documents of each project that a row names.
"""

from enum import StrEnum
from typing import Final, NamedTuple

__all__ = ["REVERTERS", "Reverter", "ReverterRow"]


class Reverter(StrEnum):
    """A kind of reverter; its rule id, which never changes."""

    ARGO_APPLICATION = "V-ARGO"
    ARGO_APPLICATION_SET = "V-APPSET"
    FLUX_KUSTOMIZATION = "V-FLUX"
    FLUX_HELM_RELEASE = "V-HELM"
    CONFIGHUB = "V-CONFIGHUB"
    CROSSPLANE_COMPOSITE = "V-COMPOSITE"
    CROSSPLANE_PROVIDER = "V-PROVIDER"
    AUTOSCALER = "V-AUTOSCALER"
    WEBHOOK = "V-WEBHOOK"


class ReverterRow(NamedTuple):
    """One reverter.

    Attributes:
        title: how people call it.
        soonest_seconds: a live edit stands at least so long.
        latest_seconds: and at most so long; None where nobody can say.
        does: what becomes of a live edit.
        freeze: how it is stopped; "" where it cannot be.
        trap: what people run into.
        source: who says so.
    """

    title: str
    soonest_seconds: float
    latest_seconds: float | None
    does: str
    freeze: str
    trap: str
    source: str


REVERTERS: Final[dict[Reverter, ReverterRow]] = {
    Reverter.ARGO_APPLICATION: ReverterRow(
        "Argo CD Application", 2, 300, "self-heal syncs it back",
        "remove spec.syncPolicy.automated",
        "with self-heal alone switched off, the next revision is still synced over the edit",
        "Argo CD, Automated Sync Policy: self-heal after 5 s, backed off to 300 s",
    ),
    Reverter.ARGO_APPLICATION_SET: ReverterRow(
        "Argo CD ApplicationSet", 1, 180, "its next reconcile restores the Application",
        "let it ignore spec.syncPolicy of its Applications",
        "the annotation skip-reconcile is not among the fields it preserves",
        "Argo CD, Controlling Resource Modification: ignoreApplicationDifferences",
    ),
    Reverter.FLUX_KUSTOMIZATION: ReverterRow(
        "Flux Kustomization", 0, None, "its next interval applies the source again",
        "spec.suspend: true",
        "a parent that has suspend: false in Git ends the suspension; a suspension is easily forgotten",
        "Flux, Kustomization: spec.interval, spec.suspend; flux2 issue 3462",
    ),
    Reverter.FLUX_HELM_RELEASE: ReverterRow(
        "Flux HelmRelease", 0, None, "drift detection corrects it in its interval",
        "spec.suspend: true",
        "without drift detection the edit stands until the next upgrade",
        "Flux, HelmRelease: spec.driftDetection, spec.suspend",
    ),
    Reverter.CONFIGHUB: ReverterRow(
        "ConfigHub", 0, None, "the next apply or release publishes Head again",
        "", "a lock on the unit blocks the capture too", "domain.md §4.7",
    ),
    Reverter.CROSSPLANE_COMPOSITE: ReverterRow(
        "Crossplane composite", 1, 60, "the composition writes the managed resource again",
        'annotation crossplane.io/paused: "true" on the composite',
        "a pause does not reach the managed resources: the provider goes on",
        "Crossplane, Composite Resources: crossplane.io/paused",
    ),
    Reverter.CROSSPLANE_PROVIDER: ReverterRow(
        "Crossplane provider", 1, 630, "the provider's next poll puts the cloud back as the record says",
        'spec.managementPolicies: ["Observe"]',
        "crossplane.io/paused would stop the observation too: what is shown grows old",
        "Crossplane, Managed Resources: managementPolicies; poll of 10 min, spread by 5 %",
    ),
    Reverter.AUTOSCALER: ReverterRow(
        "autoscaler", 15, 15, "it sets spec.replicas again", "",
        "replicas that are captured would fight it", "Kubernetes, HorizontalPodAutoscaler: sync period 15 s",
    ),
    Reverter.WEBHOOK: ReverterRow(
        "admission webhook", 0, 0, "it changes or denies the edit as it is written", "",
        "compare what was sent with what was stored", "Kubernetes, Dynamic Admission Control",
    ),
}  # fmt: skip
