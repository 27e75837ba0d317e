"""The stage: one unit with its Git, hub, live and ledger in memory, and the stories that are played on it."""

import copy
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, TypeVar, cast

from core.desk import Desk
from core.krm.schema.catalog import BUILTIN
from core.merge.places import Side
from core.model.item import Opened
from core.model.names import DataHash, RevisionNumber, UnitName
from core.model.plan import Plan
from core.model.space import Space
from core.model.syncpoint import DecidedField, SyncPoint
from core.model.unit import Change, Guard, Revision, RevisionSource
from core.ports.live import Live
from core.ports.renderer import Renderer
from core.ports.repository import Repository
from core.ports.source_edits import SourceEdits
from core.ports.source_lines import SourceLines
from core.progress import NoProgress, never_stop
from core.sync.change import plan_set
from core.sync.context import Context, DigestKey
from core.sync.propose import propose
from tests.fakes.clock import FakeClock
from tests.fakes.hub import MemoryHub
from tests.fakes.ids import FakeIds
from tests.fakes.ledger import MemoryLedger
from tests.fakes.live import MemoryLive
from tests.fakes.operator import FakeOperator
from tests.fakes.sources import MemoryGit
from tests.simulate.seam import Seam, Through

__all__ = ["KEY", "STORIES", "UNIT", "Stage", "Story", "propose_all", "text"]

UNIT: Final = UnitName("shop-dev", "web")
KEY: Final = DigestKey(id="k1", key=b"k" * 32)

TEXT: Final = """\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web, namespace: shop}}
spec:
  replicas: {replicas}
  paused: {paused}
  minReadySeconds: {ready}
  selector: {{matchLabels: {{app: web}}}}
  template:
    metadata: {{labels: {{app: web}}}}
    spec: {{containers: [{{name: app, image: web}}]}}
"""


def text(*, replicas: int = 2, ready: int = 0, paused: str = "false") -> str:
    """Write the unit."""
    return TEXT.format(replicas=replicas, ready=ready, paused=paused)


class TrueHub(MemoryHub):
    """A hub that knows no tokens, as the hardest one might: only compare-and-set stands between two writes.

    Attributes:
        stored: every sync point that was ever stored, in order: the true history.
    """

    def __init__(self, clock: FakeClock) -> None:
        super().__init__(clock)
        self.stored: list[SyncPoint] = []

    def _written(self, unit: UnitName, token: str, data_hash: DataHash) -> Revision | None:
        del unit, token, data_hash
        return None

    def agree(self, points: Sequence[SyncPoint], *, head: DataHash | None = None) -> None:
        super().agree(points, head=head)
        self.stored += points


class Stage:
    """Everything that is outside our process; it survives every crash."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.hub = TrueHub(self.clock)
        self.ledger = MemoryLedger()
        self.live = MemoryLive(text())
        self.git = MemoryGit(UNIT.space)
        self.ids = FakeIds()
        self.git.commit({UNIT: text()})
        propose_all(self.context())
        self.hub.mark_applied(UNIT, RevisionNumber(1))

    def context(self, seam: Seam | None = None) -> Context:
        """Reach the world, through a seam where there is one."""

        def through(port: object, name: str) -> object:
            return Through(port, name, seam) if seam else port

        hub = cast("TrueHub", through(self.hub, "hub"))
        return Context(
            hub=hub,
            proposals=cast("TrueHub", through(self.hub, "proposals")),
            captures=cast("TrueHub", through(self.hub, "captures")),
            points=cast("TrueHub", through(self.hub, "points")),
            ledger=cast("MemoryLedger", through(self.ledger, "ledger")),
            repository=cast("Repository", self.git),
            renderer=cast("Renderer", self.git),
            edits=cast("SourceEdits", None),
            lines=cast("SourceLines", None),
            live=cast("Live", through(self.live, "live")),
            clock=self.clock,
            ids=self.ids,
            operator=FakeOperator("op1"),
            spaces={UNIT.space: Space(name=UNIT.space, namespace="shop")},
            catalog=BUILTIN,
            digest_key=KEY,
            branch="main",
        )

    def copy(self) -> "Stage":
        """Make another world like this one; what never changes is shared."""
        twin = copy.copy(self)
        clock = twin.clock = _twin(self.clock)
        twin.hub, twin.ledger, twin.live = _twin(self.hub), _twin(self.ledger), _twin(self.live)
        twin.hub._clock = clock
        return twin

    def head(self) -> str:
        """Read Head's text."""
        return self.hub.data(UNIT, RevisionNumber(len(self.revisions())))

    def revisions(self) -> list[Revision]:
        """Read the whole history."""
        return list(self.hub.revisions(UNIT, after=RevisionNumber(0)))

    def operator_writes(self, new: str, token: str = "") -> None:
        """Let somebody else write a revision over Head."""
        head = self.hub.head(UNIT)
        change = Change(author="op2", source=RevisionSource.OPERATOR, description="mine", token=token)
        self.hub.write(
            UNIT, new, seen=Guard(data_hash=head.data_hash if head else DataHash("")), change=change
        )

    def rival(self, call: str) -> None:
        """Let somebody else be quicker, on the side that a call is about."""
        if call.startswith("live."):
            self.live.write(_third(self.live.text))
        elif call == "points.agree":
            self._rival_decides()
        else:
            self.operator_writes(self.head().replace("minReadySeconds: ", "minReadySeconds: 1"))

    def _rival_decides(self) -> None:
        point = self.hub.sync_point(UNIT)
        assert point is not None
        theirs = DecidedField(
            resource="apps/v1/Deployment/shop/web",
            path="spec.paused",
            choice="hub",
            git_seen="x",
            hub_after="y",
            live_seen=None,
            decision="R1",
            reason="mine",
            actor="op2",
            when=self.clock.now(),
            key_id="another key",
        )
        self.hub.agree([replace(point, decided=(*point.decided, theirs))])


