"""Following claims to what they made."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from core.krm.resource import ResourceId
from core.krm.schema.catalog import Catalog
from core.krm.values import Value
from core.model.made import Made

__all__ = ["TellsMade"]

_Key = tuple[str, str, str, str]


class TellsMade(Protocol):
    """Follows claims; reads only."""

    def __call__(
        self,
        space: str,
        claims: Sequence[tuple[ResourceId, Value]],
        *,
        known: Mapping[_Key, Value],
        catalog: Catalog,
    ) -> Mapping[_Key, tuple[Made, ...]]:
        """Follow claims, or composites, down to what each made, by `ResourceId.key`; the nearest first.

        Args:
            space: where.
            claims: each as it is live.
            known: what was read of the space already, likewise: it is not read again.
            catalog: what is known of kinds.
        """
