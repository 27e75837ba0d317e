"""How fast texts are read, with positions, next to PyYAML's C loader and ruamel.yaml's round trip.

Run it: ``python -m tests.bench.bench_read [documents]``. All take turns in one process, on the same texts;
times are CPU, medians; the ratio is what counts. Goals: ours at most 1.0 x the C loader, and ruamel's round
trip at least 20 x ours.
"""

import gc
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import yaml
from ruamel.yaml import YAML

from core.krm.read.documents import read
from core.krm.read.events import compose
from core.krm.read.limits import Limits
from core.krm.read.nodes import Root

ROUNDS: Final = 7
DOCUMENTS: Final = 500
DATA: Final = Path(__file__).parents[1] / "data" / "yaml"
LIMITS: Final = Limits(bytes=10**9, nodes=10**8, aliases=10**6, merges=10**6, documents=10**6)
DEPLOYMENT: Final = """\
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


def deployments(count: int) -> list[str]:
    """Write one text of many documents."""
    return ["---\n".join(DEPLOYMENT.format(at=at, replicas=at % 7) for at in range(count))]


def real_files() -> list[str]:
    """Read the files that the tests use."""
    return [file.read_text() for file in sorted(DATA.rglob("*.yaml"))]


def ours(texts: Sequence[str]) -> None:
    """Read to values, as everything but an edit does; every node had its place meanwhile."""
    for text in texts:
        read(text, limits=LIMITS)


def ours_with_nodes(texts: Sequence[str]) -> None:
    """Read and keep every node with its place, as an edit does."""
    for text in texts:
        kept: list[Root] = []
        compose(text, kept.append, limits=LIMITS)


def c_loader(texts: Sequence[str]) -> None:
    """Load with PyYAML's C loader: no places, another dialect, no limits."""
    for text in texts:
        list(yaml.load_all(text, yaml.CSafeLoader))


def round_trip(texts: Sequence[str]) -> None:
    """Load with ruamel.yaml so that it could write the text back."""
    for text in texts:
        list(YAML(typ="rt").load_all(text))


def timed(run: Callable[[Sequence[str]], None], texts: Sequence[str]) -> float:
    """Time one run in CPU milliseconds, garbage from before it cleared away."""
    gc.collect()
    start = time.process_time()
    run(texts)
    return (time.process_time() - start) * 1000


def table(name: str, texts: Sequence[str], rounds: int) -> list[str]:
    """Take turns and write one line for each reader."""
    readers = (c_loader, ours, ours_with_nodes)
    found = {run: [timed(run, texts) for _ in range(1)] for run in readers}
    for _ in range(rounds - 1):
        for run in readers:
            found[run].append(timed(run, texts))
    medians = {run.__name__: statistics.median(times) for run, times in found.items()}
    medians[round_trip.__name__] = timed(round_trip, texts)
    base, own = medians[c_loader.__name__], medians[ours.__name__]
    return [
        f"{name:12} {reader:16} {took:9.1f} ms  {took / base:6.2f} x C loader  {took / own:6.2f} x ours"
        for reader, took in medians.items()
    ]


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    count = int(arguments[0]) if arguments else DOCUMENTS
    lines = table(f"{count} docs", deployments(count), ROUNDS) + table("real files", real_files(), ROUNDS)
    sys.stdout.write("\n".join([*lines, ""]))


if __name__ == "__main__":
    main(sys.argv[1:])
