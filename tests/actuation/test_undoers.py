"""Who will undo a live edit: every row of the freeze matrix, and chains of them."""

from typing import Any

import pytest

from core.actuation.reverters import REVERTERS, Reverter
from core.actuation.undoers import Undoer, around_of, undoers
from core.krm.resource import ResourceId, identify
from tests.builders.kube import deployment

Json = dict[str, Any]


def named(document: Json) -> ResourceId:
    found = identify(document)
    assert found is not None
    return found


def web(**metadata: Json) -> Json:
    document = deployment(namespace="shop")
    document["metadata"].update(metadata)
    return document


def tracked(app: str = "shop") -> Json:
    return web(annotations={"argocd.argoproj.io/tracking-id": f"{app}:apps/Deployment:shop/web"})


def application(name: str = "shop", *, automated: Json | None = None, **metadata: object) -> Json:
    policy = {} if automated is None else {"automated": automated}
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Application",
        "metadata": {"name": name, "namespace": "argocd", **metadata},
        "spec": {"syncPolicy": policy},
    }


def application_set(**spec: object) -> Json:
    return {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "ApplicationSet",
        "metadata": {"name": "shops", "namespace": "argocd"},
        "spec": spec,
    }


def kustomization(name: str = "shop", *, labels: Json | None = None, **spec: object) -> Json:
    return {
        "apiVersion": "kustomize.toolkit.fluxcd.io/v1",
        "kind": "Kustomization",
        "metadata": {"name": name, "namespace": "flux-system", "labels": labels or {}},
        "spec": {"interval": "10m", **spec},
    }


def helm_release(**spec: object) -> Json:
    return {
        "apiVersion": "helm.toolkit.fluxcd.io/v2",
        "kind": "HelmRelease",
        "metadata": {"name": "shop", "namespace": "shop"},
        "spec": {"interval": "5m", **spec},
    }


def bucket(**spec: object) -> Json:
    return {
        "apiVersion": "s3.aws.upbound.io/v1beta1",
        "kind": "Bucket",
        "metadata": {"name": "logs", "labels": {"crossplane.io/composite": "wall-x1"}},
        "spec": {"forProvider": {"region": "us-east-1"}, **spec},
    }


def composite(**metadata: object) -> Json:
    return {
        "apiVersion": "messagewall.demo/v1alpha1",
        "kind": "ServerlessEventApp",
        "metadata": {"name": "wall-x1", **metadata},
        "spec": {"resourceRefs": [{"kind": "Bucket", "name": "logs"}]},
    }


SETS = [{"apiVersion": "argoproj.io/v1alpha1", "kind": "ApplicationSet", "name": "shops", "uid": "1"}]
HEALS: Json = {"selfHeal": True, "prune": True}
FLUX = "kustomize.toolkit.fluxcd.io"
HPA: Json = {
    "apiVersion": "autoscaling/v2",
    "kind": "HorizontalPodAutoscaler",
    "metadata": {"name": "web", "namespace": "shop"},
    "spec": {"scaleTargetRef": {"kind": "Deployment", "name": "web"}},
}
HOOKS: Json = {
    "apiVersion": "admissionregistration.k8s.io/v1",
    "kind": "MutatingWebhookConfiguration",
    "metadata": {"name": "kyverno"},
    "webhooks": [{"rules": [{"apiGroups": ["apps"], "resources": ["deployments"]}]}],
}


def found(target: Json, *around: Json) -> tuple[Undoer, ...]:
    return undoers(named(target), target, around_of(around))


def seen(target: Json, *around: Json) -> list[tuple[str, float | None, bool]]:
    return [(one.reverter.name, one.latest_seconds, one.is_frozen) for one in found(target, *around)]


