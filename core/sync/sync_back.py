"""Sync-back: what the hub holds and Git does not becomes a branch with the smallest edit of the source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.errors import InputRefused, SourceUnreadable
from core.krm.edit.changes import FieldChange
from core.model.item import UnknownUnit
from core.model.proposal import Commit
from core.ports.forge import PullRequest
from core.ports.source_edits import Located, NewTexts, Tried
from core.progress import Progress, Stop
from core.sync.branching import Bound, branch_name, grouped, tied
from core.sync.context import Context
from core.sync.message import named
from core.sync.pull_text import pull_text
from core.sync.pushing import Sent, clean_up, finish_what_was_cut_off, led_on, made, offered_anew, sent
from core.sync.show import diff_lines
from core.sync.sight import Sight, Way
from core.sync.wanted import (
    LeftOut,
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
        pull: its pull request; None where there is none.
        said: what became of the pull request in this run, in words; "" where nothing did.
        by_hand: how a person goes on with the branch where no pull request can be opened.
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
    pull: PullRequest | None = None
    said: str = ""
    by_hand: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncedBack:
    """What sync-back did over all spaces asked.

    Attributes:
        branches: what was made, or would be.
        left_out: what no branch carries.
        unknown: the units that could not be read, so that nothing is said about them.
        cleaned: branches whose pull request was merged, and that are gone now.
    """

    branches: tuple[Branch, ...]
    left_out: tuple[LeftOut, ...]
    unknown: tuple[UnknownUnit, ...] = ()
    cleaned: tuple[str, ...] = ()


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
    names = [space] if space else list(context.renderer.spaces())
    finish_what_was_cut_off(context, dry_run=dry_run)
    parts: list[SyncedBack] = []
    for done, name in enumerate(names):
        if stop.is_set():
            break
        try:
            parts.append(_space(context, name, dry_run=dry_run, explain=explain, stop=stop))
        except (SourceUnreadable, InputRefused) as error:
            if space:
                raise
            unknown = UnknownUnit(unit=f"{name}/*", why=f"{error.what}: {error.why}")
            parts.append(SyncedBack(branches=(), left_out=(), unknown=(unknown,)))
        progress.step("spaces", done + 1, len(names))
    return SyncedBack(
        branches=tuple(one for part in parts for one in part.branches),
        left_out=tuple(one for part in parts for one in part.left_out),
        unknown=tuple(one for part in parts for one in part.unknown),
        cleaned=tuple(one for part in parts for one in part.cleaned),
    )


def _space(context: Context, space: str, *, dry_run: bool, explain: bool, stop: Stop) -> SyncedBack:
    looked = wanted_in(context, space)
    head = context.repository.head()
    sight = Sight(context, head)
    cleaned = () if dry_run else tuple(clean_up(context, space, sight))
    if not looked.wanted and not looked.unmet:
        return SyncedBack(branches=(), left_out=(), unknown=looked.unknown, cleaned=cleaned)
    readable = context.renderer.readable(space, head.oid, stop=stop)
    now = {one.unit: one for one in readable.units}
    unread = [UnknownUnit(unit=f"{space}/*", why=why) for why in readable.broken.values()]
    unmet = () if unread else looked.unmet
    offered = [*looked.wanted, *only_in_hub(context, unmet, now, head)]
    wanted, left = allowed(context, offered, now)
    carried, located, out = located_in_source(context, space, head, wanted)
    bound = tied(located.chosen)
    standing, fresh = _standing(context, space, carried, bound, sight, stop)
    branches = [one if dry_run else _offered(context, one, mine, head, sight) for one, mine in standing]
    for group in grouped(fresh, bound):
        if len(group) < len(carried):
            _, located, lost = located_in_source(context, space, head, group)
            out += lost
        if located.files:
            text = pull_text(context.spaces[space], group, files=(), proved_in=located.proved_in)
            way = sight.way(space, group, harmless=text.harmless)
            branch = _branch(context, space, group, located, head, way)
            if explain:
                branch = replace(branch, tried=tuple(_tried(context, group, head)))
            if way.ended is not None and not dry_run:
                branch = _offered(context, branch, group, head, sight)
            elif not dry_run:
                there = sight.tip(way.name)
                branch = _pushed(context, branch, group, located.files, head, over=way.over, there=there)
            branches.append(branch)
    return SyncedBack(
        branches=tuple(branches),
        left_out=(*left, *out),
        unknown=(*looked.unknown, *unread),
        cleaned=cleaned,
    )


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
    context: Context, space: str, carried: Sequence[Wanted], bound: Bound, sight: Sight, stop: Stop
) -> tuple[list[tuple[Branch, list[Wanted]]], list[Wanted]]:
    """Find units whose branch carries just what the hub holds, be it open, declined or not here yet."""
    found: list[tuple[Branch, list[Wanted]]] = []
    fresh = list(carried)
    known = {one.branch for one in carried} | {branch_name(space, group) for group in grouped(carried, bound)}
    for name in sorted(known - {""}):
        oid = sight.offers(name)
        if not oid:
            continue
        there = {one.unit: one for one in context.renderer.readable(space, oid, stop=stop).units}
        mine = [one for one in fresh if one.branch in {"", name} and carries(context, one, there)]
        fresh = [one for one in fresh if one not in mine]
        if mine:
            found.append((_as_it_stands(space, name, mine, sight.pull(name)), mine))
    return found, fresh


def _as_it_stands(space: str, name: str, mine: Sequence[Wanted], pull: PullRequest | None) -> Branch:
    fields = tuple(_names(mine))
    return Branch(
        space=space, name=name, commit=None, fields=fields, files=(), diff=(), standing=True, pull=pull
    )


def _branch(
    context: Context, space: str, carried: Sequence[Wanted], located: Located, head: Commit, way: Way
) -> Branch:
    return Branch(
        space=space,
        name=way.name,
        commit=None,
        fields=tuple(_names(carried)),
        files=tuple(sorted(located.files)),
        diff=source_diff(context, head, located.files),
        how=tuple(_how(located, one, change) for one, change in _changes(carried)),
        proved_in=located.proved_in,
        standing=way.ended is not None,
        pull=way.ended or way.open,
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


def _offered(
    context: Context, branch: Branch, carried: Sequence[Wanted], head: Commit, sight: Sight
) -> Branch:
    """Have the pull request of a branch that stands, where there is none yet."""
    what = Sent(space=branch.space, name=branch.name, carried=carried, fields=branch.fields)
    said = offered_anew(context, what, branch.pull, sight.tip(branch.name), head)
    return _with_pull(context, branch, said) if branch.pull is None else replace(branch, said=said)


def _pushed(
    context: Context,
    branch: Branch,
    carried: Sequence[Wanted],
    texts: NewTexts,
    head: Commit,
    *,
    over: str,
    there: Commit | None,
) -> Branch:
    what = Sent(
        space=branch.space,
        name=branch.name,
        carried=carried,
        fields=branch.fields,
        files=branch.files,
        proved_in=branch.proved_in,
        over=over,
    )
    commit, title = made(context, what, texts, head)
    said = sent(context, what, commit, head, title=title)
    branch = replace(branch, commit=commit, standing=there is not None and there.oid == commit.oid)
    return _with_pull(context, branch, said)


def _with_pull(context: Context, branch: Branch, said: str) -> Branch:
    pull, by_hand = led_on(context, branch.name)
    return replace(branch, pull=pull, said=said, by_hand=by_hand)


def _names(wanted: Sequence[Wanted]) -> list[str]:
    return [
        f"{one.unit.sides.unit}#{named(one.unit.sides, field.place.resource, field.path)}"
        for one in wanted
        for field in one.fields
    ]
