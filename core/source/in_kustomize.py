"""Where a rendered field may stand when the source is a kustomization: the candidates, the nearest first.

A candidate is only a guess; whoever takes one renders every space again and sees what it does.
Source: domain.md §4.6: a patch that sets it, a new operation of the overlay, the value in the base.
"""

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from core.errors import EditRefused, InputRefused
from core.fieldpath import FieldPath, Index
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.edit.emit import block_lines
from core.krm.edit.style import Style
from core.krm.edit.values import resolved, value_at
from core.krm.read.documents import read
from core.krm.resource import ResourceId, identify
from core.krm.values import ABSENT, Absent, Value
from core.source.files import KUSTOMIZATIONS
from core.source.patches import Patch, operation, operation_for, patches_in, settings_in

__all__ = ["kustomize_candidates"]


def kustomize_candidates(
    texts: Mapping[str, str], paths: Sequence[str], change: FieldChange, rendered: Value | Absent
) -> Iterator[Mapping[str, str]]:
    """Yield edits that may set a field, as path to whole new text.

    Args:
        texts: the files that the build can reach, as they are by now.
        paths: the same files, the overlay's kustomization first.
        change: the field of the rendered resource.
        rendered: the whole resource as it is rendered now; `ABSENT` where it is not.
    """
    place = None if isinstance(rendered, Absent) else _place(rendered, change.path)
    if place is None or isinstance(rendered, Absent) or not isinstance(change.resource, ResourceId):
        return
    bases = [path for path in paths if posixpath.basename(path) in KUSTOMIZATIONS]
    patches = [
        patch
        for path in bases
        for patch in patches_in(path, texts)
        if patch.kind in {"", change.resource.kind}
    ]
    others = [path for path in paths if path not in {*bases, *(patch.path for patch in patches)}]
    top = posixpath.dirname(paths[0])
    own = [path for path in others if not top or path.startswith(f"{top}/")]
    yield from _in_patches(texts, patches, change, place)
    yield from _in_resources(texts, own, change, change.resource)
    mine = [patch for patch in patches if patch.inside is not None and patch.path == paths[0]]
    is_there = value_at(rendered, change.path) is not ABSENT
    yield from _in_a_new_operation(texts, mine, change, place, is_there=is_there)
    yield from _in_a_new_patch(texts, paths[0], change.resource, operation(change, place, is_there=is_there))
    yield from _in_resources(texts, [path for path in others if path not in own], change, change.resource)


def _place(rendered: Value, path: FieldPath) -> FieldPath | None:
    """Give a path as keys and places in lists; None for a whole resource, or an item that is not rendered."""
    if not path.steps:
        return None
    known = resolved(rendered, path)
    rest = path.steps[len(known.steps) :]
    return FieldPath((*known.steps, *rest)) if all(isinstance(step, str) for step in rest) else None


def _in_patches(
    texts: Mapping[str, str], patches: Sequence[Patch], change: FieldChange, place: FieldPath
) -> Iterator[Mapping[str, str]]:
    for patch in patches:
        for inner in settings_in(patch, change, place):
            yield from _attempt(patch.path, partial(patch.edited, texts[patch.path], inner))


def _in_resources(
    texts: Mapping[str, str], paths: Sequence[str], change: FieldChange, resource: ResourceId
) -> Iterator[Mapping[str, str]]:
    """Change the resource itself, whatever the kustomization calls it in the end."""
    for path in paths:
        for at, value in enumerate(_values(texts[path])):
            found = identify(value)
            alike = found is not None and (found.group, found.kind) == (resource.group, resource.kind)
            if alike and value_at(value, change.path) is not ABSENT:
                inner = replace(change, resource=at)
                yield from _attempt(path, partial(edit, texts[path], [inner]))


def _in_a_new_operation(
    texts: Mapping[str, str],
    patches: Sequence[Patch],
    change: FieldChange,
    place: FieldPath,
    *,
    is_there: bool,
) -> Iterator[Mapping[str, str]]:
    for patch in patches:
        inner = operation_for(patch, change, place, is_there=is_there)
        if inner is not None:
            yield from _attempt(patch.path, partial(patch.edited, texts[patch.path], inner))


def _in_a_new_patch(
    texts: Mapping[str, str], path: str, resource: ResourceId, added: Value
) -> Iterator[Mapping[str, str]]:
    """Give the overlay a patch of its own, for a resource that keeps its name."""
    lines = block_lines([added], 0, Style())
    entry: Value = {
        "target": {"kind": resource.kind, "name": resource.name},
        "patch": "\n".join(lines) + "\n",
    }
    values = _values(texts[path])
    there = value_at(values[0], FieldPath(("patches",))) if values else ABSENT
    place, value = FieldPath(("patches",)), [entry]
    change = FieldChange(resource=0, path=place, value=value)
    if isinstance(there, list) and there:
        change = FieldChange(resource=0, path=place / Index(len(there)), value=entry)
    yield from _attempt(path, partial(edit, texts[path], [change]))


def _attempt(path: str, make: Callable[[], str]) -> Iterator[Mapping[str, str]]:
    """Yield an edit, or nothing where it cannot be made."""
    try:
        yield {path: make()}
    except (EditRefused, InputRefused):
        return


def _values(text: str) -> Sequence[Value]:
    try:
        return [document.value for document in read(text).documents]
    except InputRefused:
        return ()
