"""What operators changed in the hub, and when it was delivered."""

from typing import Final

from core.demo.acts import Deliver, Event, Operate
from core.demo.story.people import JONAS, PRIYA
from core.demo.story.places import APP, deployment, env
from core.demo.timeline import HOUR

__all__ = ["HUB_ONLY", "NOT_DELIVERED", "PRODUCTION", "SATURDAY"]

_NOISY: Final = ("web", "cart", "checkout", "catalog", "search", "orders")

HUB_ONLY: Final[tuple[Event, ...]] = (
    Operate(
        minutes_ago=49 * HOUR,
        unit="shop-prod-east/search",
        resource=deployment("search"),
        path=f"{APP}.resources.requests.cpu",
        value="750m",
        reason="PERF-88: queries queue up at noon",
        actor=PRIYA,
    ),
    Operate(
        minutes_ago=47 * HOUR,
        unit="shop-dev-east/shop-config",
        resource="v1/ConfigMap/shop/shop-config",
        path="data.FEATURE_WISHLIST",
        value="true",
        reason="try the wishlist with the team",
        actor=PRIYA,
    ),
    Deliver(minutes_ago=46 * HOUR, units=("shop-prod-east/search", "shop-dev-east/shop-config")),
)

SATURDAY: Final[tuple[Event, ...]] = (
    *(
        Operate(
            minutes_ago=31 * HOUR - minutes,
            unit=f"shop-prod-west/{unit}",
            resource=deployment(unit),
            path=env("LOG_LEVEL"),
            value="debug",
            reason="INC-2104: carts vanish and nobody can see why",
            actor=JONAS,
        )
        for minutes, unit in enumerate(_NOISY)
    ),
    Operate(
        minutes_ago=30 * HOUR,
        unit="shop-prod-east/checkout",
        resource=deployment("checkout"),
        path="spec.replicas",
        value=6,
        reason="queue at the checkout on Saturday",
        actor=JONAS,
    ),
    Operate(
        minutes_ago=29 * HOUR,
        unit="shop-dev-west/nightly-report",
        resource="batch/v1/CronJob/shop/nightly-report",
        path="spec.jobTemplate.spec.template.spec.containers[name=log-shipper].resources.limits.memory",
        value="128Mi",
        reason="the log shipper was killed, out of memory",
        actor=JONAS,
    ),
    Deliver(
        minutes_ago=28 * HOUR + 30,
        units=(
            *(f"shop-prod-west/{unit}" for unit in _NOISY),
            "shop-prod-east/checkout",
            "shop-dev-west/nightly-report",
        ),
    ),
)

PRODUCTION: Final[tuple[Event, ...]] = (
    Operate(
        minutes_ago=20 * HOUR,
        unit="shop-prod-east/payments",
        resource=deployment("payments"),
        path=env("PROVIDER_TIMEOUT_MS"),
        value="4000",
        reason="the provider is slow today, ticket 5512",
        actor=PRIYA,
    ),
    Operate(
        minutes_ago=19 * HOUR,
        unit="shop-prod-east/cart",
        resource=deployment("cart"),
        path=f"{APP}.env[name=CART_TTL_HOURS]",
        value={"name": "CART_TTL_HOURS", "value": "72"},
        reason="keep carts over the weekend",
        actor=PRIYA,
    ),
    Operate(
        minutes_ago=19 * HOUR - 3,
        unit="shop-prod-east/cart",
        resource=deployment("cart"),
        path=f"{APP}.ports[containerPort=8081,protocol=TCP]",
        value={"name": "admin", "containerPort": 8081, "protocol": "TCP"},
        reason="reach the admin page through a port-forward",
        actor=PRIYA,
    ),
    Operate(
        minutes_ago=18 * HOUR,
        unit="shop-prod-east/catalog",
        resource=deployment("catalog"),
        path=f"{APP}.env[name=CACHE_TTL_SECONDS]",
        value={"name": "CACHE_TTL_SECONDS", "value": "600"},
        reason="cache longer while the database is resized",
        actor=PRIYA,
    ),
    Operate(
        minutes_ago=17 * HOUR,
        unit="shop-prod-west/promo-banner",
        resource="v1/ConfigMap/shop/promo-banner",
        path="data.colour",
        value="#2f9e44",
        reason="marketing wants it green",
        actor=PRIYA,
    ),
    Operate(
        minutes_ago=16 * HOUR,
        unit="shop-dev-east/credentials",
        resource="v1/Secret/shop/credentials",
        path="stringData.smtp-password",
        value="demo-mail-dev-reset",
        reason="the mail provider forced a reset",
        actor=PRIYA,
    ),
    Operate(
        minutes_ago=15 * HOUR,
        unit="shop-prod-west/edge",
        resource="networking.k8s.io/v1/Ingress/shop/edge",
        path='metadata.annotations["nginx.ingress.kubernetes.io/proxy-body-size"]',
        value="8m",
        reason="uploads of sellers fail",
        actor=PRIYA,
    ),
    Deliver(
        minutes_ago=14 * HOUR,
        units=(
            *(f"shop-prod-east/{unit}" for unit in ("payments", "cart", "catalog")),
            "shop-dev-east/credentials",
            "shop-prod-west/promo-banner",
            "shop-prod-west/edge",
        ),
    ),
)

NOT_DELIVERED: Final[tuple[Event, ...]] = (
    Operate(
        minutes_ago=10 * HOUR,
        unit="shop-dev-east/orders",
        resource=deployment("orders"),
        path="spec.replicas",
        value=2,
        reason="as it runs since the load test",
        actor=PRIYA,
    ),
    Operate(
        minutes_ago=10 * HOUR - 5,
        unit="shop-dev-east/payments",
        resource=deployment("payments"),
        path=f"{APP}.resources.limits.memory",
        value="384Mi",
        reason="refund tests run out of memory",
        actor=PRIYA,
    ),
    Operate(
        minutes_ago=9 * HOUR,
        unit="shop-prod-west/payments",
        resource=deployment("payments"),
        path="spec.replicas",
        value=5,
        reason="head room for the newsletter",
        actor=JONAS,
    ),
    Operate(
        minutes_ago=3 * HOUR,
        unit="shop-dev-east/web",
        resource=deployment("web"),
        path=f"{APP}.readinessProbe.periodSeconds",
        value=10,
        reason="less noise in the access log",
        actor=PRIYA,
    ),
    Operate(
        minutes_ago=3 * HOUR - 4,
        unit="shop-dev-east/checkout",
        resource=deployment("checkout"),
        path=env("PAYMENT_RETRIES"),
        value="5",
        reason="the sandbox drops every third call",
        actor=PRIYA,
    ),
    Operate(
        minutes_ago=2 * HOUR,
        unit="shop-dev-west/web",
        resource="autoscaling/v2/HorizontalPodAutoscaler/shop/web",
        path="spec.maxReplicas",
        value=12,
        reason="the load test needs more",
        actor=JONAS,
    ),
    Operate(
        minutes_ago=2 * HOUR - 5,
        unit="shop-prod-east/worker",
        resource=deployment("worker"),
        path=env("WORKER_CONCURRENCY"),
        value="8",
        reason="the order queue grows",
        actor=JONAS,
    ),
    Operate(
        minutes_ago=2 * HOUR - 6,
        unit="shop-prod-east/worker",
        resource=deployment("worker"),
        path="spec.replicas",
        value=5,
        reason="the order queue grows",
        actor=JONAS,
    ),
    Deliver(minutes_ago=24, units=("shop-dev-east/wishlist", "shop-dev-west/search")),
)
