"""Drifts: what is live against what was last applied, looked at now, space by space."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.errors import SourceUnreadable
from core.merge.places import Ignored
from core.merge.resolution import Field
from core.model.delivery import delivery_words
from core.model.item import UnknownUnit
from core.model.made import Made
from core.model.names import UnitName
from core.model.people import Owner
from core.progress import Progress, Stop
from core.sync.compared import Compared, compared, field_of
from core.sync.context import Context
from core.sync.gather import Gathered, Unread, gather_space
from core.sync.inbox import names_of, read_unit
from core.sync.made import made_of
from core.sync.owners import LiveOwners
from core.sync.show import shown_field

__all__ = ["DriftedUnit", "Drifts", "drifts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftedUnit:
    """One unit whose live side differs from what was last applied.

    Attributes:
        unit: which.
        fields: the drifted fields, masked for showing.
        ignored: live differences that are none, with their rules.
        applied: number of the revision that live was compared with.
        owners: who set a field live, by its key; missing where nobody says.
        in_cloud: keys of the fields that drifted in the cloud, as a provider reports.
        made: what its claims made and what is not as it was asked for; empty where nobody followed them.
    """

    unit: UnitName
    fields: tuple[Field, ...]
    ignored: tuple[Ignored, ...]
    applied: int
    owners: Mapping[str, Owner] = field(default_factory=dict)
    in_cloud: frozenset[str] = frozenset()
    made: tuple[Made, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drifts:
    """What a look at live found, and what could not be looked at."""

    units: tuple[DriftedUnit, ...]
    unknown: tuple[UnknownUnit, ...]
    read_at: str


def drifts(
    context: Context,
    *,
    space: str | None,
    unit: UnitName | None,
    progress: Progress,
    stop: Stop,
    with_made: bool = False,
) -> Drifts:
    """Compare live with what was last applied, now; settled or not, captured or not.

    With ``with_made`` claims are followed to what they made, which reads more of live.
    """
    context = context if with_made else replace(context, made=None)
    if unit is not None:
        one = read_unit(context, unit)
        blind = one.sides.live if isinstance(one.sides.live, Unread) else None
        unread = [UnknownUnit(unit=str(unit), why=blind.why)] if blind else []
        unread += _reported([one.sides], context.clock.now())
        units = () if blind else (_drifted(context, one, made_of(context, [one.sides])),)
        return Drifts(units=units, unknown=tuple(unread), read_at=context.clock.now())
    found: list[DriftedUnit] = []
    unknown: list[UnknownUnit] = []
    names = [space] if space else names_of(context)
    for done, name in enumerate(names):
        if stop.is_set():
            break
        try:
            seen, out = _look(context, name)
        except SourceUnreadable as error:
            seen, out = [], [UnknownUnit(unit=f"{name}/*", why=f"{error.what}: {error.why}")]
        found += seen
        unknown += out
        progress.step("spaces", done + 1, len(names))
    return Drifts(units=tuple(found), unknown=tuple(unknown), read_at=context.clock.now())


def _look(context: Context, space: str) -> tuple[list[DriftedUnit], list[UnknownUnit]]:
    units, unread = gather_space(context, space)
    unknown = [UnknownUnit(unit=str(one), why=why.why) for one, why in unread.items()]
    unknown += _reported(units, context.clock.now())
    made = made_of(context, units)
    found: list[DriftedUnit] = []
    for sides in units:
        if isinstance(sides.live, Unread):
            unknown.append(UnknownUnit(unit=str(sides.unit), why=sides.live.why))
        else:
            unit = compared(sides, catalog=context.catalog, key=context.digest_key)
            found.append(_drifted(context, unit, made))
    return found, unknown


def _reported(units: Sequence[Gathered], now: str) -> Iterator[UnknownUnit]:
    """Tell reports that live is otherwise where nobody of us sees live: which fields, they do not say."""
    told: dict[str, list[UnitName]] = {}
    for sides in units:
        delivery = sides.head.delivery if sides.head else None
        if sides.live is None and delivery is not None and delivery.apart(now):
            told.setdefault(delivery_words(delivery, now), []).append(sides.unit)
    for words, names in told.items():
        named = str(names[0]) if len(names) == 1 else f"{names[0].space}/*"
        yield UnknownUnit(unit=named, why=f"it has no live side in the settings, and the hub says: {words}")


def _drifted(context: Context, unit: Compared, made: Mapping[UnitName, tuple[Made, ...]]) -> DriftedUnit:
    """Take the engine's own finding: a decision about drift does not make it go away."""
    places = [place for place in unit.comparison.places if place.live_changed]
    fields = [field_of(place, unit.relation, context.catalog) for place in places]
    owners = LiveOwners(unit.sides)
    known = {one.key: owner for one in fields if (owner := owners.of_place(one.place)) is not None}
    return DriftedUnit(
        unit=unit.sides.unit,
        fields=tuple(map(shown_field, fields)),
        ignored=tuple(unit.comparison.ignored),
        applied=unit.sides.head.applied if unit.sides.head else 0,
        owners=known,
        in_cloud=frozenset(one.key for one in fields if owners.is_in_cloud(one.place)),
        made=made.get(unit.sides.unit, ()),
    )
