"""Items: what of a compared unit waits for somebody, each with an id that names its content. Pure."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from core.krm.read.documents import Documents
from core.krm.schema.catalog import Catalog
from core.krm.values import ABSENT, UNKNOWN
from core.merge.diff import differences
from core.merge.mask import masked
from core.merge.places import Held, Place
from core.merge.resolution import Field
from core.merge.verdict import Verdict
from core.model.item import Item, ItemKind, Risk
from core.model.names import ItemId
from core.model.proposal import Capture
from core.policy.risk import risk_of
from core.sync.compared import Compared, Relation

__all__ = ["Waiting", "waiting"]

_ID_LENGTH: Final = 10
_LETTER: Final = {
    ItemKind.PROPOSAL: "p",
    ItemKind.CONFLICT: "c",
    ItemKind.CAPTURE: "l",
    ItemKind.BREAK_GLASS: "b",
    ItemKind.SYNC_BACK: "s",
    ItemKind.HOLD: "h",
    ItemKind.DELETION: "d",
    ItemKind.UNRELATED: "u",
    ItemKind.PENDING_APPLY: "a",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An item and the fields it is about, unmasked; not for showing.

    Attributes:
        item: what is listed.
        fields: its fields.
        capture: the capture it came from, where somebody captured by hand.
    """

    item: Item
    fields: tuple[Field, ...]
    capture: Capture | None = None


def waiting(unit: Compared, catalog: Catalog) -> tuple[Waiting, ...]:
    """List what waits for a unit, most pressing first."""
    offered = [*_from_git(unit)]
    found = [*offered, *_from_live(unit)]
    if not offered:
        found += _to_git(unit)
    return (*found, *_to_live(unit, catalog))


def _from_git(unit: Compared) -> Iterable[Waiting]:
    """What Git offers, with all that the hub changed beside it; and where hub and live collide."""
    collisions = unit.of(Verdict.CONFLICT_LIVE)
    if unit.sides.proposal is None and not collisions:
        return
    fields = tuple(field for field in unit.fields if _concerns_git(unit, field))
    if not any(field.verdict not in _QUIET for field in fields):
        return
    kind = _git_kind(unit, fields)
    yield _item(
        unit, kind, fields, reason=_git_reason(unit, kind, fields), state=_git_state(unit, kind, fields)
    )


def _concerns_git(unit: Compared, field: Field) -> bool:
    """Drift waits by itself; and where nothing was ever agreed, what is alike is no news."""
    if unit.relation is Relation.UNRELATED and field.place.git_is_hub:
        return False
    return field.verdict is not Verdict.CAPTURE


_QUIET: Final = frozenset({Verdict.SYNC_BACK, Verdict.AGREED, Verdict.CAPTURED})


def _git_kind(unit: Compared, fields: Sequence[Field]) -> ItemKind:
    if unit.relation is Relation.DELETION:
        return ItemKind.DELETION
    if unit.relation is Relation.UNRELATED:
        return ItemKind.UNRELATED
    verdicts = {field.verdict for field in fields}
    if verdicts & {Verdict.CONFLICT, Verdict.CONFLICT_LIVE}:
        return ItemKind.CONFLICT
    return ItemKind.HOLD if Verdict.HOLD in verdicts else ItemKind.PROPOSAL


def _git_state(unit: Compared, kind: ItemKind, fields: Sequence[Field]) -> str:
    if kind is not ItemKind.PROPOSAL:
        return "pending"
    if any(field.needs_a_person for field in fields):
        return "needs approval"
    return "clean merge" if unit.sides.head_moved and unit.sides.head else "pending"


def _git_reason(unit: Compared, kind: ItemKind, fields: Sequence[Field]) -> str:
    match kind:
        case ItemKind.DELETION:
            return "Git no longer has this unit; deleting is never automatic"
        case ItemKind.UNRELATED:
            return "Git and the hub never agreed on this unit; say once which one counts"
        case ItemKind.CONFLICT if any(f.verdict is Verdict.CONFLICT for f in fields):
            return "Git and the hub both changed it, unlike"
        case ItemKind.CONFLICT:
            return "the hub and live both changed it, unlike"
        case ItemKind.HOLD:
            return "Git would undo a live change that nobody triaged yet"
        case _:
            return unit.sides.proposal.reason if unit.sides.proposal else ""


def _from_live(unit: Compared) -> Iterable[Waiting]:
    """What was found live: one item per capture made by hand, one for the rest."""
    drifted = list(unit.of(Verdict.CAPTURE))
    for capture in unit.sides.captures:
        mine = [field for field in drifted if not capture.paths or field.key in capture.paths]
        drifted = [field for field in drifted if field not in mine]
        if mine:
            kind = ItemKind.BREAK_GLASS if capture.incident else ItemKind.CAPTURE
            yield _item(unit, kind, mine, reason=capture.reason, state="captured", capture=capture)
    if drifted:
        yield _item(unit, ItemKind.CAPTURE, drifted, reason=_drift_reason(drifted), state="drift")


