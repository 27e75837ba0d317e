"""After a session: what was kept is read back once all were let go; what was left for a time is seen to."""

import shutil
from pathlib import Path

import pytest

from core.breakglass import BreakGlass
from core.merge.places import Side
from core.model.session import Disposition, Session
from core.report.sessions import session_markdown
from tests.builders.shop import PROD, WEB
from tests.builders.world import World
from tests.fakes.clock import FakeClock
from tests.sync.test_breakglass_freezing import carried, frozen, marked_web

LONG = 3_600


def over(folder: Path, clock: FakeClock) -> tuple[World, BreakGlass, Session]:
    """End a session that kept five replicas, and let everybody go."""
    made = carried(folder)
    breakglass, session = frozen(made, clock=clock)
    made.live(PROD, {"web.yaml": marked_web(replicas=5)})
    session = breakglass.dispose(breakglass.look(session).session, [], Disposition.KEEP)
    ended = breakglass.end(session, breakglass.plans(session)).session
    return made, breakglass, breakglass.thaw(ended)


def test_what_was_kept_is_read_back_when_those_let_go_had_their_time_and_not_before(tmp_path: Path) -> None:
    clock = FakeClock()
    _, breakglass, session = over(tmp_path, clock)
    clock.advance(100)
    early = breakglass.look(session).session
    assert (early.awaits_proof, early.is_through) == (True, False)
    clock.advance(LONG)
    late = breakglass.look(early).session
    assert (late.awaits_proof, late.is_through, late.taken_back) == (False, True, ())
    assert any(
        "live read back 2026-02-16T13:" in line for line in session_markdown(late, now=breakglass.now())
    )


def test_what_was_taken_back_after_the_thaw_is_said(tmp_path: Path) -> None:
    clock = FakeClock()
    made, breakglass, session = over(tmp_path, clock)
    made.live(PROD, {"web.yaml": marked_web(replicas=2)})
    clock.advance(LONG)
    late = breakglass.look(session).session
    assert [one.key.partition("#")[2] for one in late.taken_back] == ["spec.replicas"]
    assert any("TAKEN BACK" in line for line in session_markdown(late, now=breakglass.now()))


def test_what_cannot_be_read_is_unknown_and_stays_to_be_looked_at(tmp_path: Path) -> None:
    clock = FakeClock()
    made, breakglass, session = over(tmp_path, clock)
    clock.advance(LONG)
    shutil.rmtree(made.top.parent / "live" / PROD)
    looked = breakglass.look(session)
    assert ([one.unit for one in looked.unknown], looked.session.awaits_proof) == ([WEB], True)


@pytest.mark.parametrize(("minutes", "left"), [(24 * 60, 1), (0, 0)])
def test_what_is_left_for_a_time_is_looked_after_until_it_is_decided(
    tmp_path: Path, minutes: int, left: int
) -> None:
    made, clock = carried(tmp_path), FakeClock()
    breakglass, session = frozen(made, clock=clock)
    breakglass.thaw(session)
    made.live(PROD, {"web.yaml": marked_web(replicas=5)})
    session = breakglass.look(breakglass.find(session.id)).session
    session = breakglass.dispose(session, [], Disposition.LATER, minutes=minutes)
    ended = breakglass.end(session, breakglass.plans(session)).session
    clock.advance(LONG)
    waiting = breakglass.look(ended).session
    assert (len(waiting.left), waiting.is_through) == (left, not left)
    assert waiting.left_too_long(breakglass.now()) == ()
    clock.advance(24 * LONG)
    assert len(waiting.left_too_long(breakglass.now())) == left
    (item,) = [one for one in made.items(PROD) if one.incident]
    made.take(item.id, Side.LIVE)
    assert breakglass.look(waiting).session.is_through
