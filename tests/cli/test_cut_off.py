"""The commands about decisions that were cut off, and the record of it all: resume, abandon, undo, audit."""

import json
import socket
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from core.merge.places import Side
from core.model.plan import Plan
from tests.builders.cut import cut_off
from tests.builders.shop import PROD, WEB, conflicted, deployment, shop
from tests.builders.terminal import Ran, run
from tests.builders.world import World
from tests.simulate.seam import Fault

REASON = ("--reason", "load test L-9")


def taking_git(made: World, who: str = "op1") -> Plan:
    """Plan to take Git's side of the conflict, and to apply it."""
    desk = made.desk(who)
    opened = desk.open(WEB)
    chosen = opened.resolution.choose([field.key for field in opened.resolution.open], Side.GIT)
    return desk.plan(opened, chosen, reason="load test L-9", apply_live=True)


def cut(tmp_path: Path, call: str, fault: Fault) -> tuple[World, Plan]:
    made = conflicted(tmp_path)
    plan = taking_git(made)
    cut_off(made, plan, call, fault)
    return made, plan


def decisions(ran: Ran) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(ran.out)["decisions"]
    return found


def resumed(made: World, *argv: str) -> Ran:
    return run(made.top, "resume", *argv, "-o", "json", stdin="resume\n")


@pytest.mark.parametrize(
    ("call", "fault"),
    [
        pytest.param("ledger.record", Fault.CRASH_AFTER, id="recorded and nothing else"),
        pytest.param("hub.write", Fault.CRASH_BEFORE, id="before the hub"),
        pytest.param("hub.write", Fault.CRASH_AFTER, id="the hub has it and nobody knows"),
        pytest.param("points.agree", Fault.CRASH_BEFORE, id="before the sync point"),
        pytest.param("points.agree", Fault.CRASH_AFTER, id="after the sync point"),
        pytest.param("live.apply", Fault.CRASH_BEFORE, id="before live"),
        pytest.param("live.apply", Fault.CRASH_AFTER, id="after live"),
        pytest.param("proposals.settle", Fault.CRASH_AFTER, id="after the offer"),
        pytest.param("ledger.close", Fault.CRASH_BEFORE, id="before it was closed"),
    ],
)
def test_a_decision_is_finished_from_wherever_it_was_cut_off(call: str, fault: Fault, tmp_path: Path) -> None:
    made, plan = cut(tmp_path, call, fault)
    workspace = made.workspace()
    results = workspace.desk.resume(anybodys=False)
    assert [(one.decision.id, one.outcome) for one in results] == [(plan.id, "applied")]
    assert made.head(WEB) == 3
    assert (made.top.parent / "live" / PROD / "web.yaml").read_text() == made.text(WEB)
    assert [item for item in made.items(PROD) if item.kind.value == "conflict"] == []
    assert (resumed(made).code, decisions(resumed(made))) == (0, [])
    assert run(made.top, "audit", "verify").code == 0


def test_what_is_open_is_listed_and_nobody_is_there_to_ask(tmp_path: Path) -> None:
    made, plan = cut(tmp_path, "hub.write", Fault.CRASH_AFTER)
    ran = run(made.top, "resume")
    assert (ran.code, made.head(WEB)) == (2, 3)
    assert f"{plan.id} for {WEB}, by op1 (login)" in ran.err
    assert "hub      begun" in ran.err


def test_the_inbox_says_that_a_decision_was_cut_off(tmp_path: Path) -> None:
    made, plan = cut(tmp_path, "hub.write", Fault.CRASH_AFTER)
    assert "1 decision was cut off: headgate resume" in run(made.top, "status").err
    assert f"headgate undo {plan.id} takes back" in run(made.top, "abandon", plan.id, *REASON).out
    assert "cut off" not in run(made.top, "status").err


def test_where_nothing_was_written_an_abandoned_decision_has_nothing_to_take_back(tmp_path: Path) -> None:
    made, plan = cut(tmp_path, "hub.write", Fault.CRASH_BEFORE)
    ran = run(made.top, "abandon", plan.id, *REASON)
    assert ("nothing was written" in ran.out, "undo" in ran.out) == (True, False)


