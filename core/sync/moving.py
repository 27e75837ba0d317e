"""Moving: everything a hub holds as one text, and the same put into another hub.

A team may begin with the embedded hub and go on with ConfigHub. Revisions come in their order, under the
tokens they had, so that what was cut off goes on where it stopped; when they were first written stands in
what they say of themselves, since a hub dates them itself.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from core.errors import InputRefused, SideMoved
from core.model.names import NO_DATA, NO_REVISION, DataHash, RevisionNumber, UnitName
from core.model.proposal import Capture, Commit, OfferState, Proposal
from core.model.syncpoint import DecidedField, SyncPoint
from core.model.unit import Change, Guard, RevisionSource
from core.progress import Progress
from core.sync.context import Context

__all__ = ["Moved", "exported", "imported"]

_FORM: Final = 1
_Form = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What was put into a hub.

    Attributes:
        units: that are there now as they were elsewhere.
        revisions: that were written, or were there from an earlier try.
        points: sync points, likewise.
        offers: pending proposals and captures, likewise.
        left: units that were left as they are, with the reason.
    """

    units: int
    revisions: int
    points: int
    offers: int
    left: tuple[tuple[UnitName, str], ...]


def exported(context: Context, *, progress: Progress) -> Iterator[str]:
    """Write all that the hub holds, a line of JSON a unit; secrets in it are in clear.

    Raises:
        SourceUnreadable: something cannot be read; what came so far is not whole.
    """
    spaces = list(context.hub.spaces())
    yield json.dumps({"headgate": "hub", "form": _FORM, "spaces": spaces})
    count = 0
    for done, space in enumerate(spaces):
        points = {point.unit: point for point in context.points.sync_points(space)}
        proposals = {proposal.unit: proposal for proposal in context.proposals.pending(space)}
        captures = context.captures.pending_captures(space)
        heads = {head.unit: head for head in context.hub.heads(space)}
        for unit in sorted({*heads, *points, *proposals, *(one.unit for one in captures)}):
            count += 1
            mine = [one for one in captures if one.unit == unit]
            applied = heads[unit].applied if unit in heads else NO_REVISION
            yield json.dumps(_unit(context, unit, applied, points.get(unit), proposals.get(unit), mine))
        progress.step("spaces", done + 1, len(spaces))
    yield json.dumps({"end": count})


def imported(context: Context, lines: Sequence[str], *, progress: Progress) -> Moved:
    """Put into the hub what was exported; units that it has already, otherwise, are left as they are.

    Raises:
        InputRefused: the text is no whole export; nothing was written.
        HeadgateError: the hub cannot be written; the same command goes on from there.
    """
    forms = _whole(lines)
    revisions, points, offers = 0, 0, 0
    left: list[tuple[UnitName, str]] = []
    for done, form in enumerate(forms):
        unit = UnitName.parse(form["unit"])
        try:
            numbers = _revisions(context, unit, form)
        except SideMoved as moved:
            left.append((unit, moved.why))
            continue
        revisions += len(numbers)
        points += _point(context, unit, form["point"], numbers)
        offers += _offers(context, unit, form, numbers)
        progress.step("units", done + 1, len(forms))
    return Moved(
        units=len(forms) - len(left), revisions=revisions, points=points, offers=offers, left=tuple(left)
    )


def _unit(
    context: Context,
    unit: UnitName,
    applied: RevisionNumber,
    point: SyncPoint | None,
    proposal: Proposal | None,
    captures: Sequence[Capture],
) -> _Form:
    found = context.hub.revisions(unit, after=NO_REVISION)
    return {
        "unit": str(unit),
        "revisions": [
            {
                "number": revision.number,
                "created": revision.created,
                "change": asdict(revision.change),
                "text": None if revision.deletes else context.hub.data(unit, revision.number),
            }
            for revision in found
        ],
        "applied": applied,
        "point": _without_unit(point) if point else None,
        "proposal": _without_unit(proposal) if proposal else None,
        "captures": [_without_unit(one) for one in captures],
    }


def _without_unit(one: SyncPoint | Proposal | Capture) -> _Form:
    return {name: value for name, value in asdict(one).items() if name != "unit"}


def _whole(lines: Sequence[str]) -> list[_Form]:
    forms: list[_Form] = []
    try:
        forms = [json.loads(line) for line in lines if line.strip()]
        head, end = forms[0], forms[-1]
        whole = (head["headgate"], head["form"], end["end"]) == ("hub", _FORM, len(forms) - 2)
        why = "its last line does not fit its first"
    except (ValueError, KeyError, TypeError, IndexError) as error:
        whole, why = False, f"a line of it is none of an export: {error}"
    if not whole:
        raise InputRefused(
            "Could not read what was exported",
            why=why,
            next_step="headgate hub export FILE writes one; name that file",
        )
    return forms[1:-1]


def _revisions(context: Context, unit: UnitName, form: _Form) -> Mapping[int, RevisionNumber]:
    """Write the history, each revision over the one before; gives the new numbers by the old ones."""
    numbers: dict[int, RevisionNumber] = {}
    seen = NO_DATA
    for one in form["revisions"]:
        change, guard = _change(one), Guard(data_hash=DataHash(seen))
        if one["text"] is None:
            written = context.hub.delete(unit, seen=guard, change=change)
        else:
            written = context.hub.write(unit, one["text"], seen=guard, change=change)
        numbers[one["number"]] = written.number
        seen = written.data_hash
    head = context.hub.head(unit)
    applied = numbers.get(form["applied"], NO_REVISION)
    if applied and head is not None and head.applied != applied:
        context.hub.mark_applied(unit, applied)
    return numbers


def _change(one: _Form) -> Change:
    kept = one["change"]
    return Change(
        author=kept["author"],
        source=RevisionSource(kept["source"]),
        description=kept["description"],
        token=kept["token"] or f"moved-{one['number']}",
        incident=kept["incident"],
        links={**kept["links"], "written": one["created"]},
    )


def _point(
    context: Context, unit: UnitName, kept: _Form | None, numbers: Mapping[int, RevisionNumber]
) -> int:
    if kept is None:
        return 0
    if context.points.sync_point(unit) is None:
        commit = kept["commit"]
        point = SyncPoint(unit=unit, **{**kept, "commit": Commit(**commit) if commit else None})
        point = replace(
            point,
            version=0,
            paths=tuple(kept["paths"]),
            decided=tuple(DecidedField(**field) for field in kept["decided"]),
            decisions=tuple(kept["decisions"]),
            hub_revision=numbers.get(point.hub_revision, NO_REVISION),
            sync_back_head=numbers.get(point.sync_back_head, NO_REVISION),
        )
        context.points.agree([point])
    return 1


def _offers(context: Context, unit: UnitName, form: _Form, numbers: Mapping[int, RevisionNumber]) -> int:
    kept = form["proposal"]
    if kept is not None:
        proposal = Proposal(unit=unit, **{**kept, "commit": Commit(**kept["commit"])})
        proposal = replace(
            proposal,
            paths=tuple(kept["paths"]),
            state=OfferState(kept["state"]),
            base_revision=numbers.get(proposal.base_revision, NO_REVISION),
        )
        context.proposals.offer(proposal)
    for one in form["captures"]:
        capture = Capture(unit=unit, **one)
        state = OfferState(one["state"])
        capture = replace(capture, paths=tuple(one["paths"]), seen=tuple(one["seen"]), state=state)
        context.captures.offer_capture(capture)
    return (kept is not None) + len(form["captures"])
