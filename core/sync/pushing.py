"""Pushing: a branch is made, recorded, sent and offered, and cleaned up after once it was merged."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from core.errors import HeadgateError, SideMoved
from core.model.names import NO_REVISION, RevisionNumber
from core.model.proposal import Commit
from core.model.syncpoint import SyncPoint
from core.ports.forge import PullRequest, PullState
from core.ports.source_edits import NewTexts
from core.sync.carry.branch import carry_branch, go_on_with_branch, is_branch
from core.sync.carry.branch_plan import BranchPlan
from core.sync.carry.pull import found_words
from core.sync.context import Context
from core.sync.message import message_for
from core.sync.pull_text import pull_text
from core.sync.sight import Sight
from core.sync.wanted import Wanted

__all__ = [
    "Sent",
    "clean_up",
    "finish_what_was_cut_off",
    "led_on",
    "made",
    "offered_anew",
    "sent",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What is sent.

    Attributes:
        space: whose changes it carries.
        name: of the branch.
        carried: the units with their fields.
        fields: their names, ``unit#path``.
        files: what it edits.
        proved_in: the spaces that were rendered again for the proof.
        over: what the branch leads to now, and what goes; "" for a new one.
    """

    space: str
    name: str
    carried: Sequence[Wanted]
    fields: tuple[str, ...]
    files: tuple[str, ...] = ()
    proved_in: tuple[str, ...] = ()
    over: str = ""


def made(context: Context, what: Sent, texts: NewTexts, head: Commit) -> tuple[Commit, str]:
    """Make the commit that carries the changes; gives its subject too."""
    author, when, message = message_for(
        what.space,
        [(one.unit.sides, field, one.revision(field)) for one in what.carried for field in one.fields],
        actor=context.operator.actor().name,
        now=context.clock.now(),
        key=context.digest_key,
    )
    commit = context.repository.make_commit(
        parent=head.oid, files=texts, message=message, author=author, when=when
    )
    return commit, message.partition("\n")[0]


def sent(context: Context, what: Sent, commit: Commit, head: Commit, *, title: str) -> str:
    """Send a branch and have its pull request; gives what became of that, in words.

    Raises:
        HeadgateError: see `core.sync.carry.branch.carry_branch`.
    """
    text = pull_text(context.spaces[what.space], what.carried, files=what.files, proved_in=what.proved_in)
    actor = context.operator.actor()
    return carry_branch(
        context,
        BranchPlan(
            id=context.ids.decision_id(),
            space=what.space,
            branch=what.name,
            oid=commit.oid,
            parent=head.oid,
            fields=what.fields,
            units=tuple((str(one.unit.sides.unit), _head_of(one)) for one in what.carried),
            title=title,
            body=text.body,
            pull=context.pulls is not None and context.pulls.can_open(),
            over=what.over,
            labels=text.labels,
            harmless=text.harmless,
        ),
        actor=f"{actor.name} ({actor.how_known})",
        reason="what only the hub holds is offered to Git",
    )


def offered_anew(
    context: Context, what: Sent, pull: PullRequest | None, tip: Commit | None, head: Commit
) -> str:
    """Have the pull request of a branch that stands without one, or tell once that Git declined it.

    Returns:
        What became of it, in words; "" where there is nothing new.
    """
    if pull is not None and pull.state is PullState.CLOSED:
        return found_words(pull) if _is_news(context, what) else ""
    can_open = context.pulls is not None and context.pulls.can_open()
    if pull is not None or tip is None or not can_open:
        return ""
    return sent(context, what, tip, head, title=tip.subject)


def led_on(context: Context, name: str) -> tuple[PullRequest | None, str]:
    """Say what leads on from a branch that stands: its pull request, or how a person goes on without one.

    All is done by now, so a forge that does not answer any more is no failure.
    """
    pulls = context.pulls
    if pulls is None:
        return None, ""
    pull = None
    with suppress(HeadgateError):
        pull = pulls.there(name)
    return pull, pulls.by_hand(name)


def _is_news(context: Context, what: Sent) -> bool:
    """Let the sync points know that Git declined a branch; tells whether they did not."""
    news = False
    for one in what.carried:
        point = context.points.sync_point(one.unit.sides.unit)
        if point is None or point.declined == what.name:
            continue
        with suppress(SideMoved):
            number = RevisionNumber(_head_of(one))
            marked = replace(point, declined=what.name, sync_back=what.name, sync_back_head=number)
            context.points.agree([marked])
            news = True
    return news


def clean_up(context: Context, space: str, sight: Sight) -> list[str]:
    """Take away the branches of merged pull requests, where nobody went on with them; names those.

    What was merged is here, so the sync points need to name its branch no more.
    """
    gone: list[str] = []
    for name, points in sorted(_named(context, space).items()):
        pull = sight.pull(name)
        if pull is None or pull.state is not PullState.MERGED or not sight.arrived(name):
            continue
        tip = sight.tip(name)
        if tip is not None and tip.oid == pull.head and context.repository.is_ours(tip.oid):
            actor = context.operator.actor()
            context.ledger.note(
                "cleaned up",
                decision="",
                unit=str(points[0].unit),
                who=f"{actor.name} ({actor.how_known})",
                about=(("branch", name), ("at", tip.oid), ("merged as", pull.merge_commit)),
            )
            gone += [name] if context.repository.drop(name, tip.oid) else []
        for point in points:
            with suppress(SideMoved):
                context.points.agree([replace(point, sync_back="", sync_back_head=NO_REVISION)])
    return gone


def _named(context: Context, space: str) -> Mapping[str, Sequence[SyncPoint]]:
    found: dict[str, list[SyncPoint]] = {}
    for point in context.points.sync_points(space):
        if point.sync_back:
            found.setdefault(point.sync_back, []).append(point)
    return found


def finish_what_was_cut_off(context: Context, *, dry_run: bool) -> None:
    """Go on with our own branches that an earlier run did not finish: the same offer is asked for again."""
    actor = context.operator.actor()
    for decision, _ in context.ledger.unfinished():
        is_mine = decision.actor == f"{actor.name} ({actor.how_known})"
        if is_branch(decision) and is_mine and not dry_run:
            with suppress(SideMoved):
                go_on_with_branch(context, decision)


def _head_of(wanted: Wanted) -> int:
    head = wanted.unit.sides.head
    return head.number if head else NO_REVISION
