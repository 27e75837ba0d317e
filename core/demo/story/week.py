"""Everything that happened beside the commits, oldest first. One case of design.md §2 each."""

from collections.abc import Iterator, Sequence
from typing import Final

from core.demo.acts import Commit, Deliver, Event, HubCreate, Propose
from core.demo.story.by_hand import BY_HAND, INCIDENT
from core.demo.story.commits import COMMITS
from core.demo.story.founding import FOUNDING
from core.demo.story.operators import HUB_ONLY, NOT_DELIVERED, PRODUCTION, SATURDAY
from core.demo.story.people import PRIYA
from core.demo.story.spaces import SPACES, folder_of
from core.demo.timeline import DAY

__all__ = ["WEEK"]

_EVERYTHING: Final = tuple(f"{space.name}/*" for space in SPACES)

_QUIET_WEEKS: Final[tuple[Event, ...]] = (
    Deliver(minutes_ago=13 * DAY - 10, units=_EVERYTHING),
    Deliver(minutes_ago=9 * DAY - 10, units=("shop-dev-east/catalog", "shop-dev-west/catalog")),
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

_CI_MINUTES: Final = 3
"""How long CI takes from a merge to its proposal."""


def _ci(commits: Sequence[Commit]) -> Iterator[Propose]:
    """Let CI propose every commit to the spaces whose files it changes."""
    for commit in commits:
        folders = {edit.path.rpartition("/")[0] for edit in commit.edits}
        for space in SPACES:
            if folder_of(space) in folders:
                at = commit.minutes_ago - _CI_MINUTES
                yield Propose(minutes_ago=at, commit=commit.key, space=space.name)


_SINCE_HEADGATE: Final = COMMITS[len(FOUNDING) - 1 :]
"""The commits since the spaces were described."""

_EVENTS: Final[tuple[Event, ...]] = (
    *(Propose(minutes_ago=14 * DAY - 9, commit="spaces", space=space.name) for space in SPACES),
    *_ci(_SINCE_HEADGATE),
    *_QUIET_WEEKS,
    *_HUB_BEFORE_GIT,
    *HUB_ONLY,
    *SATURDAY,
    *PRODUCTION,
    *NOT_DELIVERED,
    *BY_HAND,
    *INCIDENT,
)

WEEK: Final[tuple[Event, ...]] = tuple(sorted(_EVENTS, key=lambda event: -event.minutes_ago))
