"""What becomes of one place: the table of design §2 as a total function."""

from enum import StrEnum
from typing import Final

from core.merge.places import Place, Side

__all__ = ["NEEDS_A_PERSON", "Verdict", "hint", "verdict"]


class Verdict(StrEnum):
    """One row of the table."""

    IN_SYNC = "in sync"
    PROMOTE = "promote"
    SYNC_BACK = "sync-back"
    CAPTURE = "capture"
    AGREED = "agreed"
    CONFLICT = "conflict"
    PROMOTE_CLOSES_DRIFT = "promote, closes drift"
    HOLD = "hold"
    CAPTURED = "captured"
    CONFLICT_LIVE = "conflict with live"


_LIVE: Final = (False, False, True)
_GIT_HUB: Final = (True, True, False)
_GIT_LIVE: Final = (True, False, True)
_HUB_LIVE: Final = (False, True, True)

# (g, h, l) -> what becomes of it where the changed sides (differ, are alike). Live alone is alike where the
# hub holds the same without having changed: it was captured, and Git took it over, before it was applied.
_TABLE: Final = {
    (False, False, False): (Verdict.IN_SYNC, Verdict.IN_SYNC),
    (True, False, False): (Verdict.PROMOTE, Verdict.PROMOTE),
    (False, True, False): (Verdict.SYNC_BACK, Verdict.SYNC_BACK),
    _LIVE: (Verdict.CAPTURE, Verdict.CAPTURED),
    _GIT_HUB: (Verdict.CONFLICT, Verdict.AGREED),
    _GIT_LIVE: (Verdict.HOLD, Verdict.PROMOTE_CLOSES_DRIFT),
    _HUB_LIVE: (Verdict.CONFLICT_LIVE, Verdict.CAPTURED),
}

NEEDS_A_PERSON: Final = frozenset({Verdict.CAPTURE, Verdict.CONFLICT, Verdict.HOLD, Verdict.CONFLICT_LIVE})


def verdict(place: Place) -> Verdict:
    """Look a place up in the table of design §2 (domain.md §4.3 for the rows where all three changed)."""
    changed = (place.git_changed, place.hub_changed, place.live_changed)
    if changed == (True, True, True):
        return _all_three(place)
    alike = {
        _LIVE: place.hub_is_live,
        _GIT_HUB: place.git_is_hub,
        _GIT_LIVE: place.git_is_live,
        _HUB_LIVE: place.hub_is_live,
    }.get(changed, False)
    return _TABLE[changed][alike]


def _all_three(place: Place) -> Verdict:
    if place.git_is_hub:
        return Verdict.AGREED if place.hub_is_live else Verdict.CAPTURE
    return Verdict.CONFLICT


def hint(place: Place) -> str:
    """Say which side stands alone, in words; "" where none does."""
    if not place.live_changed and verdict(place) is not Verdict.CONFLICT:
        return ""
    alone = _alone(place)
    if alone is None:
        return ""
    return {
        Side.GIT: "hub and live agree; taking hub keeps what runs",
        Side.HUB: "Git and live agree; the hub is the odd one out",
        Side.LIVE: "Git and hub agree; live stands alone",
        Side.BASE: "",
    }[alone]


def _alone(place: Place) -> Side | None:
    if place.hub_is_live and not place.git_is_hub:
        return Side.GIT
    if place.git_is_live and not place.git_is_hub:
        return Side.HUB
    if place.git_is_hub and not place.hub_is_live:
        return Side.LIVE
    return None
