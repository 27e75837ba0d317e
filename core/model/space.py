"""What the rules need to know of a space."""

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["CleanMerges", "Promotion", "Space"]


class Promotion(StrEnum):
    """What becomes of a Git change on an unmoved Head."""

    AUTO = "auto"
    REVIEW = "review"


class CleanMerges(StrEnum):
    """What becomes of a Git change on a moved Head when no field collides."""

    AUTO = "auto"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """One space as the settings describe it.

    Attributes:
        name: as in the hub.
        labels: free labels; ``environment: prod`` makes it production.
        namespace: the namespace that resources without one belong to; "" for none.
        promote: whether a Git change on an unmoved Head goes in by itself.
        clean_merges: whether one on a moved Head does, when no field collides.
    """

    name: str
    labels: dict[str, str] = field(default_factory=dict)
    namespace: str = ""
    promote: Promotion = Promotion.AUTO
    clean_merges: CleanMerges = CleanMerges.REVIEW

    @property
    def production(self) -> bool:
        """The labels say so: ``environment`` is ``prod`` or ``production``."""
        return self.labels.get("environment") in {"prod", "production"}
