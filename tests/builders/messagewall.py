"""The real repository of the acceptance stories, cloned, and the spaces of its kustomize overlays."""

import shutil
from pathlib import Path
from typing import Final

import pytest

from core.git.repository import NO_REMOTE, GitRepository, open_repository
from core.model.source import Files, Kustomize, Named, SpaceSource, Splitting
from core.source.renderer import SourceRenderer
from core.system.processes import run
from tests.builders.repo import git

__all__ = ["BUNDLE", "CLAIM_SPACES", "FILE_SPACES", "PLACES", "cloned", "needs_kustomize", "sources"]

BUNDLE: Final = Path(__file__).parents[1] / "data" / "messagewall.bundle"
PLACES: Final = ("dev-east", "dev-west", "prod-east", "prod-west")

CLAIM_SPACES: Final = tuple(
    SpaceSource(
        space=f"messagewall-{place}",
        namespace="default",
        source=Kustomize(path=f"infra/claims/overlays/{place}"),
        units=Named(units=(("claim", ("ServerlessEventAppClaim/*",)),)),
    )
    for place in PLACES
)
FILE_SPACES: Final = (
    SpaceSource(
        space="order-platform",
        namespace="",
        source=Files(globs=("infra/order-platform/**/*.yaml",)),
        units=Splitting.ONE_PER_FILE,
    ),
    SpaceSource(
        space="messagewall-east",
        namespace="",
        source=Files(globs=("infra/messagewall-east/*.yaml",)),
        units=Splitting.ONE_PER_RESOURCE,
    ),
    SpaceSource(
        space="messagewall-west",
        namespace="",
        source=Files(globs=("infra/messagewall-west/*.yaml",)),
        units=Splitting.ONE_PER_RESOURCE,
    ),
)

needs_kustomize = pytest.mark.skipif(
    not (shutil.which("kustomize") or shutil.which("kubectl")),
    reason="rendering a real overlay needs kustomize or kubectl, and this machine has neither",
)


def cloned(folder: Path) -> Path:
    """Clone the bundle; gives the work tree."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "clone", "--quiet", "--branch", "main", str(BUNDLE), str(folder / "repo"))
    return folder / "repo"


def sources(top: Path, spaces: tuple[SpaceSource, ...], *, path: str) -> tuple[GitRepository, SourceRenderer]:
    """Open a clone as its spaces render it."""
    state = top.parent / "state"
    trees = open_repository(top, branch="main", remote=NO_REMOTE, state=state, run=run, environment={})
    return trees, SourceRenderer(trees, spaces, run=run, state=state, environment={"PATH": path})
