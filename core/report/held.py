"""What a side holds, as JSON can carry it."""

import math
from collections.abc import Iterable

from core.krm.values import ABSENT, UNKNOWN
from core.merge.places import Place, Side

__all__ = ["json_sides", "json_value", "unread"]


def json_value(value: object) -> object:
    """Give a value as strict JSON can carry it: the numbers that it lacks become their YAML words.

    >>> json_value({"a": [float("inf"), 1]})
    {'a': ['.inf', 1]}
    """
    match value:
        case dict():
            return {key: json_value(part) for key, part in value.items()}
        case list():
            return [json_value(part) for part in value]
        case float() if not math.isfinite(value):
            return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
        case _:
            return value


def json_sides(place: Place, sides: Iterable[Side]) -> dict[str, object]:
    """Name what each side holds; a side that holds nothing, or that nobody could read, is left out."""
    found: dict[str, object] = {}
    for side in sides:
        held = place.held(side)
        if held is not ABSENT and held is not UNKNOWN:
            found[side.value] = json_value(held)
    return found


def unread(place: Place, sides: Iterable[Side]) -> list[str]:
    """Name the sides that nobody could read, so that they are not taken for empty."""
    return [side.value for side in sides if place.held(side) is UNKNOWN]
