"""Why a place is what it is, in words for the operator."""

from typing import Final

from core.fieldpath import FieldPath
from core.krm.schema.node import Node
from core.krm.values import ABSENT, Absent, Unknown, Value
from core.merge.embedded import changes_inside
from core.merge.places import Held, Place
from core.merge.walk import Found

__all__ = ["is_retyped", "told"]

_KINDS: Final[dict[type, str]] = {
    dict: "a block",
    list: "a list",
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
}

_EXPECTED: Final = {
    "object": "a block",
    "array": "a list",
    "string": "text",
    "boolean": "true or false",
    "integer": "a number",
    "number": "a number",
}


def told(found: Found) -> str:
    """Say what kind of difference it is; "" for a plain one.

    A reference that became a value, a value of another type and a removal that meets a change are told.
    """
    if found.why:
        return found.why
    if found.git_changed and found.hub_changed and not found.git_is_hub:
        return _both(found)
    new = found.git if found.git_changed else found.hub
    return _retyped(found.base, new, found.node)


def _both(found: Found) -> str:
    if found.git is ABSENT:
        return "Git removed what the hub changed"
    if found.hub is ABSENT:
        return "the hub removed what Git changed"
    if _kind(found.git) != _kind(found.hub):
        return f"Git has {_kind(found.git)} here, the hub {_kind(found.hub)}{_expected(found.node)}"
    if found.base is ABSENT:
        return "both sides added it, unlike"
    inside = changes_inside(found)
    return _inside(inside) if inside else ""


def _inside(places: list[Found]) -> str:
    """Say where in a JSON text each side changed something."""
    git = ", ".join(str(FieldPath(place.at)) for place in places if place.git_changed)
    hub = ", ".join(str(FieldPath(place.at)) for place in places if place.hub_changed)
    return f"both sides changed the JSON in this text: Git {git}; the hub {hub}"


def _retyped(old: Value | Absent, new: Value | Absent, node: Node) -> str:
    if old is ABSENT or new is ABSENT or _kind(old) == _kind(new):
        return ""
    return f"{_kind(old)} became {_kind(new)}{_expected(node)}"


def _expected(node: Node) -> str:
    wanted = _EXPECTED.get(node.expects)
    return f"; the schema asks for {wanted}" if wanted else ""


def is_retyped(place: Place) -> bool:
    """Tell whether a side turned a value into one of another type: never harmless, whoever did it.

    Source: domain.md §4.4: a change of type is never coerced, and in production somebody should see it.
    """
    changed = ((place.git, place.git_changed), (place.hub, place.hub_changed))
    return any(by and _is_other_type(place.base, value) for value, by in changed)


def _is_other_type(old: Held, new: Held) -> bool:
    if isinstance(old, Absent | Unknown) or isinstance(new, Absent | Unknown):
        return False
    return _kind(old) != _kind(new)


def _kind(value: Value | Absent) -> str:
    return _KINDS.get(type(value), "nothing")
