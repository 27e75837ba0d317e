"""The embedded hub and the one in memory are driven in step; answers and errors must be the same."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from core.errors import HeadgateError
from core.hub.embedded.hub import EmbeddedHub
from core.model.names import DataHash, RevisionNumber, UnitName, hash_of
from core.model.proposal import OfferState
from core.model.unit import Guard
from tests.builders.hubs import a_capture, a_change, a_decided_field, a_point, a_proposal
from tests.conformance.openers import Authority
from tests.fakes.clock import FakeClock
from tests.fakes.hub import MemoryHub

UNITS = [UnitName("shop", "web"), UnitName("shop", "cart"), UnitName("bank", "web")]
TEXTS = ["", "a: 1\n", "a: 2\n"]
units = st.sampled_from(UNITS)
texts = st.sampled_from(TEXTS)
hashes = st.sampled_from([DataHash(""), *map(hash_of, TEXTS)])
tokens = st.sampled_from(["", "t1", "t2", "t3"])
versions = st.integers(0, 3)
offer_ids = st.sampled_from(["o1", "o2", "o3"])
states = st.sampled_from(OfferState)
guards = st.builds(Guard, data_hash=hashes, sync_version=st.none() | versions)


class TwoHubs(RuleBasedStateMachine):
    """Asks both hubs the same."""

    @initialize()
    def both(self) -> None:
        self.clock = FakeClock()
        self.folder = tempfile.TemporaryDirectory()
        self.embedded = EmbeddedHub.open(Path(self.folder.name, "hub.db"), self.clock)
        self.hubs: Sequence[Authority] = (self.embedded, MemoryHub(self.clock))
        self.cursors = ("", "")

    def teardown(self) -> None:
        self.embedded.close()
        self.folder.cleanup()

    def same(self, ask: Callable[[Authority], object]) -> None:
        embedded, memory = (answer(ask, hub) for hub in self.hubs)
        assert embedded == memory

    def guard(self, unit: UnitName, drawn: Guard | None) -> Guard:
        """Without a drawn guard, the one that holds."""
        head = self.embedded.head(unit)
        return drawn or Guard(data_hash=head.data_hash if head else DataHash(""))

    @rule(unit=units, text=texts, token=tokens, drawn=st.none() | guards)
    def write(self, unit: UnitName, text: str, token: str, drawn: Guard | None) -> None:
        seen = self.guard(unit, drawn)
        self.same(lambda hub: hub.write(unit, text, seen=seen, change=a_change(token)))

    @rule(unit=units, token=tokens, drawn=st.none() | guards)
    def delete(self, unit: UnitName, token: str, drawn: Guard | None) -> None:
        seen = self.guard(unit, drawn)
        self.same(lambda hub: hub.delete(unit, seen=seen, change=a_change(token)))

    @rule(unit=units, number=versions)
    def mark_applied(self, unit: UnitName, number: int) -> None:
        self.same(lambda hub: hub.mark_applied(unit, RevisionNumber(number)))

    @rule(unit=units, number=versions)
    def data(self, unit: UnitName, number: int) -> None:
        self.same(lambda hub: hub.data(unit, RevisionNumber(number)))

    @rule(
        points=st.lists(st.tuples(units, versions, texts), max_size=3),
        head=st.none() | hashes,
        current=st.booleans(),
    )
    def agree(self, points: list[tuple[UnitName, int, str]], head: DataHash | None, *, current: bool) -> None:
        built = [
            a_point(
                unit,
                version=self.version(unit) if current else version,
                base=base,
                decided=(a_decided_field(),),
            )
            for unit, version, base in points
        ]
        self.same(lambda hub: hub.agree(built, head=head))

    def version(self, unit: UnitName) -> int:
        point = self.embedded.sync_point(unit)
        return point.version if point else 0

    @rule(offer_id=offer_ids, unit=units, text=texts)
    def offer(self, offer_id: str, unit: UnitName, text: str) -> None:
        self.same(lambda hub: hub.offer(a_proposal(offer_id, unit=unit, data=text)))

    @rule(offer_id=offer_ids, unit=units)
    def offer_capture(self, offer_id: str, unit: UnitName) -> None:
        self.same(lambda hub: hub.offer_capture(a_capture(offer_id, unit=unit)))

    @rule(offer_id=offer_ids, state=states)
    def settle(self, offer_id: str, state: OfferState) -> None:
        self.same(lambda hub: hub.settle(offer_id, state, reason=f"now {state}"))

    @rule(offer_id=offer_ids, state=states)
    def settle_capture(self, offer_id: str, state: OfferState) -> None:
        self.same(lambda hub: hub.settle_capture(offer_id, state, reason=f"now {state}"))

    @rule()
    def news(self) -> None:
        units, cursors = zip(
            *(hub.changed_since(cursor) for hub, cursor in zip(self.hubs, self.cursors, strict=True)),
            strict=True,
        )
        assert units[0] == units[1]
        self.cursors = cursors

    @rule(seconds=st.integers(-5, 5))
    def time_passes(self, seconds: int) -> None:
        self.clock.advance(seconds)

    @rule()
    def reopen(self) -> None:
        self.embedded.close()

    @invariant()
    def both_show_the_same(self) -> None:
        self.same(shown)

    @rule()
    def nothing_is_damaged(self) -> None:
        self.embedded.check()


def answer(ask: Callable[[Authority], object], hub: Authority) -> object:
    """The answer, or the kind of error and what it says was changed."""
    try:
        return ask(hub)
    except HeadgateError as error:
        return type(error), error.changed


def shown(hub: Authority) -> object:
    return (
        list(hub.spaces()),
        [list(hub.heads(space)) for space in ("bank", "shop", "nowhere")],
        [list(hub.revisions(unit, after=RevisionNumber(0))) for unit in UNITS],
        [(hub.head(unit), hub.sync_point(unit)) for unit in UNITS],
        [list(hub.sync_points(space)) for space in ("bank", "shop")],
        [hub.proposal(offer_id) for offer_id in ("o1", "o2", "o3")],
        [(list(hub.pending(space)), list(hub.pending_captures(space))) for space in (None, "shop")],
    )


TestTwoHubs = TwoHubs.TestCase
