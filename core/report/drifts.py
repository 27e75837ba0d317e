"""Drift and captures as JSON."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from core.fieldpath import FieldPath
from core.krm.values import ABSENT, UNKNOWN
from core.merge.places import Ignored, Side
from core.merge.resolution import Field
from core.model.item import UnknownUnit
from core.model.made import Made
from core.model.names import UnitName
from core.model.people import Owner
from core.model.proposal import Capture
from core.report.held import json_sides, json_value
from core.report.inbox import json_unknown
from core.report.opened import json_ignored, json_owner

__all__ = ["DriftGroup", "DriftedForm", "drift_groups", "json_captures", "json_drifts"]


class DriftedForm(Protocol):
    """A unit's drift, as far as it is reported; `core.sync.drifts.DriftedUnit` fits."""

    @property
    def unit(self) -> UnitName:
        """Which unit."""

    @property
    def fields(self) -> Sequence[Field]:
        """The drifted fields, masked."""

    @property
    def ignored(self) -> Sequence[Ignored]:
        """Live differences that are none."""

    @property
    def applied(self) -> int:
        """Which revision live was compared with; 0 for none."""

    @property
    def owners(self) -> Mapping[str, Owner]:
        """Who set a field live, by its key."""

    @property
    def made(self) -> Sequence[Made]:
        """What its claims made and what is not as it was asked for."""


class DriftGroup(NamedTuple):
    """One change that some units have alike; a secret's never is, since its values are masked.

    Attributes:
        field: of the first of them.
        units: in order.
    """

    field: Field
    units: tuple[UnitName, ...]


def drift_groups(units: Iterable[DriftedForm]) -> tuple[DriftGroup, ...]:
    """Fold what drifted by its cause: one field of a kind, from one value to another."""
    found: dict[str, tuple[Field, dict[UnitName, None]]] = {}
    for unit in units:
        for field in unit.fields:
            place = field.place
            form = {**_field(field), "resource": f"{place.resource.group}/{place.resource.kind}"}
            alone = str(unit.unit) if place.sensitive else ""
            key = json.dumps([form, alone], sort_keys=True, default=str)
            found.setdefault(key, (field, {}))[1][unit.unit] = None
    groups = [DriftGroup(field, tuple(names)) for field, names in found.values()]
    return tuple(sorted(groups, key=lambda group: -len(group.units)))


def json_drifts(
    units: Iterable[DriftedForm], unknown: Sequence[UnknownUnit], *, read_at: str, explain: bool = False
) -> dict[str, object]:
    """Give what is live against what was last applied; with ``explain`` what was ignored and why."""
    units = list(units)
    return {
        "units": [_unit(unit, explain=explain) for unit in units],
        "groups": [_group(group) for group in drift_groups(units)],
        "unknown": json_unknown(unknown),
        "read_at": read_at,
    }


def json_captures(captures: Iterable[Capture]) -> dict[str, object]:
    """Give pending captures."""
    return {"captures": [_capture(capture) for capture in captures]}


def _unit(unit: DriftedForm, *, explain: bool) -> dict[str, object]:
    form: dict[str, object] = {
        "unit": str(unit.unit),
        "space": unit.unit.space,
        "applied": unit.applied,
        "fields": [{**_field(field), "owners": _owners(unit, field)} for field in unit.fields],
        "made": [_made(one) for one in unit.made],
    }
    return {**form, "ignored": json_ignored(unit.ignored)} if explain else form


def _owners(unit: DriftedForm, field: Field) -> dict[str, object]:
    owner = unit.owners.get(field.key)
    return {Side.LIVE.value: json_owner(owner)} if owner else {}


def _group(group: DriftGroup) -> dict[str, object]:
    first = _field(group.field)
    first["kind"] = group.field.place.resource.kind
    first.pop("resource")
    return {**first, "units": [str(unit) for unit in group.units]}


def _made(one: Made) -> dict[str, object]:
    return {
        "resource": str(one.resource),
        "of": str(one.of),
        "there": one.value is not None or bool(one.unread),
        "stale": one.is_stale,
        "unread": one.unread or None,
        "fields": [
            {
                "path": str(FieldPath(hit.at)),
                "asked": json_value(hit.asked),
                "cloud": json_value(hit.reported),
            }
            for hit in one.reported
        ],
    }


def _field(field: Field) -> dict[str, object]:
    place = field.place
    applied = (
        {} if place.applied is ABSENT or place.applied is UNKNOWN else {"applied": json_value(place.applied)}
    )
    return {
        "resource": str(place.resource),
        "path": str(place.path),
        **applied,
        **json_sides(place, (Side.LIVE,)),
        "why": place.why,
    }


def _capture(capture: Capture) -> dict[str, object]:
    return {
        "id": capture.id,
        "unit": str(capture.unit),
        "space": capture.unit.space,
        "paths": list(capture.paths),
        "incident": capture.incident,
        "reason": capture.reason,
        "actor": capture.actor,
        "state": capture.state.value,
        "created": capture.created,
    }
