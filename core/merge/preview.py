"""Preview: the whole document as a resolution would leave it, line by line against the hub's. Pure."""

import difflib
from collections.abc import Iterator, Mapping
from typing import Final

from core.errors import EditRefused, InputRefused
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.edit.lines import standing
from core.krm.values import UNKNOWN, Unknown
from core.merge.previewed import Preview, Row
from core.merge.resolution import Field, Resolution

__all__ = ["preview", "result_text"]

_MOST_LINES: Final = 20_000
"""Beyond it lines are not compared: they would be for seconds."""


def result_text(hub_text: str, resolution: Resolution) -> str:
    """Write the decided fields over the hub's text; an undecided one keeps what the hub holds.

    Raises:
        EditRefused: a value cannot be written there.
        InputRefused: the text cannot be read.
    """
    changes = list(_changes(resolution))
    return edit(hub_text, changes) if changes else hub_text


def preview(hub_text: str, resolution: Resolution) -> Preview:
    """Compare the document as it would be with the hub's."""
    try:
        after = result_text(hub_text, resolution)
    except (EditRefused, InputRefused) as error:
        return Preview(why=error.why)
    olds, news = hub_text.splitlines(), after.splitlines()
    if len(olds) + len(news) > _MOST_LINES:
        return Preview(why=f"it has more than {_MOST_LINES} lines")
    rows: list[Row] = []
    row_of_old: dict[int, int] = {}
    row_of_new: dict[int, int] = {}
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        for at in range(i1, i2):
            row_of_old[at + 1] = len(rows)
            if tag == "equal":
                row_of_new[at - i1 + j1 + 1] = len(rows)
            rows.append(Row(" " if tag == "equal" else "-", olds[at]))
        for at in range(j1, j2) if tag != "equal" else ():
            row_of_new[at + 1] = len(rows)
            rows.append(Row("+", news[at]))
    places = {**_places(hub_text, resolution, row_of_old), **_places(after, resolution, row_of_new)}
    return Preview(rows=tuple(_asked(rows, resolution, places)), at=places)


def _changes(resolution: Resolution) -> Iterator[FieldChange]:
    for one in resolution.fields:
        held = resolution.result(one)
        if held is not None and not isinstance(held, Unknown) and not _is_hubs(one, held):
            yield FieldChange(resource=one.place.resource, path=one.path, value=held)


def _is_hubs(one: Field, held: object) -> bool:
    hub = one.place.hub
    return hub is not UNKNOWN and type(held) is type(hub) and held == hub


def _places(text: str, resolution: Resolution, rows: Mapping[int, int]) -> dict[str, int]:
    by_key = {one.id.key: one for one in standing(text)}
    nameless = {(*key[:2], "", key[3]): one for key, one in by_key.items()}
    found: dict[str, int] = {}
    for one in resolution.fields:
        key = one.place.resource.key
        there = by_key.get(key) or nameless.get((*key[:2], "", key[3]))
        lines = there.lines(one.path) if there else None
        if lines is not None and lines.first in rows:
            found[one.key] = rows[lines.first]
    return found


def _asked(rows: list[Row], resolution: Resolution, places: Mapping[str, int]) -> list[Row]:
    """Mark the lines that hang on an undecided field."""
    open_rows = {places[one.key] for one in resolution.open if one.key in places}
    return [row._replace(sign="?") if at in open_rows else row for at, row in enumerate(rows)]
