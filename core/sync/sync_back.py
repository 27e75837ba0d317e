"""Sync-back: what the hub holds and Git does not becomes a branch with the smallest edit of the source."""

import difflib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.errors import SourceUnreadable
from core.krm.digest import same_at
from core.krm.edit.changes import FieldChange
from core.krm.read.documents import Documents
from core.krm.redact import redact_text
from core.krm.values import ABSENT, UNKNOWN
from core.merge.places import Place
from core.merge.resolution import Field
from core.model.item import ItemKind
from core.model.names import RevisionNumber, UnitName
from core.model.proposal import Commit
from core.model.unit import Revision
from core.ports.renderer import RenderedUnit
from core.progress import Progress, Stop
from core.sync.compared import Compared, compared, held_in
from core.sync.context import Context
from core.sync.gather import gather_space, parsed
from core.sync.items import waiting
from core.sync.message import message_for
from core.sync.result import written

__all__ = ["Branch", "LeftOut", "SyncedBack", "sync_back"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A field that no branch carries, and why."""

    unit: UnitName
    path: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One space's branch.

    Attributes:
        space: which.
        name: of the branch; "" where nothing could be carried.
        commit: its tip; None on a dry run, or where the branch stands already and was not touched.
        fields: ``unit#path`` of what it carries.
        files: the files it edits.
        diff: unified diff of the sources, secrets masked.
        standing: the branch was there already and carries just this.
    """

    space: str
    name: str
    commit: Commit | None
    fields: tuple[str, ...]
    files: tuple[str, ...]
    diff: tuple[str, ...]
    standing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncedBack:
    """What sync-back did over all spaces asked."""

    branches: tuple[Branch, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """One unit with the fields that Git shall have, and the revision they come from."""

    unit: Compared
    fields: tuple[Field, ...]
    revision: Revision | None


def sync_back(
    context: Context, *, space: str | None, dry_run: bool, progress: Progress, stop: Stop
) -> SyncedBack:
    """Offer the hub's changes to Git, one branch a space. Repeating it changes nothing.

    Raises:
        SourceUnreadable: hub or repository cannot be read.
        SideMoved: a branch of that name holds something else.
    """
    branches: list[Branch] = []
    left: list[LeftOut] = []
    names = [space] if space else list(context.renderer.spaces())
    for done, name in enumerate(names):
        if stop.is_set():
            break
        branch, out = _space(context, name, dry_run=dry_run, stop=stop)
        branches += [branch] if branch else []
        left += out
        progress.step("spaces", done + 1, len(names))
    return SyncedBack(branches=tuple(branches), left_out=tuple(left))


def _space(
    context: Context, space: str, *, dry_run: bool, stop: Stop
) -> tuple[Branch | None, Sequence[LeftOut]]:
    wanted = _wanted(context, space)
    if not wanted:
        return None, ()
    head = context.repository.head()
    now = {one.unit: one for one in context.renderer.render(space, head.oid, stop=stop)}
    standing, wanted = _standing(context, space, wanted, stop)
    wanted, left = _allowed(context, wanted, now)
    if not wanted:
        return standing, left
    changes = {one.unit.sides.unit: [_change(one.unit, field) for field in one.fields] for one in wanted}
    located = context.edits.edits(space, head.oid, changes)
    left += [
        LeftOut(unit=unit, path=str(change.path), why=why) for unit, change, why in located.unrepresentable
    ]
    carried = _carried(wanted, left)
    if not located.files or not carried:
        return standing, left
    branch = _branch(context, space, carried, located.files, head)
    if not dry_run:
        branch = _pushed(context, branch, carried, located.files, head)
    return branch, left


def _wanted(context: Context, space: str) -> list[_Wanted]:
    found, unread = gather_space(context, space)
    if unread:
        name, why = next(iter(unread.items()))
        raise SourceUnreadable(f"Could not read {name}", why=why.why, next_step="headgate doctor")
    wanted: list[_Wanted] = []
    for sides in found:
        unit = compared(sides, catalog=context.catalog, key=context.digest_key)
        for one in waiting(unit, context.catalog):
            if one.item.kind is ItemKind.SYNC_BACK:
                revision = _revision(context, unit)
                wanted.append(_Wanted(unit=unit, fields=one.fields, revision=revision))
    return wanted


def _revision(context: Context, unit: Compared) -> Revision | None:
    head = unit.sides.head
    if head is None:
        return None
    return next(
        (one for one in reversed(context.hub.revisions(head.unit, after=RevisionNumber(head.number - 1)))),
        None,
    )


def _standing(
    context: Context, space: str, wanted: Sequence[_Wanted], stop: Stop
) -> tuple[Branch | None, list[_Wanted]]:
    """Find units whose open branch carries just what the hub holds; they need no other."""
    open_branches = {one.unit.sides.point.sync_back for one in wanted if one.unit.sides.point} - {""}
    done: list[_Wanted] = []
    name = ""
    for branch in sorted(open_branches):
        tip = context.repository.branch(branch)
        if tip is None:
            continue
        there = {one.unit: one for one in context.renderer.render(space, tip.oid, stop=stop)}
        mine = [one for one in wanted if _on(one, branch) and _carries(context, one, there)]
        done += mine
        name = branch if mine else name
    left = [one for one in wanted if one not in done]
    if not done:
        return None, left
    fields = tuple(_names(done))
    return Branch(space=space, name=name, commit=None, fields=fields, files=(), diff=(), standing=True), left


def _on(one: _Wanted, branch: str) -> bool:
    return one.unit.sides.point is not None and one.unit.sides.point.sync_back == branch


def _carries(context: Context, one: _Wanted, there: Mapping[UnitName, RenderedUnit]) -> bool:
    rendered = there.get(one.unit.sides.unit)
    documents = parsed(rendered.text, one.unit.sides.space.namespace) if rendered else None
    return all(_same(context, documents, field.place, hub=True) for field in one.fields)


def _same(context: Context, documents: Documents | None, place: Place, *, hub: bool) -> bool:
    held = held_in(documents, place.resource, place.path)
    other = place.hub if hub else place.git
    if other is UNKNOWN:
        return False
    return same_at(held, other, resource=place.resource, path=place.path, catalog=context.catalog)


def _allowed(
    context: Context, wanted: Sequence[_Wanted], now: Mapping[UnitName, RenderedUnit]
) -> tuple[list[_Wanted], list[LeftOut]]:
    """Leave out secrets, and fields that Git changed since they were compared: nobody has seen that yet."""
    kept: list[_Wanted] = []
    left: list[LeftOut] = []
    for one in wanted:
        unit = one.unit.sides.unit
        rendered = now.get(unit)
        documents = parsed(rendered.text, one.unit.sides.space.namespace) if rendered else None
        fields: list[Field] = []
        for field in one.fields:
            why = _forbidden(context, documents, field)
            if why:
                left.append(LeftOut(unit=unit, path=str(field.path), why=why))
            else:
                fields.append(field)
        if fields:
            kept.append(replace(one, fields=tuple(fields)))
    return kept, left


def _forbidden(context: Context, documents: Documents | None, field: Field) -> str:
    if field.place.sensitive and field.place.hub is not ABSENT:
        return "a secret's value is never written to Git; store a reference to it"
    if not _same(context, documents, field.place, hub=False):
        return "Git changed it since; headgate propose first"
    return ""


def _change(unit: Compared, field: Field) -> FieldChange:
    held = field.place.hub
    return FieldChange(
        resource=written(unit.sides, field.place),
        path=field.path,
        value=ABSENT if held is UNKNOWN else held,
    )


def _carried(wanted: Sequence[_Wanted], left: Sequence[LeftOut]) -> list[_Wanted]:
    out = {(one.unit, one.path) for one in left}
    kept = [
        replace(one, fields=tuple(f for f in one.fields if (one.unit.sides.unit, str(f.path)) not in out))
        for one in wanted
    ]
    return [one for one in kept if one.fields]


def _branch(
    context: Context, space: str, carried: Sequence[_Wanted], files: Mapping[str, str], head: Commit
) -> Branch:
    before = context.repository.read(
        head.oid, [path for path in files if path in context.repository.files(head.oid)]
    )
    lines: list[str] = []
    for path, text in sorted(files.items()):
        old = redact_text(before.get(path, "")).splitlines()
        lines += difflib.unified_diff(
            old, redact_text(text).splitlines(), f"a/{path}", f"b/{path}", lineterm=""
        )
    return Branch(
        space=space,
        name=f"headgate/{space}/{_key(carried)}",
        commit=None,
        fields=tuple(_names(carried)),
        files=tuple(sorted(files)),
        diff=tuple(lines),
    )


def _pushed(
    context: Context, branch: Branch, carried: Sequence[_Wanted], files: Mapping[str, str], head: Commit
) -> Branch:
    there = context.repository.branch(branch.name)
    author, when, message = message_for(
        branch.space,
        [(one.unit.sides, one.fields, one.revision) for one in carried],
        actor=context.operator.actor().name,
        now=context.clock.now(),
    )
    commit = there or context.repository.commit_files(
        branch.name, parent=head.oid, files=files, message=message, author=author, when=when
    )
    points = [
        replace(one.unit.sides.point, sync_back=branch.name)
        for one in carried
        if one.unit.sides.point is not None and one.unit.sides.point.sync_back != branch.name
    ]
    if points:
        context.points.agree(points)
    return replace(branch, commit=commit, standing=there is not None)


def _names(wanted: Sequence[_Wanted]) -> list[str]:
    return [f"{one.unit.sides.unit}#{field.path}" for one in wanted for field in one.fields]


def _key(carried: Sequence[_Wanted]) -> str:
    """Name a branch by what it carries, so that a repeat finds it."""
    content = [
        [str(one.unit.sides.unit), field.key, repr(field.place.hub)]
        for one in carried
        for field in one.fields
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:10]
