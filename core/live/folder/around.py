"""Around: whoever may take back a live edit, as manifests in the folder that stands for a cluster."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from core.actuation.surrounding import DEEPEST, SURROUNDING, makers
from core.errors import SourceUnreadable
from core.krm.resource import ResourceId
from core.krm.values import Value
from core.live.folder.manifests import Manifests
from core.ports.around import Surroundings

__all__ = ["ByName", "around_in"]

_KINDS: Final = frozenset(
    (version.rpartition("/")[0], row.kind) for row in SURROUNDING for version in row.api_versions
)


class ByName:
    """Implements `core.live.following.ReadsOne` over the manifests of a folder."""

    def __init__(self, manifests: Manifests) -> None:
        self._manifests = manifests

    def one(self, resource: ResourceId) -> Value:
        """Read a resource, a cluster's own by its name alone; None where it is not there.

        Raises:
            SourceUnreadable: the folder cannot be read.
        """
        there = self._manifests.by_key()
        found = there.get(resource.key) or there.get(replace(resource, namespace="").key)
        return found.part.value if found else None


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
