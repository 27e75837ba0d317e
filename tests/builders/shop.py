"""Two units of a shop: one space of production and one that is not, from plain files, live in folders."""

from pathlib import Path

from tests.builders.world import World, world

__all__ = ["CART", "DEV", "PROD", "WEB", "conflicted", "deployment", "drifted", "shop"]

PROD = "shop-prod"
DEV = "shop-dev"
WEB = f"{PROD}/web"
CART = f"{DEV}/cart"

SETTINGS = f"""\
version: 1
hub: embedded
git: {{branch: main, remote: none}}
spaces:
  {PROD}:
    labels: {{environment: prod}}
    source: {{files: "prod/*.yaml"}}
    units: one-per-file
    live: {{folder: ../live/{PROD}}}
  {DEV}:
    labels: {{environment: dev}}
    source: {{files: "dev/*.yaml"}}
    units: one-per-file
    live: {{folder: ../live/{DEV}}}
"""


def deployment(
    name: str = "web", *, replicas: int = 2, image: str = "shop/web:1", grace: int = 30, paused: bool = False
) -> str:
    """Write a Deployment as its authors would."""
    return f"""\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {name}
  namespace: shop
spec:
  replicas: {replicas}  # two are enough at night
  paused: {"true" if paused else "false"}
  selector:
    matchLabels: {{app: {name}}}
  template:
    metadata:
      labels: {{app: {name}}}
    spec:
      terminationGracePeriodSeconds: {grace}
      containers:
        - name: app
          image: {image}
"""


def shop(folder: Path) -> World:
    """Build the shop, proposed, applied and live: nothing waits."""
    made = world(
        folder,
        SETTINGS,
        {"prod/web.yaml": deployment(), "dev/cart.yaml": deployment("cart", image="shop/cart:1")},
    )
    made.live(PROD, {"web.yaml": deployment()})
    made.live(DEV, {"cart.yaml": deployment("cart", image="shop/cart:1")})
    made.desk("ci").propose()
    made.mark_applied(WEB)
    made.mark_applied(CART)
    return made


def conflicted(folder: Path) -> World:
    """Replicas of web: Git 3, hub 4, base 2; its image moved in Git alone. Proposed."""
    made = shop(folder)
    made.set(WEB, "spec.replicas", 4, reason="sale day")
    made.commit({"prod/web.yaml": deployment(replicas=3, image="shop/web:2")}, "raise the floor")
    made.desk("ci").propose()
    return made


def drifted(folder: Path) -> World:
    """Cart runs five replicas, by hand."""
    made = shop(folder)
    made.live(DEV, {"cart.yaml": deployment("cart", image="shop/cart:1", replicas=5)})
    return made
