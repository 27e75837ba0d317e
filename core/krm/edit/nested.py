"""Nested: change fields of a document that stands, as text, inside a field of another one."""

from collections.abc import Sequence

from core.fieldpath import FieldPath
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.edit.rewrite import refused
from core.krm.edit.sheet import Sheet
from core.krm.edit.values import value_at
from core.krm.read.limits import USUAL, Limits
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent

__all__ = ["edit_nested"]


def edit_nested(
    text: str,
    *,
    resource: ResourceId | int,
    path: FieldPath,
    changes: Sequence[FieldChange],
    limits: Limits = USUAL,
) -> str:
    r"""Give the text with changes made inside a field that holds YAML or JSON itself.

    Args:
        text: the outer text.
        resource: its document.
        path: the field, such as ``patches[0].patch`` of a kustomization.
        changes: of the inner text; their resources are those of the inner text.
        limits: how much is read, of either text.

    Raises:
        EditRefused: no text stands there, or a change cannot be proved.
        InputRefused: either text cannot be read.

    >>> outer = "patches:\n- patch: |\n    # the floor\n    replicas: 3\n"
    >>> change = FieldChange(resource=0, path=FieldPath.parse("replicas"), value=5)
    >>> edit_nested(outer, resource=0, path=FieldPath.parse("patches[0].patch"), changes=[change])
    'patches:\n- patch: |\n    # the floor\n    replicas: 5\n'
    """
    sheet = Sheet(text, limits)
    place = sheet.find(resource)
    outer = ABSENT if place is None else sheet.value(place)
    if place is None or isinstance(outer, Absent):
        raise refused(path, f"the text has no document {resource}")
    inner = value_at(outer, FieldPath(place[1].steps + path.steps))
    if not isinstance(inner, str):
        raise refused(path, "no text stands there that could hold a document")
    changed = edit(inner, changes, limits=limits)
    return edit(text, [FieldChange(resource=resource, path=path, value=changed)], limits=limits)
