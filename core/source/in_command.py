"""Where a rendered field may come from when a program makes the space: variables, values, plain YAML.

Nobody can tell what a program reads, so the files of the tree are asked: which template has this field, and
which variable or value it puts in there. The proof runs the program again.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

from core.errors import InputRefused
from core.fieldpath import FieldPath
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.edit.values import is_same, value_at
from core.krm.read.documents import read
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value
from core.ports.source_edits import Confidence
from core.source.candidate import Candidate, attempt
from core.source.in_files import names_it
from core.source.variables import variables, with_variable

__all__ = ["command_candidates", "is_asked"]

_TEMPLATES: Final = (".template", ".tmpl", ".tpl", ".yaml", ".yml")
_VARIABLES: Final = ".env"
_FILLED_IN: Final = ("$", "{{")
_VALUES: Final = re.compile(r"(?:^|/)values[^/]*\.ya?ml$")
_LINE: Final = re.compile(
    r"""^[ \t]*(?:-[ \t]+)?["']?(?P<key>[A-Za-z0-9_./-]+)["']?:[ \t]*
    (?P<before>["']?[^\n{}$]*?)
    (?:\$\{(?P<brace>[A-Za-z_][A-Za-z0-9_]*)\}|\$(?P<bare>[A-Za-z_][A-Za-z0-9_]*)
      |\{\{-?[ \t]*\.Values\.(?P<values>[A-Za-z0-9_.]+)[ \t]*(?:\|[ \t]*(?:quote|toString|int)[ \t]*)?-?\}\})
    (?P<after>[^\n{}$]*)$""",
    re.VERBOSE | re.MULTILINE,
)


class _Hole(NamedTuple):
    """One place of a template that is filled in: by which variable or value, and what stands around it."""

    variable: str
    values: str
    before: str
    after: str


def is_asked(path: str) -> bool:
    """Tell whether a file may say what a program puts into a field."""
    return path.endswith((*_TEMPLATES, _VARIABLES))


def command_candidates(
    texts: Mapping[str, str], change: FieldChange, rendered: Value | Absent
) -> Iterator[Candidate]:
    """Yield edits that may set a field of what a program printed.

    Args:
        texts: the files of the tree that `is_asked`, as they are by now.
        change: the field of the rendered resource.
        rendered: the whole resource as it is rendered now; `ABSENT` where it is not.
    """
    now = ABSENT if isinstance(rendered, Absent) else value_at(rendered, change.path)
    key = change.path.steps[-1] if change.path.steps else None
    if isinstance(now, Absent):
        return
    yield from _in_plain_files(texts, change, now)
    if (
        isinstance(key, str)
        and not isinstance(now, dict | list)
        and not isinstance(change.value, dict | list)
    ):
        for hole in dict.fromkeys(_holes(texts, key)):
            yield from _filled(texts, hole, now, change.value)


def _in_plain_files(texts: Mapping[str, str], change: FieldChange, now: Value) -> Iterator[Candidate]:
    """Look in files that hold the resource as it is, or as a template whose name is filled in."""
    for path, text in texts.items():
        if path.endswith(_VARIABLES) or _VALUES.search(path):
            continue
        try:
            documents = read(text).documents
        except InputRefused:
            continue
        for at, document in enumerate(documents):
            if _could_be(document.id, change) and is_same(value_at(document.value, change.path), now):
                make = partial(edit, text, [replace(change, resource=at)])
                yield from attempt(path, make, f"the file {path}", Confidence.GUESSED)


def _could_be(found: ResourceId | None, change: FieldChange) -> bool:
    wanted = change.resource
    if found is None or isinstance(wanted, int):
        return False
    is_open = any(mark in found.name for mark in _FILLED_IN)
    return names_it(found, wanted) or (is_open and (found.group, found.kind) == (wanted.group, wanted.kind))


def _holes(texts: Mapping[str, str], key: str) -> Iterator[_Hole]:
    for path, text in texts.items():
        if not path.endswith(_TEMPLATES):
            continue
        for found in _LINE.finditer(text):
            if found["key"] == key:
                variable = found["brace"] or found["bare"] or ""
                yield _Hole(variable, found["values"] or "", _bare(found["before"]), _bare(found["after"]))


def _bare(text: str) -> str:
    """Leave out quotes and a comment: they are the template's, not the value's."""
    return text.partition(" #")[0].strip().strip("\"'")


def _filled(texts: Mapping[str, str], hole: _Hole, now: Value, value: Value | Absent) -> Iterator[Candidate]:
    old, new = _inside(hole, now), _inside(hole, value)
    if old is None or new is None:
        return
    for path, text in texts.items():
        if hole.variable and path.endswith(_VARIABLES):
            edited = (
                with_variable(text, hole.variable, new) if variables(text).get(hole.variable) == old else None
            )
            if edited is not None:
                how = f"the variable {hole.variable} in {path}"
                yield Candidate(files={path: edited}, how=how, confidence=Confidence.GUESSED)
        elif hole.values and _VALUES.search(path):
            whole = not hole.before and not hole.after
            yield from _in_values(path, text, hole.values, old, value if whole else new)


def _inside(hole: _Hole, value: Value | Absent) -> str | None:
    """Read what fills the hole in a value; None where the value does not fit around it."""
    if isinstance(value, Absent | dict | list) or value is None:
        return None
    word = ("true" if value else "false") if isinstance(value, bool) else str(value)
    if not (word.startswith(hole.before) and word.endswith(hole.after)):
        return None
    inner = word[len(hole.before) : len(word) - len(hole.after)]
    return inner if len(word) >= len(hole.before) + len(hole.after) else None


def _in_values(path: str, text: str, name: str, old: str, value: Value | Absent) -> Iterator[Candidate]:
    """Change a value that a values file gives plainly."""
    place = FieldPath(tuple(name.split(".")))
    try:
        documents = read(text).documents[:1]
    except InputRefused:
        return
    held = value_at(documents[0].value, place) if documents else ABSENT
    if isinstance(held, Absent | dict | list) or isinstance(value, Absent):
        return
    if _inside(_Hole("", "", "", ""), held) == old:
        change = FieldChange(resource=0, path=place, value=str(value) if isinstance(held, str) else value)
        yield from attempt(path, partial(edit, text, [change]), f"{name} in {path}", Confidence.GUESSED)
