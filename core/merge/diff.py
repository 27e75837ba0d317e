"""Diff: two readings of one unit, and what changed from the one to the other. Pure.

For receipts, sync-back and history: what means the same is no change, whatever it looks like.
"""

from dataclasses import dataclass

from core.fieldpath import FieldPath
from core.krm.read.documents import Documents
from core.krm.redact import is_sensitive
from core.krm.resource import ResourceId
from core.krm.schema.catalog import BUILTIN, Catalog
from core.krm.values import Absent, Value
from core.merge.compare import each_resource
from core.merge.sides import Sides
from core.merge.words import told

__all__ = ["Change", "differences"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One place that changed.

    Attributes:
        resource: the resource, as the newer reading names it, else the older.
        path: the place; the root path is the whole resource.
        old: what was there; `ABSENT` for nothing.
        new: what is there now, likewise.
        sensitive: the values must not be shown.
        why: what kind of change it is, in words; "" for a plain one.
    """

    resource: ResourceId
    path: FieldPath
    old: Value | Absent
    new: Value | Absent
    sensitive: bool = False
    why: str = ""


def differences(
    a: Documents | None, b: Documents | None, *, catalog: Catalog = BUILTIN
) -> tuple[Change, ...]:
    """List what changed from ``a`` to ``b``; empty where both mean the same.

    None is a unit that is not there. Linear in what is not written alike.
    """
    found: list[Change] = []
    for one in each_resource(Sides(base=a, git=a, hub=b), catalog):
        for place in one.found:
            path = FieldPath(place.at)
            hidden = any(is_sensitive(one.held.id, path, value) for value in (place.base, place.hub))
            found.append(
                Change(
                    resource=one.held.id,
                    path=path,
                    old=place.base,
                    new=place.hub,
                    sensitive=hidden,
                    why=told(place),
                )
            )
    return tuple(found)