_Part = TypeVar("_Part")


def _twin(part: _Part) -> _Part:
    """Copy an object with its own containers, two deep: what they hold is frozen."""
    made = copy.copy(part)
    for name, held in vars(part).items():
        if isinstance(held, dict):
            copied = {key: list(one) if isinstance(one, list) else one for key, one in held.items()}
            setattr(made, name, copied)
        elif isinstance(held, (list, set)):
            setattr(made, name, held.copy())
    return made


def _third(now: str) -> str:
    """Give live a value of replicas that nobody has seen."""
    lines = [f"{line}7" if line.startswith("  replicas: ") else line for line in now.splitlines()]
    return "\n".join([*lines, ""])


def propose_all(context: Context) -> None:
    """Let CI run."""
    propose(context, commit=None, space=UNIT.space, dry_run=False, progress=NoProgress(), stop=never_stop())


Story = Callable[[], tuple[Stage, Plan]]
"""Builds a world and the plan that somebody confirmed in it."""


def _conflict() -> tuple[Stage, Desk, Opened]:
    stage = Stage()
    stage.operator_writes(text(replicas=3))
    stage.git.commit({UNIT: text(replicas=5)})
    propose_all(stage.context())
    desk = Desk(stage.context())
    return stage, desk, desk.open(str(UNIT))


def take_git_and_apply() -> tuple[Stage, Plan]:
    """All steps: a new revision, its sync point, live, what is applied, and the offer."""
    stage, desk, opened = _conflict()
    chosen = opened.resolution.choose([field.key for field in opened.resolution.open], Side.GIT)
    return stage, desk.plan(opened, chosen, reason="as Git says", apply_live=True)


def keep_hub() -> tuple[Stage, Plan]:
    """No revision: only the memory of a decision, and the offer."""
    stage, desk, opened = _conflict()
    chosen = opened.resolution.choose([field.key for field in opened.resolution.open], Side.HUB)
    return stage, desk.plan(opened, chosen, reason="as the hub says")


def put_live_back() -> tuple[Stage, Plan]:
    """Drift is put back: live without a revision, and a capture that ends."""
    stage = Stage()
    stage.live.text = text(replicas=9)
    desk = Desk(stage.context())
    desk.capture(UNIT, reason="hotfix")
    opened = desk.open(str(UNIT))
    chosen = opened.resolution.choose([field.key for field in opened.resolution.fields], Side.HUB)
    return stage, desk.plan(opened, chosen, reason="not wanted")


def take_live() -> tuple[Stage, Plan]:
    """Drift becomes a revision that live runs already."""
    stage = Stage()
    stage.live.text = text(replicas=9)
    desk = Desk(stage.context())
    desk.capture(UNIT, reason="hotfix")
    opened = desk.open(str(UNIT))
    chosen = opened.resolution.choose([field.key for field in opened.resolution.fields], Side.LIVE)
    return stage, desk.plan(opened, chosen, reason="wanted")


def set_a_field() -> tuple[Stage, Plan]:
    """An operator's own revision and nothing else."""
    stage = Stage()
    return stage, plan_set(stage.context(), UNIT, [("spec.replicas", 4)], reason="sale day")


STORIES: Final[tuple[Story, ...]] = (take_git_and_apply, keep_hub, put_live_back, take_live, set_a_field)
