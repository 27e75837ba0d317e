"""Where a space is live, as the settings say it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

__all__ = ["LiveCluster", "LiveFolder", "LivePlace", "SignIn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveFolder:
    """A folder of manifests that stands for a cluster; an absolute path."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveCluster:
    """A context of the kubeconfig."""

    context: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """The program that a context's kubeconfig wants started to sign in.

    Attributes:
        command_line: with its variables; inert.
        digest: of everything that decides what would run.
        confirmed: somebody read it and lets it be started.
    """

    command_line: str
    digest: str
    confirmed: bool


LivePlace: TypeAlias = LiveFolder | LiveCluster
