"""Blame: who set each field of a unit, on each side, to the line of the authoring source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from core.errors import HeadgateError, NotFound
from core.fieldpath import ROOT, FieldPath
from core.krm.read.documents import Document
from core.krm.resource import ResourceId
from core.krm.schema.node import Node
from core.krm.values import Value
from core.merge.pairing import parts_of
from core.merge.places import Side
from core.merge.resolution import Field
from core.model.names import UnitName
from core.model.people import Owner, Sure
from core.model.proposal import Commit
from core.ports.source_lines import RenderedPlace, Untraced, Written
from core.sync.context import Context
from core.sync.gather import Gathered, gather
from core.sync.owners import Holding, LiveOwners, by_revision, file_owner, since

__all__ = ["BlamedField", "blame_unit", "git_owners", "with_lines"]

_LOOK_BACK: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class BlamedField:
    """One field that Head holds, and who set it on each side.

    Attributes:
        resource: of which resource.
        path: which field.
        owners: by side; Git, hub and live are always there, with the reason where nobody is known.
    """

    resource: ResourceId
    path: FieldPath
    owners: dict[Side, Owner]


def blame_unit(context: Context, unit: UnitName, path: str = "") -> tuple[BlamedField, ...]:
    """Say who set each field of Head, or each one under a path.

    Args:
        context: the ports.
        unit: whose.
        path: as printed, ``resource#path`` or just the path; "" for every field.

    Raises:
        NotFound: no such unit in the hub, or Head holds no such field.
        InputRefused: the path cannot be read.
        SourceUnreadable: the hub cannot be read.
    """
    sides = gather(context, unit)
    holdings = [one for one in _holdings(context, sides) if _is_asked(one, path)]
    if not holdings:
        raise _nothing(unit, path, is_there=sides.hub is not None)
    revisions = since(context, sides, holdings, look_back=_LOOK_BACK)
    places = [(one.resource, one.path) for one in holdings]
    git = git_owners(context, unit, sides.commit, places)
    live = LiveOwners(sides)
    return tuple(
        BlamedField(
            resource=one.resource,
            path=one.path,
            owners={
                Side.GIT: by_git,
                Side.HUB: by_revision(revisions[one.key]),
                Side.LIVE: live.of(one.resource, one.path),
            },
        )
        for one, by_git in zip(holdings, git, strict=True)
    )


def with_lines(
    context: Context,
    unit: UnitName,
    commit: Commit | None,
    fields: Sequence[Field],
    owners: dict[str, dict[Side, Owner]],
) -> dict[str, dict[Side, Owner]]:
    """Make Git's owners of an opened item exact, where the lines of its fields are found."""
    asked = [field for field in fields if field.place.git_changed]
    found = git_owners(context, unit, commit, [(field.place.resource, field.path) for field in asked])
    exact = {field.key: owner for field, owner in zip(asked, found, strict=True) if owner.who}
    return {key: {**sides, Side.GIT: exact[key]} if key in exact else sides for key, sides in owners.items()}


def git_owners(
    context: Context, unit: UnitName, commit: Commit | None, places: Sequence[RenderedPlace]
) -> Sequence[Owner]:
    """Name the commit that wrote the lines behind each place, in the order asked.

    Never fails: where lines or history cannot be read, the answer says so.
    """
    if commit is None:
        return [Owner(why="Git was never looked at for this unit")] * len(places)
    try:
        found = context.lines.written(unit, commit.oid, places)
    except HeadgateError as error:
        return [Owner(why=f"{error.what}: {error.why}")] * len(places)
    return [_owner(context, commit, one) for one in found]


def _owner(context: Context, commit: Commit, found: Written | Untraced) -> Owner:
    if isinstance(found, Untraced):
        return _untraced(context, commit, found)
    try:
        lines = context.repository.blame(commit.oid, found.path)[found.first - 1 : found.last]
    except HeadgateError as error:
        return Owner(why=f"{error.what}: {error.why}", place=_place(found))
    if not lines:
        return Owner(why="the file is shorter than it was read", place=_place(found))
    by = max(lines, key=lambda one: one.authored)
    is_cut = context.repository.is_cut_off(by.oid)
    return Owner(
        who=by.author,
        when=by.authored,
        how=f"commit {by.oid[:7]} {by.subject}",
        sure=Sure.UNKNOWN if is_cut else Sure.EXACT,
        why="this commit, or one before it: the clone is shallow" if is_cut else "",
        place=_place(found),
    )


def _untraced(context: Context, commit: Commit, found: Untraced) -> Owner:
    """Name the last commit of the only file it can be from; else nobody."""
    whole = None
    try:
        whole = file_owner(context, commit, (found.path,)) if found.path else None
    except HeadgateError as error:
        return Owner(why=f"{found.why}; {error.what}")
    if whole is None or whole.sure is Sure.UNKNOWN:
        return Owner(why=found.why)
    return Owner(
        who=whole.who, when=whole.when, how=whole.how, sure=Sure.FILE, why=found.why, place=found.path
    )


def _place(found: Written) -> str:
    return f"{found.path}:{found.first}"


def _holdings(context: Context, sides: Gathered) -> Iterator[Holding]:
    for document in sides.hub.documents if sides.hub else ():
        if document.id is not None:
            yield from _leaves(document, document.id, context)


def _leaves(document: Document, resource: ResourceId, context: Context) -> Iterator[Holding]:
    """Name every value that stands alone: scalars, and lists whose items have no names."""

    def below(value: Value, path: FieldPath, node: Node) -> Iterator[Holding]:
        parts = parts_of(value, node)
        for step, part, inner in parts:
            yield from below(part, path / step, inner)
        if not parts:
            yield Holding(f"{resource}#{path}", resource, path, value)

    return below(document.value, ROOT, context.catalog.node(resource))


def _is_asked(one: Holding, path: str) -> bool:
    resource, mark, inner = path.rpartition("#")
    if mark and str(one.resource) != resource:
        return False
    return FieldPath.parse(inner).covers(one.path)


def _nothing(unit: UnitName, path: str, *, is_there: bool) -> NotFound:
    if not is_there:
        return NotFound(
            f"There is no unit {unit} in the hub",
            why="it was never created, or Head deletes it",
            next_step="headgate status --all lists the units that there are",
        )
    return NotFound(
        f"Head of {unit} holds no field {path}",
        why="no field has this path, and none stands below it",
        next_step=f"headgate blame {unit} lists every field",
    )
