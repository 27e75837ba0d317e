"""The inbox's counts and reasons in words."""

from collections.abc import Mapping

from core.lookalike import alike_names
from core.model.groups import Group
from core.model.item import Inbox, Item, ItemKind, UnknownUnit
from core.safetext import safe_line
from tui.drafts import Drafts
from tui.filtering import Row
from tui.widgets.bars import Piece
from tui.widgets.lines import Line, Span, wrap

__all__ = ["count_pieces", "named", "why_lines"]


def count_pieces(inbox: Inbox, drafts: Drafts, done: frozenset[str] = frozenset()) -> tuple[Piece, ...]:
    """Count what waits: how many need a person, how many are ready by rule, drift, what is unknown."""
    items = [item for item in inbox.items if item.id not in done]
    left = [drafts.left_of(item) for item in items]
    needing = sum(count > 0 for count in left)
    spans = [Span(f"{len(items)} open: "), Span(f"{needing}!", "alert" if needing else "quiet")]
    spans.append(Span(f" {len(left) - needing}~", "quiet"))
    drift = sum(item.kind in {ItemKind.CAPTURE, ItemKind.BREAK_GLASS} for item in items)
    pieces = [Piece(tuple(spans))]
    if drift:
        pieces.append(Piece((Span(f"{drift} drift", "live"),), rank=5))
    if inbox.unknown:
        pieces.append(Piece((Span(f"{len(inbox.unknown)} unreadable", "danger"),), rank=2))
    return tuple(pieces)


def named(row: Row) -> str:
    """Name what a row is about: its unit, or the units of a group."""
    return ", ".join(map(str, row.units)) if isinstance(row, Group) else str(row.unit)


def why_lines(row: Row, inbox: Inbox, width: int) -> list[Line]:
    """Explain a row, then what could not be read at all."""
    lines = [*_alike(row, inbox, width), *_row_lines(row, width)]
    others = [unit for unit in inbox.unknown if unit != row]
    if others:
        lines.extend([(), (Span(" What else could not be read", "title"),)])
        lines.extend(line for unit in others for line in _unknown_lines(unit, width))
    return lines


def _alike(row: Row, inbox: Inbox, width: int) -> list[Line]:
    """Warn first where the unit's name is easily taken for another unit's."""
    units = row.units if isinstance(row, Group) else (row.unit,)
    alike = alike_names(str(state.unit) for state in inbox.states)
    words = [
        f"{unit} is easily taken for {', '.join(alike[str(unit)])}" for unit in units if str(unit) in alike
    ]
    return [(Span(f" ! {part}", "alert"),) for word in words for part in wrap(safe_line(word), width - 4)]


def _row_lines(row: Row, width: int) -> list[Line]:
    match row:
        case UnknownUnit():
            return _unknown_lines(row, width)
        case Item():
            return _item_lines(row, width)
        case Group():
            units = [(Span(f"  {safe_line(f'{item.id}  {item.unit}')}"),) for item in row.items]
            return [*_item_lines(row.lead, width), (), (Span(" The same change in", "title"),), *units]


_MEANING: Mapping[ItemKind, str] = {
    ItemKind.PROPOSAL: "Git offers a change that waits for a yes: no field collides, or policy says wait.",
    ItemKind.CONFLICT: "Git and the hub changed the same field differently since they last agreed.",
    ItemKind.CAPTURE: "Live differs from what was last applied. Accept it, revert it, or leave it for later.",
    ItemKind.BREAK_GLASS: "Somebody changed live on purpose, for an incident. Decide what becomes of it.",
    ItemKind.SYNC_BACK: "The hub holds what Git does not yet: a branch brings it there.",
    ItemKind.HOLD: "Git wants a field that drifted live. It is held until the drift is decided.",
    ItemKind.DELETION: "A side removes something. Removing is never automatic.",
    ItemKind.UNRELATED: "Git and the hub never agreed on this unit. Choose once which side to start from.",
    ItemKind.PENDING_APPLY: "The hub is ahead of what was applied. This is no drift.",
}


def _item_lines(item: Item, width: int) -> list[Line]:
    rows = (
        ("unit", str(item.unit)),
        ("kind", f"{item.kind}, {item.state}" if item.state else item.kind),
        ("risk", f"{item.risk}{', production' if item.production else ''}"),
        ("by", item.author or "unknown"),
        ("since", item.since or "unknown"),
        ("incident", item.incident or "none"),
        ("fields", f"{item.undecided} of {item.fields} need a person"),
        ("why", item.reason),
        ("id", item.id),
    )
    said = [line for name, text in rows for line in _row(name, text, width)]
    return [*((Span(f" {part}"),) for part in wrap(_MEANING[item.kind], width - 2)), (), *said]


def _unknown_lines(unit: UnknownUnit, width: int) -> list[Line]:
    return [(Span(f" {safe_line(unit.unit)}", "strong"),), *_row("why", unit.why, width)]


def _row(name: str, text: str, width: int) -> list[Line]:
    rows = wrap(safe_line(text), max(12, width - 12))
    return [
        (Span(f" {name if number == 0 else '':<9} ", "quiet"), Span(row)) for number, row in enumerate(rows)
    ]
