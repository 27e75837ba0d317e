"""The first two weeks of the shop's repository: everything in them goes well."""

from typing import Final

from core.demo.acts import Add, Commit, Edit
from core.demo.story.people import MARA, RENOVATE, TOMAS, YUKI
from core.demo.story.spaces import DEV_EAST, DEV_WEST, PROD_EAST, PROD_WEST, SPACES, StorySpace
from core.demo.story.writing import changed, new_files, whole_spaces
from core.demo.timeline import DAY

__all__ = ["CALM", "EMBEDDED", "FOUNDING"]


def _catalog(*spaces: StorySpace) -> tuple[Edit, ...]:
    """Both containers run the same image."""
    image = "- name: {}\n          image: registry.example/shop/catalog:{}"
    return tuple(
        edit
        for name in ("migrate", "app")
        for edit in changed("catalog", image.format(name, "2.14.0"), image.format(name, "2.15.0"), *spaces)
    )


EMBEDDED: Final = "{embedded: .headgate/hub.db}"
"""Which hub the story's headgate.yaml names, where nothing else is asked for."""

FOUNDING: Final = (
    Commit(
        key="import",
        minutes_ago=21 * DAY,
        author=MARA,
        message="Import the shop from the old cluster\n\nAs it runs in dev-east, cleaned of server fields.\n",
        edits=(
            Add(path=".gitignore", file="gitignore"),
            Add(path="README.md", file="README.md"),
            *whole_spaces(DEV_EAST),
        ),
    ),
    Commit(
        key="dev-west",
        minutes_ago=20 * DAY,
        author=MARA,
        message="dev-west: the same shop on the other coast\n",
        edits=whole_spaces(DEV_WEST),
    ),
    Commit(
        key="prod",
        minutes_ago=16 * DAY,
        author=MARA,
        message="prod: both regions, three of everything\n",
        edits=whole_spaces(PROD_EAST, PROD_WEST),
    ),
    Commit(
        key="spaces",
        minutes_ago=14 * DAY,
        author=MARA,
        message="Describe the spaces for headgate\n\nFrom here on the hub decides, Git proposes.\n",
        edits=(Add(path="headgate.yaml", file="headgate.yaml", facts={"hub": EMBEDDED}),),
    ),
    Commit(
        key="summer",
        minutes_ago=13 * DAY,
        author=YUKI,
        message="promo-banner: summer sale in the west\n",
        edits=new_files("promo-banner", DEV_WEST, PROD_WEST),
    ),
)

CALM: Final = (
    Commit(
        key="catalog-dev",
        minutes_ago=9 * DAY,
        author=RENOVATE,
        message="catalog: 2.15.0 in dev [minor]\n",
        edits=_catalog(DEV_EAST, DEV_WEST),
    ),
    Commit(
        key="comment",
        minutes_ago=7 * DAY,
        author=TOMAS,
        message="edge: say why uploads are small\n",
        edits=changed(
            "edge", 'proxy-body-size: "4m"', 'proxy-body-size: "4m"  # pictures go to the bucket', PROD_EAST
        ),
    ),
    Commit(
        key="catalog-prod",
        minutes_ago=5 * DAY,
        author=RENOVATE,
        message="catalog: 2.15.0 in production [minor]\n",
        edits=_catalog(PROD_EAST, PROD_WEST),
    ),
    Commit(
        key="worker",
        minutes_ago=4 * DAY,
        author=TOMAS,
        message="worker: 0.31.6, stops losing jobs on a drain\n",
        edits=changed("worker", "worker:0.31.5", "worker:0.31.6", *SPACES),
    ),
)
