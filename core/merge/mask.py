"""Mask: places whose secret values are replaced by marks; equal marks, equal values."""

from dataclasses import replace
from string import ascii_uppercase

from core.krm.digest import node_at
from core.krm.normalize import canonical
from core.krm.redact import redacted
from core.krm.values import Absent, Unknown, Value
from core.merge.places import Held, Place

__all__ = ["masked"]


def masked(place: Place) -> Place:
    """Replace every value of a place that must not be shown by a mark such as ``(secret A)``.

    Values that mean the same get the same letter, in the order base, Git, hub, applied, live. What is absent
    or unknown stays so. Inside a block only its secret fields are replaced.
    """
    if not place.sensitive:
        return place
    marks = _Marks(place)
    return replace(
        place,
        base=marks.of(place.base),
        git=marks.of(place.git),
        hub=marks.of(place.hub),
        applied=marks.of(place.applied),
        live=marks.of(place.live),
    )


class _Marks:
    """The letters given so far at one place."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._node = node_at(place.resource, place.path)
        self._letters: dict[str, str] = {}

    def of(self, held: Held) -> Held:
        if isinstance(held, Absent | Unknown):
            return held
        return redacted(self._place.resource, self._place.path, held, self._mark)

    def _mark(self, value: Value) -> Value:
        text = canonical(value, self._node)
        return self._letters.setdefault(text, f"(secret {_letter(len(self._letters))})")


def _letter(at: int) -> str:
    count, place = divmod(at, len(ascii_uppercase))
    return ascii_uppercase[place] * (count + 1)
