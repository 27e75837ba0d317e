"""Where a space is live, as the settings say it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

__all__ = ["LiveCluster", "LiveFolder", "LivePlace"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveFolder:
    """A folder of manifests that stands for a cluster; an absolute path."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveCluster:
    """A context of the kubeconfig."""

    context: str


LivePlace: TypeAlias = LiveFolder | LiveCluster
