"""The repositories that the round trip is played on: the message wall, and the demo's shop."""

import sys
from pathlib import Path
from typing import Final

from core.demo.repository import lay_repository
from core.demo.story.commits import COMMITS
from core.demo.timeline import StoryClock
from core.model.source import Command, SpaceSource, Splitting
from core.settings.loading import load_settings
from core.system.processes import run
from tests.builders.messagewall import CLAIM_SPACES, FILE_SPACES, cloned

__all__ = ["demo", "messagewall"]

_RENDER: Final = """
import glob, string, sys
pairs = (line.split("=", 1) for line in open(sys.argv[1]) if "=" in line and not line.startswith("#"))
values = {name.strip(): value.strip() for name, value in pairs}
for path in sorted(glob.glob("infra/base/*.template")):
    print("---")
    print(string.Template(open(path).read()).safe_substitute(values))
"""
_NOON: Final = 1_771_243_200


def messagewall(folder: Path, *, with_kustomize: bool) -> tuple[Path, list[SpaceSource]]:
    """Clone the message wall: overlays, plain manifests, and templates with a file of variables each."""
    templates = [
        SpaceSource(
            space=f"templates-{name}",
            namespace="",
            source=Command(argv=(sys.executable, "-c", _RENDER, f"config/{name}.env")),
            units=Splitting.ONE_PER_RESOURCE,
        )
        for name in ("dev", "prod")
    ]
    return cloned(folder), [*(CLAIM_SPACES if with_kustomize else ()), *FILE_SPACES, *templates]


def demo(folder: Path) -> tuple[Path, list[SpaceSource]]:
    """Lay the demo's repository down, without its story."""
    top = folder / "shop"
    top.mkdir(parents=True)
    lay_repository(top, COMMITS, StoryClock(_NOON), run=run)
    spaces = load_settings(top / "headgate.yaml").spaces
    return top, [source for space in spaces if (source := space.rendered()) is not None]
