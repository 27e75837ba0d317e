"""Changes: what differs, named without the unit, so that the same change is found elsewhere. Pure.

Values go in as keyed digests of what they mean, secrets like any other: the name of a change tells nothing
about them to whoever has not the workspace's key.
"""

import hashlib
import json
from collections.abc import Sequence

from core.krm.schema.catalog import Catalog
from core.krm.values import UNKNOWN
from core.merge.alike import AnyName, any_names
from core.merge.places import Held, Place
from core.merge.resolution import Field
from core.model.item import ItemKind
from core.sync.compared import Digest
from core.sync.context import DigestKey

__all__ = ["NO_CHANGE", "change_of", "change_of_place", "digest_of"]

NO_CHANGE = ""
"""Nothing that could be the same elsewhere."""


def change_of(kind: ItemKind, fields: Sequence[Field], *, catalog: Catalog, key: DigestKey) -> str:
    """Name what an item is about: another unit's item of this kind with the same fields and values shares it.

    Base, Git, hub and live must each mean the same, so one choice gives the same result everywhere. "" where
    there is no field.
    """
    if not fields:
        return NO_CHANGE
    names = any_names(fields)
    content = sorted(
        [
            *names[field.key],
            *_digests(field.place, catalog, key, field.place.live),
        ]
        for field in fields
    )
    return _hash([kind.value, content])


def change_of_place(place: Place, name: AnyName, *, catalog: Catalog, key: DigestKey) -> str:
    """Name what one field is about; live counts only where it changed, for else it is no party to it."""
    *sides, live = _digests(place, catalog, key, place.live if place.live_changed else UNKNOWN)
    return _hash([list(name), sides, live])


def digest_of(place: Place, held: Held, catalog: Catalog, key: DigestKey) -> str:
    """Digest what a side holds at a place; "" for a side that was not read."""
    return Digest(place.resource, place.path, catalog, key).of(held) or ""


def _digests(place: Place, catalog: Catalog, key: DigestKey, live: Held) -> list[str]:
    """Digest base, Git, hub and what counts of live; "" for a side that was not read."""
    digest = Digest(place.resource, place.path, catalog, key)
    return [found or "" for found in digest.of_all(place.base, place.git, place.hub, live)]


def _hash(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()
