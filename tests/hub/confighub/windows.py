"""Every window in which a change on ConfigHub can be cut off: the stories, and what must hold after each.

``python -m tests.hub.confighub.windows`` plays every schedule of two faults in all versions, and 1,000 rounds
of two operators and CI on one unit; the tests play every schedule of one fault, and some rounds.
"""

import random
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise

from core.errors import HeadgateError, SideMoved
from core.hub.confighub.hub import ConfigHub
from core.model.names import RevisionNumber, UnitName, hash_of
from core.model.proposal import OfferState
from core.model.unit import Guard, Revision
from tests.builders.hubs import CART, NONE, WEB, a_capture, a_change, a_point, a_proposal, seen
from tests.fakes.clock import FakeClock
from tests.fakes.confighub.direct import FAULTS, Crash, Direct, Fault, twin
from tests.fakes.confighub.server import Loopback

__all__ = ["STORIES", "Played", "play", "rounds", "schedules", "stage"]

_RUNS = 5
_NOTHING = RevisionNumber(0)
OLDER, NEWER = a_proposal("older", data="a: 8\n"), a_proposal("newer", data="a: 2\n")
DECISION = "D1"
CAPTURED, LATER = a_capture("c1"), a_capture("c2")


@dataclass(kw_only=True)
class Played:
    """A world, who speaks with it, and what a rival did there meanwhile."""

    server: Loopback
    direct: Direct
    revisions: list[Revision] = field(default_factory=list)
    points: int = 0
    between: list[str] = field(default_factory=list)

    def hub(self) -> ConfigHub:
        """A new process."""
        return ConfigHub(self.direct, FakeClock())

    def look(self) -> ConfigHub:
        """Somebody who only looks, and whom nothing befalls."""
        return ConfigHub(Direct(self.server), FakeClock())

    def rival(self) -> None:
        """Somebody else writes the unit and the sync point of another."""
        quick = self.look()
        head = quick.head(WEB)
        assert head is not None
        text, point = f"a: {50 + len(self.revisions)}\n", quick.sync_point(CART)
        guard = Guard(data_hash=head.data_hash)
        self.revisions.append(quick.write(WEB, text, seen=guard, change=a_change("")))
        quick.agree([point or a_point(CART)])
        self.points += 1


def stage(epoch: str) -> Loopback:
    """One unit with its sync point, and a proposal and a capture that wait for it."""
    made = Loopback(FakeClock(), epoch)
    made.shut()
    hub = ConfigHub(Direct(made), FakeClock())
    hub.write(WEB, "a: 1\n", seen=NONE, change=a_change("t0"))
    hub.agree([a_point()])
    hub.offer(OLDER)
    hub.offer_capture(CAPTURED)
    return made


def offer(hub: ConfigHub) -> None:
    """CI offers a newer proposal."""
    hub.offer(NEWER)


def capture(hub: ConfigHub) -> None:
    """Somebody captures what they found."""
    hub.offer_capture(LATER)


def decide(hub: ConfigHub) -> None:
    """An operator decides: a revision, the sync point, the end of what waited."""
    hub.write(WEB, "a: 2\n", seen=seen("a: 1\n"), change=a_change(DECISION))
    point = hub.sync_point(WEB)
    if point is not None and DECISION not in point.decisions:
        hub.agree([replace(point, decisions=(*point.decisions, DECISION))])
    hub.settle("older", OfferState.APPLIED, reason="D1")
    hub.settle_capture("c1", OfferState.APPLIED, reason="D1")


def withdraw(hub: ConfigHub) -> None:
    """An operator deletes the unit."""
    hub.delete(WEB, seen=seen("a: 1\n"), change=a_change(DECISION))


STORIES: dict[str, Callable[[ConfigHub], None]] = {
    "offer": offer,
    "capture": capture,
    "decide": decide,
    "withdraw": withdraw,
}


def play(name: str, start: Loopback, schedule: Mapping[int, Fault]) -> Played:
    """Play a story under a schedule, again and again until it is through or refused."""
    server = twin(start)
    played = Played(server=server, direct=Direct(server, schedule))
    played.direct.rival = played.rival
    for _ in range(_RUNS):
        try:
            STORIES[name](played.hub())
        except SideMoved:
            return played
        except (Crash, HeadgateError):
            played.between += broken_between(played)
        else:
            return played
    return played


def schedules(name: str, epoch: str, depth: int) -> Iterator[tuple[Mapping[int, Fault], Played]]:
    """Play a story under every schedule of up to so many faults."""
    start = stage(epoch)
    waiting: list[Mapping[int, Fault]] = [{}]
    while waiting:
        schedule = waiting.pop()
        played = play(name, start, schedule)
        yield schedule, played
        if len(schedule) < depth:
            begin = max(schedule, default=-1) + 1
            positions = range(begin, len(played.direct.asked))
            waiting += [{**schedule, at: fault} for at in positions for fault in FAULTS]


def broken_between(played: Played) -> list[str]:
    """Name what does not hold while a story is cut off."""
    hub = played.look()
    waits = [proposal.id for proposal in hub.pending() if proposal in (OLDER, NEWER)]
    ended = hub.proposal("older")
    through = ended is not None and ended.state is OfferState.APPLIED
    return [] if through or len(waits) == 1 else [f"{waits} wait for one unit"]


