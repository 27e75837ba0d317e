"""The four spaces, the units they all have, and the files these are written in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

__all__ = [
    "DEV_EAST",
    "DEV_WEST",
    "PROD_EAST",
    "PROD_WEST",
    "SPACES",
    "UNITS",
    "StorySpace",
    "file_of",
    "folder_of",
    "path_of",
]

UNITS: Final = (
    "cart",
    "catalog",
    "checkout",
    "credentials",
    "edge",
    "media-store",
    "nightly-report",
    "order-queue",
    "orders",
    "payments",
    "receipt-mailer",
    "search",
    "shop-config",
    "web",
    "worker",
)
"""The units that every space has from the start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StorySpace:
    """One space of the shop and what differs there."""

    name: str
    environment: str
    region: str

    @property
    def facts(self) -> Mapping[str, str]:
        """What the unit files say by name and every space fills in for itself."""
        coast = self.name.rpartition("-")[2]
        return {
            "space": self.name,
            "environment": self.environment,
            "region": self.region,
            "host": f"{coast}.shop.example" if self.environment == "prod" else f"{coast}.dev.shop.example",
            **_SIZES[self.environment],
        }


_SIZES: Final[Mapping[str, Mapping[str, str]]] = {
    "dev": {"replicas": "1", "log_level": "debug", "memory": "192Mi", "mailer_memory": "128"},
    "prod": {"replicas": "3", "log_level": "info", "memory": "384Mi", "mailer_memory": "512"},
}

DEV_EAST: Final = StorySpace(name="shop-dev-east", environment="dev", region="us-east-1")
DEV_WEST: Final = StorySpace(name="shop-dev-west", environment="dev", region="us-west-2")
PROD_EAST: Final = StorySpace(name="shop-prod-east", environment="prod", region="us-east-1")
PROD_WEST: Final = StorySpace(name="shop-prod-west", environment="prod", region="us-west-2")
SPACES: Final = (DEV_EAST, DEV_WEST, PROD_EAST, PROD_WEST)


def folder_of(space: StorySpace) -> str:
    """Say where the units of a space are written, relative to the repository's top."""
    return f"deploy/{space.name}"


def path_of(space: StorySpace, unit: str) -> str:
    """Say where a unit of a space is written, relative to the repository's top."""
    return f"{folder_of(space)}/{unit}.yaml"


def file_of(unit: str) -> str:
    """Say which file of the story a unit was first written from."""
    return f"units/{unit}.yaml"
