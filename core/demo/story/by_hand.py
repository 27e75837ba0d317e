"""What changed in the clusters and in the cloud, past Git and hub."""

from typing import Final

from core.demo.acts import Capture, CloudEdit, Event, LiveEdit
from core.demo.story.people import JONAS
from core.demo.story.places import APP, MAILER, deployment, env
from core.demo.timeline import HOUR
from core.krm.values import Value

__all__ = ["BY_HAND", "INCIDENT"]


def _kubectl(
    minutes_ago: int, space: str, unit: str, path: str, value: Value, manager: str = "kubectl-edit"
) -> Event:
    return LiveEdit(
        minutes_ago=minutes_ago,
        space=space,
        resource=deployment(unit),
        path=path,
        value=value,
        manager=manager,
    )


BY_HAND: Final[tuple[Event, ...]] = (
    *(
        _kubectl(26 * HOUR, space, "web", "spec.replicas", 4, "kube-controller-manager")
        for space in ("shop-prod-east", "shop-prod-west")
    ),
    _kubectl(11 * HOUR, "shop-dev-east", "orders", "spec.replicas", 2),
    _kubectl(11 * HOUR, "shop-dev-east", "payments", f"{APP}.resources.limits.memory", "512Mi"),
    _kubectl(9 * HOUR + 30, "shop-prod-west", "payments", "spec.replicas", 4),
    _kubectl(200, "shop-dev-east", "web", f"{APP}.readinessProbe.periodSeconds", 10),
    _kubectl(199, "shop-dev-east", "checkout", env("PAYMENT_RETRIES"), "10"),
    LiveEdit(
        minutes_ago=150,
        space="shop-dev-west",
        resource="autoscaling/v2/HorizontalPodAutoscaler/shop/web",
        path="spec.maxReplicas",
        value=12,
        manager="kubectl-patch",
    ),
    _kubectl(110, "shop-prod-east", "worker", env("WORKER_CONCURRENCY"), "12", "kubectl-set"),
    _kubectl(95, "shop-prod-east", "orders", f"{APP}.resources.limits.memory", "768Mi"),
    _kubectl(90, "shop-dev-west", "search", "spec.replicas", 2),
    _kubectl(80, "shop-dev-west", "worker", "spec.replicas", 3),
    _kubectl(78, "shop-dev-west", "worker", env("LOG_LEVEL"), "trace"),
    _kubectl(78, "shop-dev-west", "worker", f"{APP}.env[name=PROFILE]", {"name": "PROFILE", "value": "1"}),
)

INCIDENT: Final[tuple[Event, ...]] = (
    CloudEdit(minutes_ago=72, space="shop-prod-east", resource=MAILER, path="memorySize", value=1024),
    Capture(
        minutes_ago=66,
        unit="shop-prod-east/receipt-mailer",
        paths=(f"{MAILER}#spec.forProvider.memorySize",),
        incident="INC-2107",
        reason="receipts ran out of memory; raised by hand in the AWS console",
        actor=JONAS,
    ),
)
