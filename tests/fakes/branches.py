"""A Git remote and a forge in memory: what the saga of a branch reaches the world through."""

from collections.abc import Mapping

from core.errors import SideMoved
from core.model.proposal import Commit

__all__ = ["MemoryPulls", "MemoryRemote"]


class MemoryRemote:
    """As much of `core.ports.repository.Repository` as carrying a branch asks.

    Attributes:
        branches: the ids that each branch led to, in order: the true history.
        parents: the parent of each commit.
    """

    def __init__(self) -> None:
        self.branches: dict[str, list[str]] = {"main": ["0" * 40]}
        self.parents: dict[str, str] = {}

    def head(self) -> Commit:
        return _commit(self.branches["main"][-1])

    def branch(self, name: str) -> Commit | None:
        tips = self.branches.get(name)
        return _commit(tips[-1]) if tips else None

    def contains(self, oid: str, ancestor: str) -> bool:
        at = oid
        while at and at != ancestor:
            at = self.parents.get(at, "")
        return at == ancestor

    def make_commit(
        self, *, parent: str, files: Mapping[str, str | None], message: str, author: str, when: str
    ) -> Commit:
        oid = f"{hash((parent, tuple(sorted(files.items())), message, author, when)) & (2**64 - 1):040x}"
        self.parents[oid] = parent
        return _commit(oid)

    def send(self, branch: str, oid: str, *, over: str = "") -> None:
        tips = self.branches.get(branch, [""])
        if tips[-1] not in {over, oid}:
            raise SideMoved(f"Did not write {branch}", why="it holds something else", next_step="look")
        if tips[-1] != oid:
            self.branches[branch] = [*filter(None, tips), oid]

    def push(self, branch: str, oid: str, *, parent: str) -> None:
        """Let somebody else put a commit on a branch."""
        self.parents[oid] = parent
        self.branches.setdefault(branch, []).append(oid)


class MemoryPulls:
    """A `core.ports.pulls.Pulls`.

    Attributes:
        opened: the keys of all that were ever opened, in order: the true history.
    """

    def __init__(self, remote: MemoryRemote) -> None:
        self._remote = remote
        self.opened: list[tuple[str, str]] = []

    def there(self, branch: str, *, key: str) -> str:
        return f"pull request of {branch}" if (branch, key) in self.opened else ""

    def offer(self, branch: str, *, key: str, title: str, body: str) -> str:
        assert branch in self._remote.branches, f"{title}{body}"
        if not self.there(branch, key=key):
            self.opened.append((branch, key))
        return f"pull request {len(self.opened)}"


def _commit(oid: str) -> Commit:
    return Commit(oid=oid, author="Ada <ada@example.com>", authored="2026-02-16T11:00:00Z", subject="s")
