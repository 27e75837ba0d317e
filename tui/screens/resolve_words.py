"""What a person can read about an item's fields: full values, why a field is what it is, what was ignored."""

from collections.abc import Iterator, Sequence
from typing import Final

from core.krm.values import ABSENT, UNKNOWN
from core.merge.places import Held, Side
from core.merge.resolution import Edited, Field, Resolution
from core.merge.verdict import Verdict
from core.model.item import Opened
from core.model.lease import Lease
from core.model.people import Owner
from core.safetext import safe_line
from tui.ages import ago
from tui.commit_words import commit_words, proof
from tui.look import Glyphs
from tui.oneline import full_text, printed_path, side_text, type_word
from tui.screens.dialogs import Scope
from tui.widgets.bars import divider
from tui.widgets.field_row import SIDE_NAMES, resource_title
from tui.widgets.lines import Line, Span, line_width, wrap
from tui.widgets.value_view import notes_on
from tui.widgets.word_diff import line_diff, word_diff

__all__ = ["explained", "full_value", "open_words", "scopes"]

_ORDER: Final = (Side.GIT, Side.HUB, Side.LIVE, Side.BASE)

_VERDICTS: Final = {
    Verdict.IN_SYNC: "No side changed it.",
    Verdict.PROMOTE: "Only Git changed it: Git's value is taken by rule.",
    Verdict.SYNC_BACK: "Only the hub changed it: the hub's value is kept by rule, and goes back to Git.",
    Verdict.CAPTURE: "Only live changed it: keep it (3), or put the hub's value back (2).",
    Verdict.AGREED: "Git and the hub changed it to the same value: nothing is left to decide.",
    Verdict.CONFLICT: "Git and the hub changed it, unlike: a person decides.",
    Verdict.PROMOTE_CLOSES_DRIFT: "Git holds what live runs already: Git's value is taken by rule.",
    Verdict.HOLD: "Git would undo a live change that nobody looked at yet: a person decides.",
    Verdict.CAPTURED: "The hub holds what live runs already: the hub's value is kept by rule.",
    Verdict.CONFLICT_LIVE: "The hub and live changed it, unlike: a person decides.",
}


def open_words(others: Sequence[Lease], now: float) -> str:
    """Say who else has the unit open; it forbids nothing."""
    who = "; ".join(f"{one.holder} {ago(one.since, now)}".rstrip() for one in others)
    return f"Also open at {who}. Whoever applies second is asked again."


def full_value(opened: Opened, field: Field, width: int, glyphs: Glyphs) -> list[Line]:
    """Lay out the whole value on every side with what changed since the base marked, and who set it."""
    place = field.place
    lines: list[Line] = [
        *((Span(f" {row}", "quiet"),) for row in wrap(f"{resource_title(place.resource)}", width - 2)),
        *((Span(f" {row}", "strong"),) for row in wrap(printed_path(place.path), width - 2)),
        *((Span(f" {row}", "quiet"),) for row in wrap(_VERDICTS[field.verdict], width - 2)),
        *((Span(" "), note) for note in notes_on(field)),
    ]
    for side in _ORDER:
        held = place.held(side)
        kind = "" if place.sensitive else type_word(held)
        title = (Span(SIDE_NAMES[side], side.value), Span(f"  {kind}", "quiet"))
        lines.append(divider(title, width, glyphs))
        lines.extend(_provenance(opened.owners.get(field.key, {}).get(side, Owner()), width))
        if side is Side.GIT:
            lines.extend(_offered(opened, width))
        lines.extend(_value(field, side, width))
    return lines


def _provenance(owner: Owner, width: int) -> Iterator[Line]:
    """Say who set it, from what that is known, and how sure that is."""
    known = "  ".join(filter(None, (owner.who, owner.how, owner.place, owner.when)))
    sure = f"{owner.sure.value}{f': {owner.why}' if owner.why else ''}" if known or owner.why else ""
    for words in filter(None, (known, f"sure: {sure}" if sure else "")):
        yield from ((Span("  "), Span(row, "word")) for row in wrap(safe_line(words), width - 4))


def _offered(opened: Opened, width: int) -> Iterator[Line]:
    """Say from which commit Git's side is, who made it, and that it cannot be decided any more."""
    if opened.commit is not None and proof(opened.commit):
        yield from ((Span("  "), Span(row, "word")) for row in wrap(commit_words(opened.commit), width - 4))
    if opened.stale:
        yield from ((Span("  "), Span(row, "alert")) for row in wrap(safe_line(opened.stale), width - 4))


