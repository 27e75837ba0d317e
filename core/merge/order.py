"""Order: places as they stand in the document, the hub's first, so that a screen reads like the text."""

from collections.abc import Iterator

from core.fieldpath import FieldPath, Step
from core.krm.edit.values import value_at
from core.krm.values import ABSENT, Unknown, Value
from core.merge.places import Place
from core.merge.sides import Held5

__all__ = ["in_document_order"]

_Position = tuple[tuple[int, int], ...]


def in_document_order(places: list[Place], held: Held5) -> list[Place]:
    """Sort the places of one resource as the hub writes it, then as Git does, then as live does."""
    documents = (held.hub, held.git, held.live)
    return sorted(places, key=lambda place: tuple(_position(documents, place.path.steps)))


def _position(documents: tuple[Value | Unknown, ...], steps: tuple[Step, ...]) -> Iterator[tuple[int, int]]:
    """Say for each step in which document it stands, and where; what stands nowhere comes last."""
    here = documents
    for step in steps:
        yield next(
            ((rank, at) for rank, value in enumerate(here) if (at := _place(value, step)) is not None),
            (len(here), 0),
        )
        here = tuple(_below(value, step) for value in here)


def _below(value: Value | Unknown, step: Step) -> Value | Unknown:
    if not isinstance(value, dict | list):
        return None
    found = value_at(value, FieldPath((step,)))
    return None if found is ABSENT else found


def _place(value: Value | Unknown, step: Step) -> int | None:
    if isinstance(value, dict):
        return list(value).index(step) if isinstance(step, str) and step in value else None
    if isinstance(value, list):
        found = _below(value, step)
        return next((at for at, item in enumerate(value) if item is found and item is not None), None)
    return None
