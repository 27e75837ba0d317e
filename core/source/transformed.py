"""What a kustomization sets without a patch: image tags and replica counts, and the lines that say so. Pure.

Source: kustomize's fields ``images`` and ``replicas``; both run after the patches of the same kustomization.
"""

from typing import Final

from core.fieldpath import FieldPath, Index
from core.krm.edit.lines import Lines, lines_inside
from core.krm.edit.values import value_at
from core.krm.read.documents import read
from core.krm.resource import ResourceId
from core.krm.values import Value

__all__ = ["transformer_lines"]

_SCALED: Final = frozenset({"Deployment", "ReplicaSet", "ReplicationController", "StatefulSet"})


def transformer_lines(text: str, resource: ResourceId, path: FieldPath, value: Value) -> Lines | None:
    """Find the lines of a kustomization that give a field its value; None where none do."""
    last = path.steps[-1] if path.steps else ""
    if last == "image" and isinstance(value, str):
        return _image(text, value)
    if path == FieldPath(("spec", "replicas")) and resource.kind in _SCALED:
        return _replicas(text, resource, value)
    return None


def _image(text: str, value: str) -> Lines | None:
    """Find the entry that gives an image its tag, digest or name."""
    for at, entry in enumerate(_entries(text, "images")):
        name = _text(entry, "newName") or _text(entry, "name")
        tag, digest = _text(entry, "newTag"), _text(entry, "digest")
        ending = f"@{digest}" if digest else f":{tag}" if tag else ""
        sets = "digest" if digest else "newTag" if tag else "newName"
        if name and f"{name}{ending}" == (value if ending else value.rpartition(":")[0] or value):
            return lines_inside(text, None, 0, FieldPath(("images", Index(at), sets)))
    return None


def _replicas(text: str, resource: ResourceId, value: Value) -> Lines | None:
    for at, entry in enumerate(_entries(text, "replicas")):
        name = _text(entry, "name")
        if name and name in resource.name and value_at(entry, FieldPath(("count",))) == value:
            return lines_inside(text, None, 0, FieldPath(("replicas", Index(at), "count")))
    return None


def _entries(text: str, key: str) -> list[Value]:
    for document in read(text).documents[:1]:
        found = value_at(document.value, FieldPath((key,)))
        return found if isinstance(found, list) else []
    return []


def _text(entry: Value, key: str) -> str:
    found = value_at(entry, FieldPath((key,)))
    return found if isinstance(found, str) else ""
