"""Break-glass: live changes of an incident are seen, said and carried out; none is put back by itself."""

import os
from pathlib import Path

import pytest

from core.breakglass import BreakGlass
from core.errors import Blocked, DecisionPending, NotFound, SideMoved, UsageError
from core.model.names import UnitName
from core.model.session import Disposition, Session
from core.report.sessions import session_markdown
from core.workspace import open_workspace
from tests.builders.shop import DEV, PROD, WEB, deployment, drifted, shop
from tests.builders.world import World
from tests.fakes.clock import FakeClock
from tests.fakes.operator import FakeOperator

REPLICAS = "spec.replicas"


def sat_down(
    made: World, who: str = "oncall1", *, clock: FakeClock | None = None, agent: bool = False
) -> BreakGlass:
    operator = FakeOperator(who, is_agent=agent)
    return open_workspace(made.top, env=os.environ, clock=clock or FakeClock(), operator=operator).breakglass


def begun(made: World, *, clock: FakeClock | None = None, space: str = PROD) -> tuple[BreakGlass, Session]:
    breakglass = sat_down(made, clock=clock)
    session, _ = breakglass.start(space=space, incident="INC-7", reason="out of memory", minutes=60)
    return breakglass, session


def edited(made: World, *, replicas: int) -> None:
    """Let somebody change web live, by hand."""
    made.live(PROD, {"web.yaml": deployment(replicas=replicas)})


def seen(session: Session) -> list[tuple[str, object, object]]:
    return [(one.key.partition("#")[2], one.before, one.now) for one in session.changes]


def test_a_change_made_live_is_listed_with_what_was_before(tmp_path: Path) -> None:
    made = shop(tmp_path)
    breakglass, session = begun(made)
    edited(made, replicas=5)
    assert seen(breakglass.look(session).session) == [(REPLICAS, 2, 5)]


def test_what_had_drifted_before_is_none_of_its_changes(tmp_path: Path) -> None:
    made = drifted(tmp_path)
    breakglass, session = begun(made, space=DEV)
    assert session.snapshot
    assert breakglass.look(session).session.changes == ()
    made.live(DEV, {"cart.yaml": deployment("cart", image="shop/cart:1", replicas=9)})
    assert seen(breakglass.look(session).session) == [(REPLICAS, 2, 9)]


def test_a_session_is_there_for_another_terminal_and_joined_by_another_person(tmp_path: Path) -> None:
    made = shop(tmp_path)
    _, first = begun(made)
    session, joined = sat_down(made, "oncall2").start(
        space=PROD, incident="INC-7", reason="me too", minutes=5
    )
    assert (joined, session.id, session.joined) == (True, first.id, ("oncall1", "oncall2"))


def test_a_change_that_somebody_took_back_asks_nobody_any_more(tmp_path: Path) -> None:
    made, clock = shop(tmp_path), FakeClock()
    breakglass, session = begun(made, clock=clock)
    edited(made, replicas=5)
    session = breakglass.look(session).session
    edited(made, replicas=2)
    clock.advance(60)
    session = breakglass.look(session).session
    assert (session.undecided, session.changes[0].undone) == ((), "2026-02-16T12:01:00Z")


def test_another_value_asks_anew_what_becomes_of_it(tmp_path: Path) -> None:
    made = shop(tmp_path)
    breakglass, session = begun(made)
    edited(made, replicas=5)
    session = breakglass.dispose(breakglass.look(session).session, [REPLICAS], Disposition.KEEP)
    assert session.undecided == ()
    edited(made, replicas=6)
    assert [one.now for one in breakglass.look(session).session.undecided] == [6]


def test_a_session_does_not_end_while_a_change_is_undecided(tmp_path: Path) -> None:
    made = shop(tmp_path)
    breakglass, session = begun(made)
    edited(made, replicas=5)
    with pytest.raises(DecisionPending) as pending:
        breakglass.plans(breakglass.look(session).session)
    assert "web#spec.replicas" in pending.value.why


