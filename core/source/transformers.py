"""What a kustomization sets without a patch: which of its own entries give a field its value. Pure.

Source: kustomize's fields ``images``, ``replicas``, ``labels``, ``commonLabels``, ``commonAnnotations`` and
``namespace``; all of them run after the patches of the same kustomization, or beside them.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from core.fieldpath import FieldPath, Index
from core.krm.edit.changes import FieldChange
from core.krm.edit.values import is_same, value_at
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value

__all__ = ["transformer_changes"]

_SCALED: Final = frozenset({"Deployment", "ReplicaSet", "ReplicationController", "StatefulSet"})
_LABELS: Final = frozenset({"labels", "matchLabels"})

Setting: TypeAlias = tuple[str, tuple[FieldChange, ...]]
"""The field of the kustomization, and its changes."""


def transformer_changes(kustomization: Value, change: FieldChange, now: Value | Absent) -> Iterator[Setting]:
    """Yield changes of a kustomization's own fields that give a rendered field its new value.

    Args:
        kustomization: what it says.
        change: what is wanted of the rendered resource.
        now: what is rendered there now; an entry counts only where it is what sets this.
    """
    steps = change.path.steps
    last = steps[-1] if steps else ""
    if not isinstance(change.resource, ResourceId) or isinstance(now, Absent):
        return
    if last == "image" and isinstance(now, str) and isinstance(change.value, str):
        yield from _images(kustomization, now, change.value)
    elif steps == ("spec", "replicas") and change.resource.kind in _SCALED and change.value is not ABSENT:
        yield from _replicas(kustomization, change.resource, now, change.value)
    elif steps == ("metadata", "namespace"):
        yield from _plain(kustomization, FieldPath(("namespace",)), now, change.value)
    elif len(steps) > 1 and isinstance(last, str) and steps[-2] in _LABELS:
        yield from _labels(kustomization, last, now, change.value)
    elif steps[:-1] == ("metadata", "annotations") and isinstance(last, str):
        yield from _plain(kustomization, FieldPath(("commonAnnotations", last)), now, change.value)


def _plain(kustomization: Value, path: FieldPath, now: Value, value: Value | Absent) -> Iterator[Setting]:
    if is_same(value_at(kustomization, path), now):
        yield str(path), (FieldChange(resource=0, path=path, value=value),)


def _labels(kustomization: Value, key: str, now: Value, value: Value | Absent) -> Iterator[Setting]:
    for at, _ in enumerate(_entries(kustomization, "labels")):
        yield from _plain(kustomization, FieldPath(("labels", Index(at), "pairs", key)), now, value)
    yield from _plain(kustomization, FieldPath(("commonLabels", key)), now, value)


def _replicas(kustomization: Value, resource: ResourceId, now: Value, value: Value) -> Iterator[Setting]:
    for at, entry in enumerate(_entries(kustomization, "replicas")):
        name = _text(entry, "name")
        if name and name in resource.name:
            yield from _plain(kustomization, FieldPath(("replicas", Index(at), "count")), now, value)


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


def _images(kustomization: Value, now: str, value: str) -> Iterator[Setting]:
    """Change the entry that names the image by now: the name, tag and digest that differ."""
    old, new = _image(now), _image(value)
    for at, entry in enumerate(_entries(kustomization, "images")):
        if (_text(entry, "newName") or _text(entry, "name")) != old.name:
            continue
        pairs = (
            ("newName", old.name, new.name),
            ("newTag", old.tag, new.tag),
            ("digest", old.digest, new.digest),
        )
        changes = tuple(
            FieldChange(resource=0, path=FieldPath(("images", Index(at), key)), value=part or ABSENT)
            for key, was, part in pairs
            if was != part
        )
        if changes:
            yield f"images[{at}]", changes


def _entries(kustomization: Value, key: str) -> Sequence[Value]:
    found = value_at(kustomization, FieldPath((key,)))
    return found if isinstance(found, list) else []


def _text(entry: Value, key: str) -> str:
    found = value_at(entry, FieldPath((key,)))
    return str(found) if isinstance(found, str | int | float) else ""
