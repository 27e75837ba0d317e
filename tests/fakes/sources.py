"""Git in memory: one commit at a time, and what it renders."""

from collections.abc import Mapping, Sequence

from core.model.names import UnitName
from core.model.proposal import Commit
from core.ports.renderer import RenderedUnit
from core.progress import Stop

__all__ = ["MemoryGit"]


class MemoryGit:
    """As much of `core.ports.repository.Repository` and `core.ports.renderer.Renderer` as propose asks."""

    def __init__(self, space: str) -> None:
        self._space = space
        self._commits: list[tuple[Commit, Mapping[UnitName, str]]] = []

    def commit(self, units: Mapping[UnitName, str]) -> Commit:
        """Let Git render other texts."""
        number = len(self._commits) + 1
        made = Commit(
            oid=f"{number:040d}",
            author="Ada <ada@example.com>",
            authored="2026-02-16T11:00:00Z",
            subject=f"change {number}",
        )
        self._commits.append((made, dict(units)))
        return made

    def resolve(self, revision: str) -> Commit:
        return next(made for made, _ in self._commits if made.oid == revision)

    def head(self) -> Commit:
        return self._commits[-1][0]

    def contains(self, oid: str, ancestor: str) -> bool:
        return int(ancestor) <= int(oid)

    def has_left(self, oid: str) -> bool:
        return not oid

    def last_change(self, oid: str, path: str) -> Commit | None:
        return self.resolve(oid) if path else None

    def spaces(self) -> Sequence[str]:
        return [self._space]

    def render(self, space: str, oid: str, *, stop: Stop) -> Sequence[RenderedUnit]:
        assert (space, stop.is_set()) == (self._space, False)
        units = next(units for made, units in self._commits if made.oid == oid)
        return [
            RenderedUnit(unit=unit, text=text, paths=(f"{unit.unit}.yaml",), editable=None)
            for unit, text in sorted(units.items())
        ]
