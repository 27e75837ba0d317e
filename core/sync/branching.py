"""Which changes share a branch, and what it is called. Pure.

One branch a changeset or incident and space, never one a unit; changes that belong to none share one. A unit
is never on two branches, so an incident and a changeset that touch the same unit go together; so do changes
that only one edit of the source brings about, all of them together.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from core.model.names import UnitName
from core.ports.source_edits import Chosen
from core.sync.wanted import Wanted

__all__ = ["Bound", "branch_name", "grouped", "stem", "tied"]

Bound: TypeAlias = Mapping[UnitName, frozenset[str]]
"""The edits that units share, and that none of them is brought about without."""

_KEY: Final = re.compile(r"-?[0-9a-f]{10}(?:-\d+)?$")


def grouped(wanted: Sequence[Wanted], tied: Bound) -> Iterator[tuple[Wanted, ...]]:
    """Yield the units that go on one branch, in order; units without a cause go together.

    So do those of ``tied`` that share an edit which brings all of them about, and none alone.
    """
    leads: dict[str, str] = {}

    def first(cause: str) -> str:
        while (lead := leads.setdefault(cause, cause)) != cause:
            cause = lead
        return cause

    named = [[*(sorted(_causes(one)) or [""]), *sorted(tied.get(one.unit.sides.unit, ()))] for one in wanted]
    for causes in named:
        for other in causes[1:]:
            leads[first(other)] = first(causes[0])
    groups: dict[str, list[Wanted]] = {}
    for one, causes in zip(wanted, named, strict=True):
        groups.setdefault(first(causes[0]), []).append(one)
    yield from map(tuple, groups.values())


def tied(chosen: Sequence[Chosen]) -> Bound:
    """Tell for each unit which edits it shares with others that none of them is brought about without."""
    found: dict[UnitName, frozenset[str]] = {}
    for one in chosen:
        if one.shared:
            found[one.unit] = found.get(one.unit, frozenset()) | {one.how}
    return found


def branch_name(space: str, group: Sequence[Wanted]) -> str:
    """Name a branch by its incident or changeset, by what it carries and from which revision.

    A repeat gives the same name.
    """
    content = [
        [str(one.unit.sides.unit), field.key, repr(field.place.git), repr(field.place.hub), one.number]
        for one in group
        for field in one.fields
    ]
    key = hashlib.sha256(json.dumps(content).encode()).hexdigest()[:10]
    causes = sorted(set().union(*map(_causes, group)))
    slug = re.sub(r"[^a-z0-9]+", "-", causes[0].lower()).strip("-")[:40] if causes else ""
    return f"headgate/{space}/{slug}-{key}" if slug else f"headgate/{space}/{key}"


def stem(name: str) -> str:
    """Give what the branches of one cause and space share.

    >>> stem("headgate/shop/inc-7-0123456789"), stem("headgate/shop/0123456789-2")
    ('headgate/shop/inc-7', 'headgate/shop/')
    """
    return _KEY.sub("", name)


def _causes(one: Wanted) -> frozenset[str]:
    """Read the incidents and changesets that a unit's fields are from."""
    changes = [revision.change for field in one.fields if (revision := one.revision(field)) is not None]
    named = (change.incident or change.links.get("changeset", "") for change in changes)
    return frozenset(name for name in named if name)
