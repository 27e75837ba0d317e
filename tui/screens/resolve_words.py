"""What a person can read about an item's fields: full values, and why something is ignored."""

from core.merge.places import Side
from core.merge.resolution import Field
from core.model.item import Opened
from core.model.people import Owner
from core.safetext import safe_line
from tui.look import Glyphs
from tui.oneline import full_text, printed_path, side_text, type_word
from tui.screens.dialogs import Scope
from tui.widgets.bars import divider
from tui.widgets.field_row import SIDE_NAMES, resource_title
from tui.widgets.lines import Line, Span, wrap
from tui.widgets.value_view import notes_on

__all__ = ["explained", "full_value", "scopes"]

_ORDER = (Side.GIT, Side.HUB, Side.LIVE, Side.BASE)


def full_value(opened: Opened, field: Field, width: int, glyphs: Glyphs) -> list[Line]:
    """Lay out the whole value on every side, with who set it."""
    place = field.place
    lines: list[Line] = [
        *((Span(f" {row}", "quiet"),) for row in wrap(f"{resource_title(place.resource)}", width - 2)),
        *((Span(f" {row}", "strong"),) for row in wrap(printed_path(place.path), width - 2)),
        *((Span(" "), note) for note in notes_on(field)),
    ]
    for side in _ORDER:
        held = place.held(side)
        owner = opened.owners.get(field.key, {}).get(side, Owner())
        known = safe_line("  ".join(filter(None, (owner.who, owner.how, owner.when))))
        kind = "" if place.sensitive else type_word(held)
        title = (Span(SIDE_NAMES[side], side.value), Span(f"  {kind}", "quiet"))
        lines.append(divider(title, width, glyphs, (Span(known[: width // 2], "quiet"),) if known else ()))
        same = side is not Side.BASE and side_text(place, side) == "=base"
        text = "=base" if same else full_text(held, sensitive=place.sensitive)
        lines.extend((Span("  "), Span(row, "quiet" if same else "")) for row in wrap(text, width - 3))
    return lines


def explained(opened: Opened, width: int) -> list[Line]:
    """Lay out the warnings, and what was ignored by which rule."""
    lines: list[Line] = []
    if opened.warned:
        lines.append((Span(" Worth knowing", "title"),))
    for warned in opened.warned:
        lines.extend((Span(" ! ", "alert"), Span(row)) for row in wrap(safe_line(warned.what), width - 4))
        lines.append((Span(f"   {printed_path(warned.path)}", "quiet"),))
    lines.extend([(), (Span(f" {len(opened.ignored)} differences that are none", "title"),)])
    for ignored in opened.ignored:
        lines.append((Span(f" {safe_line(ignored.rule):<12}", "word"), Span(printed_path(ignored.path))))
        why = safe_line(f"{ignored.why} ({ignored.source})" if ignored.source else ignored.why)
        lines.extend((Span(" " * 13), Span(row, "quiet")) for row in wrap(why, max(20, width - 15)))
    return lines


def scopes(opened: Opened, open_fields: tuple[Field, ...], here: Field | None) -> tuple[Scope, ...]:
    """List what can be decided at once: all that is open, the neighbourhood, the resource, everything."""
    fields = opened.resolution.fields
    found = [Scope(words=_many(len(open_fields), "undecided field"), keys=_keys(open_fields))]
    if here is not None:
        parent = here.path.parent
        near = tuple(one for one in fields if _under(one, here, parent.covers(one.path)))
        found.append(Scope(words=f"{_many(len(near), 'field')} in {printed_path(parent)}", keys=_keys(near)))
        same = tuple(one for one in fields if one.place.resource == here.place.resource)
        title = resource_title(here.place.resource)
        found.append(Scope(words=f"{_many(len(same), 'field')} of {title}", keys=_keys(same)))
    found.append(Scope(words=f"all {_many(len(fields), 'field')}", keys=_keys(fields)))
    distinct = {scope.keys: scope for scope in reversed(found) if scope.keys}
    return tuple(scope for scope in found if distinct.get(scope.keys) is scope)


def _under(one: Field, here: Field, covered: bool) -> bool:  # noqa: FBT001  worked out by the caller
    return covered and one.place.resource == here.place.resource


def _many(count: int, what: str) -> str:
    return f"{count} {what}" + ("" if count == 1 else "s")


def _keys(fields: tuple[Field, ...]) -> tuple[str, ...]:
    return tuple(field.key for field in fields)
