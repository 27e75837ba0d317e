"""Who set each field of a unit, as JSON."""

from collections.abc import Sequence

from core.fieldpath import FieldPath
from core.krm.resource import ResourceId
from core.merge.places import Side
from core.model.names import UnitName
from core.model.people import Owner
from core.report.opened import json_owner

__all__ = ["json_blame"]


def json_blame(
    unit: UnitName, fields: Sequence[tuple[ResourceId, FieldPath, dict[Side, Owner]]]
) -> dict[str, object]:
    """Give each field with who set it on each side."""
    return {
        "unit": str(unit),
        "space": unit.space,
        "fields": [
            {
                "resource": str(resource),
                "path": str(path),
                "owners": {side.value: json_owner(owner) for side, owner in owners.items()},
            }
            for resource, path, owners in fields
        ],
    }
