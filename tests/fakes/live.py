"""A live side in memory, one space, which remembers every write."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.errors import SideMoved
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.edit.values import is_same, value_at
from core.krm.parts import Part, joined, parts_of
from core.krm.read.documents import read_resources
from core.krm.resource import ResourceId
from core.ports.live import Observed

__all__ = ["LiveWrite", "MemoryLive"]


@dataclass(frozen=True, slots=True)
class LiveWrite:
    """One write: by which decision ("" for anybody else), and the text before and after it."""

    token: str
    before: str
    after: str


class MemoryLive:
    """Satisfies `core.ports.live.Live`; holds what it was given at first."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.writes: list[LiveWrite] = []

    def observes(self, space: str) -> bool:
        return bool(space)

    def observe(self, space: str, resources: Sequence[ResourceId]) -> Observed:
        del space
        wanted = {resource.key for resource in resources}
        parts = [part for part in _parts(self.text) if part.id.key in wanted]
        there = {part.id.key for part in parts}
        return Observed(
            text=joined([part.text for part in parts]),
            missing=tuple(resource for resource in resources if resource.key not in there),
            when="2026-02-16T12:00:00Z",
        )

    def apply(
        self,
        space: str,
        changes: Sequence[FieldChange],
        *,
        whole: str,
        token: str,
        seen: Sequence[FieldChange] = (),
    ) -> str:
        del space, whole
        self._as_seen(changes, seen)
        after = _edited(self.text, changes)
        if after != self.text:
            self.write(after, token=token)
        return f"set {len(changes)} fields"

    def _as_seen(self, changes: Sequence[FieldChange], seen: Sequence[FieldChange]) -> None:
        wanted = {str(change.path): change.value for change in changes}
        for one in seen:
            held = [value_at(part.value, one.path) for part in _parts(self.text) if part.id == one.resource]
            if not any(is_same(now, value) for now in held for value in (one.value, wanted[str(one.path)])):
                raise SideMoved(f"{one.path} is not as seen", why="somebody was quicker", next_step="look")

    def write(self, text: str, *, token: str = "") -> None:
        """Hold another text from now on; without a token it is somebody else's doing."""
        self.writes.append(LiveWrite(token, self.text, text))
        self.text = text


@lru_cache(maxsize=64)
def _parts(text: str) -> tuple[Part, ...]:
    return tuple(parts_of(read_resources(text)))


_known: dict[tuple[str, str], str] = {}


def _edited(text: str, changes: Sequence[FieldChange]) -> str:
    """Edit a text; the same edit is made once, since a simulator asks for it by the thousand."""
    key = (text, repr(changes))
    if key not in _known:
        _known[key] = edit(text, list(changes))
    return _known[key]