def test_its_end_keeps_one_change_puts_one_back_and_leaves_one(tmp_path: Path) -> None:
    made = shop(tmp_path)
    breakglass, session = begun(made)
    made.live(PROD, {"web.yaml": deployment(replicas=5, grace=90, image="shop/web:hot")})
    session = breakglass.look(session).session
    session = breakglass.dispose(session, ["replicas"], Disposition.KEEP)
    session = breakglass.dispose(session, ["web#terminationGracePeriodSeconds"], Disposition.BEFORE)
    session = breakglass.dispose(session, ["image"], Disposition.LATER)
    ended = breakglass.end(session, breakglass.plans(session))
    assert ("replicas: 5" in made.text(WEB), "grace" in made.text(WEB), ended.failed) == (True, False, ())
    live = (made.top.parent / "live" / PROD / "web.yaml").read_text()
    assert ("terminationGracePeriodSeconds: 30" in live, "shop/web:hot" in live) == (True, True)
    assert [(item.kind.value, item.incident) for item in made.items(PROD) if item.incident] == [
        ("break-glass", "INC-7")
    ]


def test_what_was_kept_is_a_break_glass_revision_of_the_incident(tmp_path: Path) -> None:
    made = shop(tmp_path)
    breakglass, session = begun(made)
    edited(made, replicas=5)
    session = breakglass.dispose(breakglass.look(session).session, [], Disposition.KEEP)
    breakglass.end(session, breakglass.plans(session))
    newest = made.desk().history(UnitName.parse(WEB)).revisions[-1]
    assert (newest.change.source.value, newest.change.incident) == ("break-glass", "INC-7")


def test_a_value_that_changed_after_it_was_looked_at_is_not_decided(tmp_path: Path) -> None:
    made = shop(tmp_path)
    breakglass, session = begun(made)
    edited(made, replicas=5)
    session = breakglass.dispose(breakglass.look(session).session, [], Disposition.KEEP)
    edited(made, replicas=6)
    with pytest.raises(SideMoved):
        breakglass.plans(session)
    assert made.head(WEB) == 1


def test_two_terminals_never_write_over_one_another(tmp_path: Path) -> None:
    made = shop(tmp_path)
    breakglass, session = begun(made)
    edited(made, replicas=5)
    session = breakglass.look(session).session
    breakglass.dispose(session, [], Disposition.KEEP)
    with pytest.raises(SideMoved):
        sat_down(made, "oncall2").dispose(session, [], Disposition.BEFORE)
    assert breakglass.find("INC-7").changes[0].disposition is Disposition.KEEP


def test_after_its_deadline_it_is_overdue_and_nothing_is_put_back(tmp_path: Path) -> None:
    made, clock = shop(tmp_path), FakeClock()
    breakglass, session = begun(made, clock=clock)
    edited(made, replicas=5)
    clock.advance(3601)
    session = breakglass.look(session).session
    assert session.is_overdue(breakglass.now())
    assert "replicas: 5" in (made.top.parent / "live" / PROD / "web.yaml").read_text()
    assert any("OVERDUE" in line for line in session_markdown(session, now=breakglass.now()))


@pytest.mark.parametrize(
    ("space", "incident", "reason", "minutes", "kind"),
    [
        pytest.param("nowhere", "INC-7", "oom", 60, NotFound, id="an unknown space"),
        pytest.param(PROD, " ", "oom", 60, UsageError, id="no incident"),
        pytest.param(PROD, "INC-7", "", 60, UsageError, id="no reason"),
        pytest.param(PROD, "INC-7", "oom", 0, UsageError, id="no time"),
    ],
)
def test_without_all_that_the_record_needs_no_session_begins(
    space: str, incident: str, reason: str, minutes: int, kind: type[Exception], tmp_path: Path
) -> None:
    breakglass = sat_down(shop(tmp_path))
    with pytest.raises(kind):
        breakglass.start(space=space, incident=incident, reason=reason, minutes=minutes)
    assert breakglass.sessions() == ()


def test_a_program_may_not_break_glass(tmp_path: Path) -> None:
    breakglass = sat_down(shop(tmp_path), "bot", agent=True)
    with pytest.raises(Blocked):
        breakglass.start(space=PROD, incident="INC-7", reason="oom", minutes=60)


