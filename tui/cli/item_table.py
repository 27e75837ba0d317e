"""One item, printed field by field."""

from collections.abc import Iterator, Sequence
from typing import Final

from core.krm.resource import ResourceId
from core.merge.places import Ignored, Side, Warned
from core.merge.resolution import Field, Resolution
from core.model.item import Opened
from core.model.people import Owner
from core.safetext import safe_line
from tui.ages import ago
from tui.cli.console import Console
from tui.cli.table import Cell, Column, table
from tui.commit_words import commit_words
from tui.oneline import one_line, printed_path, side_text
from tui.remembered_words import remembered_words

__all__ = ["group_lines", "head_lines", "ignored_lines", "item_lines", "short_resource"]

_SIDES: Final = (Side.BASE, Side.GIT, Side.HUB, Side.LIVE)
_COLUMNS: Final = (
    Column(" "),
    Column("RESOURCE", least=10, leaves=1, keeps_end=True),
    Column("FIELD", least=16, keeps_end=True),
    Column("BASE", least=6),
    Column("GIT", least=6),
    Column("HUB", least=6),
    Column("LIVE", least=6),
    Column("RESULT", least=6),
)
_MARKS: Final = {"!": "bad", "~": "quiet", "=": "quiet", "*": "good"}
_IGNORED: Final = (
    Column("RULE"),
    Column("FIELD", least=16, keeps_end=True),
    Column("WHY", least=16),
    Column("SOURCE", least=12, leaves=1),
)


def item_lines(opened: Opened, console: Console, *, now: float, explain: bool = False) -> Iterator[str]:
    """Print an item: where it stands, its fields on all sides, and more of those that are undecided."""
    yield from head_lines(opened, console, now)
    fields = opened.resolution.fields
    if fields:
        yield ""
        yield from _fields(fields, opened.resolution, console)
        yield "  ! undecided   ~ by rule   = both moved alike"
    for field in fields:
        yield from _told(field, opened, now)
    yield from _remembered(opened, now)
    if explain:
        yield from ignored_lines(opened.ignored, console)
        yield from _warned(opened.warned)


def group_lines(
    items: Sequence[Opened], console: Console, *, now: float, explain: bool = False
) -> Iterator[str]:
    """Print what the items of a group have in common, told by the most urgent, then whose they are."""
    yield from item_lines(items[0], console, now=now, explain=explain)
    yield ""
    yield f"  the same change in {len(items)} unit{'' if len(items) == 1 else 's'}:"
    yield from (safe_line(f"    {one.item.id}  {one.item.unit}") for one in items)


def ignored_lines(ignored: Sequence[Ignored], console: Console) -> Iterator[str]:
    """Print the differences that are none, each with its rule."""
    if not ignored:
        yield "  Nothing is ignored."
        return
    yield ""
    rows = [
        [one.rule, f"{short_resource(one.resource)} {printed_path(one.path)}", one.why, one.source]
        for one in ignored
    ]
    yield from table(_IGNORED, rows, console)


def short_resource(resource: ResourceId) -> str:
    """Name a resource within its unit, as kubectl does."""
    return f"{resource.kind}/{resource.name}"


def head_lines(opened: Opened, console: Console, now: float) -> Iterator[str]:
    """Print where an item stands: what waits, why, since when, and where Git and the hub are."""
    item = opened.item
    title = safe_line(f"{item.id}  {item.kind}  {item.unit}  {item.state}")
    yield console.paint(title, "head")
    yield f"  risk {item.risk}, {item.undecided} of {item.fields} undecided" + (
        ", production" if item.production else ""
    )
    since = ago(item.since, now)
    by = " ".join(part for part in (f"by {item.author}" if item.author else "", since) if part)
    yield safe_line(f"  {item.reason}{f' ({by})' if by else ''}")
    yield f"  Head is revision {opened.head or '-'}, applied is {opened.applied or '-'}"
    if opened.delivery:
        yield safe_line(f"  {opened.delivery}")
    if opened.commit:
        yield f"  {commit_words(opened.commit)}"
    if opened.stale:
        yield console.paint(safe_line(f"  STALE  {opened.stale}"), "bad")


def _fields(fields: Sequence[Field], resolution: Resolution, console: Console) -> Iterator[str]:
    several = len({field.place.resource.key for field in fields}) > 1
    columns = [column for column in _COLUMNS if several or column.title != "RESOURCE"]
    rows = [_row(field, resolution, several=several) for field in fields]
    yield from table(columns, rows, console)


def _row(field: Field, resolution: Resolution, *, several: bool) -> list[str | Cell]:
    mark = resolution.state(field).value
    resource = [short_resource(field.place.resource)] if several else []
    sides = [side_text(field.place, side) for side in _SIDES]
    return [
        Cell(mark, _MARKS.get(mark, "")),
        *resource,
        printed_path(field.path),
        *sides,
        _result(field, resolution),
    ]


def _result(field: Field, resolution: Resolution) -> str:
    if resolution.settled(field) is None:
        return "?"
    return one_line(resolution.result(field), sensitive=field.place.sensitive)


def _told(field: Field, opened: Opened, now: float) -> Iterator[str]:
    """Print what the table has no room for: remarks, and of undecided fields whole values and setters."""
    remarks = [words for words in (field.hint, field.place.why, field.protected) if words]
    undecided = opened.resolution.settled(field) is None
    if not remarks and not undecided:
        return
    yield ""
    yield f"{opened.resolution.state(field).value}  {printed_path(field.path)}"
    yield from (f"     {safe_line(words)}" for words in remarks)
    for side in _SIDES if undecided else ():
        held = one_line(field.place.held(side), sensitive=field.place.sensitive)
        owner = opened.owners.get(field.key, {}).get(side)
        yield f"     {side:4}  {held}{safe_line(f'  {_owner(owner, now)}') if owner else ''}"


def _owner(owner: Owner, now: float) -> str:
    return ", ".join(part for part in (owner.who, owner.how, ago(owner.when, now)) if part) or "nobody known"


def _remembered(opened: Opened, now: float) -> Iterator[str]:
    """Print what was chosen before for the same change."""
    if opened.remembered:
        yield ""
        yield "  decided before, for the same change; --take remembered takes it:"
    for offer in opened.remembered:
        yield f"     {safe_line(offer.field.partition('#')[2])}: {remembered_words(offer, now)}"


def _warned(warned: Sequence[Warned]) -> Iterator[str]:
    for one in warned:
        resource = f"{short_resource(one.resource)} " if one.resource else ""
        yield safe_line(f"  note: {resource}{printed_path(one.path)}: {one.what}")
