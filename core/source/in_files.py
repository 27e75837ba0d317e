"""Where a rendered field stands when the source is files: in the file of its unit that holds its resource."""

from collections.abc import Iterator, Mapping, Sequence

from core.errors import EditRefused
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.read.documents import read, read_resources
from core.krm.resource import ResourceId
from core.krm.values import ABSENT

__all__ = ["file_candidates"]


def file_candidates(
    texts: Mapping[str, str], paths: Sequence[str], change: FieldChange
) -> Iterator[Mapping[str, str]]:
    """Yield the edit that sets a field, as path to whole new text; nothing where no file holds it.

    Args:
        texts: the files as they are by now, by path.
        paths: the files of the unit.
        change: the field.

    Raises:
        EditRefused: the file cannot be edited so, or would be left without a document.
    """
    path = _holder(texts, paths, change)
    if path is None:
        return
    text = edit(texts[path], [change])
    if not read(text).documents:
        raise EditRefused(
            f"Could not edit {path}",
            why=f"{path} would be left without a document",
            next_step="remove the file in Git by hand",
        )
    yield {path: text}


def _holder(texts: Mapping[str, str], paths: Sequence[str], change: FieldChange) -> str | None:
    """Find the file with the resource; for a new resource the unit's only file."""
    for path in paths:
        documents = read_resources(texts[path]).documents
        if any(_is_it(document.id, change.resource) for document in documents):
            return path
    is_new = not change.path.steps and change.value is not ABSENT
    return paths[0] if is_new and len(paths) == 1 else None


def _is_it(found: ResourceId | None, wanted: ResourceId | int) -> bool:
    if found is None or isinstance(wanted, int):
        return False
    alike = (found.group, found.kind, found.name) == (wanted.group, wanted.kind, wanted.name)
    return alike and (found.namespace == wanted.namespace or "" in {found.namespace, wanted.namespace})
