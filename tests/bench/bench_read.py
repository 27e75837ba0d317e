"""How fast texts are read, with positions, next to PyYAML's C loader and ruamel.yaml's round trip."""

from collections.abc import Iterator, Sequence
from functools import partial

import yaml
from ruamel.yaml import YAML

from core.krm.read.documents import read
from core.krm.read.events import compose
from core.krm.read.nodes import Root
from tests.bench.measuring import Line, in_turn
from tests.bench.texts import LIMITS, deployments, real_files

__all__ = ["lines"]


def lines(*, small: bool) -> Iterator[Line]:
    """Measure, in processor time."""
    count, rounds = (100, 3) if small else (500, 9)
    yield from _lines("deployments", f"read {count} Deployments, with places", [deployments(count)], rounds)
    files = real_files()
    yield from _lines("files", f"read {len(files)} real files, with places", files, rounds)


def _lines(name: str, what: str, texts: Sequence[str], rounds: int) -> Iterator[Line]:
    took = in_turn({run.__name__: partial(run, texts) for run in (ours, with_nodes, c_loader)}, rounds)
    own, theirs = took["ours"], took["c_loader"]
    yield Line(f"read-{name}", what, own, "PyYAML's C loader", theirs, rounds)
    yield Line(
        "read-nodes", f"{what}, every node kept", took["with_nodes"], "PyYAML's C loader", theirs, rounds
    )
    slow = in_turn({"round_trip": partial(round_trip, texts)}, 1)["round_trip"]
    yield Line(f"read-{name}-round-trip", what, own, "ruamel.yaml, round trip", slow, 1)


def ours(texts: Sequence[str]) -> None:
    """Read to values, as everything but an edit does; every node had its place meanwhile."""
    for text in texts:
        read(text, limits=LIMITS)


def with_nodes(texts: Sequence[str]) -> None:
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