@pytest.mark.parametrize(
    ("target", "around", "expected"),
    [
        pytest.param(web(), [], [], id="nobody carries it"),
        pytest.param(
            tracked(), [application(automated=HEALS)], [("ARGO_APPLICATION", 300, False)], id="self-heal"
        ),
        pytest.param(
            tracked(), [application(automated={})], [("ARGO_APPLICATION", None, False)], id="automated only"
        ),
        pytest.param(tracked(), [application()], [("ARGO_APPLICATION", 300, True)], id="synced by hand"),
        pytest.param(tracked(), [], [("ARGO_APPLICATION", 300, False)], id="an Application nobody looked at"),
        pytest.param(
            tracked(),
            [application(automated=HEALS, annotations={"argocd.argoproj.io/skip-reconcile": "true"})],
            [("ARGO_APPLICATION", 300, True)],
            id="an Application that is skipped",
        ),
        pytest.param(
            web(labels={"app.kubernetes.io/instance": "shop"}),
            [application(automated=HEALS)],
            [("ARGO_APPLICATION", 300, False)],
            id="tracked by label",
        ),
        pytest.param(
            tracked(),
            [application(automated=HEALS, ownerReferences=SETS), application_set()],
            [("ARGO_APPLICATION", 300, False), ("ARGO_APPLICATION_SET", 180, False)],
            id="an ApplicationSet above",
        ),
        pytest.param(
            tracked(),
            [
                application(automated=HEALS, ownerReferences=SETS),
                application_set(ignoreApplicationDifferences=[{"jsonPointers": ["/spec/syncPolicy"]}]),
            ],
            [("ARGO_APPLICATION", 300, False), ("ARGO_APPLICATION_SET", 180, True)],
            id="an ApplicationSet that lets it be",
        ),
        pytest.param(
            web(labels={f"{FLUX}/name": "shop", f"{FLUX}/namespace": "flux-system"}),
            [kustomization()],
            [("FLUX_KUSTOMIZATION", 600, False)],
            id="Flux in its interval",
        ),
        pytest.param(
            web(labels={f"{FLUX}/name": "shop"}),
            [kustomization(suspend=True)],
            [("FLUX_KUSTOMIZATION", 600, True)],
            id="Flux, suspended",
        ),
        pytest.param(
            web(labels={f"{FLUX}/name": "shop"}, annotations={f"{FLUX}/reconcile": "disabled"}),
            [kustomization()],
            [("FLUX_KUSTOMIZATION", 600, True)],
            id="Flux, disabled for the object",
        ),
        pytest.param(
            web(labels={f"{FLUX}/name": "shop"}),
            [kustomization(labels={f"{FLUX}/name": "all"}), kustomization("all", interval="1h")],
            [("FLUX_KUSTOMIZATION", 600, False), ("FLUX_KUSTOMIZATION", 3600, False)],
            id="Flux with a parent",
        ),
        pytest.param(
            web(labels={"helm.toolkit.fluxcd.io/name": "shop"}),
            [helm_release(driftDetection={"mode": "enabled"})],
            [("FLUX_HELM_RELEASE", 300, False)],
            id="a HelmRelease that detects drift",
        ),
        pytest.param(
            web(labels={"helm.toolkit.fluxcd.io/name": "shop"}),
            [helm_release()],
            [("FLUX_HELM_RELEASE", 300, True)],
            id="a HelmRelease that does not",
        ),
        pytest.param(
            web(annotations={"confighub.com/RevisionNum": "4"}),
            [],
            [("CONFIGHUB", None, False)],
            id="the hub",
        ),
        pytest.param(web(), [HPA], [("AUTOSCALER", 15, False)], id="an autoscaler"),
        pytest.param(web(), [HOOKS], [("WEBHOOK", 0, False)], id="a webhook"),
        pytest.param(
            bucket(),
            [composite()],
            [("CROSSPLANE_PROVIDER", 630, False), ("CROSSPLANE_COMPOSITE", 60, False)],
            id="a managed resource of a composite",
        ),
        pytest.param(
            bucket(managementPolicies=["Observe"]),
            [composite(annotations={"crossplane.io/paused": "true"})],
            [("CROSSPLANE_PROVIDER", 630, True), ("CROSSPLANE_COMPOSITE", 60, True)],
            id="one that is frozen already",
        ),
        pytest.param(
            bucket(managementPolicies=[]),
            [],
            [("CROSSPLANE_PROVIDER", 630, True)],
            id="no policies at all, which means paused",
        ),
    ],
)
def test_who_takes_an_edit_back_and_when(
    target: Json, around: list[Json], expected: list[tuple[str, float | None, bool]]
) -> None:
    assert seen(target, *around) == expected


def test_an_application_in_a_circle_of_applications_is_followed_once() -> None:
    of_itself = application(automated=HEALS, annotations={"argocd.argoproj.io/tracking-id": "shop:x"})
    assert len(found(tracked(), of_itself)) == 2


def test_an_autoscaler_takes_back_replicas_and_nothing_else() -> None:
    assert [one.fields for one in found(web(), HPA)] == ["spec.replicas"]


def test_every_reverter_has_a_row_with_a_source() -> None:
    assert set(REVERTERS) == set(Reverter)
    assert all(row.source and row.trap and row.does for row in REVERTERS.values())
