"""Manifests and live sides for tests against an API server."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

from core.fieldpath import FieldPath
from core.krm.edit.changes import FieldChange
from core.krm.resource import ResourceId
from core.krm.values import Absent, Value
from core.live.cluster.access import Access
from core.live.cluster.live import ClusterLive
from core.live.cluster.session import Clusters
from core.net.means import Means
from core.net.site import Trust
from core.progress import Stop
from core.secret import Secret
from core.system.clock import SystemClock
from core.system.processes import run
from tests.fakes.clock import FakeClock
from tests.fakes.kube.server import KubeServer

__all__ = [
    "CLAIM",
    "WEB",
    "access_to",
    "change",
    "claim",
    "clusters",
    "config_map",
    "deployment",
    "live_in",
    "quick",
]

Json = dict[str, Any]

WEB: Final = ResourceId("apps/v1", "Deployment", "demo", "web")
CLAIM: Final = ResourceId("messagewall.demo/v1alpha1", "ServerlessEventAppClaim", "demo", "wall")


def deployment(
    name: str = "web", *, namespace: str = "demo", image: str = "nginx:1.27", **spec: object
) -> Json:
    """A Deployment that leaves to the server what it may."""
    container = {
        "name": "web",
        "image": image,
        "ports": [{"containerPort": 80}],
        "env": [{"name": "MODE", "value": "demo"}],
        "resources": {"requests": {"cpu": "100m", "memory": "64Mi"}},
    }
    template = {"metadata": {"labels": {"app": name}}, "spec": {"containers": [container]}}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": name, "namespace": namespace, "labels": {"app": name}},
        "spec": {"selector": {"matchLabels": {"app": name}}, "template": template, **deepcopy(spec)},
    }


def config_map(name: str, *, namespace: str = "demo", **data: str) -> Json:
    return {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": name, "namespace": namespace},
        "data": data or {"a": "1"},
    }


def claim(name: str = "wall", *, namespace: str = "demo", **spec: object) -> Json:
    """A claim of the recorded CRD that leaves its defaults to the server."""
    return {
        "apiVersion": "messagewall.demo/v1alpha1",
        "kind": "ServerlessEventAppClaim",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {"environment": "dev", "awsAccountId": "205074708100", **spec},
    }


def change(path: str, value: Value | Absent, resource: ResourceId = WEB) -> FieldChange:
    return FieldChange(resource=resource, path=FieldPath.parse(path), value=value)


def access_to(server: KubeServer, *, user: str = "admin", authorities: str = "") -> Access:
    return Access(
        context="loop",
        server=server.url,
        source="a test",
        namespace="demo",
        token=Secret(user),
        trust=Trust(authorities=authorities),
    )


def quick(paused: list[float] | None = None) -> Means:
    """A machine that never waits; notes how long it would have."""

    def pause(seconds: float, stop: Stop) -> None:
        del stop
        if paused is not None:
            paused.append(seconds)

    return Means(clock=SystemClock(), pause=pause, draw=lambda: 0.0)


def clusters(
    server: KubeServer,
    state: Path,
    *,
    user: str = "admin",
    page: int = 500,
    paused: list[float] | None = None,
    read: Callable[[str], Access] | None = None,
) -> Clusters:
    made = Clusters(
        env={},
        state=state,
        run=run,
        means=quick(paused),
        page=page,
        read=read or (lambda _context: access_to(server, user=user)),
    )
    server.closes.append(made.close)
    return made


def live_in(server: KubeServer, state: Path, *, user: str = "admin", page: int = 500) -> ClusterLive:
    """The live side of a space in namespace ``demo``."""
    opened = clusters(server, state, user=user, page=page)
    return ClusterLive(opened, "loop", namespace="demo", clock=FakeClock())
