"""After a session: what was kept is read back once all were let go; what was left for a time is seen to."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from core.breakglass import BreakGlass
from core.merge.places import Side
from core.model.session import Disposition, Session
from core.model.session_results import Ended
from core.report.sessions import session_markdown
from tests.builders.shop import PROD, WEB, deployment, shop
from tests.builders.world import World
from tests.fakes.clock import FakeClock
from tests.sync.test_breakglass import begun, sat_down
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


def test_what_was_taken_back_is_said_though_the_wall_clock_was_set_back_after_the_end(
    tmp_path: Path,
) -> None:
    made, clock = carried(tmp_path), FakeClock()
    breakglass, session = frozen(made, clock=clock)
    made.live(PROD, {"web.yaml": marked_web(replicas=5)})
    session = breakglass.dispose(breakglass.look(session).session, [], Disposition.KEEP)
    ended = breakglass.end(session, breakglass.plans(session)).session
    clock.set_by(-24 * LONG)
    ended = breakglass.thaw(ended)
    made.live(PROD, {"web.yaml": marked_web(replicas=2)})
    clock.advance(LONG)
    assert len(breakglass.look(ended).session.taken_back) == 1


def test_of_what_was_kept_whole_a_part_that_was_changed_after_the_thaw_is_said(tmp_path: Path) -> None:
    made, clock = carried(tmp_path), FakeClock()
    breakglass, session = frozen(made, clock=clock)
    held = '{"f:containers":{"k:{\\"name\\":\\"app\\"}":{"f:resources":{}}}}'
    by_hand = f'fieldsType: FieldsV1, fieldsV1: {{"f:spec":{{"f:template":{{"f:spec":{held}}}}}}}'
    owned = f"  managedFields: [{{manager: kubectl-edit, operation: Update, {by_hand}}}]\n"
    text = marked_web().replace("  name: web\n", f"  name: web\n{owned}", 1)
    text += "          resources: {limits: {memory: 1Gi}}\n"
    made.live(PROD, {"web.yaml": text})
    session = breakglass.dispose(breakglass.look(session).session, [], Disposition.KEEP)
    assert [one.key.rpartition(".")[2] for one in session.to_keep] == ["resources"]
    ended = breakglass.thaw(breakglass.end(session, breakglass.plans(session)).session)
    made.commit({"prod/web.yaml": made.text(WEB)}, "INC-7 back in Git")
    made.desk("ci").propose()
    made.live(PROD, {"web.yaml": text.replace("1Gi", "2Gi")})
    clock.advance(LONG)
    assert len(breakglass.look(ended).session.taken_back) == 1


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


def left_for_an_hour(folder: Path, edit: Callable[[World], object]) -> tuple[World, Ended]:
    """End a session whose changes are all left for later, after something else was done to the world."""
    made = shop(folder)
    breakglass, session = begun(made)
    made.live(PROD, {"web.yaml": deployment(replicas=5)})
    session = breakglass.dispose(breakglass.look(session).session, [], Disposition.LATER, minutes=60)
    edit(made)
    session = breakglass.look(session).session
    return made, breakglass.end(session, breakglass.plans(session))


@pytest.mark.parametrize(
    ("value", "through"),
    [pytest.param(7, False, id="another: a conflict"), pytest.param(5, True, id="the same: nothing is left")],
)
def test_a_change_left_for_later_keeps_no_session_from_its_end_where_the_hub_set_the_field_too(
    tmp_path: Path, value: int, *, through: bool
) -> None:
    made, ended = left_for_an_hour(tmp_path, lambda it: it.set(WEB, "spec.replicas", value))
    assert (bool(ended.session.ended), ended.captures, ended.failed) == (True, (), ())
    assert sat_down(made).look(ended.session).session.is_through is through
    assert any(one.conflicts for one in made.items(PROD)) is not through


def test_a_secret_left_for_later_waits_in_the_inbox_and_is_not_captured(tmp_path: Path) -> None:
    held = "apiVersion: v1\nkind: Secret\nmetadata: {name: pw, namespace: shop}\nstringData: {a: %s}\n"
    made = shop(tmp_path)
    made.commit({"prod/pw.yaml": held % "old"})
    made.live(PROD, {"pw.yaml": held % "old"})
    made.desk("ci").propose()
    made.mark_applied(f"{PROD}/pw")
    breakglass, session = begun(made)
    made.live(PROD, {"pw.yaml": held % "new"})
    session = breakglass.dispose(breakglass.look(session).session, [], Disposition.LATER)
    ended = breakglass.end(session, breakglass.plans(session))
    assert (bool(ended.session.ended), ended.captures, ended.failed) == (True, (), ())
    assert [str(one.unit) for one in made.items(PROD)] == [f"{PROD}/pw"]


def test_what_was_left_and_put_back_by_hand_since_asks_nobody_any_more(tmp_path: Path) -> None:
    made, ended = left_for_an_hour(tmp_path, lambda _: None)
    assert len(sat_down(made).look(ended.session).session.left) == 1
    made.live(PROD, {"web.yaml": deployment()})
    assert sat_down(made).look(ended.session).session.is_through


def test_an_ended_session_that_cannot_be_looked_after_hides_no_other(tmp_path: Path) -> None:
    made, ended = left_for_an_hour(tmp_path, lambda _: None)
    shutil.rmtree(made.top.parent / "live" / PROD)
    looked = sat_down(made).look(ended.session)
    assert (len(looked.session.left), [one.unit for one in looked.unknown]) == (1, [WEB])
    file = next(Path(os.environ["XDG_STATE_HOME"]).rglob("hub.db"))
    file.write_bytes(b"damaged" * 1000)
    assert len(sat_down(made).look(ended.session).unknown) == 1
