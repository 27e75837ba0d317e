"""The result as a small tree: only what changes, against the hub's Head."""

from core.fieldpath import FieldPath
from core.krm.values import ABSENT
from core.merge.resolution import Field, Resolution
from core.safetext import safe_line
from tui.oneline import one_line, same_print
from tui.widgets.lines import Line, Span

__all__ = ["result_lines"]


def result_lines(resolution: Resolution, here: str) -> list[tuple[str, Line]]:
    """Draw the fields that the result changes, each under its parents; with the key of each line's field."""
    rows: list[tuple[str, Line]] = []
    before: tuple[str, ...] = ()
    for field in resolution.fields:
        leaf = _leaf(field, resolution)
        if not leaf:
            continue
        parents = _words(field)
        shared = _shared(before, parents[:-1])
        rows.extend(
            (field.key, (Span("  " * depth + word, "quiet"),))
            for depth, word in enumerate(parents[:-1])
            if depth >= shared
        )
        pad = "  " * (len(parents) - 1)
        name = parents[-1]
        mark = "strong" if field.key == here else ""
        rows.extend((field.key, _leaf_line(sign, pad, name, text, mark)) for sign, text in leaf)
        before = parents[:-1]
    return rows


def _leaf(field: Field, resolution: Resolution) -> list[tuple[str, str]]:
    """Give the lines of a field: what goes, what comes; none where the hub keeps its value."""
    held = resolution.result(field)
    hub = field.place.hub
    was = [] if hub is ABSENT else [("-", one_line(hub, sensitive=field.place.sensitive))]
    if held is None:
        return [*was, ("?", "undecided, the plan will refuse")]
    if same_print(held, hub):
        return []
    return was if held is ABSENT else [*was, ("+", one_line(held, sensitive=field.place.sensitive))]


def _leaf_line(sign: str, pad: str, name: str, text: str, mark: str) -> Line:
    style = {"-": "removed", "+": "added"}.get(sign, "alert")
    return (Span(f"{sign}{pad[1:] if pad else ' '}", style), Span(f"{name}: ", mark), Span(text, style))


def _words(field: Field) -> tuple[str, ...]:
    path = field.path
    steps = [safe_line(str(FieldPath((step,)))) for step in path.steps]
    return (safe_line(f"{field.place.resource.kind} {field.place.resource.name}"), *steps)


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    pairs = zip(one, other, strict=False)
    return next(
        (depth for depth, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other))
    )