def broken(name: str, played: Played) -> list[str]:
    """Name what does not hold in the end."""
    return [*played.between, *_lost(played), *_doubled(played), *_unfinished(name, played)]


def _lost(played: Played) -> Iterator[str]:
    hub = played.look()
    history = list(hub.revisions(WEB, after=_NOTHING))
    for theirs in played.revisions:
        if not any((one.number, one.data_hash) == (theirs.number, theirs.data_hash) for one in history):
            yield f"the rival's revision {theirs.number} is lost"
    point = hub.sync_point(CART)
    if (point.version if point else 0) != played.points:
        yield "the rival's sync point is lost"
    for before, one in pairwise(history):
        if one.change.token == DECISION and before.data_hash != hash_of("a: 1\n"):
            yield "a revision over one that nobody saw"


def _doubled(played: Played) -> Iterator[str]:
    hub = played.look()
    ours = [one for one in hub.revisions(WEB, after=_NOTHING) if one.change.token == DECISION]
    if len(ours) > 1:
        yield f"{len(ours)} revisions of one decision"
    drafts = [kept.fields["Labels"].get("HeadgateId") for kept in played.server.store.units.values()]
    for offer_id in ("older", "newer", "c1", "c2"):
        if drafts.count(offer_id) > 1:
            yield f"{drafts.count(offer_id)} drafts of {offer_id}"
    point = hub.sync_point(WEB)
    if point is None or point.version != 1 + len(point.decisions):
        yield "the sync point took the decision in twice, or is gone"


def _unfinished(name: str, played: Played) -> Iterator[str]:
    hub = played.look()
    history = list(hub.revisions(WEB, after=_NOTHING))
    ours = [one for one in history if one.change.token == DECISION]
    if name == "offer" and list(hub.pending()) != [NEWER]:
        yield f"{[one.id for one in hub.pending()]} wait, not the newer"
    if name == "capture" and list(hub.pending_captures()) != [CAPTURED, LATER]:
        yield "a capture is not there, or not whole"
    if name in {"decide", "withdraw"} and not ours and not played.revisions:
        yield "nobody was quicker, and the decision is not there"
    if name == "decide" and ours:
        point = hub.sync_point(WEB)
        if point is None or point.decisions != (DECISION,) or hub.pending() or hub.pending_captures():
            yield "the decision is there in part"


def rounds(count: int, epoch: str, seed: int = 1) -> tuple[int, list[str]]:
    """Let two operators and CI write one unit, one between the requests of another.

    Gives how many writes went through, and what was lost.
    """
    dice = random.Random(seed)  # noqa: S311 -- a schedule, not a secret
    server = stage(epoch)
    written, bad = 0, []
    for number in range(count):
        played = Played(server=server, direct=Direct(server))
        played.direct.schedule = {dice.randrange(8): Fault.RIVAL for _ in range(dice.randrange(1, 4))}
        played.direct.rival = partial(_writes, played, dice)
        before = played.look().head(WEB)
        assert before is not None
        guard, token = Guard(data_hash=before.data_hash), f"R{number}"
        with suppress(SideMoved):
            played.hub().write(WEB, f"a: {1000 + number}\n", seen=guard, change=a_change(token))
            written += 1
        history = played.look().revisions(WEB, after=before.number)
        told = [one.number for one in played.revisions]
        bad += [f"round {number}: {one} is lost" for one in told if one not in {x.number for x in history}]
        ours = [at for at, one in enumerate(history) if one.change.token == token]
        if len(ours) > 1 or (ours and ours[0] != 0):
            bad.append(f"round {number}: ours stands over a revision that nobody saw")
    return written, bad


def _writes(played: Played, dice: random.Random) -> None:
    """A rival writes, or CI offers something newer."""
    if dice.random() < 0.5:
        head = played.look().head(WEB)
        assert head is not None
        text, guard = f"a: {dice.random()}\n", Guard(data_hash=head.data_hash)
        played.revisions.append(played.look().write(WEB, text, seen=guard, change=a_change("")))
    else:
        played.look().offer(a_proposal(f"p{dice.randrange(10**9)}", unit=UnitName("shop", "web")))


def main() -> int:
    """Play everything; gives 1 where something did not hold."""
    bad = 0
    for epoch in "ABC":
        for name in STORIES:
            count, found = 0, []
            for schedule, played in schedules(name, epoch, 2):
                count += 1
                found += [f"{what} under {dict(schedule)}" for what in broken(name, played)]
            bad += len(found)
            sys.stdout.write(f"{epoch} {name:10} {count:7,} schedules {len(found)} violations\n")
            sys.stdout.writelines(f"  {line}\n" for line in found[:10])
            sys.stdout.flush()
    written, lost = rounds(1_000, "C")
    sys.stdout.write(f"1,000 rounds: {written} went through, {len(lost)} lost\n")
    return 1 if bad or lost else 0


if __name__ == "__main__":
    sys.exit(main())
