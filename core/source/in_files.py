"""Where a rendered field stands when the source is files: in the file of its unit that holds its resource."""

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.read.documents import read, read_resources
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent
from core.model.source import Files
from core.ports.source_edits import Confidence
from core.source.candidate import Candidate
from core.source.globs import fixed_folder, matches

__all__ = ["file_candidates", "names_it", "new_files"]

_ENDINGS: Final = (".yaml", ".yml")


def file_candidates(
    texts: Mapping[str, str], paths: Sequence[str], change: FieldChange
) -> Iterator[Candidate]:
    """Yield the edit that sets a field; nothing where no file holds it.

    A file that would be left without a document goes.

    Args:
        texts: the files as they are by now, by path.
        paths: the files of the unit.
        change: the field.

    Raises:
        EditRefused: the file cannot be edited so.
    """
    path = _holder(texts, paths, change)
    if path is None:
        return
    text = edit(texts[path], [change])
    is_empty = change.value is ABSENT and not read(text).documents
    how = f"the file {path}, which goes" if is_empty else f"the file {path}"
    yield Candidate(files={path: None if is_empty else text}, how=how, confidence=Confidence.SETS)


def new_files(
    source: Files, taken: Sequence[str], unit: str, texts: Mapping[str, str], change: FieldChange
) -> Iterator[Candidate]:
    """Yield new files that a whole resource may stand in, first where most of the others do.

    Args:
        source: the globs that mean the space's files.
        taken: the files that the space has.
        unit: the name of the resource's unit.
        texts: files that were edited or added by now; a second resource of a unit joins the first.
        change: the whole resource.

    Raises:
        EditRefused: it cannot be written.
    """
    if isinstance(change.value, Absent) or change.path.steps:
        return
    folders = [folder for folder, _ in Counter(map(posixpath.dirname, taken)).most_common()]
    folders += [fixed_folder(glob).rstrip("/") for glob in source.globs]
    ending = next((one for one in _ENDINGS if any(path.endswith(one) for path in taken)), _ENDINGS[0])
    for folder in dict.fromkeys(folders):
        path = posixpath.join(folder, f"{unit}{ending}")
        if path in taken or not any(matches(glob, path) for glob in source.globs):
            continue
        text = edit(texts.get(path, ""), [change])
        yield Candidate(files={path: text}, how=f"a new file {path}", confidence=Confidence.EXTENDS)


def _holder(texts: Mapping[str, str], paths: Sequence[str], change: FieldChange) -> str | None:
    """Find the file with the resource; for a new resource the unit's only file."""
    for path in paths:
        documents = read_resources(texts[path]).documents
        if any(names_it(document.id, change.resource) for document in documents):
            return path
    is_new = not change.path.steps and change.value is not ABSENT
    return paths[0] if is_new and len(paths) == 1 else None


def names_it(found: ResourceId | None, wanted: ResourceId | int) -> bool:
    """Tell whether a document of a source is the one that is wanted; either may leave its namespace open."""
    if found is None or isinstance(wanted, int):
        return False
    alike = (found.group, found.kind, found.name) == (wanted.group, wanted.kind, wanted.name)
    return alike and (found.namespace == wanted.namespace or "" in {found.namespace, wanted.namespace})
