"""Where a space's units come from in Git, and how they are told apart."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

__all__ = ["Command", "Files", "Kustomize", "Named", "Source", "SpaceSource", "Splitting", "Units"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Manifests as they are; ``globs`` are over paths from the repository's top, ``**`` crosses folders."""

    globs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kustomize:
    """What ``kustomize build`` makes of a folder."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What a program prints when it runs at the top of the tree; the settings' author answers for it."""

    argv: tuple[str, ...]


Source: TypeAlias = Files | Kustomize | Command


class Splitting(StrEnum):
    """How documents become units without being named one by one."""

    ONE_PER_RESOURCE = "one-per-resource"
    ONE_PER_FILE = "one-per-file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Units by name, each with globs: over file paths for `Files`, over ``Kind/name`` else."""

    units: tuple[tuple[str, tuple[str, ...]], ...]


Units: TypeAlias = Splitting | Named


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceSource:
    """What a renderer needs to know of a space.

    Attributes:
        space: its name.
        namespace: the namespace that resources without one belong to; "" for none.
        source: where its documents come from.
        units: how they are told apart.
    """

    space: str
    namespace: str
    source: Source
    units: Units
