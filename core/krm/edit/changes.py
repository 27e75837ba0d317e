"""FieldChange: what an edit is asked to do, as a value."""

from dataclasses import dataclass

from core.fieldpath import FieldPath
from core.krm.resource import ResourceId
from core.krm.values import Absent, Value

__all__ = ["FieldChange"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One place and the value it shall have.

    Attributes:
        resource: which document of the text; a number is the document's place from 0, for texts that are no
            resources (a kustomization, a patch).
        path: the place; the root path is the whole document.
        value: what shall stand there; `ABSENT` removes the field, item, member or document.
    """

    resource: ResourceId | int
    path: FieldPath
    value: Value | Absent
