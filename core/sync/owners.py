"""Who set a field on each side, as far as the records say, and how sure that is."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from core.errors import HeadgateError
from core.fieldpath import FieldPath
from core.krm.crossplane import is_managed
from core.krm.digest import same_at
from core.krm.edit.values import value_at
from core.krm.managers import Manager, Owners, newest_first, owners
from core.krm.read.documents import Document, Documents
from core.krm.resource import ResourceId
from core.krm.schema.catalog import Catalog
from core.krm.values import ABSENT, UNKNOWN, Absent, Value
from core.merge.places import Place, Side
from core.merge.resolution import Field
from core.model.names import RevisionNumber
from core.model.people import Owner, Sure
from core.model.proposal import Commit
from core.model.unit import Revision
from core.sync.compared import held_in
from core.sync.context import Context
from core.sync.gather import Gathered
from core.sync.texts import parsed

__all__ = [
    "Holding",
    "LiveOwners",
    "Since",
    "by_revision",
    "file_owner",
    "owners_of",
    "revisions_of",
    "since",
]

_LOOK_BACK: Final = 50
_PARAMETERS: Final = ("spec", "forProvider")


class Holding(NamedTuple):
    """A place and what the hub holds there, under the key of its field."""

    key: str
    resource: ResourceId
    path: FieldPath
    value: Value | Absent


class Since(NamedTuple):
    """Since which revision the hub holds a value; ``why`` says why it may be older, "" where it is not."""

    revision: Revision
    why: str = ""


def owners_of(context: Context, sides: Gathered, fields: Sequence[Field]) -> dict[str, dict[Side, Owner]]:
    """Say who set each field on Git, hub and live; nobody known is left out.

    Git's answer is the newest commit that touched the source file: cheap, and made exact afterwards by
    `core.sync.blame.git_owners`. The hub's is the revision since which the field holds its value. Live's is a
    manager of managedFields: a tool, not a person (domain.md §0, 5).
    """
    git = file_owner(context, sides.commit, sides.paths)
    held = since(context, sides, _holdings(fields))
    live = LiveOwners(sides)
    found: dict[str, dict[Side, Owner]] = {}
    for field in fields:
        mine: dict[Side, Owner] = {}
        if git is not None and field.place.git_changed:
            mine[Side.GIT] = git
        if field.key in held:
            mine[Side.HUB] = by_revision(held[field.key])
        owner = live.of_place(field.place)
        if owner is not None:
            mine[Side.LIVE] = owner
        found[field.key] = mine
    return found


def revisions_of(context: Context, sides: Gathered, fields: Sequence[Field]) -> dict[str, Revision]:
    """Find, by field key, the revision since which the hub holds each field's value.

    Looks back a bounded way and reads each revision once; a field that is older, or beyond a revision that
    cannot be read, is left at the oldest one that was seen to hold it.
    """
    found = since(context, sides, _holdings(fields))
    return {key: one.revision for key, one in found.items()}


def since(
    context: Context, sides: Gathered, holdings: Iterable[Holding], *, look_back: int = _LOOK_BACK
) -> dict[str, Since]:
    """Find since when the hub holds values, newest revision first; what it does not hold is left out."""
    found: dict[str, Since] = {}
    left = list(holdings)
    revisions = _history(context, sides, look_back)
    for revision in reversed(revisions):
        documents = _documents(context, revision, sides.space.namespace)
        if documents is None:
            return found if revision.deletes else _older(found, left, "an older revision cannot be read")
        left = [one for one in left if _holds(documents, one, context.catalog)]
        if not left:
            return found
        found |= {one.key: Since(revision) for one in left}
    if revisions and revisions[0].number > 1:
        return _older(found, left, f"only the newest {look_back} revisions were read")
    return found


def _older(found: dict[str, Since], left: Sequence[Holding], why: str) -> dict[str, Since]:
    """Mark what may have been set earlier than the last revision that was read."""
    return found | {one.key: found[one.key]._replace(why=why) for one in left if one.key in found}


def _holdings(fields: Sequence[Field]) -> list[Holding]:
    return [
        Holding(field.key, field.place.resource, field.path, field.place.hub)
        for field in fields
        if field.place.hub is not UNKNOWN
    ]


def _documents(context: Context, revision: Revision, namespace: str) -> Documents | None:
    if revision.deletes:
        return None
    try:
        return parsed(context.hub.data(revision.unit, revision.number), namespace)
    except HeadgateError:
        return None


def _holds(documents: Documents, one: Holding, catalog: Catalog) -> bool:
    then = held_in(documents, one.resource, one.path)
    return same_at(then, one.value, resource=one.resource, path=one.path, catalog=catalog)


def _history(context: Context, sides: Gathered, look_back: int) -> Sequence[Revision]:
    if sides.head is None:
        return ()
    after = RevisionNumber(max(0, sides.head.number - look_back))
    return context.hub.revisions(sides.unit, after=after)


def file_owner(context: Context, commit: Commit | None, paths: Sequence[str]) -> Owner | None:
    """Name who touched the one source file last; of several files, only the commit that was looked at."""
    if commit is None:
        return None
    touched = context.repository.last_change(commit.oid, paths[0]) if len(paths) == 1 else None
    by = touched or commit
    return Owner(
        who=by.author,
        when=by.authored,
        how=f"commit {by.oid[:7]} {by.subject}",
        sure=Sure.FILE if touched else Sure.UNKNOWN,
        why="the newest commit of its file" if touched else "this commit, or one before it",
        place=paths[0] if touched else "",
    )


def by_revision(found: Since) -> Owner:
    """Name who is answerable for a revision."""
    change = found.revision.change
    return Owner(
        who=change.author,
        when=found.revision.created,
        how=f"revision {found.revision.number}, {change.description}",
        sure=Sure.UNKNOWN if found.why else Sure.EXACT,
        why=f"this revision, or an older one: {found.why}" if found.why else "",
    )


class LiveOwners:
    """Who wrote live fields, by managedFields; each object's record is read once."""

    def __init__(self, sides: Gathered) -> None:
        self._documents = sides.live.documents if isinstance(sides.live, Documents) else ()
        self._read: dict[tuple[str, str, str, str], Owners] = {}

    def of_place(self, place: Place) -> Owner | None:
        """Name who wrote a place of a comparison; None for nobody known."""
        document = self._document(place.resource)
        if document is None:
            return None
        if _is_reported(document, place):
            return Owner(how="reported by the provider under status.atProvider", sure=Sure.EXACT)
        return self._managed(document, place.resource, place.path)

    def is_in_cloud(self, place: Place) -> bool:
        """Tell whether a place drifted in the cloud, where a provider reports it, and not in the object."""
        document = self._document(place.resource)
        return document is not None and _is_reported(document, place)

    def of(self, resource: ResourceId, path: FieldPath) -> Owner:
        """Name who wrote a field, or say why nobody is known."""
        document = self._document(resource)
        if document is None:
            return Owner(why="live does not have this resource, or was not read")
        if value_at(document.value, path) is ABSENT:
            return Owner(why="live does not have this field")
        return self._managed(document, resource, path) or Owner(why="no entry of managedFields names it")

    def _document(self, resource: ResourceId) -> Document | None:
        found = (one for one in self._documents if one.id is not None and one.id.key == resource.key)
        return next(found, None)

    def _managed(self, document: Document, resource: ResourceId, path: FieldPath) -> Owner | None:
        if resource.key not in self._read:
            self._read[resource.key] = owners(document.value)
        at = self._read[resource.key].at(path)
        found = newest_first(at.here or at.everyone())
        return _by_manager(found, is_exact=bool(at.here)) if found else None


def _is_reported(document: Document, place: Place) -> bool:
    """Tell whether a provider reports a drift: only of what a managed resource asks the cloud for.

    Elsewhere a captured value may be another than the object's too: it leaves out what defaults say.
    """
    if not place.live_changed or place.path.steps[:2] != _PARAMETERS or not is_managed(document.value):
        return False
    return value_at(document.value, place.path) != place.live


def _by_manager(found: Sequence[Manager], *, is_exact: bool) -> Owner:
    """Name the newest manager; the time is that of its last write to the whole object."""
    newest = found[0]
    others = f", also {', '.join(one.name for one in found[1:])}" if found[1:] else ""
    through = f" through {newest.subresource}" if newest.subresource else ""
    return Owner(
        who=newest.name,
        when=newest.when,
        how=f"manager {newest.name}{through}{others}",
        sure=Sure.EXACT if is_exact else Sure.UNKNOWN,
        why="" if is_exact else "it owns a part of this value",
    )
