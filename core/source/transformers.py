"""What a kustomization sets without a patch: which of its own entries give a field its value. Pure.

Source: kustomize's fields ``images``, ``replicas``, ``labels``, ``commonLabels``, ``commonAnnotations`` and
``namespace``; all of them run after the patches of the same kustomization, or beside them.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from core.fieldpath import FieldPath, Index, Step
from core.krm.edit.changes import FieldChange
from core.krm.edit.values import is_same, value_at
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value

__all__ = ["setting_changes", "setting_places"]

_SCALED: Final = frozenset({"Deployment", "ReplicaSet", "ReplicationController", "StatefulSet"})
_LABELS: Final = frozenset({"labels", "matchLabels"})


def setting_places(
    kustomization: Value, resource: ResourceId, path: FieldPath, now: Value | Absent
) -> Iterator[FieldPath]:
    """Yield the places of a kustomization that give a rendered field its value.

    Args:
        kustomization: what it says.
        resource: the rendered resource.
        path: the field, by keys; steps into lists are not looked at.
        now: what is rendered there; an entry counts only where it sets just this.
    """
    steps = path.steps
    last = steps[-1] if steps else ""
    if isinstance(now, Absent) or not isinstance(last, str):
        return
    if last == "image" and isinstance(now, str):
        yield from _images(kustomization, _image(now))
        return
    for place in _plain_places(kustomization, resource, steps, last):
        if is_same(value_at(kustomization, place), now):
            yield place


def setting_changes(
    kustomization: Value, change: FieldChange, now: Value | Absent
) -> Iterator[tuple[FieldPath, tuple[FieldChange, ...]]]:
    """Yield changes of those places, so that they give the field its new value; each with its place."""
    if not isinstance(change.resource, ResourceId):
        return
    for place in setting_places(kustomization, change.resource, change.path, now):
        if place.steps[0] != "images":
            yield place, (FieldChange(resource=0, path=place, value=change.value),)
        elif isinstance(now, str) and isinstance(change.value, str):
            yield place, tuple(_of_image(place.parent, _image(now), _image(change.value)))


def _plain_places(
    kustomization: Value, resource: ResourceId, steps: Sequence[Step], last: str
) -> Iterator[FieldPath]:
    """Yield the places that could hold the very value of a field."""
    if tuple(steps) == ("spec", "replicas") and resource.kind in _SCALED:
        for at, entry in enumerate(_entries(kustomization, "replicas")):
            name = _text(entry, "name")
            if name and name in resource.name:
                yield FieldPath(("replicas", Index(at), "count"))
    elif tuple(steps) == ("metadata", "namespace"):
        yield FieldPath(("namespace",))
    elif len(steps) > 1 and steps[-2] in _LABELS:
        for at, _ in enumerate(_entries(kustomization, "labels")):
            yield FieldPath(("labels", Index(at), "pairs", last))
        yield FieldPath(("commonLabels", last))
    elif tuple(steps[:-1]) == ("metadata", "annotations"):
        yield FieldPath(("commonAnnotations", last))


class _Image(NamedTuple):
    """The parts of an image's name; "" for one that is not there."""

    name: str
    tag: str
    digest: str


def _image(text: str) -> _Image:
    """Take an image's name apart.

    >>> _image("host:5000/web:1@sha256:ab")
    _Image(name='host:5000/web', tag='1', digest='sha256:ab')
    """
    rest, _, digest = text.partition("@")
    folder, slash, base = rest.rpartition("/")
    name, _, tag = base.partition(":")
    return _Image(f"{folder}{slash}{name}", tag, digest)


def _images(kustomization: Value, now: _Image) -> Iterator[FieldPath]:
    """Yield the entries that give an image its digest, tag or name."""
    for at, entry in enumerate(_entries(kustomization, "images")):
        name, tag, digest = _text(entry, "newName"), _text(entry, "newTag"), _text(entry, "digest")
        is_it = (name or _text(entry, "name")) == now.name and digest in {"", now.digest}
        if is_it and tag in {"", now.tag}:
            sets = "digest" if digest else "newTag" if tag else "newName"
            yield FieldPath(("images", Index(at), sets))


def _of_image(entry: FieldPath, old: _Image, new: _Image) -> Iterator[FieldChange]:
    """Change the parts of an entry that differ."""
    for key, was, part in zip(("newName", "newTag", "digest"), old, new, strict=True):
        if was != part:
            yield FieldChange(resource=0, path=entry / key, value=part or ABSENT)


def _entries(kustomization: Value, key: str) -> Sequence[Value]:
    found = value_at(kustomization, FieldPath((key,)))
    return found if isinstance(found, list) else []


def _text(entry: Value, key: str) -> str:
    found = value_at(entry, FieldPath((key,)))
    return str(found) if isinstance(found, str | int | float) else ""
