"""Digests and equality of values at a place: what means the same has the same digest.

A digest is keyed, so it tells nothing about a short or guessable value to whoever has not the key.
Source: domain.md §3.9.
"""

import hmac

from core.fieldpath import FieldPath, Member
from core.krm.normalize import canonical
from core.krm.resource import ResourceId
from core.krm.schema.catalog import BUILTIN, Catalog
from core.krm.schema.node import PLAIN, Node
from core.krm.values import Absent, Value

__all__ = ["digest_at", "digest_under", "node_at", "same_at"]


def digest_at(
    value: Value | Absent, *, resource: ResourceId, path: FieldPath, key: bytes, catalog: Catalog = BUILTIN
) -> str:
    """Make the keyed digest (HMAC-SHA-256, hexadecimal) of what a value means at a place.

    Null, absence, an empty block that says nothing and a fixed default share one digest.

    >>> cpu = {"resource": ResourceId("v1", "Pod", "", "web"), "path": FieldPath.parse("spec.overhead.cpu")}
    >>> digest_at("1", key=b"k", **cpu) == digest_at("1000m", key=b"k", **cpu)
    True
    """
    return digest_under(value, node_at(resource, path, catalog), key=key)


def digest_under(value: Value | Absent, node: Node, *, key: bytes) -> str:
    """Make the same digest where the rules of the place are at hand: for several values of one place."""
    return hmac.digest(key, canonical(value, node).encode("utf-8", "surrogatepass"), "sha256").hex()


def same_at(
    a: Value | Absent, b: Value | Absent, *, resource: ResourceId, path: FieldPath, catalog: Catalog = BUILTIN
) -> bool:
    """Tell whether two values mean the same at a place.

    >>> web = ResourceId("apps/v1", "Deployment", "shop", "web")
    >>> same_at(1, None, resource=web, path=FieldPath.parse("spec.replicas"))
    True
    """
    node = node_at(resource, path, catalog)
    return canonical(a, node) == canonical(b, node)


def node_at(resource: ResourceId, path: FieldPath, catalog: Catalog = BUILTIN) -> Node:
    """Find what the rules say about a place of a resource."""
    node = catalog.node(resource)
    for step in path.steps:
        match step:
            case str():
                node = node.below(step)
            case Member():
                node = PLAIN
            case _:
                node = node.items
    return node
