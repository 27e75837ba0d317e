"""A desk over fixed items: decides nothing by itself, remembers what it was asked, refuses when told to."""

from collections.abc import Sequence
from dataclasses import replace

from core.errors import DecisionPending, HeadgateError, NotFound
from core.merge.places import Side
from core.merge.resolution import Edited, FieldState, Resolution
from core.model.foreseen import Foreseen
from core.model.item import Inbox, Item, Opened
from core.model.many import NotDone, Plans, Receipts
from core.model.moment import Moment
from core.model.names import DataHash, ItemId, RevisionNumber, UnitName
from core.model.past import Account, Past
from core.model.people import Actor, Owner
from core.model.plan import Check, Effects, Plan, Receipt
from core.model.unit import Change, Guard, RevisionSource
from core.progress import NoProgress, Progress, Stop
from tests.fakes.documents import written
from tests.fakes.inbox import inbox_of, waiting
from tests.fakes.past import DIFF, account, past
from tests.fakes.waiting import NOW
from tui.oneline import one_line

__all__ = ["FakeDesk"]


class FakeDesk:
    """Satisfies `tui.desk.DeskFace`.

    Attributes:
        items: what waits; a test may replace it between two calls.
        refuses: what the verbs raise, by name; "" ends it.
        asked: the verbs that were asked, in order.
        carried: the plans that were carried out.
    """

    def __init__(self, items: tuple[Opened, ...] | None = None) -> None:
        self.items = waiting() if items is None else items
        self.refuses: dict[str, HeadgateError] = {}
        self.asked: list[str] = []
        self.carried: list[Plan] = []
        self.time = NOW
        self.foresees = Foreseen()
        self.many = FakeMany(self)

    def inbox(self, *, space: str | None = None, progress: Progress, stop: Stop) -> Inbox:
        """List the items, telling how far it is."""
        self._ask("inbox")
        shown = tuple(one for one in self.items if space in {None, one.item.unit.space})
        for number, one in enumerate(shown):
            if stop.is_set():
                break
            progress.step(f"reading {one.item.unit}", number + 1, len(shown))
        return inbox_of(shown)

    def open(self, item_id: str) -> Opened:
        """Find an item by its id or by its unit's name."""
        self._ask("open")
        for one in self.items:
            if item_id in {one.item.id, str(one.item.unit)}:
                return one
        raise NotFound(
            f"Could not open {item_id}",
            why="no item has this id any more: it was decided, or a side moved",
            next_step="R reads the inbox again",
        )

    def owners(self, opened: Opened) -> dict[str, dict[Side, Owner]]:
        """Know no more than the item does."""
        return opened.owners

    def documents(self, opened: Opened) -> dict[Side, str]:
        """Write each side as a document."""
        return {side: written(opened, side) for side in Side}

    def plan(self, opened: Opened, resolution: Resolution, *, reason: str, apply_live: bool = False) -> Plan:
        """Put the choices into words."""
        self._ask("plan")
        if resolution.open:
            raise DecisionPending(
                "Could not plan", why=f"{len(resolution.open)} fields are undecided", next_step="decide them"
            )
        return _plan(opened, resolution, reason, number=self.asked.count("plan"), apply_live=apply_live)

    def foreseen(self, plan: Plan) -> Foreseen:
        """Foresee what the test says."""
        self._ask("foreseen")
        return self.foresees if plan.diff else Foreseen()

    def carry_out(self, plan: Plan, *, progress: Progress, stop: Stop) -> Receipt:
        """Take the item off the list."""
        self._ask("carry_out")
        for number, what in enumerate(("hub", "git")):
            if not stop.is_set():
                progress.step(what, number + 1, 2)
        self.carried.append(plan)
        self.items = tuple(one for one in self.items if one.item.id != plan.item)
        return Receipt(
            decision=plan.id,
            unit=plan.unit,
            revision=RevisionNumber(42),
            data_hash=DataHash("f" * 64),
            done=(("hub", "revision 42"),),
            left=(("git", "headgate sync-back brings it to a branch"),),
        )

    def past(self, *, space: str | None = None, progress: Progress, stop: Stop) -> tuple[Past, ...]:
        """Tell what happened."""
        self._ask("past")
        progress.step("units", 1, 1)
        return tuple(one for one in past() if space in {None, one.unit.space} and not stop.is_set())

    def account(self, decision: str) -> Account:
        """Tell of one decision."""
        self._ask("account")
        return account(decision)

    def diff(self, unit: UnitName, older: int, newer: int) -> tuple[str, ...]:
        """Compare two revisions."""
        self._ask(f"diff {unit} {older}..{newer}")
        return DIFF

    def plan_undo(self, decision: str, *, reason: str, partly: bool = False) -> Plan:
        """Plan to take a decision back."""
        self._ask(f"plan_undo{' partly' if partly else ''}")
        return self._back(f"undo {decision}", reason)

    def plan_restore(self, unit: UnitName, number: int, *, reason: str) -> Plan:
        """Plan to go back to a revision."""
        self._ask("plan_restore")
        return self._back(f"restore {unit}@{number}", reason)

    def _back(self, verb: str, reason: str) -> Plan:
        opened = self.items[1]
        chosen = opened.resolution.choose([one.key for one in opened.resolution.open], Side.HUB)
        made = _plan(opened, chosen, reason, number=1, apply_live=False)
        return replace(made, item=verb, kind=None, overwrites=(), word="web")

    def actor(self) -> Actor:
        """Name the operator."""
        return Actor(name="op1")

    def now(self) -> float:
        """Tell a time that stands still."""
        return self.time

    def moment(self) -> Moment:
        """Tell the same."""
        return Moment(wall=self.time)

    def change(self, item_id: str, opened: Opened) -> None:
        """Put another reading in an item's place."""
        self.items = tuple(opened if one.item.id == item_id else one for one in self.items)

    def item(self, unit: str) -> Item:
        """Find the item of a unit."""
        return next(one.item for one in self.items if str(one.item.unit) == unit)

    def _ask(self, verb: str) -> None:
        self.asked.append(verb)
        if verb in self.refuses:
            raise self.refuses[verb]


