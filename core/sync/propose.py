"""Propose: what Git renders at a commit meets the hub; it is promoted, or it waits. CI's verb."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.errors import InputRefused, SourceUnreadable
from core.model.item import UnknownUnit
from core.model.proposal import Commit
from core.model.syncpoint import SyncPoint
from core.ports.renderer import RenderedUnit
from core.progress import Progress, Stop
from core.sync.bring import Became, UnitOutcome, bring
from core.sync.context import Context
from core.sync.gather import Gathered, gather, gather_space, with_git

__all__ = ["Proposed", "propose"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What a propose did.

    Attributes:
        commit: which commit was rendered.
        outcomes: every unit that Git or the hub's record of Git knows.
        unread: spaces that could not be rendered or read, and why; nothing was done there.
    """

    commit: Commit
    outcomes: tuple[UnitOutcome, ...]
    unread: tuple[UnknownUnit, ...] = ()

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
            others go on, and `Proposed.unread` names those that could not.
    """
    at = context.repository.resolve(commit) if commit else context.repository.head()
    names = [space] if space else list(context.renderer.spaces())
    outcomes: list[UnitOutcome] = []
    unread: list[UnknownUnit] = []
    for done, name in enumerate(names):
        try:
            rendered = context.renderer.render(name, at.oid, stop=stop)
            outcomes += _space(context, name, at, rendered, dry_run=dry_run)
        except (SourceUnreadable, InputRefused) as error:
            if len(names) == 1:
                raise
            unread.append(UnknownUnit(unit=f"{name}/*", why=f"{error.what}: {error.why}"))
        progress.step("spaces", done + 1, len(names))
        if stop.is_set():
            break
    return Proposed(commit=at, outcomes=tuple(outcomes), unread=tuple(unread))


def _space(
    context: Context, space: str, at: Commit, rendered: Sequence[RenderedUnit], *, dry_run: bool
) -> Iterator[UnitOutcome]:
    found = {sides.unit: sides for sides in gather_space(context, space)[0]}
    offered = {one.unit: one for one in rendered}
    quiet: list[SyncPoint] = []
    for unit in sorted({*found, *offered}):
        sides = found.get(unit) or gather(context, unit)
        offer = offered.get(unit)
        if offer is None and not _was_in_git(sides):
            continue
        if sides.commit is not None and _older(context, at, sides.commit):
            yield UnitOutcome(
                unit=unit, became=Became.OLDER, why=f"Git was at {sides.commit.oid[:7]} already"
            )
            continue
        text, paths = (offer.text, offer.paths) if offer else ("", ())
        outcome, point = bring(context, with_git(sides, text, at, paths), dry_run=dry_run)
        quiet += [point] if point is not None else []
        yield outcome
    if quiet and not dry_run:
        context.points.agree(quiet)


def _was_in_git(sides: Gathered) -> bool:
    return bool(sides.proposal) or bool(sides.point and sides.point.git_text)


def _older(context: Context, at: Commit, seen: Commit) -> bool:
    return at.oid != seen.oid and context.repository.contains(seen.oid, at.oid)
