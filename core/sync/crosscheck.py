"""Crosscheck: our merge beside the hub's own. Where they differ the plan says so, and a person decides."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from core.errors import HeadgateError, InputRefused
from core.krm.read.documents import Documents
from core.merge.diff import Change, differences
from core.model.item import ItemKind
from core.model.plan import Check, Plan
from core.model.preview import Preview
from core.model.unit import Head
from core.sync.context import Context
from core.sync.show import printed
from core.sync.texts import parsed

__all__ = ["crosschecked"]

_SHOWN: Final = 3
_SAME: Final = "gives the same"


def crosschecked(context: Context, plan: Plan) -> Plan:
    """Add what the hub's own engine says of a plan's new text. It forbids nothing, and what fails is told."""
    text = plan.effects.text
    if context.native is not None and plan.kind is ItemKind.PENDING_APPLY:
        plan = replace(plan, native=context.native.applying(plan.unit))
    if context.previews is None or text is None:
        return plan
    try:
        proposal = plan.effects.change.links.get("proposal", "")
        preview = context.previews.preview(plan.unit, text, proposal=proposal)
        checks = tuple(_checks(context, plan, text, preview)) if preview else ()
    except HeadgateError as error:
        told = Check(name="hub's own engine", ok=None, what=f"was not asked: {error.what}: {error.why}")
        return replace(plan, checks=(*plan.checks, told))
    if preview is None:
        return plan
    native = preview.command if any(check.ok and check.what == _SAME for check in checks) else ""
    return replace(plan, checks=(*plan.checks, *checks), native=native)


def _checks(context: Context, plan: Plan, text: str, preview: Preview) -> Iterator[Check]:
    merge, diff = f"{preview.engine}'s merge", f"{preview.engine}'s diff"
    if preview.head != plan.effects.guard.data_hash:
        yield Check(name=merge, ok=None, what="Head moved while it was asked: nothing is known of it")
        return
    space = context.spaces.get(plan.unit.space)
    namespace = space.namespace if space else ""
    ours = parsed(text, namespace)
    if preview.merged is not None:
        yield _merge_check(context, plan, merge, ours, preview, namespace)
    elif preview.not_merged:
        yield Check(name=merge, ok=None, what=preview.not_merged)
    if preview.not_compared:
        yield Check(name=diff, ok=None, what=preview.not_compared)
    elif preview.touched is not None:
        head = context.hub.head(plan.unit)
        yield _diff_check(context, diff, ours, head, preview, namespace)


def _merge_check(
    context: Context, plan: Plan, name: str, ours: Documents | None, preview: Preview, namespace: str
) -> Check:
    """Compare by meaning; where somebody decided a field here, the hub's engine could not know it."""
    try:
        theirs = parsed(preview.merged or "", namespace)
    except InputRefused as error:
        return Check(name=name, ok=None, what=f"cannot be read: {error.why}")
    decided = {key for key, _ in plan.choices}
    apart = differences(theirs, ours, catalog=context.catalog)
    elsewhere = [one for one in apart if _key(one) not in decided]
    withheld = f"; it withholds {', '.join(preview.withheld)}" if preview.withheld else ""
    if elsewhere:
        count = f"{len(elsewhere)} field{'s' if len(elsewhere) > 1 else ''} that nobody decided here"
        return Check(name=name, ok=None, what=f"differs in {count}: {_told(elsewhere)}{withheld}")
    if withheld:
        return Check(name=name, ok=None, what=f"{_SAME}{withheld}")
    but = f", but for {len(apart)} decided here" if apart else ""
    return Check(name=name, ok=True, what=f"{_SAME}{but}")


def _diff_check(
    context: Context,
    name: str,
    ours: Documents | None,
    head: Head | None,
    preview: Preview,
    namespace: str,
) -> Check:
    """Compare the resources that change: how a place in one is written is not the same on both sides."""
    before = parsed(context.hub.data(head.unit, head.number) if head and not head.deleted else "", namespace)
    mine = {_named(one) for one in differences(before, ours, catalog=context.catalog)}
    theirs = set(preview.touched or ())
    if mine == theirs:
        return Check(name=name, ok=True, what=f"names the same {len(mine)} resource{'s' * (len(mine) != 1)}")
    more, less = ", ".join(sorted(theirs - mine)), ", ".join(sorted(mine - theirs))
    words = [f"only it sees a change in {more}"] if more else []
    words += [f"it sees none in {less}"] if less else []
    return Check(name=name, ok=None, what="; ".join(words))


def _told(changes: list[Change]) -> str:
    said = [f"{one.path if one.path.steps else one.resource} {_theirs(one)}" for one in changes[:_SHOWN]]
    more = f" and {len(changes) - _SHOWN} more" if len(changes) > _SHOWN else ""
    return f"{'; '.join(said)}{more}"


def _theirs(change: Change) -> str:
    if change.sensitive:
        return "(secret)"
    return f"{printed(change.old)} there, {printed(change.new)} here"


def _key(change: Change) -> str:
    return f"{change.resource}#{change.path}"


def _named(change: Change) -> str:
    """Name a resource as the hub's diffs do."""
    return f"{change.resource.api_version}/{change.resource.kind} {change.resource.name}"
