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
from core.merge.places import Held, Place
from core.merge.resolution import Field
from core.merge.verdict import Verdict
from core.model.item import Item, ItemKind, Risk
from core.model.names import ItemId
from core.model.proposal import Capture
from core.policy.risk import risk_of
from core.sync.changes import change_of
from core.sync.compared import Compared, Digest, Relation
from core.sync.context import DigestKey

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


def waiting(unit: Compared, catalog: Catalog, key: DigestKey) -> tuple[Waiting, ...]:
    """List what waits for a unit, most pressing first.

    ``key`` makes the digests that stand for sensitive values in ids, and that tell whether a field still
    holds what was captured.
    """
    made = _Maker(unit, catalog, key)
    offered = [*_from_git(made)]
    found = [*offered, *_from_live(made)]
    if not offered:
        found += _to_git(made)
    return (*found, *_to_live(made))


@dataclass(frozen=True, slots=True)
class _Maker:
    """What every item of a unit is made with."""

    unit: Compared
    catalog: Catalog
    key: DigestKey

    def digest(self, place: Place, held: Held) -> str | None:
        return Digest(place.resource, place.path, self.catalog, self.key).of(held)


def _from_git(made: _Maker) -> Iterable[Waiting]:
    """What Git offers, with all that the hub changed beside it; and where hub and live collide."""
    unit = made.unit
    fields = tuple(field for field in unit.fields if _concerns_git(unit, field))
    if unit.relation is not Relation.UNRELATED and all(field.verdict in _QUIET for field in fields):
        return
    if not fields:
        return
    kind = _git_kind(unit, fields)
    yield _item(
        made, kind, fields, reason=_git_reason(unit, kind, fields), state=_git_state(unit, kind, fields)
    )


def _concerns_git(unit: Compared, field: Field) -> bool:
    """Drift waits by itself; and where nothing was ever agreed, what is alike is no news."""
    if unit.relation is Relation.UNRELATED and field.place.git_is_hub:
        return False
    return field.verdict is not Verdict.CAPTURE


_QUIET: Final = frozenset({Verdict.SYNC_BACK, Verdict.AGREED, Verdict.CAPTURED})


def _git_kind(unit: Compared, fields: Sequence[Field]) -> ItemKind:
    if unit.relation is Relation.DELETION and any(field.place.git_changed for field in fields):
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


def _from_live(made: _Maker) -> Iterable[Waiting]:
    """What was found live: one item per capture made by hand, one for the rest.

    What somebody captured while Git wants another value is in both items; it is triaged here.
    """
    drifted = list(made.unit.of(Verdict.CAPTURE, Verdict.HOLD))
    for capture in made.unit.sides.captures:
        mine = [field for field in drifted if _is_captured(made, capture, field)]
        drifted = [field for field in drifted if field not in mine]
        if mine:
            kind = ItemKind.BREAK_GLASS if capture.incident else ItemKind.CAPTURE
            yield _item(made, kind, mine, reason=capture.reason, state="captured", capture=capture)
    rest = [field for field in drifted if field.verdict is Verdict.CAPTURE]
    if rest:
        yield _item(made, ItemKind.CAPTURE, rest, reason=_drift_reason(rest), state="drift")


def _is_captured(made: _Maker, capture: Capture, field: Field) -> bool:
    """Tell whether a field still holds what was captured; another value is another drift."""
    seen = dict(zip(capture.paths, capture.seen, strict=True))
    return seen.get(field.key) == made.digest(field.place, field.place.live)


def _drift_reason(fields: Sequence[Field]) -> str:
    whys = {field.place.why for field in fields if field.place.why}
    return "; ".join(sorted(whys)) or "live differs from what was last applied"


def _to_git(made: _Maker) -> Iterable[Waiting]:
    """What the hub holds and Git does not yet."""
    unit = made.unit
    fields = [
        field
        for field in unit.of(Verdict.SYNC_BACK, Verdict.CAPTURED)
        if field.place.hub_changed and not field.place.git_is_hub
    ]
    if not fields or unit.relation is Relation.NOT_IN_GIT:
        return
    point, head = unit.sides.point, unit.sides.head
    pushed = point.sync_back if point and head and point.sync_back_head == head.number else ""
    state = "branch pushed" if pushed else "awaiting sync-back"
    reason = f"waits for {pushed} to be merged" if pushed else "Git does not have the hub's value yet"
    if point and pushed and point.declined == pushed:
        state, reason = "Git declined", f"{pushed} was closed without a merge; the hub keeps its value"
    yield _item(made, ItemKind.SYNC_BACK, fields, reason=reason, state=state)


def _to_live(made: _Maker) -> Iterable[Waiting]:
    """What the hub holds and was not applied yet; not drift."""
    unit, head = made.unit, made.unit.sides.head
    if head is None or head.applied == head.number or not (head.applied or head.delivered):
        return
    if head.deleted:
        if isinstance(unit.sides.live, Documents) and unit.sides.live.documents:
            reason = f"revision {head.number} deletes it; it is still live"
            yield _item(made, ItemKind.PENDING_APPLY, (), reason=reason, state="pending apply")
        return
    if not head.applied:
        reason = f"revision {head.number} is not released yet, and no earlier one was"
        yield _item(made, ItemKind.PENDING_APPLY, (), reason=reason, state="pending apply")
        return
    if differences(unit.sides.applied, unit.sides.hub, catalog=made.catalog):
        reason = f"revision {head.number} is not applied yet; revision {head.applied} is"
        yield _item(made, ItemKind.PENDING_APPLY, (), reason=reason, state="pending apply")


def _item(
    made: _Maker,
    kind: ItemKind,
    fields: Sequence[Field],
    *,
    reason: str,
    state: str,
    capture: Capture | None = None,
) -> Waiting:
    unit = made.unit
    several = len({field.place.resource.key for field in unit.fields}) > 1
    undecided = [field for field in fields if field.needs_a_person and kind is not ItemKind.SYNC_BACK]
    item = Item(
        id=_id(made, kind, fields),
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
        change=change_of(kind, fields, catalog=made.catalog, key=made.key),
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


def _id(made: _Maker, kind: ItemKind, fields: Sequence[Field]) -> ItemId:
    """Hash what differs, not when it was seen: the same difference has the same id on every run.

    Sensitive values go in as keyed digests, never as themselves or by a hash anybody could try.
    """
    head = made.unit.sides.head
    numbers = [head.number, head.applied] if head and kind is ItemKind.PENDING_APPLY else []
    content = [str(made.unit.sides.unit), kind, numbers, [_content(made, field.place) for field in fields]]
    digest = hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()
    return ItemId(f"{_LETTER[kind]}-{digest[:_ID_LENGTH]}")


def _content(made: _Maker, place: Place) -> list[object]:
    held = (place.base, place.git, place.hub, place.live)
    if place.sensitive:
        plain: list[object] = [made.digest(place, value) for value in held]
    else:
        plain = [_plain(value) for value in held]
    return [list(place.resource.key), str(place.path), plain]


def _plain(value: Held) -> object:
    if value is ABSENT or value is UNKNOWN:
        return [str(value)]
    return {"is": value}
