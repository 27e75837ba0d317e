"""Who set a field on each side, as far as the records say."""

from collections.abc import Sequence
from typing import Final

from core.errors import HeadgateError
from core.krm.digest import same_at
from core.krm.edit.values import value_at
from core.krm.managers import Manager, managers_at
from core.krm.read.documents import Documents
from core.krm.schema.catalog import Catalog
from core.krm.values import UNKNOWN
from core.merge.places import Place, Side
from core.merge.resolution import Field
from core.model.names import RevisionNumber
from core.model.people import Owner
from core.model.proposal import Commit
from core.model.unit import Revision
from core.sync.compared import held_in
from core.sync.context import Context
from core.sync.gather import Gathered, parsed

__all__ = ["owners_of", "revisions_of"]

_LOOK_BACK: Final = 50


def owners_of(context: Context, sides: Gathered, fields: Sequence[Field]) -> dict[str, dict[Side, Owner]]:
    """Say who set each field on Git, hub and live; nobody known is left out.

    Git's answer is the newest commit that touched the source file, so it is the file's author, not the
    line's. The hub's is the revision since which the field holds its value. Live's is a manager of
    managedFields: a tool, not a person (domain.md §0, 5).
    """
    git = _git_owner(context, sides)
    since = revisions_of(context, sides, fields)
    found: dict[str, dict[Side, Owner]] = {}
    for field in fields:
        mine: dict[Side, Owner] = {}
        if git is not None and field.place.git_changed:
            mine[Side.GIT] = git
        if field.key in since:
            mine[Side.HUB] = _hub_owner(since[field.key])
        live = _live_owner(sides, field.place)
        if live is not None:
            mine[Side.LIVE] = live
        found[field.key] = mine
    return found


def revisions_of(context: Context, sides: Gathered, fields: Sequence[Field]) -> dict[str, Revision]:
    """Find, by field key, the revision since which the hub holds each field's value.

    Looks back a bounded way and reads each revision once; a field that is older, or beyond a revision that
    cannot be read, is left at the oldest one that was seen to hold it.
    """
    found: dict[str, Revision] = {}
    left = list(fields)
    for revision in reversed(_history(context, sides)):
        documents = _documents(context, revision, sides.space.namespace)
        if documents is None:
            break
        left = [field for field in left if _holds(documents, field.place, context.catalog)]
        if not left:
            break
        found |= {field.key: revision for field in left}
    return found


def _documents(context: Context, revision: Revision, namespace: str) -> Documents | None:
    if revision.deletes:
        return None
    try:
        return parsed(context.hub.data(revision.unit, revision.number), namespace)
    except HeadgateError:
        return None


def _holds(documents: Documents, place: Place, catalog: Catalog) -> bool:
    then = held_in(documents, place.resource, place.path)
    if place.hub is UNKNOWN:
        return False
    return same_at(then, place.hub, resource=place.resource, path=place.path, catalog=catalog)


def _history(context: Context, sides: Gathered) -> Sequence[Revision]:
    if sides.head is None:
        return ()
    after = RevisionNumber(max(0, sides.head.number - _LOOK_BACK))
    return context.hub.revisions(sides.unit, after=after)


def _git_owner(context: Context, sides: Gathered) -> Owner | None:
    commit = sides.commit
    if commit is None:
        return None
    touched: Commit | None = None
    if len(sides.paths) == 1:
        touched = context.repository.last_change(commit.oid, sides.paths[0])
    by = touched or commit
    return Owner(who=by.author, when=by.authored, how=f"commit {by.oid[:7]} {by.subject}")


def _hub_owner(revision: Revision) -> Owner:
    what = f"revision {revision.number}, {revision.change.description}"
    return Owner(who=revision.change.author, when=revision.created, how=what)


def _live_owner(sides: Gathered, place: Place) -> Owner | None:
    if not isinstance(sides.live, Documents):
        return None
    for document in sides.live.documents:
        if document.id is not None and document.id.key == place.resource.key:
            if value_at(document.value, place.path) != place.live and place.live_changed:
                return Owner(how="reported by the provider under status.atProvider")
            return _managed(managers_at(document.value, place.path))
    return None


def _managed(found: Sequence[Manager]) -> Owner | None:
    if not found:
        return None
    newest = found[0]
    return Owner(who=newest.name, when=newest.when, how=f"manager {newest.name}")
