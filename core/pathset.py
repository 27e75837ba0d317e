"""PathSet: a set of places in one document, with algebra.

Changed, owned, ignored, decided and held fields are all PathSets, so "hold Git under drift" is
``git & drift`` and not a loop. Every member stands for itself and all that is below it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.fieldpath import FieldPath

__all__ = ["PathSet"]


@dataclass(frozen=True, slots=True)
class PathSet:
    """Places, each with all that is below it.

    Laws: ``a & b == b & a``; ``(a | b).covers(p)`` exactly if a or b covers p; ``(a - b) & b`` is empty.

    >>> changed = PathSet.of([FieldPath.parse("spec.template"), FieldPath.parse("spec.replicas")])
    >>> changed.covers(FieldPath.parse("spec.template.metadata"))
    True
    """

    paths: frozenset[FieldPath] = frozenset()

    @classmethod
    def of(cls, paths: Iterable[FieldPath]) -> "PathSet":
        """Collect places; one below another is dropped, the upper one stands for it."""
        kept: set[FieldPath] = set()
        for path in sorted(paths, key=lambda path: len(path.steps)):
            if not any(FieldPath(path.steps[:depth]) in kept for depth in range(len(path.steps) + 1)):
                kept.add(path)
        return cls(frozenset(kept))

    def covers(self, path: FieldPath) -> bool:
        """Tell whether the place is in the set or below a member; linear in the path's depth."""
        return any(FieldPath(path.steps[:depth]) in self.paths for depth in range(len(path.steps) + 1))

    def touches(self, path: FieldPath) -> bool:
        """Tell whether the place is covered, or has a member below it."""
        return self.covers(path) or any(path.covers(member) for member in self.paths)

    def __and__(self, other: "PathSet") -> "PathSet":
        return PathSet.of(
            [path for path in self.paths if other.covers(path)]
            + [path for path in other.paths if self.covers(path)]
        )

    def __or__(self, other: "PathSet") -> "PathSet":
        return PathSet.of([*self.paths, *other.paths])

    def __sub__(self, other: "PathSet") -> "PathSet":
        return PathSet(frozenset(path for path in self.paths if not other.touches(path)))

    def __bool__(self) -> bool:
        return bool(self.paths)

    def __iter__(self) -> Iterator[FieldPath]:
        return iter(sorted(self.paths))
