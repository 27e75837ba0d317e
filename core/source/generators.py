"""What a kustomization generates: the literal, file or variable that a ConfigMap's key comes from. Pure.

What secretGenerator holds is never written.
"""

import posixpath
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final

from core.fieldpath import FieldPath, Index
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.edit.values import value_at
from core.krm.resource import ResourceId
from core.krm.values import Value
from core.ports.source_edits import Confidence
from core.source.candidate import Candidate, attempt
from core.source.variables import variables, with_variable

__all__ = ["generator_candidates"]

_DEPTH: Final = 2


def generator_candidates(
    path: str, kustomization: Value, texts: Mapping[str, str], change: FieldChange
) -> Iterator[Candidate]:
    """Yield edits of what a generated ConfigMap's key is made of.

    Args:
        path: the kustomization's.
        kustomization: what it says.
        texts: the files it can reach, by path.
        change: what is wanted of the rendered resource.
    """
    steps, resource, value = change.path.steps, change.resource, change.value
    is_data = len(steps) == _DEPTH and steps[0] == "data"
    if not (is_data and isinstance(resource, ResourceId) and resource.kind == "ConfigMap"):
        return
    key, found = steps[1], value_at(kustomization, FieldPath(("configMapGenerator",)))
    for at, entry in enumerate(found if isinstance(found, list) else ()):
        name = value_at(entry, FieldPath(("name",)))
        if (
            isinstance(key, str)
            and isinstance(value, str)
            and isinstance(name, str)
            and name in resource.name
        ):
            here = FieldPath(("configMapGenerator", Index(at)))
            yield from _literals(path, texts[path], entry, here, key, value)
            yield from _files(path, texts, entry, key, value)
            yield from _variables(path, texts, entry, key, value)


def _literals(
    path: str, text: str, entry: Value, here: FieldPath, key: str, value: str
) -> Iterator[Candidate]:
    for at, literal in enumerate(_texts(entry, "literals")):
        if literal.partition("=")[0] == key:
            place = FieldPath((*here.steps, "literals", Index(at)))
            change = FieldChange(resource=0, path=place, value=f"{key}={value}")
            how = f"the literal of configMapGenerator in {path}"
            yield from attempt(path, partial(edit, text, [change]), how, Confidence.SETS)


def _files(path: str, texts: Mapping[str, str], entry: Value, key: str, value: str) -> Iterator[Candidate]:
    for named in _texts(entry, "files"):
        given, separator, file = named.partition("=")
        file = _beside(path, file if separator else named)
        if (given if separator else posixpath.basename(named)) == key and file in texts:
            how = f"the file {file} that configMapGenerator takes in"
            yield Candidate(files={file: value}, how=how, confidence=Confidence.SETS)


def _variables(
    path: str, texts: Mapping[str, str], entry: Value, key: str, value: str
) -> Iterator[Candidate]:
    for named in (*_texts(entry, "envs"), *_texts(entry, "env")):
        file = _beside(path, named)
        if key in variables(texts.get(file, "")) and (edited := with_variable(texts[file], key, value)):
            how = f"the variable {key} in {file}"
            yield Candidate(files={file: edited}, how=how, confidence=Confidence.SETS)


def _texts(entry: Value, key: str) -> Iterator[str]:
    found = value_at(entry, FieldPath((key,)))
    for one in found if isinstance(found, list) else [found]:
        if isinstance(one, str):
            yield one


def _beside(path: str, file: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), file))
