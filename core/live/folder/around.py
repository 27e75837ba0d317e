"""Around: whoever may take back a live edit, as manifests in the folder that stands for a cluster."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from core.actuation.surrounding import DEEPEST, SURROUNDING, makers
from core.errors import HeadgateError, SourceUnreadable
from core.krm.resource import ResourceId
from core.krm.values import Value
from core.live.folder.manifests import Manifests
from core.ports.around import Surroundings

__all__ = ["around_in", "by_name"]

_Key = tuple[str, str, str, str]

_KINDS: Final = frozenset(
    (version.rpartition("/")[0], row.kind) for row in SURROUNDING for version in row.api_versions
)


def by_name(manifests: Manifests, resources: Sequence[ResourceId]) -> Mapping[_Key, Value | HeadgateError]:
    """Read resources, a cluster's own by its name alone; see `core.live.following.Reads`."""
    try:
        there = manifests.by_key()
    except SourceUnreadable as error:
        return {one.key: error for one in resources}
    named = {one.key: there.get(one.key) or there.get(replace(one, namespace="").key) for one in resources}
    return {key: one.part.value for key, one in named.items() if one is not None}


def around_in(manifests: Manifests, targets: Sequence[Value]) -> Surroundings:
    """Find what stands around objects among all manifests of the folder."""
    try:
        there = manifests.by_key()
    except SourceUnreadable as error:
        return Surroundings(unread=(f"{error.what}: {error.why}",))
    objects = [one.part.value for key, one in there.items() if key[:2] in _KINDS]
    level, done = list(targets), set[tuple[str, str, str, str]]()
    for _ in range(DEEPEST):
        keys = [one.key for one in makers(level) if one.key in there and one.key not in done]
        done.update(keys)
        level = [there[key].part.value for key in keys]
        objects += level
    return Surroundings(objects=tuple(objects))
