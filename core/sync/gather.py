"""Gather: read all sides of a unit into one frozen value. Decides nothing, writes nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from core.errors import HeadgateError, InputRefused, SourceUnreadable
from core.krm.read.documents import Document, Documents
from core.krm.read.limits import Limits
from core.krm.resource import ResourceId
from core.model.names import NO_DATA, NO_REVISION, RevisionNumber, UnitName
from core.model.proposal import Capture, Commit, Proposal
from core.model.space import Space
from core.model.syncpoint import SyncPoint
from core.model.unit import Guard, Head
from core.sync.context import Context
from core.sync.freezes import thawed
from core.sync.platform import Foreseen, to_be_asked
from core.sync.texts import base_of, parsed

__all__ = ["Gathered", "Unread", "commit_of", "gather", "gather_space", "with_git", "with_live"]

T = TypeVar("T")
_WHOLE_SPACE: Final = Limits(bytes=1 << 28, nodes=20_000_000, documents=200_000)
"""All live objects of a space in one text; each unit's own text is read under the usual limits."""

_Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Unread:
    """A side that could not be read, and why: unknown, never "in sync", never "deleted"."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """All sides of one unit as they were read.

    Attributes:
        unit: its name.
        space: what the settings say of its space.
        head: None where the hub never had the unit.
        hub: Head's documents; None where there is none or it deletes the unit.
        hub_text: the same as text; "" likewise.
        applied: the documents of the revision last applied; None where none is known.
        point: the sync point; None where there is none.
        git: what Git renders; None where Git has no such unit.
        git_text: the same as text; "" likewise.
        git_known: Git was looked at for this unit.
        commit: where Git's side is from.
        paths: its source files.
        proposal: the pending proposal, if one waits.
        captures: pending captures.
        live: live documents; None where the space has no live side; `Unread` where it could not be read.
        live_read_at: RFC 3339 UTC; "" where live was not read.
        foreseen: what the cluster itself would make of what was applied, where live differs from that.
    """

    unit: UnitName
    space: Space
    head: Head | None
    hub: Documents | None
    hub_text: str
    applied: Documents | None
    point: SyncPoint | None
    git: Documents | None
    git_text: str
    git_known: bool
    commit: Commit | None
    paths: tuple[str, ...]
    proposal: Proposal | None
    captures: tuple[Capture, ...]
    live: Documents | Unread | None
    live_read_at: str = ""
    foreseen: Foreseen = field(default_factory=dict)

    @property
    def base(self) -> Documents | None:
        """The base's documents; None where there is no sync point."""
        return base_of(self.point.base, self.git_text, self.space.namespace) if self.point else None

    @property
    def guard(self) -> Guard:
        """What was seen of the hub, to be checked by every write."""
        return Guard(
            data_hash=self.head.data_hash if self.head else NO_DATA,
            sync_version=self.point.version if self.point else 0,
        )

    @property
    def head_moved(self) -> bool:
        """Head is not the one of the last agreement."""
        return self.point is None or self.head is None or self.head.data_hash != self.point.hub_hash


def gather(context: Context, unit: UnitName) -> Gathered:
    """Read all sides of one unit: hub, sync point, the newest offer from Git, and live.

    Raises:
        SourceUnreadable: hub or base cannot be read. An unreadable live side is a value instead.
        InputRefused: a stored text cannot be read as documents.
    """
    return with_live(context, [_without_live(context, _listed(context, unit.space, unit), unit)])[0]


def gather_space(
    context: Context, space: str, *, also: Iterable[UnitName] = ()
) -> tuple[Sequence[Gathered], Mapping[UnitName, Unread]]:
    """Read all sides of all units of a space, each list once and live in one go.

    Args:
        context: the ports.
        space: which.
        also: units to read though the hub need not know them yet.

    Returns:
        The units that could be read, by name, and why the others could not.

    Raises:
        SourceUnreadable: the hub cannot be read at all.
    """
    listed = _listed(context, space)
    found: list[Gathered] = []
    unread: dict[UnitName, Unread] = {}
    for unit in sorted({*listed.units, *also}):
        try:
            sides = _without_live(context, listed, unit)
            _ = sides.base  # read here, so that one unit's trouble stays its own
            found.append(sides)
        except (SourceUnreadable, InputRefused) as error:
            unread[unit] = Unread(_why(error))
    return with_live(context, found), unread


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """What the hub lists for a space, by unit."""

    space: Space
    heads: Mapping[UnitName, Head]
    points: Mapping[UnitName, SyncPoint]
    proposals: Mapping[UnitName, Proposal]
    captures: tuple[Capture, ...]

    @property
    def units(self) -> set[UnitName]:
        alive = {unit for unit, head in self.heads.items() if not head.deleted or _still_applied(head)}
        return alive | self.proposals.keys() | {unit for unit, point in self.points.items() if point.git_text}


def _still_applied(head: Head) -> bool:
    """A deleted unit matters until its deletion was applied."""
    return head.applied not in {NO_REVISION, head.number}


