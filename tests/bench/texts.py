"""What the benchmarks read and merge: Deployments as their authors write them, and the files of the tests."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from core.krm.read.limits import Limits

__all__ = ["LIMITS", "Texts", "deployments", "few_differ", "real_files", "sides"]

DATA: Final = Path(__file__).parents[1] / "data" / "yaml"
LIMITS: Final = Limits(bytes=10**9, nodes=10**8, aliases=10**6, merges=10**6, documents=10**6)

_DEPLOYMENT: Final = """\
# {at} of many
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web-{at}   # generated
  namespace: shop
  labels: {{app: web, tier: "front"}}
  annotations:
    team.io/oncall: 'shop@example.com'
spec:
  replicas: {replicas}
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: app
        image: registry.example.com/web:{at}
        ports:
        - containerPort: 8080
          protocol: TCP
        env:
        - name: LEVEL
          value: "1"
        - name: MODE
          value: fast
        resources:
          requests: {{cpu: 100m, memory: 128Mi}}
          limits:
            cpu: 500m
            memory: 256Mi
      volumes:
      - name: tmp
        emptyDir: {{}}
"""


class Texts(NamedTuple):
    """One unit as its three sides hold it."""

    base: str
    git: str
    hub: str


def deployments(count: int, *, replicas: int = 0, image: str = "registry.example.com") -> str:
    """Write one text of many documents."""
    parts = (_DEPLOYMENT.format(at=at, replicas=replicas + at % 7) for at in range(count))
    return "---\n".join(parts).replace("registry.example.com", image)


def sides(count: int) -> Texts:
    """Write Deployments of which Git bumps every image and the hub every number of replicas."""
    return Texts(
        deployments(count, replicas=1),
        deployments(count, replicas=1, image="mirror.example.com"),
        deployments(count, replicas=20),
    )


def few_differ(count: int) -> Texts:
    """Write Deployments of which the hub changed one in twenty."""
    unit = sides(count)
    documents = zip(unit.base.split("---\n"), unit.hub.split("---\n"), strict=True)
    return Texts(unit.base, unit.base, "---\n".join(_mixed(documents)))


def _mixed(documents: "zip[tuple[str, str]]") -> Iterator[str]:
    for at, (same, changed) in enumerate(documents):
        yield changed if at % 20 == 0 else same


def real_files() -> list[str]:
    """Read the files that the tests use."""
    return [file.read_text() for file in sorted(DATA.rglob("*.yaml"))]
