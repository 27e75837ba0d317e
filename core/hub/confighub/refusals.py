"""Refusals: why ConfigHub, or what is known of it, lets a write not through. Its own words are not stable."""

from core.errors import Blocked, HeadgateError, SideMoved, UsageError
from core.hub.confighub.rows import UnitRow

__all__ = ["moved", "not_made", "refused", "unguarded", "unread_expression"]


def refused(row: UnitRow, now: UnitRow, said: str) -> HeadgateError:
    """Say which of the causes of a 409 it was, from the unit as it is now."""
    if now.change_set:
        return Blocked(
            f"Could not write unit {row.slug}",
            why=f"change set {now.change_set} is open and holds it",
            next_step="let its owner close it: cub changeset list; nothing is forced",
        )
    if now.data_hash != row.data_hash or now.version != row.version:
        return moved(row, "Head", said)
    return Blocked(
        f"Could not write unit {row.slug}",
        why=f"Head is as it was seen, and ConfigHub still refuses: {said}",
        next_step="cub unit get shows its gates",
    )


def moved(row: UnitRow, side: str, said: str) -> SideMoved:
    """Say that a side is not as it was seen."""
    return SideMoved(
        f"Could not write unit {row.slug}",
        why=f"{side} moved since it was seen ({said})",
        next_step="look at what changed, then decide again",
    )


def not_made(slug: str, said: str) -> Blocked:
    """Say that a unit could not be made, though none is there under its name."""
    return Blocked(
        f"Could not make unit {slug}",
        why=f"ConfigHub refuses it: {said}",
        next_step="cub unit list shows what is there",
    )


def unguarded(row: UnitRow, server: str) -> Blocked:
    """Say that a server is known to guard no write."""
    return Blocked(
        f"Could not write unit {row.slug}",
        why=f"a probe found that {server} takes a write over what somebody else just wrote",
        next_step="headgate doctor --probe headgate-probe asks again; until then this server is only read",
    )


def unread_expression(expression: str, said: str) -> UsageError:
    """Say that the server does not read a filter that somebody typed."""
    return UsageError(
        f"Could not read --where {expression}",
        why=f"ConfigHub refuses it: {said}",
        next_step="names are those of cub unit list: Slug, Labels.tier; terms are joined with AND",
    )