def test_with_yes_the_decision_of_somebody_else_stays_open(tmp_path: Path) -> None:
    made, _ = cut(tmp_path, "hub.write", Fault.CRASH_AFTER)
    ran = run(made.top, "resume", "--yes", "-o", "json")
    (one,) = decisions(ran)
    assert (ran.code, one["outcome"]) == (7, "")
    assert "op1 (login) decided it" in str(one["why"])


def test_where_a_side_moved_before_the_first_effect_it_is_refused_and_offered_again(tmp_path: Path) -> None:
    made, plan = cut(tmp_path, "hub.write", Fault.CRASH_BEFORE)
    made.set(WEB, "spec.paused", value=True, who="op2")
    (one,) = made.desk().resume(anybodys=True)
    assert one.outcome.startswith("refused: ")
    assert (made.head(WEB), one.decision.choices) == (3, plan.choices)
    assert one.again == f"headgate show {WEB}"


def test_what_a_rival_wrote_after_our_revision_stays(tmp_path: Path) -> None:
    made, _ = cut(tmp_path, "hub.write", Fault.CRASH_AFTER)
    made.set(WEB, "spec.paused", value=True, who="op2")
    (one,) = made.desk().resume(anybodys=True)
    assert one.outcome.startswith("conflict: Head of shop-prod/web moved")
    assert (made.head(WEB), "paused: true" in made.text(WEB)) == (4, True)
    assert "live no" in one.outcome


@pytest.mark.parametrize("secret", ["pa55word-x"])
def test_the_journal_holds_no_secret_in_clear(secret: str, tmp_path: Path) -> None:
    made = shop(tmp_path)
    metadata = "metadata: {name: key, namespace: shop}"
    made.commit({"dev/key.yaml": f"apiVersion: v1\nkind: Secret\n{metadata}\nstringData: {{token: one}}\n"})
    assert run(made.top, "propose").code == 0
    desk = made.desk()
    unit = next(state.unit for state in desk.inbox().states if state.unit.unit == "key")
    plan = desk.plan_set(unit, [("stringData.token", secret)], reason="rotation")
    cut_off(made, plan, "hub.write", Fault.CRASH_BEFORE)
    journal = journal_of(made)
    assert secret.encode() not in journal.read_bytes()
    (one,) = made.desk().resume(anybodys=True)
    assert (one.outcome, secret in made.text(str(unit))) == ("applied", True)
    assert secret.encode() not in journal.read_bytes()


def test_a_decision_of_yesterday_that_wrote_nothing_expires(tmp_path: Path) -> None:
    made, plan = cut(tmp_path, "hub.write", Fault.CRASH_BEFORE)
    workspace = made.workspace()
    workspace.context.clock.advance(24 * 3600 + 1)  # type: ignore[attr-defined]  # it is a FakeClock
    (one,) = workspace.desk.resume(anybodys=True)
    assert (one.outcome, one.again) == ("expired: nothing was written within 24 hours", plan.twin)
    assert made.head(WEB) == 2


def test_a_decision_of_yesterday_that_wrote_the_hub_is_finished_without_live(tmp_path: Path) -> None:
    made, _ = cut(tmp_path, "hub.write", Fault.CRASH_AFTER)
    before = (made.top.parent / "live" / PROD / "web.yaml").read_text()
    workspace = made.workspace()
    workspace.context.clock.advance(24 * 3600 + 1)  # type: ignore[attr-defined]  # it is a FakeClock
    (one,) = workspace.desk.resume(anybodys=True)
    assert one.outcome.startswith("conflict: it was decided more than 24 hours ago")
    assert (made.top.parent / "live" / PROD / "web.yaml").read_text() == before


def test_abandon_says_what_stands_where_and_closes(tmp_path: Path) -> None:
    made, plan = cut(tmp_path, "hub.write", Fault.CRASH_AFTER)
    ran = run(made.top, "abandon", plan.id, *REASON, "-o", "json")
    (one,) = decisions(ran)
    assert ran.code == 0
    assert "hub yes (revision 3), sync point no, live no" in str(one["stands"])
    assert (resumed(made).code, made.head(WEB)) == (0, 3)
    assert run(made.top, "abandon", plan.id, *REASON).code == 4


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        pytest.param(("resume", "D9"), 6, id="resume"),
        pytest.param(("undo", "D9", *REASON), 6, id="undo"),
        pytest.param(("abandon", "D9", *REASON), 6, id="abandon"),
        pytest.param(("audit", "burn"), 2, id="audit"),
    ],
)
def test_what_nobody_decided_is_not_found(argv: tuple[str, ...], code: int, tmp_path: Path) -> None:
    assert run(shop(tmp_path).top, *argv).code == code


