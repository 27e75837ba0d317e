"""A Git remote and a forge in memory: what the saga of a branch reaches the world through."""

from collections.abc import Mapping

from core.errors import SideMoved
from core.model.proposal import Commit
from core.ports.forge import Offered, Outcome, PullRequest, PullState
from core.ports.pulls import PullWish

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
        opened: the branches of all that were ever opened, in order: the true history.
    """

    def __init__(self, remote: MemoryRemote) -> None:
        self._remote = remote
        self.opened: list[str] = []

    def check(self) -> str:
        return "a forge in memory"

    def can_open(self) -> bool:
        return True

    def merges_alone(self) -> bool:
        return False

    def by_hand(self, branch: str) -> str:
        return f"git log {branch}"

    def there(self, branch: str) -> PullRequest | None:
        return self._pull(branch) if branch in self.opened else None

    def offer(self, wish: PullWish) -> Offered:
        assert wish.branch in self._remote.branches, wish
        if not self.there(wish.branch):
            self.opened.append(wish.branch)
        return Offered(pull=self._pull(wish.branch), outcome=Outcome.CREATED)

    def comment(self, number: int, *, key: str, text: str) -> str:
        return f"{number} {key} {text}"

    def release(self) -> None:
        pass

    def _pull(self, branch: str) -> PullRequest:
        tips = self._remote.branches[branch]
        return PullRequest(
            number=1,
            url="https://forge.test/1",
            state=PullState.OPEN,
            draft=False,
            title="sync",
            body="",
            labels=(),
            branch=branch,
            head=tips[-1],
            base="main",
            key=branch,
        )


def _commit(oid: str) -> Commit:
    return Commit(oid=oid, author="Ada <ada@example.com>", authored="2026-02-16T11:00:00Z", subject="s")
