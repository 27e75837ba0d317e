"""Alike: the fields of a unit by names that hold in any unit, so that one choice can do for many. Pure."""

from collections import Counter
from collections.abc import Iterable
from typing import TypeAlias

from core.merge.resolution import Field, Resolution

__all__ = ["AnyName", "any_names", "chosen_alike"]

AnyName: TypeAlias = tuple[str, str, str, str]
"""Group, kind, the resource's name where only that tells two fields apart, and the printed path."""


def any_names(fields: Iterable[Field]) -> dict[str, AnyName]:
    """Name fields by what they are, not by whose they are: field key → name.

    Two resources of one kind that hold the same path are told apart by their own names, so such units are
    alike only where they name their resources alike.
    """
    listed = [(field, _unnamed(field)) for field in fields]
    held = Counter(unnamed for _, unnamed in listed)
    return {field.key: _name(field, unnamed, is_alone=held[unnamed] == 1) for field, unnamed in listed}


def chosen_alike(resolution: Resolution, other: Resolution) -> Resolution:
    """Choose for the fields of another unit what was chosen for the fields alike; the rest stays as it is."""
    names = any_names(resolution.fields)
    theirs = {name: key for key, name in any_names(other.fields).items()}
    for key, choice in resolution.choices:
        if (name := names.get(key)) in theirs:
            other = other.choose([theirs[name]], choice)
    return other


def _unnamed(field: Field) -> tuple[str, str, str]:
    resource = field.place.resource
    return (resource.group, resource.kind, str(field.path))


def _name(field: Field, unnamed: tuple[str, str, str], *, is_alone: bool) -> AnyName:
    group, kind, path = unnamed
    return (group, kind, "" if is_alone else field.place.resource.name, path)
