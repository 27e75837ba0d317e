"""One item with its fields as JSON: the shape of design.md §6. Values come masked from the desk."""

from collections.abc import Iterable

from core.krm.values import ABSENT, UNKNOWN
from core.merge.places import Ignored, Side, Warned
from core.merge.resolution import Field, FieldState, Resolution
from core.model.item import Opened
from core.model.people import Owner
from core.model.remembered import Remembered
from core.report.held import json_sides, json_value, unread
from core.report.inbox import json_item

__all__ = ["json_ignored", "json_opened", "json_owner", "json_warned"]

_SIDES = (Side.BASE, Side.GIT, Side.HUB, Side.LIVE)
_WORDS = {
    FieldState.UNDECIDED: "undecided",
    FieldState.BY_RULE: "by-rule",
    FieldState.CHOSEN: "chosen",
    FieldState.ALIKE: "alike",
}


def json_opened(opened: Opened, *, now: float, explain: bool = False) -> dict[str, object]:
    """Give an item and its fields; with ``explain`` also what was ignored and why, and what was warned of.

    What a side does not hold is left out of a field, and so is ``result`` while nobody decided; a side that
    could not be read is named in ``unread``, which is there only then.
    """
    resolution = opened.resolution
    form = {
        **json_item(opened.item, now=now),
        "fields": [
            _field(field, resolution, opened.owners.get(field.key, {})) for field in resolution.fields
        ],
        **({"remembered": [_offer(one) for one in opened.remembered]} if opened.remembered else {}),
        **({"stale": opened.stale} if opened.stale else {}),
    }
    if not explain:
        return form
    return {**form, "ignored": json_ignored(opened.ignored), "warnings": json_warned(opened.warned)}


def json_ignored(ignored: Iterable[Ignored]) -> list[object]:
    """Give the differences that are none, each with its rule."""
    return [
        {
            "resource": str(one.resource),
            "path": str(one.path),
            "rule": one.rule,
            "why": one.why,
            "source": one.source,
        }
        for one in ignored
    ]


def json_warned(warned: Iterable[Warned]) -> list[object]:
    """Give what a person should know though no decision hangs on it."""
    return [
        {
            **({"resource": str(one.resource)} if one.resource is not None else {}),
            "path": str(one.path),
            "what": one.what,
        }
        for one in warned
    ]


def _field(field: Field, resolution: Resolution, owners: dict[Side, Owner]) -> dict[str, object]:
    place = field.place
    missing = unread(place, (Side.LIVE,))
    return {
        "resource": str(place.resource),
        "path": str(place.path),
        "state": _WORDS[resolution.state(field)],
        **json_sides(place, _SIDES),
        **_result(field, resolution),
        "hint": field.hint,
        "owners": {side.value: json_owner(owner) for side, owner in owners.items()},
        **({"unread": missing} if missing else {}),
    }


def _offer(offer: Remembered) -> dict[str, object]:
    return {
        "field": offer.field,
        "side": offer.side.value,
        "decision": offer.decision,
        "unit": str(offer.unit),
        "who": offer.who,
        "when": offer.when,
        "reason": offer.reason,
        "otherwise": offer.otherwise,
    }


def _result(field: Field, resolution: Resolution) -> dict[str, object]:
    """Give what the field will hold; nothing while it is undecided, or where it will be removed."""
    result = resolution.result(field)
    if resolution.settled(field) is None or result is ABSENT or result is UNKNOWN:
        return {}
    return {"result": json_value(result)}


def json_owner(owner: Owner) -> dict[str, object]:
    """Give who set a value and how sure that is; ``why`` where it is not exact, ``place`` where known."""
    return {
        "who": owner.who,
        "when": owner.when,
        "how": owner.how,
        "sure": owner.sure.value,
        **({"why": owner.why} if owner.why else {}),
        **({"place": owner.place} if owner.place else {}),
    }