def _plan(opened: Opened, resolution: Resolution, reason: str, *, number: int, apply_live: bool) -> Plan:
    item = opened.item
    changed = [field for field in resolution.fields if resolution.state(field) is not FieldState.ALIKE]
    diff = [line for field in changed for line in _diff(resolution, field.key)]
    return Plan(
        id=f"01J8Z4{number:04}",
        unit=item.unit,
        item=item.id,
        kind=item.kind,
        actor="op1 (login)",
        reason=reason,
        choices=tuple((key, _words(choice)) for key, choice in resolution.choices),
        hub=f"revision {opened.head + 1}, if Head is still {opened.head}",
        diff=("--- Head", "+++ new revision", "@@ -1,3 +1,3 @@", " spec:", *diff),
        git=f"branch headgate/{item.unit.space}/01J8Z4{number:04}, from main",
        live="applied right after the hub" if apply_live else "",
        overwrites=tuple(_overwrites(resolution)),
        by_rule=tuple(_by_rule(resolution)),
        checks=(
            Check(name=f"hub r{opened.head}", ok=True),
            Check(name="git head", ok=True),
            Check(name="schema", ok=True),
            Check(name="approval", ok=None, what="not asked for"),
        ),
        word=item.unit.space if item.production else item.unit.unit,
        twin=f"headgate resolve {item.id} --take clean --reason '{reason}'",
        effects=Effects(
            text="new text" + "".join(diff),
            deletes=False,
            guard=Guard(data_hash=DataHash("a" * 64)),
            change=Change(author="op1", source=RevisionSource.MERGE, description=reason, token=item.id),
            point=None,
        ),
    )


def _words(choice: object) -> str:
    return f"edit: {one_line(choice.value)}" if isinstance(choice, Edited) else f"take {choice}"


def _diff(resolution: Resolution, key: str) -> list[str]:
    field = next(one for one in resolution.fields if one.key == key)
    held = resolution.result(field)
    if held is None or repr(held) == repr(field.place.hub):
        return []
    return [f"-  {field.path}: {one_line(field.place.hub)}", f"+  {field.path}: {one_line(held)}"]


def _overwrites(resolution: Resolution) -> list[str]:
    return [
        f"live {field.path}: {one_line(field.place.live)} becomes {one_line(held)}"
        for field in resolution.fields
        if field.place.live_changed
        and (held := resolution.result(field)) is not None
        and repr(held) != repr(field.place.live)
    ]


def _by_rule(resolution: Resolution) -> list[str]:
    return [
        f"{field.path}: {resolution.settled(field)}"
        for field in resolution.fields
        if resolution.state(field) is FieldState.BY_RULE
    ]


class FakeMany:
    """Satisfies `tui.desk.ManyFace` over a fake desk; what the desk refuses is listed, not raised."""

    def __init__(self, desk: FakeDesk) -> None:
        self._desk = desk

    def open(self, names: Sequence[str]) -> tuple[Opened, ...]:
        """Find the items, most urgent first."""
        wanted = {self._desk.open(name).item.id for name in names}
        return tuple(one for one in self._desk.items if one.item.id in wanted)

    def plan(
        self,
        wanted: Sequence[tuple[Opened, Resolution]],
        *,
        reason: str,
        apply_live: bool = False,
        progress: Progress,
        stop: Stop,
    ) -> Plans:
        """Plan each by itself."""
        plans, refused = list[Plan](), list[NotDone]()
        for done, (item, resolution) in enumerate(wanted, start=1):
            if stop.is_set():
                break
            try:
                plans.append(self._desk.plan(item, resolution, reason=reason, apply_live=apply_live))
            except HeadgateError as error:
                refused.append(NotDone(unit=item.item.unit, item=item.item.id, error=error))
            progress.step("plans", done, len(wanted))
        return Plans(plans=tuple(plans), refused=tuple(refused))

    def carry_out(self, plans: Sequence[Plan], *, progress: Progress, stop: Stop) -> Receipts:
        """Carry each out."""
        done, failed, left = list[Receipt](), list[NotDone](), list(plans)
        while left and not stop.is_set():
            plan = left.pop(0)
            try:
                done.append(self._desk.carry_out(plan, progress=NoProgress(), stop=stop))
            except HeadgateError as error:
                failed.append(NotDone(unit=plan.unit, item=ItemId(plan.item), error=error))
            progress.step("units", len(plans) - len(left), len(plans))
        return Receipts(done=tuple(done), failed=tuple(failed), left=tuple(left))
