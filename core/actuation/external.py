"""External objects: two records that own one thing in the cloud take back what the other writes. Pure.

A managed resource names what it owns by its external name; without one by its own name. Two of a kind with
one name, in one region under one account, own the same thing, whatever units, spaces or clusters they are in.
Source: domain.md §0.10; Crossplane, Managed Resources: crossplane.io/external-name.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from core.krm.resource import ResourceId
from core.krm.values import Value

__all__ = ["Claimed", "Holder", "claimed_twice", "external_object"]

_NAME: Final = "crossplane.io/external-name"

_Map = Mapping[str, Value]


class Holder(NamedTuple):
    """Who has a record of an external object.

    Attributes:
        unit: printed, ``space/unit``, or where it was found.
        resource: the record.
        value: what it says.
    """

    unit: str
    resource: ResourceId
    value: Value


class Claimed(NamedTuple):
    """What a record owns.

    Attributes:
        kind: group and kind.
        name: in the cloud.
        region: where; "" for kinds that have none.
        account: the provider's configuration, which stands for an account.
    """

    kind: str
    name: str
    region: str
    account: str


def external_object(resource: ResourceId, value: Value) -> Claimed | None:
    """Say what in the cloud a record owns; None where it is no managed resource.

    >>> bucket = ResourceId("s3.aws.upbound.io/v1beta1", "Bucket", "", "a")
    >>> external_object(bucket, {"spec": {"forProvider": {"region": "eu-1"}}})
    Claimed(kind='s3.aws.upbound.io/Bucket', name='a', region='eu-1', account='default')
    """
    spec = _part(value, "spec")
    asked = spec.get("forProvider")
    if not isinstance(asked, dict):
        return None
    annotations = _part(_part(value, "metadata"), "annotations")
    name, region = annotations.get(_NAME), asked.get("region")
    account = _part(spec, "providerConfigRef").get("name")
    return Claimed(
        kind=f"{resource.group}/{resource.kind}",
        name=name if isinstance(name, str) and name else resource.name,
        region=region if isinstance(region, str) else "",
        account=account if isinstance(account, str) else "default",
    )


def claimed_twice(holders: Iterable[Holder]) -> dict[Claimed, tuple[Holder, ...]]:
    """Find the external objects that more than one record owns, with their records in order."""
    found: dict[Claimed, list[Holder]] = {}
    for holder in holders:
        claimed = external_object(holder.resource, holder.value)
        if claimed is not None:
            found.setdefault(claimed, []).append(holder)
    return {
        claimed: tuple(sorted(held, key=lambda one: (one.unit, one.resource)))
        for claimed, held in sorted(found.items())
        if len({(one.unit, one.resource.key) for one in held}) > 1
    }


def _part(value: Value | _Map, key: str) -> _Map:
    part = value.get(key) if isinstance(value, Mapping) else None
    return part if isinstance(part, dict) else {}
