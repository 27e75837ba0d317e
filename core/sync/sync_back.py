"""Sync-back: what the hub holds and Git does not becomes a branch with the smallest edit of the source."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from core.errors import InputRefused, SideMoved, SourceUnreadable
from core.krm.edit.changes import FieldChange
from core.model.item import UnknownUnit
from core.model.names import NO_REVISION
from core.model.proposal import Commit
from core.ports.source_edits import Located, NewTexts, Tried
from core.progress import Progress, Stop
from core.sync.branching import branch_name, grouped
from core.sync.carry.branch import BranchPlan, carry_branch, go_on_with_branch, is_branch
from core.sync.context import Context
from core.sync.message import message_for, named
from core.sync.show import diff_lines
from core.sync.wanted import (
    LeftOut,
    Looked,
    Wanted,
    allowed,
    carried_of,
    carries,
    change_of,
    only_in_hub,
    out_of_reach,
    wanted_in,
)

__all__ = ["Branch", "SyncedBack", "located_in_source", "source_diff", "sync_back"]


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
        how: for each of ``fields`` what is edited for it, in words; empty where it stands already.
        tried: every candidate of each of ``fields`` and what became of it; empty where nobody asked.
        proved_in: the spaces that were rendered again: nothing but ``fields`` changes in any of them, and no
            other space reads one of ``files``.
    """

    space: str
    name: str
    commit: Commit | None
    fields: tuple[str, ...]
    files: tuple[str, ...]
    diff: tuple[str, ...]
    standing: bool = False
    how: tuple[str, ...] = ()
    tried: tuple[tuple[Tried, ...], ...] = ()
    proved_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncedBack:
    """What sync-back did over all spaces asked.

    Attributes:
        branches: what was made, or would be.
        left_out: what no branch carries.
        unknown: the units that could not be read, so that nothing is said about them.
    """

    branches: tuple[Branch, ...]
    left_out: tuple[LeftOut, ...]
    unknown: tuple[UnknownUnit, ...] = ()


def sync_back(
    context: Context,
    *,
    space: str | None,
    dry_run: bool,
    progress: Progress,
    stop: Stop,
    explain: bool = False,
) -> SyncedBack:
    """Offer the hub's changes to Git, one branch an incident or changeset and space.

    Repeating it changes nothing. A unit that cannot be read is unknown, and so is one of several spaces. With
    ``explain`` every place that could say a field is tried, not only the first that can.

    Raises:
        SourceUnreadable: the one space that was asked for cannot be read.
        InputRefused: likewise, since what Git renders of it is malformed.
        SideMoved: a branch of that name holds something else.
    """
    branches: list[Branch] = []
    left: list[LeftOut] = []
    unknown: list[UnknownUnit] = []
    names = [space] if space else list(context.renderer.spaces())
    _finish_what_was_cut_off(context, dry_run=dry_run)
    for done, name in enumerate(names):
        if stop.is_set():
            break
        try:
            looked = wanted_in(context, name)
            made, out, unread = _space(context, name, looked, dry_run=dry_run, explain=explain, stop=stop)
        except (SourceUnreadable, InputRefused) as error:
            if space:
                raise
            unknown.append(UnknownUnit(unit=f"{name}/*", why=f"{error.what}: {error.why}"))
            continue
        branches += made
        left += out
        unknown += [*looked.unknown, *unread]
        progress.step("spaces", done + 1, len(names))
    return SyncedBack(branches=tuple(branches), left_out=tuple(left), unknown=tuple(unknown))


def _space(
    context: Context, space: str, looked: Looked, *, dry_run: bool, explain: bool, stop: Stop
) -> tuple[list[Branch], list[LeftOut], list[UnknownUnit]]:
    if not looked.wanted and not looked.unmet:
        return [], [], []
    head = context.repository.head()
    readable = context.renderer.readable(space, head.oid, stop=stop)
    now = {one.unit: one for one in readable.units}
    unread = [UnknownUnit(unit=f"{space}/*", why=why) for why in readable.broken.values()]
    unmet = () if unread else looked.unmet
    offered = [*looked.wanted, *only_in_hub(context, unmet, now, head)]
    wanted, left = allowed(context, offered, now)
    carried, located, out = located_in_source(context, space, head, wanted)
    branches, fresh = _standing(context, space, carried, head, stop)
    for group in grouped(fresh):
        if len(group) < len(carried):
            _, located, _ = located_in_source(context, space, head, group)
        if located.files:
            branch = _branch(context, space, group, located, head)
            if explain:
                branch = replace(branch, tried=tuple(_tried(context, group, head)))
            branches.append(branch if dry_run else _pushed(context, branch, group, located.files, head))
    return branches, [*left, *out], unread


def located_in_source(
    context: Context, space: str, head: Commit, wanted: Sequence[Wanted]
) -> tuple[list[Wanted], Located, list[LeftOut]]:
    """Find the source edits, and which of the wanted fields they bring about."""
    if not wanted:
        return [], Located(files={}), []
    changes = {one.unit.sides.unit: [change_of(one.unit, field) for field in one.fields] for one in wanted}
    located = context.edits.edits(space, head.oid, changes)
    carried = carried_of(wanted, [(one.unit, one.change) for one in located.unrepresentable])
    return carried, located, out_of_reach(wanted, located.unrepresentable)


