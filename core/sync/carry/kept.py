"""Kept: a plan as text, so that another process can finish just what was confirmed, and nothing else.

What was only for showing (diff, warnings, checks) is left out: it was shown; so is what the
journal keeps anyway.
"""

import json
from dataclasses import asdict
from typing import Any

from core.fieldpath import FieldPath
from core.krm.resource import ResourceId
from core.krm.values import ABSENT
from core.model.item import ItemKind
from core.model.names import DataHash, RevisionNumber, UnitName
from core.model.plan import Effects, LiveChange, Plan
from core.model.proposal import Commit, OfferState
from core.model.syncpoint import DecidedField, SyncPoint
from core.model.unit import Change, Guard, RevisionSource
from core.sync.carry.envelope import closed, opened
from core.sync.context import DigestKey

__all__ = ["keep", "unkeep"]

_ONLY_SHOWN = ("diff", "overwrites", "by_rule", "checks", "effects", "chosen", "live_fields", "read")
_Form = dict[str, Any]  # JSON as it was written by `keep`, under a seal


def keep(plan: Plan, key: DigestKey) -> str:
    """Write a plan down, sealed with the workspace's key."""
    form = {name: getattr(plan, name) for name in Plan.__slots__ if name not in _ONLY_SHOWN}
    form |= {"unit": str(plan.unit), "effects": _effects_form(plan.effects)}
    return closed(json.dumps(form), key=key.key, about=plan.id)


def unkeep(envelope: str, key: DigestKey, decision: str) -> Plan:
    """Read a plan that was kept.

    Raises:
        SourceUnreadable: it was kept with another key, or it is damaged.
    """
    form: _Form = json.loads(opened(envelope, key=key.key, about=decision))
    return Plan(
        id=form["id"],
        unit=UnitName.parse(form["unit"]),
        item=form["item"],
        kind=ItemKind(form["kind"]) if form["kind"] else None,
        actor=form["actor"],
        reason=form["reason"],
        choices=tuple((key, choice) for key, choice in form["choices"]),
        hub=form["hub"],
        git=form["git"],
        live=form["live"],
        word=form["word"],
        twin=form["twin"],
        diff=(),
        overwrites=(),
        by_rule=(),
        checks=(),
        effects=_effects(form["effects"]),
    )


def _effects_form(effects: Effects) -> _Form:
    apart = ("guard", "change", "point", "point_seen", "live")
    form: _Form = {name: getattr(effects, name) for name in Effects.__slots__ if name not in apart}
    return form | {
        "guard": asdict(effects.guard),
        "change": asdict(effects.change),
        "point": _point_form(effects.point),
        "point_seen": _point_form(effects.point_seen),
        "live": [_live_form(change) for change in effects.live],
    }


def _effects(form: _Form) -> Effects:
    return Effects(
        text=form["text"],
        deletes=form["deletes"],
        guard=Guard(
            data_hash=DataHash(form["guard"]["data_hash"]), sync_version=form["guard"]["sync_version"]
        ),
        change=Change(**form["change"] | {"source": RevisionSource(form["change"]["source"])}),
        point=_point(form["point"]),
        point_seen=_point(form["point_seen"]),
        live=tuple(_live(one) for one in form["live"]),
        live_text=form["live_text"],
        live_over=tuple(form.get("live_over", ())),
        moves_head=form["moves_head"],
        marks_applied=form["marks_applied"],
        settles=_endings(form["settles"]),
        settles_captures=_endings(form["settles_captures"]),
        head=RevisionNumber(form["head"]),
        when=form["when"],
    )


def _endings(form: list[list[str]]) -> tuple[tuple[str, OfferState, str], ...]:
    return tuple((offer, OfferState(state), reason) for offer, state, reason in form)


def _live_form(change: LiveChange) -> _Form:
    return {
        "resource": str(change.resource),
        "path": str(change.path),
        "value": [] if change.value is ABSENT else [change.value],
        "seen": [] if change.seen is ABSENT else [change.seen],
    }


def _live(form: _Form) -> LiveChange:
    return LiveChange(
        resource=ResourceId.parse(form["resource"]),
        path=FieldPath.parse(form["path"]),
        value=form["value"][0] if form["value"] else ABSENT,
        seen=form["seen"][0] if form["seen"] else ABSENT,
    )


def _point_form(point: SyncPoint | None) -> _Form | None:
    return asdict(point) | {"unit": str(point.unit)} if point else None


def _point(form: _Form | None) -> SyncPoint | None:
    if form is None:
        return None
    apart: _Form = {
        "unit": UnitName.parse(form["unit"]),
        "commit": Commit(**form["commit"]) if form["commit"] else None,
        "paths": tuple(form["paths"]),
        "decided": tuple(DecidedField(**field) for field in form["decided"]),
        "decisions": tuple(form["decisions"]),
    }
    return SyncPoint(**form | apart)
