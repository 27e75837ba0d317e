"""Catalog: what is known about kinds, as one immutable value: what is built in, and the schemas given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from core.krm.resource import ResourceId
from core.krm.schema.builtin import kind_node
from core.krm.schema.node import Node

__all__ = ["BUILTIN", "Catalog"]


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


BUILTIN: Final = Catalog()