def _standing(
    context: Context, space: str, carried: Sequence[Wanted], head: Commit, stop: Stop
) -> tuple[list[Branch], list[Wanted]]:
    """Find units whose open branch carries just what the hub holds; they need no other."""
    branches: list[Branch] = []
    fresh = list(carried)
    known = {one.branch for one in carried} | {branch_name(space, group) for group in grouped(carried)}
    for name in sorted(known - {""}):
        tip = context.repository.branch(name)
        if tip is None or context.repository.has_change(head.oid, tip.oid):
            continue
        there = {one.unit: one for one in context.renderer.readable(space, tip.oid, stop=stop).units}
        mine = [one for one in fresh if one.branch in {"", name} and carries(context, one, there)]
        fresh = [one for one in fresh if one not in mine]
        if mine:
            branches.append(_as_it_stands(space, name, mine))
    return branches, fresh


def _as_it_stands(space: str, name: str, mine: Sequence[Wanted]) -> Branch:
    fields = tuple(_names(mine))
    return Branch(space=space, name=name, commit=None, fields=fields, files=(), diff=(), standing=True)


def _free(context: Context, name: str, head: Commit) -> str:
    """Find a name that no merged branch has: what it brought may be gone again, and is wanted anew."""
    free, number = name, 1
    while (tip := context.repository.branch(free)) and context.repository.has_change(head.oid, tip.oid):
        number += 1
        free = f"{name}-{number}"
    return free


def _branch(
    context: Context, space: str, carried: Sequence[Wanted], located: Located, head: Commit
) -> Branch:
    return Branch(
        space=space,
        name=_free(context, branch_name(space, carried), head),
        commit=None,
        fields=tuple(_names(carried)),
        files=tuple(sorted(located.files)),
        diff=source_diff(context, head, located.files),
        how=tuple(_how(located, one, change) for one, change in _changes(carried)),
        proved_in=located.proved_in,
    )


def _changes(carried: Sequence[Wanted]) -> Iterator[tuple[Wanted, FieldChange]]:
    for one in carried:
        yield from ((one, change_of(one.unit, field)) for field in one.fields)


def _how(located: Located, one: Wanted, change: FieldChange) -> str:
    unit = one.unit.sides.unit
    return next((found.how for found in located.chosen if (found.unit, found.change) == (unit, change)), "")


def _tried(context: Context, carried: Sequence[Wanted], head: Commit) -> Iterator[tuple[Tried, ...]]:
    for one, change in _changes(carried):
        yield tuple(context.edits.tried(head.oid, one.unit.sides.unit, change))


def source_diff(context: Context, head: Commit, files: NewTexts) -> tuple[str, ...]:
    """Compare edited source files with what they are at a commit, secrets masked."""
    known = context.repository.files(head.oid)
    before = context.repository.read(head.oid, [path for path in files if path in known])
    lines: list[str] = []
    for path, text in sorted(files.items()):
        lines += diff_lines(before.get(path, ""), text or "", before=f"a/{path}", after=f"b/{path}")
    return tuple(lines)


def _pushed(
    context: Context, branch: Branch, carried: Sequence[Wanted], files: NewTexts, head: Commit
) -> Branch:
    author, when, message = message_for(
        branch.space,
        [(one.unit.sides, field, one.revision(field)) for one in carried for field in one.fields],
        actor=context.operator.actor().name,
        now=context.clock.now(),
        key=context.digest_key,
    )
    there = context.repository.branch(branch.name)
    commit = context.repository.make_commit(
        parent=head.oid, files=files, message=message, author=author, when=when
    )
    actor = context.operator.actor()
    carry_branch(
        context,
        BranchPlan(
            id=context.ids.decision_id(),
            space=branch.space,
            branch=branch.name,
            oid=commit.oid,
            parent=head.oid,
            fields=branch.fields,
            units=tuple((str(one.unit.sides.unit), _head_of(one)) for one in carried),
            title=message.partition("\n")[0],
            body=message.partition("\n")[2].strip(),
            pull=context.pulls is not None,
        ),
        actor=f"{actor.name} ({actor.how_known})",
        reason="what only the hub holds is offered to Git",
    )
    return replace(branch, commit=commit, standing=there is not None and there.oid == commit.oid)


def _head_of(wanted: Wanted) -> int:
    head = wanted.unit.sides.head
    return head.number if head else NO_REVISION


def _finish_what_was_cut_off(context: Context, *, dry_run: bool) -> None:
    """Go on with our own branches that an earlier run did not finish: the same offer is asked for again."""
    actor = context.operator.actor()
    for decision, _ in context.ledger.unfinished():
        is_mine = decision.actor == f"{actor.name} ({actor.how_known})"
        if is_branch(decision) and is_mine and not dry_run:
            with suppress(SideMoved):
                go_on_with_branch(context, decision)


def _names(wanted: Sequence[Wanted]) -> list[str]:
    return [
        f"{one.unit.sides.unit}#{named(one.unit.sides, field.place.resource, field.path)}"
        for one in wanted
        for field in one.fields
    ]
