"""Holding: why a proposal waits for a person. Pure."""

from collections.abc import Sequence
from typing import Final

from core.merge.resolution import Field
from core.merge.verdict import Verdict
from core.model.space import CleanMerges, Promotion
from core.sync.compared import Compared, Relation
from core.sync.gather import Unread

__all__ = ["FROM_GIT", "HELD", "why_it_waits"]

HELD: Final = "live was changed and nobody triaged it yet"
"""Why a held field waits."""

FROM_GIT: Final = frozenset({Verdict.PROMOTE, Verdict.PROMOTE_CLOSES_DRIFT})


def why_it_waits(unit: Compared, offers: Sequence[Field]) -> str:
    """Say why a whole proposal waits for a person; "" where it does not (held fields wait alone)."""
    return _undecidable(unit, offers) or _kept_back(unit)


def _undecidable(unit: Compared, offers: Sequence[Field]) -> str:
    """Say why no rule can decide it."""
    if unit.relation in {Relation.DELETION, Relation.UNRELATED}:
        return unit.relation.value
    if any(field.verdict in {Verdict.CONFLICT, Verdict.CONFLICT_LIVE} for field in unit.fields):
        return "Git and the hub both changed it, unlike"
    if any(field.rule is None and field.verdict in FROM_GIT for field in offers):
        return "it deletes a resource, renames an external object or changes a type, which is never automatic"
    if isinstance(unit.sides.live, Unread):
        return f"live could not be read, so a live change could be undone unseen: {unit.sides.live.why}"
    return ""


def _kept_back(unit: Compared) -> str:
    """Say what policy keeps it back."""
    sides, space = unit.sides, unit.sides.space
    if space.promote is Promotion.REVIEW:
        return f"space {space.name} wants every Git change reviewed"
    if sides.head is None:
        return ""
    if sides.head_moved and space.clean_merges is CleanMerges.REVIEW:
        return "Head moved since the base; no field collides"
    return ""
