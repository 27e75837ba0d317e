"""A whole resource that a kustomization gains or loses: a file and its entry, or a patch."""

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from core.errors import EditRefused, InputRefused
from core.fieldpath import ROOT, FieldPath, Index
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.edit.emit import block_lines
from core.krm.edit.style import Style
from core.krm.edit.values import value_at
from core.krm.read.documents import read
from core.krm.resource import ResourceId, identify
from core.krm.values import ABSENT, Absent, Value
from core.ports.source_edits import Confidence
from core.source.candidate import Candidate, attempt
from core.source.in_kustomize import appended

__all__ = ["whole_candidates"]

_LISTS = ("resources", "bases")


def whole_candidates(
    texts: Mapping[str, str], paths: Sequence[str], change: FieldChange, *, is_rendered: bool
) -> Iterator[Candidate]:
    """Yield edits that add a whole resource to an overlay, set it anew, or take it out.

    Args:
        texts: the files that the build can reach, as they are by now.
        paths: the same files, the overlay's kustomization first.
        change: the whole resource; `ABSENT` takes it out.
        is_rendered: it is rendered by now.
    """
    resource = change.resource
    if not isinstance(resource, ResourceId):
        return
    try:
        if isinstance(change.value, Absent):
            yield from _removed(texts, paths, resource)
        elif not is_rendered:
            yield _added(texts, paths[0], change, resource)
    except (EditRefused, InputRefused):
        return


def _added(texts: Mapping[str, str], overlay: str, change: FieldChange, resource: ResourceId) -> Candidate:
    name = f"{resource.kind.lower()}-{resource.name}.yaml"
    path = posixpath.join(posixpath.dirname(overlay), name)
    entry = appended([document.value for document in read(texts[overlay]).documents][:1], "resources", name)
    files = {overlay: edit(texts[overlay], [entry]), path: edit(texts.get(path, ""), [change])}
    return Candidate(files=files, how=f"a new file {path}", confidence=Confidence.EXTENDS)


def _removed(texts: Mapping[str, str], paths: Sequence[str], resource: ResourceId) -> Iterator[Candidate]:
    overlay = paths[0]
    top = posixpath.dirname(overlay)
    own = [path for path in paths[1:] if not top or path.startswith(f"{top}/")]
    for path in own:
        for at, value in enumerate(_values(texts[path])):
            found = identify(value)
            if found is not None and (found.group, found.kind) == (resource.group, resource.kind):
                yield from _taken_out(texts, overlay, path, at)
    yield from _patched_out(texts, overlay, resource)


def _taken_out(texts: Mapping[str, str], overlay: str, path: str, at: int) -> Iterator[Candidate]:
    text = edit(texts[path], [FieldChange(resource=at, path=ROOT, value=ABSENT)])
    if read(text).documents:
        yield Candidate(files={path: text}, how=f"the resource in {path}", confidence=Confidence.SETS)
        return
    name = posixpath.relpath(path, posixpath.dirname(overlay) or ".")
    changes = _without_entry(_values(texts[overlay])[:1], name)
    if changes:
        files = {overlay: edit(texts[overlay], changes), path: None}
        yield Candidate(files=files, how=f"the file {path}, which goes", confidence=Confidence.SETS)


def _without_entry(kustomization: Sequence[Value], name: str) -> list[FieldChange]:
    for key in _LISTS:
        found = value_at(kustomization[0], FieldPath((key,))) if kustomization else ABSENT
        for at, entry in enumerate(found if isinstance(found, list) else ()):
            if isinstance(entry, str) and posixpath.normpath(entry) == name:
                return [FieldChange(resource=0, path=FieldPath((key, Index(at))), value=ABSENT)]
    return []


def _patched_out(texts: Mapping[str, str], overlay: str, resource: ResourceId) -> Iterator[Candidate]:
    """Let the overlay take out what a base brings in: ``$patch: delete``. Source: kustomize, patches."""
    metadata: dict[str, Value] = {"name": resource.name}
    body: Value = {
        "$patch": "delete",
        "apiVersion": resource.api_version,
        "kind": resource.kind,
        "metadata": metadata,
    }
    lines = block_lines(body, 0, Style())
    entry: Value = {"patch": "\n".join(lines) + "\n"}
    change = appended(_values(texts[overlay])[:1], "patches", entry)
    how = f"a new patch in {overlay} that takes it out"
    yield from attempt(overlay, partial(edit, texts[overlay], [change]), how, Confidence.EXTENDS)


def _values(text: str) -> Sequence[Value]:
    try:
        return [document.value for document in read(text).documents]
    except InputRefused:
        return ()
