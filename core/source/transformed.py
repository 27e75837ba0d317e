"""The lines of a kustomization that set a field without a patch. Pure."""

from core.fieldpath import FieldPath
from core.krm.edit.lines import Lines, lines_inside
from core.krm.read.documents import read
from core.krm.resource import ResourceId
from core.krm.values import Value
from core.source.transformers import setting_places

__all__ = ["transformer_lines"]


def transformer_lines(text: str, resource: ResourceId, path: FieldPath, value: Value) -> Lines | None:
    """Find the lines of a kustomization that give a field its value; None where none do."""
    for document in read(text).documents[:1]:
        for place in setting_places(document.value, resource, path, value):
            if lines := lines_inside(text, None, 0, place):
                return lines
    return None
