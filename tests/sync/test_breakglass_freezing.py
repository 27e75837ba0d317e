"""Freezes: who takes live edits back is stopped from the top down, proved, listed, and let go again."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from core.breakglass import BreakGlass
from core.errors import Blocked, DecisionPending, NotFound, SideMoved
from core.ledger.sessions import SessionFile
from core.model.freeze import FreezeState
from core.model.session import Disposition, Session
from core.report.sessions import session_markdown
from core.sync.breakglass.book import SessionBook
from core.sync.breakglass.freezing import stored
from tests.builders.shop import PROD, WEB, deployment, shop
from tests.builders.world import World
from tests.fakes.clock import FakeClock
from tests.sync.test_breakglass import begun, sat_down

MARK = 'metadata:\n  annotations: {argocd.argoproj.io/tracking-id: "shop:apps/Deployment:shop/web"}\n'
APPLICATION = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: shop
  namespace: argocd
  ownerReferences: [{apiVersion: argoproj.io/v1alpha1, kind: ApplicationSet, name: all, uid: "1"}]
spec:
  syncPolicy:
    automated: {selfHeal: true, prune: true}
"""
WHOLE = """\
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: all, namespace: argocd}
spec: {generators: []}
"""
SCALER = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: shop}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 9}
"""


def carried(folder: Path) -> World:
    """The shop, whose web is carried by an Application of an ApplicationSet and scaled by an autoscaler."""
    made = shop(folder)
    marked = {"web.yaml": marked_web(), "app.yaml": APPLICATION, "set.yaml": WHOLE, "hpa.yaml": SCALER}
    made.live(PROD, marked)
    return made


def marked_web(replicas: int = 2) -> str:
    return deployment(replicas=replicas).replace("metadata:\n", MARK, 1)


def live(made: World, name: str) -> str:
    return (made.top.parent / "live" / PROD / name).read_text()


def frozen(made: World, *, clock: FakeClock | None = None) -> tuple[BreakGlass, Session]:
    breakglass, session = begun(made, clock=clock)
    return breakglass, breakglass.freeze(session, breakglass.offer_freeze(session))


def book_of(made: World) -> SessionBook:
    """Open the book of sessions as another process does that was cut off."""
    file = next(Path(os.environ["XDG_STATE_HOME"]).rglob("sessions.db"))
    return SessionBook(SessionFile.open(file), made.workspace().context.digest_key)


def states(session: Session) -> list[str]:
    return [f"{one.resource.kind} {one.state.value}" for one in session.frozen]


def test_the_plan_names_who_is_stopped_from_the_top_down_and_who_cannot_be(tmp_path: Path) -> None:
    breakglass, session = begun(carried(tmp_path))
    plan = breakglass.offer_freeze(session).plan
    kinds = [getattr(step.change.resource, "kind", "") for step in plan.steps]
    assert kinds == ["ApplicationSet", "Application"]
    assert [(one.reverter.name, one.fields) for one in plan.cannot] == [("AUTOSCALER", "spec.replicas")]
    assert any("next revision is still synced" in trap for trap in plan.traps)


def test_a_plan_writes_nothing(tmp_path: Path) -> None:
    made = carried(tmp_path)
    breakglass, session = begun(made)
    breakglass.offer_freeze(session)
    assert (live(made, "app.yaml"), live(made, "set.yaml")) == (APPLICATION, WHOLE)
    assert breakglass.find(session.id).frozen == ()


def test_a_freeze_stops_them_and_a_thaw_gives_back_what_was_there(tmp_path: Path) -> None:
    made = carried(tmp_path)
    breakglass, session = frozen(made)
    assert states(session) == ["ApplicationSet frozen", "Application frozen"]
    assert ("automated" in live(made, "app.yaml"), "/spec/syncPolicy" in live(made, "set.yaml")) == (
        False,
        True,
    )
    session = breakglass.thaw(session)
    assert states(session) == ["ApplicationSet thawed", "Application thawed"]
    assert "selfHeal: true" in live(made, "app.yaml")
    assert "/spec/syncPolicy" not in live(made, "set.yaml")


def test_each_step_is_in_the_audit_record(tmp_path: Path) -> None:
    made = carried(tmp_path)
    breakglass, session = frozen(made)
    breakglass.thaw(session)
    record = [one for one in made.desk().audit() if "resource" in dict(one.about)]
    assert [(one.event, dict(one.about)["resource"].split("/")[2]) for one in record] == [
        ("break-glass freezes", "ApplicationSet"),
        ("break-glass freezes", "Application"),
        ("break-glass thaws", "Application"),
        ("break-glass thaws", "ApplicationSet"),
    ]


def test_a_freeze_is_proved_after_its_time_and_not_before(tmp_path: Path) -> None:
    clock = FakeClock()
    breakglass, session = frozen(carried(tmp_path), clock=clock)
    clock.advance(179)
    assert [one.proved for one in breakglass.look(session).session.frozen] == ["", ""]
    clock.advance(2)
    assert [bool(one.proved) for one in breakglass.look(session).session.frozen] == [True, False]
    clock.advance(120)
    assert all(one.proved for one in breakglass.look(breakglass.find(session.id)).session.frozen)


def test_a_freeze_that_somebody_took_back_is_said(tmp_path: Path) -> None:
    made = carried(tmp_path)
    breakglass, session = frozen(made)
    made.live(PROD, {"app.yaml": APPLICATION})
    session = breakglass.look(session).session
    assert states(session) == ["ApplicationSet frozen", "Application taken back"]
    assert any("TAKEN BACK" in line for line in session_markdown(session, now=breakglass.now()))


def test_what_somebody_set_otherwise_since_is_not_thawed(tmp_path: Path) -> None:
    made = carried(tmp_path)
    breakglass, session = frozen(made)
    other = APPLICATION.replace("selfHeal: true, prune: true", "prune: true")
    made.live(PROD, {"app.yaml": other})
    session = breakglass.thaw(session)
    assert (states(session)[1], live(made, "app.yaml")) == ("Application taken back", other)


def test_a_step_over_what_was_not_seen_is_not_made_and_leaves_no_record(tmp_path: Path) -> None:
    made = carried(tmp_path)
    breakglass, session = begun(made)
    offer = breakglass.offer_freeze(session)
    made.live(PROD, {"app.yaml": APPLICATION.replace("prune: true", "prune: false")})
    with pytest.raises(SideMoved):
        breakglass.freeze(session, offer)
    assert states(breakglass.find(session.id)) == ["ApplicationSet frozen"]


def test_a_freeze_of_a_step_cut_off_is_thawed_all_the_same(tmp_path: Path) -> None:
    made = carried(tmp_path)
    breakglass, session = frozen(made)
    meant = tuple(replace(one, state=FreezeState.MEANT) for one in session.frozen)
    session = book_of(made).save(replace(session, frozen=meant))
    assert states(breakglass.thaw(session)) == ["ApplicationSet thawed", "Application thawed"]
    assert "selfHeal: true" in live(made, "app.yaml")


def test_a_freeze_is_none_of_the_changes_and_a_thaw_waits_for_those(tmp_path: Path) -> None:
    made = carried(tmp_path)
    breakglass, session = frozen(made)
    made.live(PROD, {"web.yaml": marked_web(replicas=5)})
    session = breakglass.look(session).session
    assert [one.key.partition("#")[2] for one in session.changes] == ["spec.replicas"]
    with pytest.raises(DecisionPending) as early:
        breakglass.thaw(session)
    assert "web#spec.replicas" in early.value.why
    session = breakglass.dispose(session, [], Disposition.KEEP)
    ended = breakglass.end(session, breakglass.plans(session)).session
    assert (made.head(WEB), len(ended.standing_freezes)) == (2, 2)
    assert breakglass.thaw(ended).standing_freezes == ()


def test_a_unit_that_is_not_there_is_not_frozen(tmp_path: Path) -> None:
    breakglass, session = begun(carried(tmp_path))
    with pytest.raises(NotFound):
        breakglass.offer_freeze(session, ["wbe"])


def test_a_program_freezes_nothing(tmp_path: Path) -> None:
    made = carried(tmp_path)
    breakglass, session = begun(made)
    offer = breakglass.offer_freeze(session)
    with pytest.raises(Blocked):
        sat_down(made, "bot", agent=True).freeze(session, offer)
    assert live(made, "app.yaml") == APPLICATION


def test_while_the_hub_is_down_git_says_whose_reverters_are_stopped(tmp_path: Path) -> None:
    made = carried(tmp_path)
    breakglass, session = begun(made)
    hub = next(tmp_path.rglob("hub.db"), None) or next(Path(os.environ["XDG_STATE_HOME"]).rglob("hub.db"))
    hub.write_bytes(b"no database at all")
    offer = breakglass.offer_freeze(session)
    assert [(one.unit, "those that Git renders" in one.why) for one in offer.unknown] == [(f"{PROD}/*", True)]
    session = breakglass.freeze(session, offer)
    assert states(session) == ["ApplicationSet frozen", "Application frozen"]
    assert states(breakglass.thaw(session)) == ["ApplicationSet thawed", "Application thawed"]
    assert "selfHeal: true" in live(made, "app.yaml")


def test_a_thaw_is_on_record_though_another_terminal_proved_the_freeze_meanwhile(tmp_path: Path) -> None:
    made, clock = carried(tmp_path), FakeClock()
    breakglass, session = frozen(made, clock=clock)
    clock.advance(24 * 3600)
    assert all(one.proved for one in breakglass.look(session).session.frozen)
    thawed = [f"{one.resource.kind} thawed" for one in session.frozen]
    assert (states(breakglass.thaw(session)), states(breakglass.find(session.id))) == (thawed, thawed)


def test_a_freeze_that_another_terminal_proves_while_it_is_let_go_is_let_go_on_record(tmp_path: Path) -> None:
    made = carried(tmp_path)
    _, session = frozen(made)
    book, (old, *_) = book_of(made), session.frozen
    book.save(replace(session, frozen=tuple(replace(one, proved=one.since) for one in session.frozen)))
    stored(book, session, old, replace(old, state=FreezeState.THAWED))
    assert states(book.find(session.id))[0].endswith("thawed")


def test_a_thaw_waits_for_a_change_that_nobody_looked_at_yet(tmp_path: Path) -> None:
    made = carried(tmp_path)
    breakglass, session = frozen(made)
    made.live(PROD, {"web.yaml": marked_web(replicas=5)})
    with pytest.raises(DecisionPending, match="1 live change would be taken back"):
        breakglass.thaw(session)
    assert len(breakglass.find(session.id).standing_freezes) == 2
