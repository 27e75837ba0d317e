"""The inbox: everything that waits, over all spaces, most urgent first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from core.errors import NotFound, SourceUnreadable, UsageError
from core.model.delivery import delivery_words
from core.model.groups import group_id
from core.model.item import Inbox, Item, ItemKind, Risk, UnitState, UnknownUnit
from core.model.names import UnitName
from core.progress import Progress, Stop
from core.sync.compared import Compared, Relation, compared
from core.sync.context import Context
from core.sync.gather import Gathered, Unread, gather, gather_space
from core.sync.items import Waiting, waiting
from core.sync.signed import signed

__all__ = ["REPORTS", "Found", "find", "find_many", "items_of", "names_of", "read_inbox", "read_unit"]

REPORTS: Final = frozenset({ItemKind.SYNC_BACK, ItemKind.PENDING_APPLY})
"""Kinds that report what is under way; a unit's name never stands for one of them."""

_RISKS: Final = (Risk.HIGH, Risk.MEDIUM, Risk.LOW)
_PRESSING: Final = {
    ItemKind.BREAK_GLASS: 0,
    ItemKind.CONFLICT: 1,
    ItemKind.HOLD: 2,
    ItemKind.CAPTURE: 3,
    ItemKind.DELETION: 4,
    ItemKind.UNRELATED: 5,
    ItemKind.PROPOSAL: 6,
    ItemKind.SYNC_BACK: 7,
    ItemKind.PENDING_APPLY: 8,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An item with its unit as it was compared; not for showing."""

    unit: Compared
    waiting: Waiting


def read_inbox(context: Context, *, space: str | None = None, progress: Progress, stop: Stop) -> Inbox:
    """Compare every unit of one space or of all, and list what waits.

    A space or unit that cannot be read is listed as unknown, with the reason.
    """
    items: list[Item] = []
    unknown: list[UnknownUnit] = []
    states: list[UnitState] = []
    names = [space] if space else names_of(context)
    held = context.leases.all()
    for done, name in enumerate(names):
        if stop.is_set():
            break
        try:
            found, unread = gather_space(context, name)
        except SourceUnreadable as error:
            unknown.append(UnknownUnit(unit=f"{name}/*", why=f"{error.what}: {error.why}"))
            continue
        unknown += [UnknownUnit(unit=str(unit), why=why.why) for unit, why in unread.items()]
        unknown += _blind(found)
        for sides in found:
            unit = _compared(context, sides)
            mine = [signed(context, unit, one) for one in waiting(unit, context.catalog, context.digest_key)]
            items += [replace(item, open_at=held.get(item.unit, ())) for item in mine]
            states.append(_state(unit, mine, context.clock.now()))
        progress.step("spaces", done + 1, len(names))
    return Inbox(
        items=tuple(sorted(items, key=_urgency)),
        unknown=tuple(unknown),
        states=tuple(states),
        read_at=context.clock.now(),
    )


def read_unit(context: Context, unit: UnitName) -> Compared:
    """Compare one unit.

    Raises:
        SourceUnreadable: hub or base cannot be read.
        NotFound: neither hub nor Git has it.
    """
    sides = gather(context, unit)
    if sides.head is None and sides.proposal is None and sides.point is None:
        raise NotFound(
            f"There is no unit {unit}",
            why="neither the hub nor Git's last proposal has it",
            next_step="headgate status --all lists the units that there are",
        )
    return _compared(context, sides)


def items_of(context: Context, unit: UnitName) -> Sequence[Found]:
    """List what waits for one unit.

    Raises:
        SourceUnreadable: hub or base cannot be read.
        NotFound: neither hub nor Git has it.
    """
    found = read_unit(context, unit)
    return [Found(unit=found, waiting=one) for one in waiting(found, context.catalog, context.digest_key)]


def find(context: Context, name: str) -> Found:
    """Find one item by its id, the beginning of it, or its unit's name where only one item waits there.

    Raises:
        NotFound: nothing waits under this name.
        UsageError: several things do, or a unit's name where there is nothing to decide.
        SourceUnreadable: a unit cannot be read.
    """
    by_unit = "/" in name
    matches = items_of(context, UnitName.parse(name)) if by_unit else _by_id(context, name)
    decisions = [one for one in matches if one.waiting.item.kind not in REPORTS]
    matches = decisions if by_unit and len(decisions) == 1 else matches
    if len(matches) == 1 and not (by_unit and not decisions):
        return matches[0]
    listed = ", ".join(f"{found.waiting.item.id} ({found.waiting.item.kind})" for found in matches)
    if not matches:
        raise NotFound(
            f"Nothing waits under {name!r}",
            why="it was decided, or a side changed and it has another id now",
            next_step="headgate status lists what waits",
        )
    raise UsageError(
        f"{name!r} does not say which item is meant",
        why=f"there {'is' if len(matches) == 1 else 'are'} {listed}",
        next_step=f"headgate show {matches[0].waiting.item.id}",
    )


def find_many(context: Context, names: Sequence[str]) -> tuple[Found, ...]:
    """Find the items of several ids, of groups, or of units, most urgent first, each once; reads all once.

    Raises:
        NotFound: nothing waits under one of the names.
        UsageError: one of them does not say which item is meant.
        SourceUnreadable: a unit cannot be read and a name was not found.
    """
    whole = [name for name in names if "/" not in name]
    found = {one.waiting.item.id: one for name in names if "/" in name for one in [find(context, name)]}
    everything = _scanned(context, whole) if whole else ()
    for name in whole:
        mine = [one for one in everything if one.waiting.item.id == name]
        for one in mine or _members(everything, name) or [find(context, name)]:
            found[one.waiting.item.id] = one
    return tuple(sorted(found.values(), key=lambda one: _urgency(one.waiting.item)))


def _members(found: Sequence[Found], name: str) -> Sequence[Found]:
    """Pick the items of a group by its id, or the beginning of one.

    Raises:
        UsageError: several groups begin so.
    """
    mine = [one for one in found if _group(one).startswith(name)]
    groups = dict.fromkeys(_group(one) for one in mine)
    if len(groups) > 1:
        raise UsageError(
            f"{name!r} does not say which group is meant",
            why=f"there are {', '.join(groups)}",
            next_step="headgate status --group",
        )
    return mine


def _group(found: Found) -> str:
    change = found.waiting.item.change
    return group_id(change) if change else ""


def _by_id(context: Context, prefix: str) -> Sequence[Found]:
    """Find what an id or the beginning of one, or a group's, stands for."""
    return [one for one in _scanned(context, [prefix]) if one.waiting.item.id.startswith(prefix)]


def _scanned(context: Context, wanted: Collection[str]) -> Sequence[Found]:
    """List the items and members of groups that begin as is wanted."""
    beginnings = tuple(wanted)
    matches: list[Found] = []
    unread: dict[UnitName, Unread] = {}
    for space in names_of(context):
        found, out = gather_space(context, space)
        unread |= out
        for sides in found:
            unit = _compared(context, sides)
            listed = (
                Found(unit=unit, waiting=one) for one in waiting(unit, context.catalog, context.digest_key)
            )
            matches += [
                one
                for one in listed
                if one.waiting.item.id.startswith(beginnings) or _group(one).startswith(beginnings)
            ]
    if unread and not matches:
        name, why = next(iter(unread.items()))
        raise SourceUnreadable(
            f"Could not look everywhere for {', '.join(wanted)}",
            why=f"{name} could not be read: {why.why}",
            next_step="headgate doctor",
        )
    return matches


def names_of(context: Context) -> list[str]:
    """Name every space: those of the settings first, then what else the hub holds."""
    known = list(context.spaces)
    return known + [name for name in context.hub.spaces() if name not in context.spaces]


def _compared(context: Context, sides: Gathered) -> Compared:
    return compared(sides, catalog=context.catalog, key=context.digest_key)


def _blind(found: Sequence[Gathered]) -> list[UnknownUnit]:
    """One line for a space whose live side cannot be read, not one a unit."""
    blind = [sides for sides in found if isinstance(sides.live, Unread)]
    whys = {sides.live.why for sides in blind if isinstance(sides.live, Unread)}
    if len(whys) == 1 and len(blind) == len(found):
        return [UnknownUnit(unit=f"{blind[0].unit.space}/*", why=whys.pop())]
    return [
        UnknownUnit(unit=str(sides.unit), why=sides.live.why)
        for sides in blind
        if isinstance(sides.live, Unread)
    ]


def _state(unit: Compared, items: Sequence[Item], now: str) -> UnitState:
    words = ", ".join(dict.fromkeys(item.kind.value for item in items))
    if not words:
        words = "live unknown" if isinstance(unit.sides.live, Unread) else _quiet(unit, now)
    head = unit.sides.head
    return UnitState(
        unit=unit.sides.unit,
        state=words,
        head=head.number if head else 0,
        applied=head.applied if head else 0,
        delivery=delivery_words(head.delivery, now) if head else "",
    )


def _quiet(unit: Compared, now: str) -> str:
    """Say what is of a unit for which nothing waits; live that we do not see may be reported otherwise."""
    head = unit.sides.head
    if unit.sides.live is None and head and head.delivery and head.delivery.apart(now):
        return "drift reported"
    return "never proposed" if unit.relation is Relation.NOT_IN_GIT else "in sync"


def _urgency(item: Item) -> tuple[object, ...]:
    return (
        _PRESSING[item.kind],
        not item.production,
        _RISKS.index(item.risk),
        item.since or "9",
        str(item.unit),
    )
