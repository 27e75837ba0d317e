"""Propose: what Git renders at a commit meets the hub; it is promoted, or it waits. CI's verb."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from core.errors import HeadgateError, InputRefused, SideMoved, SourceUnreadable
from core.model.names import UnitName
from core.model.proposal import Commit
from core.model.syncpoint import SyncPoint
from core.ports.renderer import RenderedUnit
from core.progress import Progress, Stop
from core.sync.bring import Became, UnitOutcome, bring
from core.sync.context import Context
from core.sync.gather import Gathered, Unread, gather_space, with_git

__all__ = ["Failed", "Proposed", "propose"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A space (``space/*``) or unit that could not be proposed, and why; nothing of it was written."""

    what: str
    error: HeadgateError


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What a propose did.

    Attributes:
        commit: which commit was rendered.
        outcomes: every unit that Git or the hub's record of Git knows.
        failed: what could not be rendered, read or written; the others went on.
    """

    commit: Commit
    outcomes: tuple[UnitOutcome, ...]
    failed: tuple[Failed, ...] = ()

    @property
    def pending(self) -> tuple[UnitOutcome, ...]:
        """The units for which something waits."""
        return tuple(outcome for outcome in self.outcomes if outcome.item is not None)


def propose(
    context: Context,
    *,
    commit: str | None,
    space: str | None,
    dry_run: bool,
    progress: Progress,
    stop: Stop,
) -> Proposed:
    """Render one space or all at a commit and bring each unit as far as it goes without a person.

    Running it again with nothing changed writes nothing. A unit whose Head moves while it is promoted is
    compared again against the new Head.

    Raises:
        NotFound: no such commit or space.
        SourceUnreadable: the one space that was asked for cannot be rendered, or the hub cannot be read.
        InputRefused: what Git renders for it cannot be read; names file and line. Of several spaces the
            others go on, and `Proposed.failed` names those that could not.
    """
    at = context.repository.resolve(commit) if commit else context.repository.head()
    names = [space] if space else list(context.renderer.spaces())
    outcomes: list[UnitOutcome] = []
    failed: list[Failed] = []
    for done, name in enumerate(names):
        if stop.is_set():
            break
        try:
            for outcome in _rendered(context, name, at, dry_run=dry_run, stop=stop):
                if isinstance(outcome, Failed):
                    failed.append(outcome)
                else:
                    outcomes.append(outcome)
        except (SourceUnreadable, InputRefused) as error:
            if len(names) == 1:
                raise
            failed.append(Failed(what=f"{name}/*", error=error))
        progress.step("spaces", done + 1, len(names))
    return Proposed(commit=at, outcomes=tuple(outcomes), failed=tuple(failed))


def _rendered(
    context: Context, space: str, at: Commit, *, dry_run: bool, stop: Stop
) -> Iterator[UnitOutcome | Failed]:
    rendered = context.renderer.render(space, at.oid, stop=stop)
    yield from _space(context, space, at, rendered, dry_run=dry_run)


def _space(
    context: Context, space: str, at: Commit, rendered: Sequence[RenderedUnit], *, dry_run: bool
) -> Iterator[UnitOutcome | Failed]:
    offered = {one.unit: one for one in rendered}
    found, unread = gather_space(context, space, also=offered)
    older = _Ancestry(context, at)
    quiet: list[SyncPoint] = []
    for unit, why in unread.items():
        yield Failed(what=str(unit), error=_unreadable(unit, why))
    for sides in found:
        offer = offered.get(sides.unit)
        if offer is None and not _was_in_git(sides):
            continue
        if older.than(sides.commit):
            yield UnitOutcome(unit=sides.unit, became=Became.OLDER, why="a newer commit was proposed already")
            continue
        text, paths = (offer.text, offer.paths) if offer else ("", ())
        try:
            outcome, point = bring(context, with_git(sides, text, at, paths), dry_run=dry_run)
        except (SourceUnreadable, InputRefused, SideMoved) as error:
            yield Failed(what=str(sides.unit), error=error)
            continue
        quiet += [point] if point is not None else []
        yield outcome
    if not dry_run:
        _store(context, quiet)


def _store(context: Context, points: Sequence[SyncPoint]) -> None:
    """Store the points in one go; where one unit moved meanwhile the others still go in."""
    if not points:
        return
    try:
        context.points.agree(points)
    except SideMoved:
        for point in points:
            with suppress(SideMoved):  # whoever moved it looked at the unit; the next run does too
                context.points.agree([point])


def _unreadable(unit: UnitName, why: Unread) -> SourceUnreadable:
    return SourceUnreadable(f"Could not read {unit}", why=why.why, next_step="headgate doctor")


def _was_in_git(sides: Gathered) -> bool:
    return bool(sides.proposal) or bool(sides.point and sides.point.git_text)


class _Ancestry:
    """Tells whether the commit at hand is older than ones seen before; asks Git once per commit."""

    def __init__(self, context: Context, at: Commit) -> None:
        self._context = context
        self._at = at
        self._known: dict[str, bool] = {at.oid: False}

    def than(self, seen: Commit | None) -> bool:
        if seen is None:
            return False
        if seen.oid not in self._known:
            self._known[seen.oid] = self._context.repository.contains(seen.oid, self._at.oid)
        return self._known[seen.oid]
