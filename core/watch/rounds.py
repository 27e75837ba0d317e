"""One round: news of Git is proposed, news of the hub goes back to Git, now and then all is looked at.

Each part is marked as done after it is done, so a watcher that is killed anywhere does a part again and never
leaves one out; again is silent, since propose and sync-back of the same content write nothing.
"""

from dataclasses import dataclass, replace
from typing import Final, Protocol

from core.errors import HeadgateError
from core.model.item import Inbox
from core.model.names import UnitName
from core.model.proposal import Commit
from core.ports.effects import Clock
from core.ports.forge import PullState
from core.ports.hub import Hub
from core.ports.upstream import Upstream
from core.progress import NoProgress, Progress, Stop
from core.sync.drifts import Drifts
from core.sync.propose import Proposed
from core.sync.sync_back import Branch, SyncedBack
from core.watch.marks import MarkFile, Marks

__all__ = ["Did", "Options", "Rounds", "WatchDesk"]

_QUIET: Final = NoProgress()


class WatchDesk(Protocol):
    """What of the desk a watcher calls; `core.desk.Desk` fits."""

    def propose(
        self,
        *,
        commit: str | None = None,
        space: str | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> Proposed:
        """Offer what Git renders to the hub."""

    def sync_back(
        self,
        *,
        space: str | None = None,
        dry_run: bool = False,
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> SyncedBack:
        """Offer the hub's changes to Git."""

    def drift(
        self,
        *,
        space: str | None = None,
        unit: UnitName | None = None,
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> Drifts:
        """Compare live with what was last applied."""

    def inbox(
        self, *, space: str | None = None, progress: Progress | None = None, stop: Stop | None = None
    ) -> Inbox:
        """Read what waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a watcher does.

    Attributes:
        full_seconds: how often everything is looked at, whatever the cursors say.
        sync_back: the hub's changes are offered to Git.
    """

    full_seconds: float
    sync_back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Did:
    """One thing that a round did.

    Attributes:
        what: ``proposed``, ``synced back``, ``declined``, ``looked``, or ``failed``.
        words: what came of it.
        error: what failed; None where nothing did.
    """

    what: str
    words: str
    error: HeadgateError | None = None


class Rounds:
    """Makes rounds over one workspace."""

    def __init__(
        self, desk: WatchDesk, hub: Hub, upstream: Upstream, marks: MarkFile, clock: Clock, options: Options
    ) -> None:
        self._desk = desk
        self._hub = hub
        self._upstream = upstream
        self._marks = marks
        self._clock = clock
        self._options = options

    def one(self, stop: Stop) -> tuple[Did, ...]:
        """Make one round; what fails is told, stops no other part, and is tried again by the next.

        Raises:
            StorageUnwritable: the marks cannot be written.
            SourceUnreadable: the marks are not ours alone.
        """
        marks = self._marks.read()
        full = self._clock.seconds() - marks.full >= self._options.full_seconds
        did: list[Did] = []
        for part in (self._from_git, self._from_hub, self._everything):
            if stop.is_set():
                break
            try:
                marks, done = part(marks, stop, full=full)
                did += done
            except HeadgateError as error:
                did.append(Did(what="failed", words=f"{error.what}: {error.why}", error=error))
        return tuple(did)

    def _from_git(self, marks: Marks, stop: Stop, *, full: bool) -> tuple[Marks, list[Did]]:
        tip = self._upstream.newest()
        if tip.oid == marks.commit and not full:
            return marks, []
        proposed = self._desk.propose(commit=tip.oid, progress=_QUIET, stop=stop)
        did = [_proposed(tip, proposed)]
        did += [
            Did(what="failed", words=f"{one.what}: {one.error.why}", error=one.error)
            for one in proposed.failed
        ]
        if proposed.failed or stop.is_set():
            return marks, did
        return self._kept(replace(marks, commit=tip.oid)), did

    def _from_hub(self, marks: Marks, stop: Stop, *, full: bool) -> tuple[Marks, list[Did]]:
        names, cursor = self._hub.changed_since(marks.cursor)
        if not names and not full:
            return marks, []
        did: list[Did] = []
        if self._options.sync_back:
            back = self._desk.sync_back(progress=_QUIET, stop=stop)
            pushed = [branch for branch in back.branches if not branch.standing]
            words = ", ".join(branch.name for branch in pushed)
            did += [Did(what="synced back", words=words)] if pushed else []
            did += [Did(what="declined", words=one.said) for one in back.branches if _is_declined(one)]
        if stop.is_set():
            return marks, did
        return self._kept(replace(marks, cursor=cursor)), did

    def _everything(self, marks: Marks, stop: Stop, *, full: bool) -> tuple[Marks, list[Did]]:
        """Look at live too, which has no cursor."""
        if not full:
            return marks, []
        drifts = self._desk.drift(progress=_QUIET, stop=stop)
        waits = self._desk.inbox(progress=_QUIET, stop=stop)
        if stop.is_set():
            return marks, []
        drifted = sum(bool(unit.fields) for unit in drifts.units)
        words = f"{len(waits.items)} items wait, {drifted} units drifted, {len(waits.unknown)} unknown"
        return self._kept(replace(marks, full=self._clock.seconds())), [Did(what="looked", words=words)]

    def _kept(self, marks: Marks) -> Marks:
        self._marks.write(marks)
        return marks


def _is_declined(branch: Branch) -> bool:
    """Tell whether Git declined a branch since the last look."""
    return bool(branch.said) and branch.pull is not None and branch.pull.state is PullState.CLOSED


def _proposed(tip: Commit, proposed: Proposed) -> Did:
    written = sum(bool(outcome.revision) for outcome in proposed.outcomes)
    words = f"{tip.oid[:7]} {tip.subject}: {written} written, {len(proposed.pending)} wait for a person"
    return Did(what="proposed", words=words)
