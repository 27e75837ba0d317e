"""The latest commits of the shop's repository: each meets something that happened beside Git."""

from typing import Final

from core.demo.acts import Commit, Remove
from core.demo.story.people import INES, MARA, TOMAS, YUKI
from core.demo.story.spaces import DEV_EAST, DEV_WEST, PROD_EAST, PROD_WEST, path_of
from core.demo.story.writing import changed, new_files
from core.demo.timeline import HOUR

__all__ = ["JUST_NOW", "THIS_MORNING", "YESTERDAY"]

_LOUD: Final = (
    ("cart", "{name: LOG_LEVEL, value: info}", "{name: LOG_LEVEL, value: warn}"),
    ("search", 'value: "info"', 'value: "warn"'),
    *((unit, "value: info", "value: warn") for unit in ("web", "checkout", "catalog", "orders")),
)

YESTERDAY: Final = (
    Commit(
        key="checkout",
        minutes_ago=28 * HOUR,
        author=TOMAS,
        message="checkout: a fourth replica for the autumn sale\n",
        edits=changed("checkout", "replicas: 3 ", "replicas: 4 ", PROD_EAST),
    ),
    Commit(
        key="log-bill",
        minutes_ago=27 * HOUR,
        author=MARA,
        message="prod-west: log warnings only\n\nThe log bill doubled; six services are most of it.\n",
        edits=tuple(edit for unit, old, new in _LOUD for edit in changed(unit, old, new, PROD_WEST)),
    ),
    Commit(
        key="shipper",
        minutes_ago=26 * HOUR + 30,
        author=MARA,
        message="nightly-report: drop the log shipper in dev-west\n\nThe agent on the node does it now.\n",
        edits=changed(
            "nightly-report",
            "            - name: log-shipper\n"
            "              image: registry.example/tools/shipper:2.0.4\n"
            "              resources:\n"
            "                limits:\n"
            "                  memory: 64Mi\n",
            "",
            DEV_WEST,
        ),
    ),
    Commit(
        key="flags",
        minutes_ago=26 * HOUR,
        author=YUKI,
        message="feature-flags: from now on in Git\n",
        edits=new_files("feature-flags", DEV_EAST, PROD_WEST),
    ),
)

THIS_MORNING: Final = (
    Commit(
        key="cart-redis",
        minutes_ago=7 * HOUR,
        author=TOMAS,
        message="cart: TLS to Redis, metrics on their own port\n",
        edits=(
            *changed(
                "cart",
                '"redis://cart-redis:6379/0"}\n',
                '"rediss://cart-redis:6379/0"}\n        - {name: REDIS_CA, value: /etc/redis/ca.pem}\n',
                PROD_EAST,
            ),
            *changed(
                "cart",
                "        - {name: http, containerPort: 8080}\n",
                "        - {name: http, containerPort: 8080}\n"
                "        - {name: metrics, containerPort: 9090}\n",
                PROD_EAST,
            ),
        ),
    ),
    Commit(
        key="catalog-cache",
        minutes_ago=6 * HOUR + 30,
        author=YUKI,
        message="catalog: cache product pages for five minutes\n",
        edits=changed(
            "catalog",
            "              value: info\n",
            '              value: info\n            - name: CACHE_TTL_SECONDS\n              value: "300"\n',
            PROD_EAST,
        ),
    ),
    Commit(
        key="payments",
        minutes_ago=6 * HOUR,
        author=INES,
        message="payments: 5.2.1, refunds in cents are right again\n",
        edits=changed("payments", "payments:5.2.0", "payments:5.2.1", PROD_EAST),
    ),
    Commit(
        key="payments-size",
        minutes_ago=5 * HOUR + 45,
        author=INES,
        message="payments: four replicas in prod-west, as it runs\n",
        edits=changed("payments", "replicas: 3", "replicas: 4", PROD_WEST),
    ),
    Commit(
        key="autumn",
        minutes_ago=5 * HOUR + 30,
        author=YUKI,
        message="promo-banner: the summer sale is over\n",
        edits=(
            Remove(path=path_of(DEV_WEST, "promo-banner")),
            Remove(path=path_of(PROD_WEST, "promo-banner")),
        ),
    ),
)

JUST_NOW: Final = (
    Commit(
        key="retries",
        minutes_ago=52,
        author=TOMAS,
        message="checkout: five tries in dev-east\n",
        edits=changed("checkout", 'value: "3"', 'value: "5"', DEV_EAST),
    ),
    Commit(
        key="orders",
        minutes_ago=48,
        author=TOMAS,
        message="orders: 4.7.0 wants 640Mi\n",
        edits=(
            *changed("orders", "orders:4.6.1", "orders:4.7.0", PROD_EAST),
            *changed("orders", "memory: 512Mi", "memory: 640Mi", PROD_EAST),
        ),
    ),
    Commit(
        key="mail",
        minutes_ago=45,
        author=MARA,
        message="credentials: rotate the mail password in dev-east\n",
        edits=changed("credentials", "demo-mail-dev", "demo-mail-dev-second", DEV_EAST),
    ),
    Commit(
        key="window",
        minutes_ago=42,
        author=YUKI,
        message="web: ask for readiness every ten seconds; at most ten in dev-west\n",
        edits=(
            *changed("web", "periodSeconds: 5", "periodSeconds: 10", DEV_EAST),
            *changed("web", "maxReplicas: 8 ", "maxReplicas: 10 ", DEV_WEST),
        ),
    ),
    Commit(
        key="search",
        minutes_ago=39,
        author=YUKI,
        message="search: a second replica in dev-west, for good\n",
        edits=changed("search", "replicas: 1", "replicas: 2", DEV_WEST),
    ),
    Commit(
        key="jobs",
        minutes_ago=36,
        author=TOMAS,
        message="worker: six jobs at once in prod-east, and room for them\n",
        edits=(
            *changed("worker", "memory: 192Mi", "memory: 256Mi", PROD_EAST),
            *changed("worker", 'value: "4" ', 'value: "6" ', PROD_EAST),
            *changed("worker", "cpu: 250m", "cpu: 400m", PROD_EAST),
        ),
    ),
    Commit(
        key="uploads",
        minutes_ago=33,
        author=MARA,
        message="Bigger uploads: 8m at the edge in prod-west, 20 MB in prod-east\n",
        edits=(
            *changed("edge", 'proxy-body-size: "4m"', "proxy-body-size: 8m", PROD_WEST),
            *changed("shop-config", 'MAX_UPLOAD_MB: "10"', 'MAX_UPLOAD_MB: "20"', PROD_EAST),
        ),
    ),
    Commit(
        key="wishlist",
        minutes_ago=30,
        author=YUKI,
        message="wishlist: first steps in dev-east\n",
        edits=new_files("wishlist", DEV_EAST),
    ),
)
