"""Wanted: the fields that Git shall have from the hub, and which of them may go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.fieldpath import FieldPath
from core.krm.digest import same_at
from core.krm.edit.changes import FieldChange
from core.krm.read.documents import Documents
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, UNKNOWN
from core.merge.places import Held, Place
from core.merge.resolution import Field
from core.model.item import ItemKind, UnknownUnit
from core.model.names import UnitName
from core.model.proposal import Commit
from core.model.unit import Revision
from core.ports.renderer import RenderedUnit
from core.ports.source_edits import Unrepresentable
from core.sync.compared import Compared, Relation, compared, held_in
from core.sync.context import Context
from core.sync.gather import Gathered, gather_space, with_git
from core.sync.items import waiting
from core.sync.message import named
from core.sync.owners import revisions_of
from core.sync.result import written
from core.sync.texts import parsed

__all__ = [
    "LeftOut",
    "Looked",
    "Wanted",
    "allowed",
    "carried_of",
    "carries",
    "change_of",
    "only_in_hub",
    "out_of_reach",
    "wanted_in",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A field that no branch carries, and why; ``options`` are the ways out where no source can say it."""

    unit: UnitName
    path: str
    why: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One unit with the fields that Git shall have.

    Attributes:
        unit: as it was compared.
        fields: what Git shall have of it.
        revisions: the revision since which the hub holds a field, by field key; missing where not known.
    """

    unit: Compared
    fields: tuple[Field, ...]
    revisions: Mapping[str, Revision]

    def revision(self, field: Field) -> Revision | None:
        """Find where the hub's value of a field is from."""
        return self.revisions.get(field.key)

    @property
    def branch(self) -> str:
        """The branch that was made for the unit last; "" for none."""
        return self.unit.sides.point.sync_back if self.unit.sides.point else ""

    @property
    def number(self) -> int:
        """Number of the newest revision that a field is from."""
        return max((revision.number for revision in self.revisions.values()), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a look at a space found.

    Attributes:
        wanted: what the hub holds and Git does not.
        unmet: the units that the hub has and Git was never looked at for.
        unknown: the units that could not be read.
    """

    wanted: tuple[Wanted, ...]
    unmet: tuple[Gathered, ...]
    unknown: tuple[UnknownUnit, ...]


def wanted_in(context: Context, space: str) -> Looked:
    """Look what a space's hub side holds and Git does not; units with a decision pending wait for it.

    Raises:
        SourceUnreadable: the hub cannot be read at all.
    """
    found, unread = gather_space(context, space)
    unknown = [UnknownUnit(unit=str(unit), why=why.why) for unit, why in unread.items()]
    wanted: list[Wanted] = []
    unmet: list[Gathered] = []
    for sides in found:
        unit = compared(sides, catalog=context.catalog, key=context.digest_key)
        if unit.relation is Relation.NOT_IN_GIT and sides.head is not None and not sides.head.deleted:
            unmet.append(sides)
        for one in waiting(unit, context.catalog, context.digest_key):
            if one.item.kind is ItemKind.SYNC_BACK:
                revisions = revisions_of(context, sides, one.fields)
                wanted.append(Wanted(unit=unit, fields=one.fields, revisions=revisions))
    return Looked(wanted=tuple(wanted), unmet=tuple(unmet), unknown=tuple(unknown))


def only_in_hub(
    context: Context, unmet: Sequence[Gathered], now: Mapping[UnitName, RenderedUnit], head: Commit
) -> list[Wanted]:
    """Want whole the units that Git does not render; one that it does is for propose to compare."""
    wanted: list[Wanted] = []
    for sides in unmet:
        if sides.unit in now:
            continue
        unit = compared(with_git(sides, "", head, ()), catalog=context.catalog, key=context.digest_key)
        revisions = revisions_of(context, sides, unit.fields)
        wanted.append(Wanted(unit=unit, fields=unit.fields, revisions=revisions))
    return wanted


def allowed(
    context: Context, wanted: Sequence[Wanted], now: Mapping[UnitName, RenderedUnit]
) -> tuple[list[Wanted], list[LeftOut]]:
    """Leave out secrets, and fields that Git changed since they were compared: nobody has seen that yet."""
    kept: list[Wanted] = []
    left: list[LeftOut] = []
    for one in wanted:
        documents = _rendered(one, now)
        whys = {field.key: _forbidden(context, documents, field) for field in one.fields}
        left += [
            _left_out(one, field.place.resource, field.path, whys[field.key])
            for field in one.fields
            if whys[field.key]
        ]
        fields = tuple(field for field in one.fields if not whys[field.key])
        kept += [replace(one, fields=fields)] if fields else []
    return kept, left


def out_of_reach(wanted: Sequence[Wanted], out: Sequence[Unrepresentable]) -> list[LeftOut]:
    """List the changes that no source can express, with the reasons."""
    units = {one.unit.sides.unit: one for one in wanted}
    return [
        replace(
            _left_out(units[one.unit], one.change.resource, one.change.path, one.why), options=one.options
        )
        for one in out
        if isinstance(one.change.resource, ResourceId)
    ]


def _left_out(one: Wanted, resource: ResourceId, path: FieldPath, why: str) -> LeftOut:
    sides = one.unit.sides
    return LeftOut(unit=sides.unit, path=named(sides, resource, path), why=why)


def carries(context: Context, one: Wanted, there: Mapping[UnitName, RenderedUnit]) -> bool:
    """Tell whether what is rendered somewhere holds all the wanted values."""
    documents = _rendered(one, there)
    return all(_same(context, documents, field.place, field.place.hub) for field in one.fields)


def carried_of(wanted: Sequence[Wanted], out: Sequence[tuple[UnitName, FieldChange]]) -> list[Wanted]:
    """Take the changes that no source can express out."""
    gone = [(unit, change.resource, change.path) for unit, change in out]
    kept: list[Wanted] = []
    for one in wanted:
        fields = tuple(
            field
            for field in one.fields
            if (one.unit.sides.unit, written(one.unit.sides, field.place), field.path) not in gone
        )
        kept += [replace(one, fields=fields)] if fields else []
    return kept


def change_of(unit: Compared, field: Field) -> FieldChange:
    """Say what Git shall hold at a field: the hub's value."""
    held = field.place.hub
    value = ABSENT if held is UNKNOWN else held
    return FieldChange(resource=written(unit.sides, field.place), path=field.path, value=value)


def _rendered(one: Wanted, units: Mapping[UnitName, RenderedUnit]) -> Documents | None:
    rendered = units.get(one.unit.sides.unit)
    return parsed(rendered.text, one.unit.sides.space.namespace) if rendered else None


def _forbidden(context: Context, documents: Documents | None, field: Field) -> str:
    if field.place.sensitive and field.place.hub is not ABSENT:
        return "a secret's value is never written to Git; store a reference to it"
    if not _same(context, documents, field.place, field.place.git):
        return "Git changed it since; headgate propose first"
    return ""


def _same(context: Context, documents: Documents | None, place: Place, other: Held) -> bool:
    if other is UNKNOWN:
        return False
    held = held_in(documents, place.resource, place.path)
    return same_at(held, other, resource=place.resource, path=place.path, catalog=context.catalog)
