"""CI's own promotions under every schedule of one fault: it proposes again, nothing is lost or doubled."""

from collections.abc import Iterator
from contextlib import suppress

from core.errors import HeadgateError
from core.model.audit import first_bad
from core.model.decision import Decision
from core.progress import NoProgress, never_stop
from core.sync.carry.resume import resume
from tests.simulate.seam import Crash, Fault, Seam, faults_at
from tests.simulate.stage import KEY, UNIT, Stage, propose_all, text


def changed() -> Stage:
    """Git changed a field on an unmoved Head."""
    stage = Stage()
    stage.git.commit({UNIT: text(replicas=5)})
    return stage


def proposed(stage: Stage, seam: Seam) -> Seam:
    """Let CI run under a schedule, be repaired, and run again."""
    with suppress(Crash, HeadgateError):
        propose_all(stage.context(seam))
    resume(stage.context(), anybodys=True, progress=NoProgress(), stop=never_stop())
    propose_all(stage.context())
    return seam


def schedules() -> Iterator[tuple[int, Fault]]:
    stage = changed()
    calls = proposed(stage, Seam({}, stage.rival)).calls
    for position, call in enumerate(calls):
        for fault in faults_at(call.name):
            yield position, fault


def wrong(stage: Stage, *, rival: bool) -> Iterator[str]:
    if stage.ledger.unfinished() or not all(one.outcome for one in stage.ledger.decisions()):
        yield "a decision is open"
    for decision in stage.ledger.decisions():
        yield from wrong_of(stage, decision)
    if first_bad(stage.ledger.audit()) is not None:
        yield "the audit record does not hold"
    waits = [offer for offer in stage.hub.pending() if offer.data == text(replicas=5)]
    if "replicas: 5" not in stage.head() and not waits:
        yield "what Git says is neither in Head nor waiting"
    if not rival and len(stage.revisions()) != 2:
        yield f"{len(stage.revisions())} revisions"


def wrong_of(stage: Stage, decision: Decision) -> Iterator[str]:
    revisions = stage.revisions()
    ours = [at for at, one in enumerate(revisions) if one.change.token == decision.id]
    if len(ours) > 1:
        yield f"{decision.id} wrote {len(ours)} revisions"
    if ours and decision.outcome.startswith("refused"):
        yield f"{decision.id} is refused, and wrote a revision"
    seen = dict(decision.seen)["hub"]
    if any(KEY.digest(revisions[at - 1].data_hash if at else "") != seen for at in ours):
        yield f"{decision.id} wrote over what it had not seen"


def test_no_fault_loses_or_doubles_a_promotion() -> None:
    found = []
    played = list(schedules())
    for position, fault in played:
        stage = changed()
        proposed(stage, Seam({position: fault}, stage.rival))
        found += [(position, fault, what) for what in wrong(stage, rival=fault is Fault.RIVAL)]
    assert found == []
    assert len(played) > 40
