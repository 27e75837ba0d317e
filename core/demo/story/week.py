"""Everything that happened beside the commits, oldest first. One case of design.md §2 each."""

from typing import Final

from core.demo.acts import Deliver, Event, HubCreate, Propose
from core.demo.story.by_hand import BY_HAND, INCIDENT
from core.demo.story.operators import HUB_ONLY, NOT_DELIVERED, PRODUCTION, SATURDAY
from core.demo.story.people import PRIYA
from core.demo.story.spaces import SPACES
from core.demo.timeline import DAY

__all__ = ["WEEK"]

_EVERYTHING: Final = tuple(f"{space.name}/*" for space in SPACES)

_QUIET_WEEKS: Final[tuple[Event, ...]] = (
    Propose(minutes_ago=13 * DAY - 5, commit="summer"),
    Deliver(minutes_ago=13 * DAY - 10, units=_EVERYTHING),
    Propose(minutes_ago=9 * DAY - 5, commit="catalog-dev"),
    Deliver(minutes_ago=9 * DAY - 10, units=("shop-dev-east/catalog", "shop-dev-west/catalog")),
    Propose(minutes_ago=4 * DAY - 5, commit="worker"),
    Deliver(
        minutes_ago=4 * DAY - 10,
        units=(
            "shop-prod-east/catalog",
            "shop-prod-west/catalog",
            *(f"{space.name}/worker" for space in SPACES),
        ),
    ),
)

_HUB_BEFORE_GIT: Final[tuple[Event, ...]] = (
    HubCreate(
        minutes_ago=3 * DAY,
        unit="shop-dev-east/feature-flags",
        file="units/feature-flags.yaml",
        actor=PRIYA,
        description="moved over from the old console",
    ),
    HubCreate(
        minutes_ago=3 * DAY - 4,
        unit="shop-prod-west/feature-flags",
        file="units/feature-flags-console.yaml",
        actor=PRIYA,
        description="moved over from the old console",
    ),
    Deliver(minutes_ago=3 * DAY - 10, units=("shop-dev-east/feature-flags", "shop-prod-west/feature-flags")),
)

_ACTS: Final = (
    *_QUIET_WEEKS,
    *_HUB_BEFORE_GIT,
    *HUB_ONLY,
    *SATURDAY,
    *PRODUCTION,
    *NOT_DELIVERED,
    *BY_HAND,
    *INCIDENT,
)

WEEK: Final[tuple[Event, ...]] = tuple(sorted(_ACTS, key=lambda act: -act.minutes_ago))
