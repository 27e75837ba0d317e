"""Drift and captures as JSON."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from core.krm.values import ABSENT, UNKNOWN
from core.merge.places import Ignored, Side
from core.merge.resolution import Field
from core.model.item import UnknownUnit
from core.model.names import UnitName
from core.model.proposal import Capture
from core.report.held import json_sides, json_value
from core.report.inbox import json_unknown
from core.report.opened import json_ignored

__all__ = ["DriftedForm", "json_captures", "json_drifts"]


class DriftedForm(Protocol):
    """A unit's drift, as far as it is reported; `core.sync.capture.DriftedUnit` fits."""

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


def json_drifts(
    units: Iterable[DriftedForm], unknown: Sequence[UnknownUnit], *, read_at: str, explain: bool = False
) -> dict[str, object]:
    """Give what is live against what was last applied; with ``explain`` what was ignored and why."""
    return {
        "units": [_unit(unit, explain=explain) for unit in units],
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
        "fields": [_field(field) for field in unit.fields],
    }
    return {**form, "ignored": json_ignored(unit.ignored)} if explain else form


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
