"""Merge of texts: base, Git and hub go in as texts, and the merge comes out written over Git's. Pure.

Takes every change without a conflict; at a conflict the hub's value stands. Live takes no part in the merge,
only in drift, and there the hub counts as what was last applied.
Source: design §6; cases/merge/README.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TypedDict

from core.errors import InputRefused
from core.fieldpath import FieldPath, Step
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.edit.pieces import Opened, opened
from core.krm.read.alike import read_alike
from core.krm.read.documents import Documents, read, read_resources, resources
from core.krm.read.limits import USUAL, Limits
from core.krm.resource import ResourceId
from core.krm.schema.catalog import BUILTIN, Catalog
from core.krm.values import UNKNOWN, Absent, Unknown, Value
from core.merge.compare import each_resource, warned
from core.merge.embedded import joined_text
from core.merge.hints import with_hints
from core.merge.join import joined
from core.merge.mask import masked
from core.merge.places import Ignored, Place, Side, Warned
from core.merge.resource import Compared
from core.merge.sides import Sides
from core.merge.walk import Found

__all__ = ["MergeJson", "MergeResult", "merge_texts"]

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

    def as_json(self) -> "MergeJson":
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


class MergeJson(TypedDict):
    """The answer of ``headgate merge -o json``; absent values are left out of a conflict."""

    clean: bool
    merged: str
    conflicts: list[dict[str, object]]
    changes_from_git: list[str]
    changes_from_hub: list[str]
    drift: list[str]
    warnings: list[dict[str, object]]


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
    texts = _read(base, git, hub, live, limits)
    compared = list(each_resource(texts.sides, catalog))
    judged = [(one, found, _judged(found)) for one in compared for found in one.found]
    name = _Namer(alone=len(compared) == 1)
    return MergeResult(
        merged=_written(texts, judged, limits),
        conflicts=tuple(_conflicts(compared, judged)),
        changes_from_git=tuple(name(one, found.at) for one, found, how in judged if how.from_git),
        changes_from_hub=tuple(name(one, found.at) for one, found, how in judged if how.from_hub),
        drift=tuple(name(one, _stored(one, drifted.at)) for one in compared for drifted in one.drifted),
        warnings=tuple(warned(texts.sides, compared)),
        ignored=tuple(row.told(one.held.id) for one in compared for row in one.excused),
    )


class _Outcome(NamedTuple):
    """What the merge does at a place.

    Attributes:
        from_git: Git's change is taken.
        from_hub: the hub's change is kept.
        is_open: somebody must decide; the hub's value stands.
        joined: the text that holds both, where both changed one JSON text at places that do not meet.
    """

    from_git: bool = False
    from_hub: bool = False
    is_open: bool = False
    joined: str | None = None


_Judged = tuple[Compared, Found, _Outcome]


def _judged(found: Found) -> _Outcome:
    if found.git_is_hub:
        return _Outcome()
    if not found.git_changed or not found.hub_changed:
        return _Outcome(from_git=found.git_changed, from_hub=found.hub_changed)
    text = joined_text(found)
    return _Outcome(is_open=True) if text is None else _Outcome(from_git=True, from_hub=True, joined=text)


class _Read(NamedTuple):
    """The texts, read once each.

    Attributes:
        sides: as the comparison takes them.
        git: Git's text with its places, as the merge is written over it.
        hub: the hub's text.
    """

    sides: Sides
    git: Opened
    hub: Opened


def _read(base: str, git: str, hub: str, live: str | None, limits: Limits) -> _Read:
    """Read the texts; what Git's text tells of the others is not read again."""
    try:
        rendered = opened(git, origin=Side.GIT, limits=limits)
    except InputRefused:
        read_resources(base, origin=Side.BASE, limits=limits)  # of two that are refused the base is named
        raise
    base_side = resources(_by(rendered, base, Side.BASE, limits), origin=Side.BASE)
    git_side = resources(rendered.documents, origin=Side.GIT)
    head = _by(rendered, hub, Side.HUB, limits)
    hub_side = resources(head, origin=Side.HUB)
    running = UNKNOWN if live is None else read_resources(live, origin=Side.LIVE, limits=limits)
    sides = Sides(base=base_side, git=git_side, hub=hub_side, applied=hub_side, live=running)
    return _Read(sides, rendered, Opened(documents=head))


def _by(rendered: Opened, text: str, origin: Side, limits: Limits) -> Documents:
    """Read a side by what is known of Git's."""
    if text == rendered.documents.text:
        return rendered.documents
    root = rendered.root
    found = None if root is None else read_alike(text, rendered.documents, root, limits)
    return found or read(text, origin=origin, limits=limits)


class _Namer(NamedTuple):
    """Names places as the answer does: by path, or by resource and path where there are several resources."""

    alone: bool

    def __call__(self, one: Compared, at: tuple[Step, ...]) -> str:
        path = FieldPath(at)
        return str(path) if self.alone else f"{one.held.id}#{path}"


def _conflicts(resources: Sequence[Compared], judged: Sequence[_Judged]) -> Iterator[Place]:
    """Give the conflicts as places, with all that each side holds and what seems to have been renamed.

    Live takes no part in the merge: where it drifted as a whole above a conflict, the conflict stays fine.
    """
    open_places = [(one.held.id, FieldPath(found.at)) for one, found, how in judged if how.is_open]
    if not open_places:
        return
    places = _places(resources)
    if any(place not in places for place in open_places):
        places = _places([replace(one, drifted=()) for one in resources]) | places
    for place in open_places:
        yield places[place]


def _places(resources: Sequence[Compared]) -> dict[tuple[ResourceId, FieldPath], Place]:
    found = with_hints([place for one in resources for place in joined(one)])
    return {(place.resource, place.path): place for place in found}


def _stored(one: Compared, at: tuple[Step, ...]) -> tuple[Step, ...]:
    """Name a Secret's drift under ``data``, where the server keeps it."""
    return ("data", *at[1:]) if one.node.folds and at[:1] == ("stringData",) else at


def _written(texts: _Read, judged: Sequence[_Judged], limits: Limits) -> str:
    """Write the hub's changes over Git's text, or Git's over the hub's where Git has none."""
    over_git = isinstance(texts.sides.git, Documents) and bool(texts.sides.git.documents)
    text, documents = (texts.git, texts.sides.git) if over_git else (texts.hub, texts.sides.hub)
    ids = [document.id for document in documents.documents] if isinstance(documents, Documents) else []
    names = {resource.key: resource for resource in ids if resource is not None}
    changes = [
        FieldChange(resource=names.get(one.held.id.key, one.held.id), path=FieldPath(found.at), value=value)
        for one, found, how in judged
        if (value := _missing_there(found, how, over_git=over_git)) is not None
    ]
    return edit(text, changes, donors=(texts.hub,), limits=limits) if changes else text.documents.text


def _missing_there(found: Found, how: _Outcome, *, over_git: bool) -> Value | Absent:
    """Give the value that the text lacks at a place; None where it has the right one."""
    if how.joined is not None:
        return how.joined
    if over_git:
        return found.hub if how.from_hub or how.is_open else None
    return found.git if how.from_git else None
