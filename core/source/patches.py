"""The patches of a kustomization: where each stands, whom it is for, and what it sets. Pure."""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from core.errors import EditRefused, InputRefused
from core.fieldpath import FieldPath, Index
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.edit.nested import edit_nested
from core.krm.edit.values import changed, resolved, value_at
from core.krm.read.documents import read
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value

__all__ = ["Patch", "addition_to", "operation", "patches_in", "settings_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """One patch.

    Attributes:
        path: the file it stands in.
        inside: the field of that file that holds it as a text; None where the file is the patch.
        documents: what it says.
        kind: the kind it is for; "" where it does not say.
    """

    path: str
    inside: FieldPath | None
    documents: tuple[Value, ...]
    kind: str

    def edited(self, text: str, change: FieldChange) -> str:
        """Give the file's text with one change made in the patch; raises `EditRefused`."""
        if self.inside is None:
            return edit(text, [change])
        return edit_nested(text, resource=0, path=self.inside, changes=[change])


def patches_in(path: str, texts: Mapping[str, str]) -> Iterator[Patch]:
    """List the patches of a kustomization; one that cannot be read is none.

    Args:
        path: the kustomization's.
        texts: the files it can reach, by path.
    """
    for key in ("patches", "patchesJson6902", "patchesStrategicMerge"):
        for value in _read(texts[path])[:1]:
            entries = value_at(value, FieldPath((key,)))
            for at, entry in enumerate(entries if isinstance(entries, list) else []):
                yield from _patch(path, FieldPath((key, Index(at))), entry, texts)


def _patch(path: str, place: FieldPath, entry: Value, texts: Mapping[str, str]) -> Iterator[Patch]:
    kind = value_at(entry, FieldPath(("target", "kind")))
    inline, named = (
        (entry, entry) if isinstance(entry, str) else (_text(entry, "patch"), _text(entry, "path"))
    )
    whom = kind if isinstance(kind, str) else ""
    file = posixpath.normpath(posixpath.join(posixpath.dirname(path), str(named)))
    if named and file in texts:
        yield Patch(path=file, inside=None, documents=_read(texts[file]), kind=whom)
    elif inline:
        inside = place if isinstance(entry, str) else place / "patch"
        yield Patch(path=path, inside=inside, documents=_read(str(inline)), kind=whom)


def _text(entry: Value, key: str) -> str:
    value = value_at(entry, FieldPath((key,)))
    return value if isinstance(value, str) else ""


def _read(text: str) -> tuple[Value, ...]:
    try:
        return tuple(document.value for document in read(text).documents)
    except InputRefused:
        return ()


def settings_in(patch: Patch, change: FieldChange, place: FieldPath) -> Iterator[FieldChange]:
    """Yield changes of a patch that sets a field already, so that it sets it as wanted; the last one first.

    Args:
        patch: which.
        change: what is wanted of the rendered resource.
        place: the change's path, as keys and places in lists.
    """
    for at, value in reversed(list(enumerate(patch.documents))):
        if isinstance(value, list):
            yield from _operations(at, value, change, place)
        elif _is_of(value, change.resource) and value_at(value, change.path) is not ABSENT:
            yield replace(change, resource=at)


def addition_to(patch: Patch, change: FieldChange, added: Value) -> FieldChange | None:
    """Make the change that lets a patch set one more field; None for a patch that is for something else.

    Args:
        patch: which.
        change: what is wanted of the rendered resource.
        added: the same as an operation, for a patch of operations.
    """
    for at, value in enumerate(patch.documents):
        if isinstance(value, list) and len(patch.documents) == 1:
            return FieldChange(resource=0, path=FieldPath((Index(len(value)),)), value=added)
        if _is_of(value, change.resource) and change.value is not ABSENT:
            return replace(change, resource=at)
    return None


def operation(change: FieldChange, rendered: Value) -> Value:
    """Write a change of a rendered resource as an operation of a JSON patch (RFC 6902).

    What is missing above the place is added along with it.

    Raises:
        EditRefused: the path does not fit the resource.
    """
    known = resolved(rendered, change.path)
    is_there = len(known.steps) == len(change.path.steps)
    if isinstance(change.value, Absent):
        if is_there:
            return {"op": "remove", "path": _pointer(known)}
        raise EditRefused(
            f"Could not remove {change.path}", why="nothing stands there", next_step="compare the path"
        )
    if is_there:
        return {"op": "replace", "path": _pointer(known), "value": change.value}
    target, step = changed(rendered, change.path, change.value), change.path.steps[len(known.steps)]
    if isinstance(step, str):
        value = value_at(target, known / step)
        return {"op": "add", "path": _pointer(known / step), "value": None if value is ABSENT else value}
    items = value_at(target, known)
    last = items[-1] if isinstance(items, list) else change.value
    return {"op": "add", "path": f"{_pointer(known)}/-", "value": last}


def _operations(
    document: int, operations: list[Value], change: FieldChange, place: FieldPath
) -> Iterator[FieldChange]:
    wanted = _pointer(place)
    for at, one in reversed(list(enumerate(operations))):
        path = value_at(one, FieldPath(("path",)))
        here = FieldPath((Index(at),))
        if path == wanted:
            yield from _of_operation(FieldChange(resource=document, path=here, value=change.value), wanted)
        elif isinstance(path, str) and wanted.startswith(f"{path}/"):
            rest = change.path.steps[path.count("/") :]
            inner = FieldPath((Index(at), "value", *rest))
            if value_at(operations, inner) is not ABSENT or _could_hold(operations, inner.parent, change):
                yield FieldChange(resource=document, path=inner, value=change.value)


def _could_hold(operations: Value, parent: FieldPath, change: FieldChange) -> bool:
    """Tell whether a new field fits into the block that an operation sets."""
    return change.value is not ABSENT and isinstance(value_at(operations, parent), dict | list)


def _of_operation(change: FieldChange, pointer: str) -> Iterator[FieldChange]:
    """Change the value of an operation; to remove the field, take the operation back or turn it round."""
    if change.value is ABSENT:
        yield change
        yield replace(change, value={"op": "remove", "path": pointer})
    else:
        yield replace(change, path=change.path / "value")


def _is_of(patch: Value, resource: ResourceId | int) -> bool:
    kind = value_at(patch, FieldPath(("kind",)))
    return isinstance(resource, ResourceId) and kind == resource.kind


def _pointer(place: FieldPath) -> str:
    steps = [str(step.at) if isinstance(step, Index) else str(step) for step in place.steps]
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)
