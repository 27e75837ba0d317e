"""Merge of texts: base, Git and hub go in as texts, and the merge comes out written over Git's. Pure.

Takes every change without a conflict; at a conflict the hub's value stands. Live takes no part in the merge,
only in drift, and there the hub counts as what was last applied.
Source: design §6; cases/merge/README.md.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from core.fieldpath import FieldPath, Step
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.read.documents import Documents, read_resources
from core.krm.read.limits import USUAL, Limits
from core.krm.resource import ResourceId
from core.krm.schema.catalog import BUILTIN, Catalog
from core.krm.values import UNKNOWN, Absent, Unknown, Value
from core.merge.compare import each_resource, ignored, warned
from core.merge.join import joined
from core.merge.mask import masked
from core.merge.places import Ignored, Place, Side, Warned
from core.merge.resource import Compared
from core.merge.sides import Sides
from core.merge.walk import Found

__all__ = ["MergeResult", "merge_texts"]

_SHOWN: Final = (Side.BASE, Side.GIT, Side.HUB, Side.LIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeResult:
    """What came of a merge.

    Attributes:
        merged: the text.
        conflicts: the places where somebody must decide; the hub's value stands there.
        changes_from_git: what Git changed and the merge takes: paths; ``resource#path`` where there are
            several resources.
        changes_from_hub: what the hub changed and the merge keeps, likewise.
        drift: what live holds unlike the hub, likewise.
        warnings: what a person should know.
        ignored: differences that are none, with their rules.
    """

    merged: str
    conflicts: tuple[Place, ...] = ()
    changes_from_git: tuple[str, ...] = ()
    changes_from_hub: tuple[str, ...] = ()
    drift: tuple[str, ...] = ()
    warnings: tuple[Warned, ...] = ()
    ignored: tuple[Ignored, ...] = ()

    @property
    def clean(self) -> bool:
        """Nothing is left to decide."""
        return not self.conflicts

    def as_json(self) -> dict[str, object]:
        """Give what ``headgate merge -o json`` prints; secret values are marks."""
        return {
            "clean": self.clean,
            "merged": self.merged,
            "conflicts": [_conflict(place) for place in self.conflicts],
            "changes_from_git": list(self.changes_from_git),
            "changes_from_hub": list(self.changes_from_hub),
            "drift": list(self.drift),
            "warnings": [_warning(warning) for warning in self.warnings],
        }


def _conflict(place: Place) -> dict[str, object]:
    shown = masked(place)
    values = {
        str(side): value for side in _SHOWN if not isinstance(value := shown.held(side), Absent | Unknown)
    }
    return {"resource": str(place.resource), "path": str(place.path), **values, "why": place.why}


def _warning(warning: Warned) -> dict[str, object]:
    resource = "" if warning.resource is None else str(warning.resource)
    return {"resource": resource, "path": str(warning.path), "what": warning.what}


def merge_texts(
    base: str,
    git: str,
    hub: str,
    live: str | None = None,
    *,
    catalog: Catalog = BUILTIN,
    limits: Limits = USUAL,
) -> MergeResult:
    """Merge three texts of any number of documents; "" is a side that has none.

    Args:
        base: what both sides last agreed on.
        git: what CI rendered; the merge is written over it.
        hub: the head of the authority; where Git has no text, the merge is written over this one.
        live: what the cluster runs; None where it was not read.
        catalog: what is known about kinds.
        limits: how much is read.

    Raises:
        InputRefused: a text cannot be read; names side, line and column.
        EditRefused: the merge cannot be written over the text without touching more.
    """
    sides = _read(base, git, hub, live, limits)
    resources = list(each_resource(sides, catalog))
    alone = len(resources) == 1
    return MergeResult(
        merged=_written(sides, resources, git, hub, limits),
        conflicts=tuple(place for one in resources for place in _conflicts(one)),
        changes_from_git=tuple(_names(resources, _from_git, alone=alone)),
        changes_from_hub=tuple(_names(resources, _from_hub, alone=alone)),
        drift=tuple(_drift(resources, alone=alone)),
        warnings=tuple(row for one in resources for row in warned(one)),
        ignored=tuple(row for one in resources for row in ignored(one)),
    )


def _read(base: str, git: str, hub: str, live: str | None, limits: Limits) -> Sides:
    agreed, rendered, head = (
        read_resources(text, origin=side, limits=limits)
        for text, side in ((base, Side.BASE), (git, Side.GIT), (hub, Side.HUB))
    )
    running = UNKNOWN if live is None else read_resources(live, origin=Side.LIVE, limits=limits)
    return Sides(base=agreed, git=rendered, hub=head, applied=head, live=running)


def _from_git(found: Found) -> bool:
    return found.git_changed and not found.hub_changed


def _from_hub(found: Found) -> bool:
    return found.hub_changed and not found.git_changed


def _clashes(found: Found) -> bool:
    return found.git_changed and found.hub_changed and not found.git_is_hub


def _conflicts(one: Compared) -> Iterator[Place]:
    """Give the conflicts of a resource as places, with all that each side holds."""
    if any(_clashes(found) for found in one.found):
        for place in joined(one):
            if place.git_changed and place.hub_changed and not place.git_is_hub:
                yield place


def _names(resources: Sequence[Compared], taken: Callable[[Found], bool], *, alone: bool) -> Iterator[str]:
    for one in resources:
        for found in one.found:
            if taken(found):
                yield _name(one.held.id, found.at, alone=alone)


def _drift(resources: Sequence[Compared], *, alone: bool) -> Iterator[str]:
    for one in resources:
        for drifted in one.drifted:
            stored = one.node.folds and drifted.at[:1] == ("stringData",)
            at = ("data", *drifted.at[1:]) if stored else drifted.at
            yield _name(one.held.id, at, alone=alone)


def _name(resource: ResourceId, at: tuple[Step, ...], *, alone: bool) -> str:
    path = FieldPath(at)
    return str(path) if alone else f"{resource}#{path}"


def _written(sides: Sides, resources: Sequence[Compared], git: str, hub: str, limits: Limits) -> str:
    """Write the hub's changes over Git's text, or Git's over the hub's where Git has none."""
    over_git = isinstance(sides.git, Documents) and bool(sides.git.documents)
    text, documents = (git, sides.git) if over_git else (hub, sides.hub)
    ids = [document.id for document in documents.documents] if isinstance(documents, Documents) else []
    names = {resource.key: resource for resource in ids if resource is not None}
    changes = [
        FieldChange(resource=names.get(one.held.id.key, one.held.id), path=FieldPath(found.at), value=value)
        for one in resources
        for found in one.found
        if (value := _missing_there(found, over_git=over_git)) is not None
    ]
    return edit(text, changes, donors=(hub,), limits=limits) if changes else text


def _missing_there(found: Found, *, over_git: bool) -> Value | Absent:
    """Give the value that the text lacks at a place; None where it has the right one."""
    if over_git:
        return found.hub if found.hub_changed and not found.git_is_hub else None
    return found.git if _from_git(found) else None
