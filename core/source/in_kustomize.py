"""Where a rendered field may stand when the source is a kustomization: the candidates, the nearest first.

A candidate is only a guess; whoever takes one renders every space again and sees what it does.
Source: domain.md §4.6: what sets it in the overlay, a new operation of the overlay, the value in the base.
"""

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

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
from core.ports.source_edits import Confidence, NewTexts
from core.source.candidate import Candidate, attempt
from core.source.files import KUSTOMIZATIONS
from core.source.generators import generator_candidates
from core.source.patches import Patch, addition_to, operation, patches_in, settings_in
from core.source.transformers import setting_changes

__all__ = ["kustomize_candidates"]


def kustomize_candidates(
    texts: Mapping[str, str], paths: Sequence[str], change: FieldChange, rendered: Value | Absent
) -> Iterator[Candidate]:
    """Yield edits that may set a field.

    Args:
        texts: the files that the build can reach, as they are by now.
        paths: the same files, the overlay's kustomization first.
        change: the field of the rendered resource.
        rendered: the whole resource as it is rendered now; `ABSENT` where it is not.
    """
    if isinstance(rendered, Absent) or not isinstance(change.resource, ResourceId) or not change.path.steps:
        return
    look = _Look(texts=texts, paths=paths, change=change, resource=change.resource, rendered=rendered)
    overlay, *others = look.kustomizations
    yield from _unlike(chain(look.set_by(overlay), look.in_resources(look.own), look.in_the_overlay()))
    shared = chain(look.in_resources(look.foreign), *map(look.set_by, others))
    yield from (replace(one, confidence=Confidence.SHARED) for one in _unlike(shared))


def _unlike(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Leave out what comes to an edit that was there already."""
    seen: list[NewTexts] = []
    for one in candidates:
        if one.files not in seen:
            seen.append(one.files)
            yield one


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """One field, and the files that its build can reach."""

    texts: Mapping[str, str]
    paths: Sequence[str]
    change: FieldChange
    resource: ResourceId
    rendered: Value

    @property
    def kustomizations(self) -> list[str]:
        """Every kustomization, the overlay's first."""
        return [path for path in self.paths if posixpath.basename(path) in KUSTOMIZATIONS]

    @property
    def own(self) -> list[str]:
        """The other files of the overlay's folder."""
        top = posixpath.dirname(self.paths[0])
        return [path for path in self._plain if not top or path.startswith(f"{top}/")]

    @property
    def foreign(self) -> list[str]:
        """The files that stand elsewhere."""
        own = self.own
        return [path for path in self._plain if path not in own]

    @property
    def _plain(self) -> list[str]:
        patches = {patch.path for path in self.kustomizations for patch in patches_in(path, self.texts)}
        return [path for path in self.paths if path not in {*self.kustomizations, *patches}]

    def patches(self, path: str) -> list[Patch]:
        """Read the patches of a kustomization that may be for the resource."""
        return [one for one in patches_in(path, self.texts) if one.kind in {"", self.resource.kind}]

    def set_by(self, path: str) -> Iterator[Candidate]:
        """Yield edits of what a kustomization sets already: its own fields, its generators, its patches."""
        for kustomization in _values(self.texts[path])[:1]:
            now = value_at(self.rendered, self.change.path)
            for place, changes in setting_changes(kustomization, self.change, now):
                how = f"{place} in {path}"
                yield from attempt(path, partial(edit, self.texts[path], changes), how, Confidence.SETS)
            yield from generator_candidates(path, kustomization, self.texts, self.change)
        known = _place(self.rendered, self.change.path)
        for patch in reversed(self.patches(path)):
            for inner in settings_in(patch, self.change, known):
                make = partial(patch.edited, self.texts[patch.path], inner)
                how = f"the patch in {patch.path} that sets it"
                yield from attempt(patch.path, make, how, Confidence.SETS)

    def in_resources(self, paths: Sequence[str]) -> Iterator[Candidate]:
        """Change the resource itself, whatever the kustomization calls it in the end."""
        for path in paths:
            for at, value in enumerate(_values(self.texts[path])):
                found = identify(value)
                if found is None or (found.group, found.kind) != (self.resource.group, self.resource.kind):
                    continue
                if value_at(value, self.change.path) is not ABSENT or self._is_new:
                    inner = replace(self.change, resource=at)
                    make = partial(edit, self.texts[path], [inner])
                    yield from attempt(path, make, f"the resource in {path}", Confidence.SETS)

    def in_the_overlay(self) -> Iterator[Candidate]:
        """Add to what patches the overlay has, or give it a patch of its own."""
        path = self.paths[0]
        try:
            added = operation(self.change, self.rendered)
        except EditRefused:
            return
        for patch in self.patches(path):
            inner = addition_to(patch, self.change, added)
            if inner is not None:
                make = partial(patch.edited, self.texts[patch.path], inner)
                how = f"one more operation in the patch of {patch.path}"
                yield from attempt(patch.path, make, how, Confidence.EXTENDS)
        names = [self.resource.name, *self._names_before()]
        for name in dict.fromkeys(names):
            make = partial(edit, self.texts[path], [self._new_patch(path, name, added)])
            yield from attempt(path, make, f"a new patch of {name} in {path}", Confidence.EXTENDS)

    @property
    def _is_new(self) -> bool:
        """Tell whether the field would be new there: nothing renders it yet."""
        return self.change.value is not ABSENT and value_at(self.rendered, self.change.path) is ABSENT

    def _names_before(self) -> Iterator[str]:
        for path in self._plain:
            for value in _values(self.texts[path]):
                found = identify(value)
                if found is not None and found.kind == self.resource.kind:
                    yield found.name

    def _new_patch(self, path: str, name: str, added: Value) -> FieldChange:
        lines = block_lines([added], 0, Style())
        entry: Value = {
            "target": {"kind": self.resource.kind, "name": name},
            "patch": "\n".join(lines) + "\n",
        }
        return appended(_values(self.texts[path])[:1], "patches", entry)


def appended(kustomization: Sequence[Value], key: str, entry: Value) -> FieldChange:
    """Make the change that adds an entry to a list of a kustomization, which may not be there yet."""
    there = value_at(kustomization[0], FieldPath((key,))) if kustomization else ABSENT
    if isinstance(there, list) and there:
        return FieldChange(resource=0, path=FieldPath((key, Index(len(there)))), value=entry)
    return FieldChange(resource=0, path=FieldPath((key,)), value=[entry])


def _place(rendered: Value, path: FieldPath) -> FieldPath:
    """Give a path as keys and places in lists, as far as something is rendered; then as it is."""
    known = resolved(rendered, path)
    return FieldPath((*known.steps, *path.steps[len(known.steps) :]))


def _values(text: str) -> Sequence[Value]:
    try:
        return [document.value for document in read(text).documents]
    except InputRefused:
        return ()
