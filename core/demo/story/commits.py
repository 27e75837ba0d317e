"""The history of the shop's repository, oldest first."""

from typing import Final

from core.demo.acts import Commit
from core.demo.story.changes import JUST_NOW, THIS_MORNING, YESTERDAY
from core.demo.story.founding import CALM, FOUNDING

__all__ = ["COMMITS"]

COMMITS: Final[tuple[Commit, ...]] = (*FOUNDING, *CALM, *YESTERDAY, *THIS_MORNING, *JUST_NOW)
