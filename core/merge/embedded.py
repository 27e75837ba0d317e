"""Documents inside strings: where two sides changed one JSON text, and whether their changes meet.

A string is one field. Its inside is walked to say what was changed where, and to join changes that do not
meet; where they do, the field is the conflict.
Source: cases/merge/README.md, What counts as equal; domain.md §3.8.
"""

from core.errors import HeadgateError
from core.fieldpath import FieldPath
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.scalars import json_document
from core.krm.schema.builtin import free_node
from core.krm.values import Value
from core.merge.walk import Differences, Found, walk

__all__ = ["changes_inside", "joined_text"]


def changes_inside(found: Found) -> list[Found] | None:
    """Walk three JSON texts; None where a side holds none, or a null, which has its own meaning there."""
    documents = [
        json_document(text) if isinstance(text, str) else None for text in (found.base, found.git, found.hub)
    ]
    base, git, hub = documents
    if any(document is None or _has_null(document) for document in documents):
        return None
    out = Differences()
    walk(base, git, hub, free_node(unwraps=False), (), out)
    return out.found


def joined_text(found: Found) -> str | None:
    """Write the hub's changes into Git's JSON text, in its layout; None where the two sides' changes meet."""
    inside = changes_inside(found)
    if inside is None or not isinstance(found.git, str) or any(map(_clashes, inside)):
        return None
    changes = [
        FieldChange(resource=0, path=FieldPath(place.at), value=place.hub)
        for place in inside
        if place.hub_changed and not place.git_is_hub
    ]
    try:
        text = edit(found.git, changes)
    except HeadgateError:
        return None
    return text if json_document(text) is not None else None


def _clashes(place: Found) -> bool:
    return place.git_changed and place.hub_changed and not place.git_is_hub


def _has_null(value: Value) -> bool:
    if isinstance(value, dict):
        return any(map(_has_null, value.values()))
    if isinstance(value, list):
        return any(map(_has_null, value))
    return value is None