def _value(field: Field, side: Side, width: int) -> Iterator[Line]:
    place = field.place
    if side is not Side.BASE and side_text(place, side) == "=base":
        yield (Span("  =base", "quiet"),)
        return
    new = full_text(place.held(side), sensitive=place.sensitive)
    old = full_text(place.base, sensitive=place.sensitive)
    if side is Side.BASE or place.sensitive or not _comparable(place.base, place.held(side)):
        yield from ((Span("  "), Span(row)) for row in wrap(new, width - 3))
    elif "\n" in old or "\n" in new:
        for line in line_diff(old, new):
            yield from _wrapped((Span("  "), *line), width)
    else:
        yield from _wrapped((Span("  "), *(word_diff(old, new) or (Span(new),))), width)


def _comparable(base: Held, held: Held) -> bool:
    """Tell whether a comparison says more than the value: both are there, of one type."""
    there = base not in (ABSENT, UNKNOWN) and held not in (ABSENT, UNKNOWN)
    return there and type(base) is type(held) and isinstance(held, str | dict | list)


def _wrapped(line: Line, width: int) -> Iterator[Line]:
    """Break a line of spans; what does not fit goes on below, in its style."""
    if line_width(line) <= width:
        yield line
        return
    row: list[Span] = []
    for span in line:
        for char in span.text:
            if line_width(row) + line_width((Span(char),)) > width - 1:
                yield tuple(row)
                row = [Span("    ")]
            if row and row[-1].style == span.style:
                row[-1] = Span(row[-1].text + char, span.style)
            else:
                row.append(Span(char, span.style))
    yield tuple(row)


def explained(opened: Opened, field: Field | None, resolution: Resolution, width: int) -> list[Line]:
    """Lay out why the field in hand is what it is, the warnings, and what was ignored by which rule."""
    lines: list[Line] = list(_why_so(field, resolution, width)) if field else []
    offered = list(_offered(opened, width))
    lines.extend([*offered, ()] if offered else [])
    if opened.warned:
        lines.append((Span(" Worth knowing", "title"),))
    for warned in opened.warned:
        lines.extend((Span(" ! ", "alert"), Span(row)) for row in wrap(safe_line(warned.what), width - 4))
        lines.append((Span(f"   {printed_path(warned.path)}", "quiet"),))
    count = len(opened.ignored)
    head = f" {count} difference{'' if count == 1 else 's'} that count as none, and the rule that says so"
    lines.extend([(), (Span(head, "title"),)])
    for ignored in opened.ignored:
        lines.append((Span(f" {safe_line(ignored.rule):<12}", "word"), Span(printed_path(ignored.path))))
        why = safe_line(f"{ignored.why} ({ignored.source})" if ignored.source else ignored.why)
        lines.extend((Span(" " * 13), Span(row, "quiet")) for row in wrap(why, max(20, width - 15)))
    return lines


def _why_so(field: Field, resolution: Resolution, width: int) -> Iterator[Line]:
    yield (Span(f" {printed_path(field.path)}", "strong"),)
    choice = resolution.choice(field.key)
    words = [_VERDICTS[field.verdict]]
    if choice is not None:
        words.append(
            f"You chose {'a value of your own' if isinstance(choice, Edited) else choice}; - takes it back."
        )
    for sentence in words:
        yield from ((Span("   "), Span(row)) for row in wrap(sentence, width - 4))
    for note in notes_on(field):
        yield from ((Span("   "), Span(row, note.style)) for row in wrap(note.text, width - 4))
    yield ()


def scopes(
    opened: Opened, open_fields: tuple[Field, ...], here: Field | None, marked: tuple[Field, ...] = ()
) -> tuple[Scope, ...]:
    """List what can be decided at once: marked, open, this field, what stands near, its resource, all."""
    fields = opened.resolution.fields
    found = [Scope(words=_many(len(marked), "marked field"), keys=_keys(marked))]
    found += [Scope(words=_many(len(open_fields), "undecided field"), keys=_keys(open_fields))]
    if here is not None:
        parent = here.path.parent
        same = tuple(one for one in fields if one.place.resource == here.place.resource)
        near = tuple(one for one in same if parent.covers(one.path))
        found.append(Scope(words=f"this field, {printed_path(here.path)}", keys=(here.key,)))
        found.append(Scope(words=f"{_many(len(near), 'field')} in {printed_path(parent)}", keys=_keys(near)))
        title = resource_title(here.place.resource)
        found.append(Scope(words=f"{_many(len(same), 'field')} of {title}", keys=_keys(same)))
    found.append(Scope(words=f"all {_many(len(fields), 'field')}", keys=_keys(fields)))
    distinct = {scope.keys: scope for scope in reversed(found) if scope.keys}
    return tuple(scope for scope in found if distinct.get(scope.keys) is scope)


def _many(count: int, what: str) -> str:
    return f"{count} {what}" + ("" if count == 1 else "s")


def _keys(fields: tuple[Field, ...]) -> tuple[str, ...]:
    return tuple(field.key for field in fields)