def test_undo_takes_back_what_the_decision_set_and_nothing_else(tmp_path: Path) -> None:
    made = shop(tmp_path)
    decided = made.set(WEB, "spec.replicas", 5).decision
    made.set(WEB, "spec.paused", value=True, who="op2")
    ran = run(made.top, "undo", decided, *REASON, "--yes")
    assert (ran.code, made.head(WEB), made.text(WEB)) == (0, 4, deployment(paused=True))


def test_undo_of_a_field_that_changed_since_shows_it_and_writes_nothing(tmp_path: Path) -> None:
    made = shop(tmp_path)
    decided = made.set(WEB, "spec.replicas", 5).decision
    made.set(WEB, "spec.replicas", 7, who="op2")
    ran = run(made.top, "undo", decided, *REASON, "--yes")
    assert (ran.code, made.head(WEB)) == (3, 3)
    assert "changed since: spec.replicas" in ran.err


def test_undo_partly_leaves_what_changed_since(tmp_path: Path) -> None:
    made = shop(tmp_path)
    ran = run(made.top, "set", WEB, "spec.replicas=5", "spec.paused=true", *REASON, "--yes", "-o", "json")
    made.set(WEB, "spec.replicas", 7, who="op2")
    undone = run(made.top, "undo", json.loads(ran.out)["decision"], "--partly", *REASON, "--yes")
    assert (undone.code, made.text(WEB)) == (0, deployment(replicas=7))
    assert "spec.replicas stays" in undone.err


