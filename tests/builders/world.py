"""A whole small world in a folder: a real repository, an embedded hub, live folders, and people at desks."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.desk import Desk
from core.merge.places import Side
from core.merge.resolution import Resolution
from core.model.item import Item
from core.model.names import RevisionNumber, UnitName
from core.model.plan import Receipt
from core.workspace import Workspace, open_workspace
from tests.builders.repo import NOON, commit, repository
from tests.fakes.clock import FakeClock
from tests.fakes.operator import FakeOperator

__all__ = ["World", "world"]


@dataclass(frozen=True, slots=True)
class World:
    """One folder; every call opens the workspace anew, as another process would."""

    top: Path

    def commit(self, files: Mapping[str, str | None], message: str = "a change", *, when: str = NOON) -> str:
        """Commit files of the repository (None removes one); gives the object id."""
        return commit(self.top, files, message, when=when)

    def live(self, space: str, files: Mapping[str, str | None]) -> None:
        """Write files of a space's live folder (None removes one)."""
        folder = self.top.parent / "live" / space
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            if text is None:
                (folder / name).unlink()
            else:
                (folder / name).write_text(text)

    def workspace(self, who: str = "op1") -> Workspace:
        """Open the workspace as somebody."""
        return open_workspace(self.top, env=os.environ, clock=FakeClock(), operator=FakeOperator(who))

    def desk(self, who: str = "op1") -> Desk:
        """Sit down at a desk as somebody."""
        return self.workspace(who).desk

    def mark_applied(self, unit: str) -> None:
        """Record that what actuates the space applied Head."""
        hub = self.workspace().context.hub
        head = hub.head(UnitName.parse(unit))
        assert head is not None
        hub.mark_applied(head.unit, head.number)

    def text(self, unit: str) -> str:
        """Read Head's text."""
        hub = self.workspace().context.hub
        head = hub.head(UnitName.parse(unit))
        assert head is not None
        return hub.data(head.unit, head.number)

    def head(self, unit: str) -> int:
        """Say which revision Head is, counted from the first; a hub may number them from above 1."""
        revisions = self.workspace().context.hub.revisions(UnitName.parse(unit), after=RevisionNumber(0))
        return revisions[-1].number - revisions[0].number + 1 if revisions else 0

    def number(self, unit: str, at: int) -> int:
        """Give the hub's number of a revision that is counted from the first."""
        revisions = self.workspace().context.hub.revisions(UnitName.parse(unit), after=RevisionNumber(0))
        return revisions[at - 1].number

    def items(self, space: str | None = None) -> tuple[Item, ...]:
        """List what waits."""
        return self.desk().inbox(space=space).items

    def set(
        self, unit: str, path: str, value: object, *, who: str = "op1", reason: str = "tuning"
    ) -> Receipt:
        """Let an operator set one field."""
        desk = self.desk(who)
        assert isinstance(value, str | int | bool)
        return desk.carry_out(desk.plan_set(UnitName.parse(unit), [(path, value)], reason=reason))

    def take(self, item: str, side: Side, *, who: str = "op1", reason: str = "load test L-9") -> Receipt:
        """Let an operator take one side for every undecided field of an item."""
        desk = self.desk(who)
        opened = desk.open(item)
        undecided = [field.key for field in opened.resolution.open]
        chosen: Resolution = opened.resolution.choose(undecided, side)
        return desk.carry_out(desk.plan(opened, chosen, reason=reason))


def world(folder: Path, settings: str, files: Mapping[str, str]) -> World:
    """Build a world of one first commit."""
    made = World(repository(folder / "repo"))
    made.commit({"headgate.yaml": settings, **files}, "the beginning")
    return made
