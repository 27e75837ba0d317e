"""Past: what was decided and what became of it, from the journal and the hub. Reads; writes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from core.errors import HeadgateError, NotFound
from core.model.decision import Decision
from core.model.names import NO_REVISION, UnitName
from core.model.past import Account, Past
from core.model.unit import Revision
from core.progress import Progress, Stop
from core.sync.context import Context

__all__ = ["account_of", "past"]

_APPLIED: Final = "applied"


def past(
    context: Context, *, unit: UnitName | None, space: str | None, progress: Progress, stop: Stop
) -> tuple[Past, ...]:
    """List decisions and revisions, newest first: of a unit, of a space, or of all that there are.

    Raises:
        SourceUnreadable: hub or journal cannot be read.
    """
    units = [unit] if unit else list(_units(context, space))
    decisions = {
        one.id: one
        for one in context.ledger.decisions(str(unit) if unit else None)
        if space in {None, one.unit.space}
    }
    open_now = {one.id for one, _ in context.ledger.unfinished()}
    found: list[Past] = []
    for done, name in enumerate(units):
        if stop.is_set():
            break
        found.extend(
            _made(revision, decisions.pop(revision.change.token, None), open_now)
            for revision in context.hub.revisions(name, after=NO_REVISION)
        )
        progress.step("units", done + 1, len(units))
    found += [_decided(one, open_now) for one in decisions.values()]
    found = [replace(one, production=_is_production(context, one.unit)) for one in found]
    return tuple(sorted(found, key=lambda one: (one.when, one.revision), reverse=True))


def _is_production(context: Context, unit: UnitName) -> bool:
    space = context.spaces.get(unit.space)
    return space is not None and space.production


def account_of(context: Context, decision_id: str) -> Account:
    """Read all that is known of a decision: by its id, or the beginning of one.

    Raises:
        NotFound: there is none, or several begin so.
    """
    decision = context.ledger.decision(decision_id) or _only(context, decision_id)
    records = tuple(one for one in context.ledger.audit() if one.decision == decision.id)
    return Account(decision=decision, revision=_revision(context, decision), records=records)


def _only(context: Context, beginning: str) -> Decision:
    found = [one for one in context.ledger.decisions() if beginning and one.id.startswith(beginning)]
    if len(found) == 1:
        return found[0]
    raise NotFound(
        f"Could not find decision {beginning}",
        why=f"{len(found)} decisions begin so" if found else "the journal of this workspace has none like it",
        next_step="headgate history lists all there were",
        ref=beginning,
    )


def _revision(context: Context, decision: Decision) -> int:
    try:
        revisions: Sequence[Revision] = context.hub.revisions(decision.unit, after=NO_REVISION)
    except HeadgateError:
        return 0
    return next((one.number for one in revisions if one.change.token == decision.id), 0)


def _units(context: Context, space: str | None) -> Iterator[UnitName]:
    for name in [space] if space else context.hub.spaces():
        yield from (head.unit for head in context.hub.heads(name))


def _made(revision: Revision, decision: Decision | None, open_now: set[str]) -> Past:
    change = revision.change
    number = f"revision {revision.number}"
    if decision is None:
        return Past(
            when=revision.created,
            unit=revision.unit,
            who=change.author,
            did=change.source.value,
            what=change.description,
            result=number,
            revision=revision.number,
            incident=change.incident,
            deletes=revision.deletes,
        )
    return Past(
        when=revision.created,
        unit=revision.unit,
        who=decision.actor,
        did=_verb(decision),
        what=decision.reason,
        result=number if _ended_well(decision, open_now) else _ended(decision, open_now),
        revision=revision.number,
        decision=decision.id,
        choices=len(decision.choices),
        incident=change.incident,
        deletes=revision.deletes,
    )


def _decided(decision: Decision, open_now: set[str]) -> Past:
    return Past(
        when=decision.created,
        unit=decision.unit,
        who=decision.actor,
        did=_verb(decision),
        what=decision.reason,
        result=_ended(decision, open_now),
        decision=decision.id,
        choices=len(decision.choices),
    )


def _verb(decision: Decision) -> str:
    """Name what was done: an item was decided, or a verb of its own (``set``, ``restore``, ``undo``)."""
    return "decided" if "-" in decision.item else decision.item


def _ended_well(decision: Decision, open_now: set[str]) -> bool:
    return decision.id not in open_now and decision.outcome.partition(":")[0] == _APPLIED


def _ended(decision: Decision, open_now: set[str]) -> str:
    return "open" if decision.id in open_now else decision.outcome or "open"