def test_undo_of_a_decision_that_kept_the_hub_asks_its_question_again(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    decided = made.take(WEB, Side.HUB).decision
    assert [item.kind.value for item in made.items(PROD)] != ["conflict"]
    assert (run(made.top, "undo", decided, *REASON, "--yes").code, made.head(WEB)) == (0, 4)
    made.desk("ci").propose()
    assert "conflict" in [item.kind.value for item in made.items(PROD)]


def test_undo_of_an_undo_brings_it_back(tmp_path: Path) -> None:
    made = shop(tmp_path)
    decided = made.set(WEB, "spec.replicas", 5).decision
    ran = run(made.top, "undo", decided, *REASON, "--yes", "-o", "json")
    assert run(made.top, "undo", json.loads(ran.out)["decision"], *REASON, "--yes").code == 0
    assert made.text(WEB) == deployment(replicas=5)
    assert run(made.top, "undo", json.loads(ran.out)["decision"], *REASON, "--yes").code == 2


def test_an_open_decision_is_not_undone(tmp_path: Path) -> None:
    made, plan = cut(tmp_path, "hub.write", Fault.CRASH_AFTER)
    ran = run(made.top, "undo", plan.id, *REASON, "--yes")
    assert (ran.code, f"headgate resume {plan.id}" in ran.err) == (4, True)


def journal_of(made: World) -> Path:
    return made.workspace().state / "journal.db"


UNTOLD = (
    "DELETE FROM audit WHERE number >= (SELECT min(number) FROM audit WHERE decision ="
    " (SELECT id FROM decision ORDER BY number DESC LIMIT 1))"
)
"""The end of the record, from where it tells of the newest decision."""

FORGOTTEN = "DELETE FROM decision WHERE number = (SELECT max(number) FROM decision)"
"""The newest decision, so that nothing but a head elsewhere tells of a tail that was cut off."""


def test_the_audit_record_is_verified_and_its_head_is_known_again(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    ran = run(made.top, "audit", "verify", "-o", "json")
    head = json.loads(ran.out)["head"]
    made.set(WEB, "spec.replicas", 5)
    assert run(made.top, "audit", "verify", "--head", head).code == 0
    with closing(sqlite3.connect(journal_of(made))) as connection, connection:
        connection.execute(UNTOLD)
    untold = run(made.top, "audit", "verify")
    assert (untold.code, "the end of the record is gone" in untold.err) == (6, True)
    with closing(sqlite3.connect(journal_of(made))) as connection, connection:
        connection.execute(FORGOTTEN)
    assert run(made.top, "audit", "verify").code == 0
    cut_tail = run(made.top, "audit", "verify", "--head", "f" * 64)
    assert (cut_tail.code, "lost its end" in cut_tail.err) == (6, True)


def test_a_file_of_heads_shows_a_tail_that_was_cut_off(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    heads = tmp_path / "heads.log"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as log:
        log.bind(str(tmp_path / "log"))
        log.settimeout(5)
        settings = made.top / "headgate.yaml"
        settings.write_text(f"{settings.read_text()}audit: {{syslog: {tmp_path / 'log'}}}\n")
        made.set(WEB, "spec.replicas", 5)
        log.settimeout(0)
        lines = []
        with suppress(BlockingIOError):
            while True:
                lines.append(log.recv(4096).decode())
    heads.write_text("\n".join(lines))
    assert len(lines) >= 3
    assert run(made.top, "audit", "verify", "--head", str(heads)).code == 0
    with closing(sqlite3.connect(journal_of(made))) as connection, connection:
        connection.execute("DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)")
        connection.execute(FORGOTTEN)
    assert run(made.top, "audit", "verify").code == 0
    cut_tail = run(made.top, "audit", "verify", "--head", str(heads))
    assert (cut_tail.code, "lost its end" in cut_tail.err) == (6, True)
    heads.write_text("nothing")
    assert run(made.top, "audit", "verify", "--head", str(heads)).code == 6


def test_the_heads_of_another_workspace_in_one_log_are_not_looked_for(tmp_path: Path) -> None:
    made, heads = conflicted(tmp_path), tmp_path / "heads.log"
    ours = f"workspace={made.workspace().state.name} number=1 head={made.workspace().journal.audit()[0].hash}"
    heads.write_text(f"{ours}\nworkspace=other-1a2b3c4d number=9 head={'e' * 64}\n")
    assert run(made.top, "audit", "verify", "--head", str(heads)).code == 0


@pytest.mark.parametrize(
    "given", [pytest.param("f", id="one letter"), pytest.param("heads.log", id="a file that is not there")]
)
def test_what_is_neither_a_file_nor_a_hash_is_no_lost_end(given: str, tmp_path: Path) -> None:
    ran = run(conflicted(tmp_path).top, "audit", "verify", "--head", given)
    assert (ran.code, "neither a file nor a hash" in ran.err) == (6, True)


def test_a_changed_record_is_named(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    with closing(sqlite3.connect(journal_of(made))) as connection, connection:
        connection.execute("UPDATE audit SET who = 'eve' WHERE number = 2")
    ran = run(made.top, "audit", "verify")
    assert (ran.code, "Audit record 2 is not as it was written" in ran.err) == (6, True)


def test_the_record_is_exported_line_by_line_and_as_a_table(tmp_path: Path) -> None:
    made = shop(tmp_path)
    made.set(WEB, "spec.replicas", 5, reason="sale | <b>day</b>\x1b[2J")
    lines = [json.loads(line) for line in run(made.top, "audit", "export").out.splitlines()]
    mine = [line for line in lines if line["who"] == "op1 (login)"]
    assert [line["event"] for line in mine] == ["recorded", "begins", "done", "closed"]
    table = run(made.top, "audit", "export", "--markdown").out
    assert "\x1b" not in table
    assert "sale \\| \\<b\\>day\\</b\\>" in table


def test_a_refused_attempt_is_in_the_record(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    slow = taking_git(made)
    made.set(WEB, "spec.paused", value=True, who="op2")
    desk = made.desk()
    with pytest.raises(Exception, match="shop-prod/web"):
        desk.carry_out(slow)
    events = [(one.event, dict(one.about)) for one in desk.audit() if one.decision == slow.id]
    assert [event for event, _ in events] == ["recorded", "begins", "closed"]
    assert events[-1][1]["outcome"].startswith("refused: ")