def _listed(context: Context, space: str, unit: UnitName | None = None) -> _Listed:
    heads = context.hub.heads(space) if unit is None else _some(context.hub.head(unit))
    points = context.points.sync_points(space) if unit is None else _some(context.points.sync_point(unit))
    return _Listed(
        space=context.spaces.get(space, Space(name=space)),
        heads={head.unit: head for head in heads},
        points={point.unit: point for point in points},
        proposals={proposal.unit: proposal for proposal in context.proposals.pending(space)},
        captures=tuple(context.captures.pending_captures(space)),
    )


def _some(value: T | None) -> list[T]:
    return [] if value is None else [value]


def _without_live(context: Context, listed: _Listed, unit: UnitName) -> Gathered:
    head, point, proposal = listed.heads.get(unit), listed.points.get(unit), listed.proposals.get(unit)
    namespace = listed.space.namespace
    hub_text = _text(context, head, head.number if head and not head.deleted else None)
    applied = (
        hub_text
        if head and head.applied == head.number
        else _text(context, head, head.applied if head else None)
    )
    git_text, commit, paths = _git_side(point, proposal)
    return Gathered(
        unit=unit,
        space=listed.space,
        head=head,
        hub=parsed(hub_text, namespace),
        hub_text=hub_text,
        applied=parsed(applied, namespace),
        point=point,
        git=parsed(git_text, namespace),
        git_text=git_text,
        git_known=commit is not None,
        commit=commit,
        paths=paths,
        proposal=proposal,
        captures=tuple(capture for capture in listed.captures if capture.unit == unit),
        live=None,
    )


def with_git(sides: Gathered, text: str, commit: Commit, paths: tuple[str, ...]) -> Gathered:
    """Put what Git renders now in place of what it offered before.

    Raises:
        InputRefused: the text cannot be read as documents.
    """
    git = parsed(text, sides.space.namespace)
    return replace(sides, git=git, git_text=text, git_known=True, commit=commit, paths=paths)


def commit_of(sides: Gathered) -> Commit:
    """Read the commit that Git's side is from, which a unit that is being proposed has."""
    if sides.commit is None:
        raise AssertionError("a unit is proposed from a commit")
    return sides.commit


def _text(context: Context, head: Head | None, number: RevisionNumber | None) -> str:
    return context.hub.data(head.unit, number) if head and number else ""


def _git_side(
    point: SyncPoint | None, proposal: Proposal | None
) -> tuple[str, Commit | None, tuple[str, ...]]:
    if proposal is not None:
        return proposal.data, proposal.commit, proposal.paths
    if point is not None:
        return point.git_text, point.commit, point.paths
    return "", None, ()


def with_live(context: Context, found: Sequence[Gathered]) -> Sequence[Gathered]:
    """Read what is live of units of one space, in one go; where it cannot be read the side says why."""
    if not found or not context.live.observes(found[0].unit.space):
        return found
    space, resources = found[0].space, list(_resources(found))
    try:
        observed = context.live.observe(space.name, resources)
        seen = observed.documents(space.namespace, limits=_WHOLE_SPACE)
    except (SourceUnreadable, InputRefused) as error:
        return [replace(sides, live=Unread(_why(error))) for sides in found]
    as_thawed = thawed(seen.documents, context.frozen(space.name) if context.frozen else ())
    by_key = {document.id.key: document for document in as_thawed if document.id is not None}
    blind = {resource.key: why for resource, why in observed.unread.items()}
    now = [
        replace(sides, live=_own(seen, by_key, blind, sides), live_read_at=observed.when) for sides in found
    ]
    return _with_foresight(context, now)


def _with_foresight(context: Context, found: Sequence[Gathered]) -> Sequence[Gathered]:
    """Ask a cluster about what looks drifted, in one go."""
    if context.foresight is None:
        return found
    asked = [
        one
        for sides in found
        if sides.applied and isinstance(sides.live, Documents)
        for one in to_be_asked(sides.applied, sides.live, catalog=context.catalog)
    ]
    foreseen = context.foresight(found[0].space.name, asked) if asked else {}
    return [replace(sides, foreseen=foreseen) for sides in found] if foreseen else found


def _own(
    seen: Documents, by_key: Mapping[_Key, Document], blind: Mapping[_Key, str], sides: Gathered
) -> Documents | Unread:
    """Pick what is live of a unit; where one of its resources could not be read, the unit is unknown."""
    keys = dict.fromkeys(resource.key for resource in _resources([sides]))
    if unread := [blind[key] for key in keys if key in blind]:
        return Unread(unread[0])
    return replace(seen, documents=tuple(by_key[key] for key in keys if key in by_key))


def _why(error: HeadgateError) -> str:
    return f"{error.what}: {error.why}"


def _resources(found: Sequence[Gathered]) -> Iterator[ResourceId]:
    """Name every resource that any side holds, once."""
    named: set[_Key] = set()
    for sides in found:
        for documents in (sides.applied, sides.hub, sides.git, sides.base):
            for document in documents.documents if documents else ():
                if document.id is not None and document.id.key not in named:
                    named.add(document.id.key)
                    yield document.id
