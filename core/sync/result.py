"""Result: settled fields become the text of the next revision. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.fieldpath import ROOT
from core.krm.digest import same_at
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.read.documents import Documents
from core.krm.resource import ResourceId, identify
from core.krm.schema.catalog import Catalog
from core.krm.values import ABSENT, UNKNOWN, Absent, Value
from core.merge.compare import Sides, compare
from core.merge.diff import differences
from core.merge.places import Held, Place
from core.model.plan import LiveChange
from core.sync.compared import held_in
from core.sync.gather import Gathered
from core.sync.points import Settled
from core.sync.texts import parsed

__all__ = ["NextText", "next_text", "reverted", "runs_already", "to_apply", "written"]

_INJECTED = "confighub.com/"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextText:
    """What Head will hold.

    Attributes:
        text: of the whole unit; "" where it is deleted.
        moved: Head needs a new revision for it.
        deletes: nothing of the unit is left.
    """

    text: str
    moved: bool
    deletes: bool


def next_text(sides: Gathered, settled: Sequence[Settled], catalog: Catalog) -> NextText:
    """Write the settled values over Head's text; every byte that nobody decided stays.

    Where the result means just what Git renders, it is Git's text, comments and all, unless the hub keeps
    marks of its own in the document.

    Raises:
        EditRefused: the edit could not be proved.
    """
    changes = [
        FieldChange(resource=written(sides, one.place), path=one.place.path, value=one.result)
        for one in settled
        if not _same(one.place.hub, one.result, one.place, catalog)
    ]
    if not changes:
        return NextText(text=sides.hub_text, moved=False, deletes=False)
    text = edit(sides.hub_text, changes, donors=tuple(t for t in (sides.git_text,) if t))
    after = parsed(text, sides.space.namespace)
    if after is None or not after.documents:
        return NextText(text="", moved=True, deletes=True)
    if (
        sides.git is not None
        and _INJECTED not in sides.hub_text
        and _mean_the_same(after, sides.git, catalog)
    ):
        text = sides.git_text
    return NextText(text=text, moved=True, deletes=False)


def reverted(sides: Gathered, settled: Sequence[Settled], catalog: Catalog) -> tuple[LiveChange, ...]:
    """List what live must change to hold the settled values, and nothing else."""
    if not isinstance(sides.live, Documents):
        return ()
    return tuple(
        _live_change(sides.live, one.place, one.result)
        for one in settled
        if not _same(one.place.live, one.result, one.place, catalog)
    )


def to_apply(
    sides: Gathered, text: str, catalog: Catalog, *, keep: Sequence[Place] = ()
) -> tuple[LiveChange, ...]:
    """List what live must change to run a text; drift that nobody triaged (``keep``) stays as it is."""
    wanted = parsed(text, sides.space.namespace)
    if not isinstance(sides.live, Documents):
        return ()
    if wanted is None:
        return tuple(_removed(sides.live, sides.applied))
    found = compare(
        Sides(base=sides.applied, git=wanted, hub=wanted, applied=wanted, live=sides.live), catalog=catalog
    )
    return tuple(
        _live_change(sides.live, place, ABSENT if place.applied is UNKNOWN else place.applied)
        for place in found.places
        if place.live_changed and not any(_overlap(place, other) for other in keep)
    )


def runs_already(sides: Gathered, text: str, catalog: Catalog, *, applied: Sequence[LiveChange]) -> bool:
    """Tell whether live holds a text already, but for fields that are about to be applied."""
    if not isinstance(sides.live, Documents):
        return False
    left = to_apply(sides, text, catalog)
    return all(
        any(done.resource == one.resource and done.path.covers(one.path) for done in applied) for one in left
    )


def _removed(live: Documents, applied: Documents | None) -> Iterator[LiveChange]:
    """Take away what was applied once and is to be no more."""
    for document in applied.documents if applied else ():
        seen = held_in(live, document.id, ROOT) if document.id is not None else ABSENT
        if document.id is not None and seen is not ABSENT:
            yield LiveChange(resource=document.id, path=ROOT, value=ABSENT, seen=seen)


def _live_change(live: Documents, place: Place, value: Value | Absent) -> LiveChange:
    seen = held_in(live, place.resource, place.path)
    return LiveChange(resource=place.resource, path=place.path, value=value, seen=seen)


def _overlap(a: Place, b: Place) -> bool:
    same = a.resource.key == b.resource.key
    return same and (a.path.covers(b.path) or b.path.covers(a.path))


def written(sides: Gathered, place: Place) -> ResourceId:
    """Name a resource as its text writes it: a namespace that only the space gives is left out there."""
    for documents in (sides.hub, sides.git):
        for document in documents.documents if documents else ():
            if document.id is not None and document.id.key == place.resource.key:
                return identify(document.value) or place.resource
    return place.resource


def _mean_the_same(a: Documents, b: Documents, catalog: Catalog) -> bool:
    return not differences(a, b, catalog=catalog)


def _same(held: Held, result: Value | Absent, place: Place, catalog: Catalog) -> bool:
    if held is UNKNOWN:
        return False
    return same_at(held, result, resource=place.resource, path=place.path, catalog=catalog)
