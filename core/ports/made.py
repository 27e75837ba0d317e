"""Following a claim to what it made."""

from typing import Protocol

from core.krm.resource import ResourceId
from core.krm.schema.catalog import Catalog
from core.krm.values import Value
from core.model.made import Made

__all__ = ["TellsMade"]


class TellsMade(Protocol):
    """Follows claims; reads only."""

    def __call__(self, space: str, claim: ResourceId, live: Value, catalog: Catalog) -> tuple[Made, ...]:
        """Follow a claim, or a composite, down to what it made; the nearest first."""