def _drift_reason(fields: Sequence[Field]) -> str:
    whys = {field.place.why for field in fields if field.place.why}
    return "; ".join(sorted(whys)) or "live differs from what was last applied"


def _to_git(unit: Compared) -> Iterable[Waiting]:
    """What the hub holds and Git does not yet."""
    fields = [
        field
        for field in unit.of(Verdict.SYNC_BACK, Verdict.CAPTURED)
        if field.place.hub_changed and not field.place.git_is_hub
    ]
    if not fields or unit.relation is Relation.NOT_IN_GIT:
        return
    pushed = unit.sides.point.sync_back if unit.sides.point else ""
    state = "branch pushed" if pushed else "awaiting sync-back"
    reason = f"waits for {pushed} to be merged" if pushed else "Git does not have the hub's value yet"
    yield _item(unit, ItemKind.SYNC_BACK, fields, reason=reason, state=state)


def _to_live(unit: Compared, catalog: Catalog) -> Iterable[Waiting]:
    """What the hub holds and was not applied yet; not drift."""
    head = unit.sides.head
    if head is None or head.deleted or not head.applied or head.applied == head.number:
        return
    if _differ(unit.sides.applied, unit.sides.hub, catalog):
        reason = f"revision {head.number} is not applied yet; revision {head.applied} is"
        yield _item(unit, ItemKind.PENDING_APPLY, (), reason=reason, state="pending apply")


def _differ(applied: Documents | None, hub: Documents | None, catalog: Catalog) -> bool:
    return bool(differences(applied, hub, catalog=catalog))


def _item(
    unit: Compared,
    kind: ItemKind,
    fields: Sequence[Field],
    *,
    reason: str,
    state: str,
    capture: Capture | None = None,
) -> Waiting:
    several = len({field.place.resource.key for field in unit.fields}) > 1
    undecided = [field for field in fields if field.needs_a_person and kind is not ItemKind.SYNC_BACK]
    item = Item(
        id=_id(unit, kind, fields),
        kind=kind,
        unit=unit.sides.unit,
        state=state,
        risk=_risk(unit, kind, fields),
        author=_author(unit, capture, kind),
        since=_since(unit, capture, kind),
        undecided=len(undecided),
        fields=len(fields),
        conflicts=tuple(_named(field, several=several) for field in undecided),
        paths=tuple(_named(field, several=several) for field in fields),
        reason=reason,
        incident=capture.incident if capture else "",
        production=unit.sides.space.production,
    )
    return Waiting(item=item, fields=tuple(fields), capture=capture)


def _named(field: Field, *, several: bool) -> str:
    return field.key if several else str(field.path)


def _risk(unit: Compared, kind: ItemKind, fields: Sequence[Field]) -> Risk:
    if kind is ItemKind.DELETION:
        return Risk.HIGH
    changed = [field.place for field in fields if field.verdict is not Verdict.AGREED]
    return risk_of(changed, unit.sides.space)


def _author(unit: Compared, capture: Capture | None, kind: ItemKind) -> str:
    if capture is not None:
        return capture.actor
    if kind in {ItemKind.CAPTURE, ItemKind.SYNC_BACK, ItemKind.PENDING_APPLY}:
        return ""
    return unit.sides.proposal.commit.author if unit.sides.proposal else ""


def _since(unit: Compared, capture: Capture | None, kind: ItemKind) -> str:
    if capture is not None:
        return capture.created
    if kind in {ItemKind.CAPTURE, ItemKind.SYNC_BACK, ItemKind.PENDING_APPLY}:
        return ""
    return unit.sides.proposal.created if unit.sides.proposal else ""


def _id(unit: Compared, kind: ItemKind, fields: Sequence[Field]) -> ItemId:
    """Hash what differs, not when it was seen: the same difference has the same id on every run.

    Sensitive values go in as marks (equal letters, equal values) with Head's number, never as themselves.
    """
    head = unit.sides.head
    secret = any(field.place.sensitive for field in fields)
    numbers = [head.number, head.applied] if head and (secret or kind is ItemKind.PENDING_APPLY) else []
    content = [str(unit.sides.unit), kind, numbers, [_content(field.place) for field in fields]]
    digest = hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()
    return ItemId(f"{_LETTER[kind]}-{digest[:_ID_LENGTH]}")


def _content(place: Place) -> list[object]:
    shown = masked(place) if place.sensitive else place
    held = (shown.base, shown.git, shown.hub, shown.live)
    return [list(place.resource.key), str(place.path), [_plain(value) for value in held]]


def _plain(value: Held) -> object:
    if value is ABSENT or value is UNKNOWN:
        return [str(value)]
    return {"is": value}