def test_a_session_begins_while_the_hub_is_down_and_says_that_it_has_no_snapshot(tmp_path: Path) -> None:
    made = shop(tmp_path)
    breakglass = sat_down(made)
    hub = next(tmp_path.rglob("hub.db"), None) or next(Path(os.environ["XDG_STATE_HOME"]).rglob("hub.db"))
    hub.write_bytes(b"no database at all")
    session, _ = breakglass.start(space=PROD, incident="INC-7", reason="oom", minutes=60)
    looked = breakglass.look(session)
    assert (session.snapshot, [one.unit for one in looked.unknown]) == ("", [f"{PROD}/*"])


def test_the_record_says_who_began_and_ended_it(tmp_path: Path) -> None:
    made = shop(tmp_path)
    breakglass, session = begun(made)
    breakglass.end(session, breakglass.plans(session))
    events = [record.event for record in made.desk().audit() if record.decision == session.id]
    assert events == ["break-glass begins", "break-glass ends"]


def test_what_one_unit_kept_stays_kept_where_another_unit_holds_the_end_up(tmp_path: Path) -> None:
    made = shop(tmp_path)
    api = deployment("api", image="shop/api:1")
    made.commit({"prod/api.yaml": api})
    made.live(PROD, {"api.yaml": api})
    made.desk("ci").propose()
    made.mark_applied(f"{PROD}/api")
    breakglass, session = begun(made)
    made.live(
        PROD, {"web.yaml": deployment(replicas=5), "api.yaml": api.replace("replicas: 2", "replicas: 6")}
    )
    session = breakglass.dispose(breakglass.look(session).session, [], Disposition.KEEP)
    plans = breakglass.plans(session)
    made.set(f"{PROD}/api", "spec.paused", value=True, who="op2")
    first = breakglass.end(session, plans)
    assert (first.session.ended, [str(unit) for unit, _ in first.failed]) == ("", [f"{PROD}/api"])
    session = breakglass.look(first.session).session
    assert [one.undone for one in session.changes] == ["", ""]
    assert [one.unit.unit for one in session.to_keep] == ["api"]
    with pytest.raises(NotFound):
        breakglass.dispose(session, ["web"], Disposition.BEFORE)
    last = breakglass.end(session, breakglass.plans(session))
    assert (bool(last.session.ended), last.failed, made.head(WEB)) == (True, (), 2)


class Watched:
    """Progress during which another terminal looks at the session."""

    def __init__(self, made: World, session: Session) -> None:
        self._made, self._session = made, session

    def step(self, what: str, done: int, total: int) -> None:
        del what, done, total
        watcher = sat_down(self._made, "oncall2")
        watcher.look(watcher.find(self._session.id))


@pytest.mark.parametrize("grace", [30, 90], ids=["nothing new", "a change that nobody decided"])
def test_a_look_of_another_terminal_while_it_ends_loses_nothing_of_what_was_done(
    tmp_path: Path, grace: int
) -> None:
    made = shop(tmp_path)
    breakglass, session = begun(made)
    edited(made, replicas=5)
    session = breakglass.dispose(breakglass.look(session).session, [], Disposition.KEEP)
    plans = breakglass.plans(session)
    made.live(PROD, {"web.yaml": deployment(replicas=5, grace=grace)})
    ended = breakglass.end(session, plans, progress=Watched(made, session)).session
    assert (bool(ended.ended), len(ended.undecided)) == (grace == 30, int(grace != 30))
    assert (len(ended.done), ended.changes[-1].undone, made.head(WEB)) == (1, "", 2)
    assert [one.carried for one in ended.changes if one.key.endswith(REPLICAS)] == [True]


def test_what_another_terminal_decided_otherwise_since_the_plans_is_not_carried_out(tmp_path: Path) -> None:
    made = shop(tmp_path)
    breakglass, session = begun(made)
    edited(made, replicas=5)
    session = breakglass.dispose(breakglass.look(session).session, [], Disposition.KEEP)
    plans = breakglass.plans(session)
    sat_down(made, "oncall2").dispose(session, [REPLICAS], Disposition.BEFORE)
    with pytest.raises(SideMoved, match="Nothing of INC-7 was written"):
        breakglass.end(session, plans)
    assert made.head(WEB) == 1
