"""Catalog: what is known about kinds, as one immutable value: what is built in, and the schemas given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from core.krm.read.documents import read
from core.krm.resource import ResourceId
from core.krm.rules.versions import share_schema
from core.krm.schema.builtin import kind_node
from core.krm.schema.crd import definitions
from core.krm.schema.node import Node

__all__ = ["BUILTIN", "Catalog", "catalog_from"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Catalog:
    """Schemas by group and kind, beside what is built in.

    Attributes:
        kinds: group and kind → version → what its schema says.
    """

    kinds: Mapping[tuple[str, str], Mapping[str, Node]] = field(default_factory=dict)

    def node(self, resource: ResourceId) -> Node:
        """Find what is known about a resource's kind; another version's schema is better than none."""
        versions = self.kinds.get((resource.group, resource.kind))
        if versions is None:
            return kind_node(resource.group, resource.kind)
        return versions.get(resource.api_version) or list(versions.values())[-1]

    def mixes(self, resource: ResourceId, left: str, right: str) -> bool:
        """Tell whether two API versions of a kind hold the same fields, so that one may take the other's."""
        if share_schema(f"{resource.group or 'core'}/{resource.kind}", left, right):
            return True
        versions = self.kinds.get((resource.group, resource.kind), {})
        return left in versions and versions[left] is versions.get(right)


BUILTIN: Final = Catalog()
"""What is known without any schema given."""


def catalog_from(texts: Sequence[str]) -> Catalog:
    """Read the schemas of CRDs and XRDs; other documents among them say nothing.

    Raises:
        InputRefused: a text cannot be read.

    >>> catalog_from(["kind: ConfigMap"]).kinds
    {}
    """
    kinds: dict[tuple[str, str], dict[str, Node]] = {}
    for text in texts:
        for document in read(text).documents:
            for defined in definitions(document.value):
                kinds.setdefault((defined.group, defined.kind), {}).update(defined.versions)
    return Catalog(kinds={key: versions for key, versions in kinds.items() if versions})
