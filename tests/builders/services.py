"""A few services of one shop, in two spaces of production, on which the same thing can happen."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from tests.builders.moulds import moulded
from tests.builders.shop import deployment
from tests.builders.world import World, world

__all__ = ["EAST", "WEST", "collide", "password", "services"]

EAST: Final = "shop-east"
WEST: Final = "shop-west"

_SETTINGS: Final = f"""\
version: 1
hub: embedded
git: {{branch: main, remote: none}}
spaces:
  {EAST}: {{source: {{files: "{EAST}/*.yaml"}}, units: one-per-file, live: {{folder: ../live/{EAST}}}}}
  {WEST}:
    labels: {{environment: prod}}
    source: {{files: "{WEST}/*.yaml"}}
    units: one-per-file
    live: {{folder: ../live/{WEST}}}
"""


def services(folder: Path, texts: Mapping[str, str] | None = None) -> World:
    """Give a world in which nothing waits: web, cart and search in the west, web in the east."""
    found = texts or {f"{WEST}/{name}": deployment(name) for name in ("web", "cart", "search")} | {
        f"{EAST}/web": deployment()
    }
    return moulded(folder, ("services", *found.items()), lambda mould: _built(mould, found))


def collide(made: World, units: Iterable[str], *, git: int = 3, hub: int = 4) -> None:
    """Let Git and the hub want another number of replicas in some units, where it was two; proposed."""
    named = list(units)
    for unit in named:
        made.set(unit, "spec.replicas", hub, reason="sale day")
    files = {f"{unit}.yaml": deployment(unit.partition("/")[2], replicas=git) for unit in named}
    made.commit(dict(files), "another floor")
    made.desk("ci").propose()


def password(value: str, name: str = "db") -> str:
    """Write a Secret with one value."""
    return (
        f"apiVersion: v1\nkind: Secret\nmetadata: {{name: {name}, namespace: shop}}\n"
        f"stringData:\n  password: {value}\n"
    )


def _built(folder: Path, texts: Mapping[str, str]) -> World:
    made = world(folder, _SETTINGS, {f"{unit}.yaml": text for unit, text in texts.items()})
    for unit, text in texts.items():
        space, _, name = unit.partition("/")
        made.live(space, {f"{name}.yaml": text})
    made.desk("ci").propose()
    for unit in texts:
        made.mark_applied(unit)
    return made
