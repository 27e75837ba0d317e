"""The inbox, printed."""

from collections.abc import Iterator, Sequence
from typing import Final

from core.lookalike import alike_names
from core.model.groups import Group, GroupedRow, grouped
from core.model.item import Inbox, Item, Risk, UnitState, UnknownUnit
from core.safetext import safe_line
from tui.ages import age
from tui.cli.console import Console
from tui.cli.table import Cell, Column, table

__all__ = ["inbox_lines", "unknown_lines"]

_COLUMNS: Final = (
    Column("ID"),
    Column("KIND", least=8),
    Column("UNIT", least=16, keeps_end=True),
    Column("STATE", least=8, leaves=3),
    Column("RISK", leaves=1),
    Column("OPEN"),
    Column("AGE", leaves=2),
    Column("BY", least=8, leaves=4),
    Column("WHY", least=12),
)
_RISKS: Final = {Risk.HIGH: "bad", Risk.MEDIUM: "alert", Risk.LOW: ""}
_STATES: Final = (
    Column("UNIT", least=14, keeps_end=True),
    Column("HEAD"),
    Column("APPLIED"),
    Column("STATE", least=10),
    Column("DELIVERY", least=12, leaves=1),
)


def inbox_lines(
    inbox: Inbox, console: Console, *, now: float, with_units: bool = False, by_group: bool = False
) -> Iterator[str]:
    """Print what waits, most urgent first, then what could not be read, then every unit where asked.

    ``by_group`` prints the same change in several units as one row, its units below.
    """
    rows = grouped(inbox.items) if by_group else inbox.items
    if rows:
        yield from table(_COLUMNS, [_row(row, now) for row in rows], console)
        yield from _members(rows)
    else:
        yield "Nothing waits."
    if with_units:
        yield ""
        yield from _states(inbox.states, console)
    yield from _alike(inbox, console)
    yield from unknown_lines(inbox.unknown, console)


def _alike(inbox: Inbox, console: Console) -> Iterator[str]:
    """Warn of units that wait under a name that is easily taken for another unit's."""
    alike = alike_names(str(state.unit) for state in inbox.states)
    for unit in sorted({str(item.unit) for item in inbox.items} & alike.keys()):
        yield console.paint(safe_line(f"! {unit} is easily taken for {', '.join(alike[unit])}"), "alert")


def unknown_lines(unknown: Sequence[UnknownUnit], console: Console) -> Iterator[str]:
    """Print what could not be read, whole: the reason is what somebody must act on."""
    if unknown:
        yield ""
        yield console.paint("Unknown, since a side could not be read:", "alert")
        yield from (f"  {safe_line(one.unit)}  {safe_line(one.why)}" for one in unknown)


def _row(row: GroupedRow, now: float) -> list[str | Cell]:
    return _item_row(row, now) if isinstance(row, Item) else _group_row(row, now)


def _group_row(group: Group, now: float) -> list[str | Cell]:
    _, *rest = _item_row(group.lead, now)
    rest[1] = f"{len(group.items)} units: {group.lead.unit}.."
    return [group.id, *rest]


def _members(rows: Sequence[GroupedRow]) -> Iterator[str]:
    """Name the units of each group, with the items that they are without it."""
    for row in rows:
        if isinstance(row, Group):
            yield ""
            yield safe_line(f"{row.id} is the same change in")
            yield from (safe_line(f"  {item.id}  {item.unit}") for item in row.items)


def _item_row(item: Item, now: float) -> list[str | Cell]:
    return [
        item.id,
        Cell(item.kind.value, "bad" if item.undecided else ""),
        str(item.unit),
        item.state,
        Cell(item.risk.value, _RISKS[item.risk]),
        f"{item.undecided}/{item.fields}",
        age(item.since, now),
        item.author.partition(" <")[0],
        f"{item.incident}: {item.reason}" if item.incident else item.reason,
    ]


def _states(states: Sequence[UnitState], console: Console) -> list[str]:
    told = any(one.delivery for one in states)
    rows = [
        [str(one.unit), str(one.head or "-"), str(one.applied or "-"), one.state, one.delivery][: 4 + told]
        for one in states
    ]
    return table(_STATES if told else _STATES[:-1], rows, console)
