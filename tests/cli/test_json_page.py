"""docs/reference/json.md names every key that is printed."""

from collections.abc import Iterator

import pytest

from core.errors import SideMoved
from core.fieldpath import FieldPath
from core.krm.resource import ResourceId
from core.merge.mergetext import merge_texts
from core.merge.places import Side
from core.model.many import NotDone, Plans, Receipts
from core.model.names import DataHash, ItemId, RevisionNumber, UnitName
from core.model.people import Owner, Sure
from core.model.plan import Plan, Receipt
from core.model.unit import Head, Revision
from core.ports.source_edits import Confidence, Tried
from core.report.blame import json_blame
from core.report.branches import json_branches
from core.report.drifts import json_captures, json_drifts
from core.report.history import json_diff, json_history, json_text
from core.report.inbox import json_inbox
from core.report.many import json_group, json_plans, json_receipts
from core.report.opened import json_opened
from core.report.past import json_account, json_past
from core.report.plans import json_plan, json_receipt
from core.report.proposed import json_proposed
from core.report.revisions import json_report
from core.report.trouble import json_error
from core.sync.blame import BlamedField
from core.sync.bring import Became, UnitOutcome
from core.sync.drifts import DriftedUnit
from core.sync.propose import Failed
from core.sync.sync_back import Branch
from core.sync.wanted import LeftOut
from tests.builders.hubs import a_capture, a_change, a_commit
from tests.builders.shop import deployment
from tests.fakes.desk import FakeDesk
from tests.fakes.inbox import inbox_of, waiting
from tests.fakes.past import account, past
from tests.fakes.waiting import NOW
from tui.cli.docs import FOLDER

UNIT = UnitName("shop-prod", "web")
NAMED_BY_DATA = frozenset(
    {"choices", "done", "left", "links", "owners", "git", "hub", "live", "base", "result", "seen"}
)
"""Maps whose keys, or whose values' keys, are data."""


NOT_DONE = NotDone(unit=UNIT, item=ItemId("c-1"), error=SideMoved("w", why="y", next_step="n"))


def the_plan() -> Plan:
    desk = FakeDesk()
    item = desk.items[9]
    return desk.plan(item, item.resolution, reason="r")


def the_receipt() -> Receipt:
    return Receipt(decision="d", unit=UNIT, revision=1, data_hash=DataHash(""), done=(("hub", "r"),))


def a_history() -> dict[str, object]:
    head = Head(unit=UNIT, number=RevisionNumber(1), data_hash=DataHash("a"), applied=RevisionNumber(0))
    revision = Revision(
        unit=UNIT,
        number=head.number,
        data_hash=head.data_hash,
        change=a_change(),
        created="2026-02-16T12:00:00Z",
    )
    return json_history(head, [revision], ["k1:a"])


def a_drift() -> dict[str, object]:
    opened = waiting()[1]
    fields = opened.resolution.fields
    owners = {one.key: Owner(who="w", why="y", place="p") for one in fields}
    unit = DriftedUnit(unit=UNIT, fields=fields, ignored=opened.ignored, applied=1, owners=owners)
    return json_drifts([unit], inbox_of(()).unknown, read_at="", explain=True)


A_BLAMED = BlamedField(
    resource=ResourceId("v1", "ConfigMap", "shop", "a"),
    path=FieldPath.parse("data.a"),
    owners={Side.GIT: Owner(who="w", why="y", place="p"), Side.HUB: Owner(sure=Sure.EXACT)},
)


def a_sync_back() -> dict[str, object]:
    tried = Tried(how="h", confidence=Confidence.SETS, files=(), objection="")
    branch = Branch(
        space="s", name="n", commit=a_commit(), fields=("u#p",), files=(), diff=(), tried=((tried,),)
    )
    left = [LeftOut(unit=UNIT, path="p", why="w", options=("o",))]
    return json_branches([branch], left, inbox_of(()).unknown)


def a_proposal() -> dict[str, object]:
    outcome = UnitOutcome(unit=UNIT, became=Became.PENDING, item=waiting()[1].item)
    failed = Failed(what="s/*", error=SideMoved("w", why="y", next_step="n"))
    return json_proposed(a_commit(), [outcome], [failed], dry_run=True)


FORMS = {
    "status": json_inbox(inbox_of(waiting()), now=NOW, with_units=True),
    "show": {str(at): json_opened(one, now=NOW, explain=True) for at, one in enumerate(waiting())},
    "plan": json_plan(the_plan()),
    "receipt": json_receipt(the_receipt()),
    "resolve, a group, a dry run": json_plans(Plans(plans=(the_plan(),), refused=(NOT_DONE,))),
    "resolve, a group": json_receipts(
        Receipts(done=(the_receipt(),), failed=(NOT_DONE,), left=(the_plan(),))
    ),
    "show, a group": json_group(waiting()[:2], now=NOW),
    "propose": a_proposal(),
    "drift": a_drift(),
    "capture": json_captures([a_capture()]),
    "history": a_history(),
    "past": json_past(past()),
    "decision": json_account(account("01J8Z40002")),
    "blame": json_blame(UNIT, [(one.resource, one.path, one.owners) for one in (A_BLAMED,)]),
    "history --show": json_text(UNIT, 1, ""),
    "history --diff": json_diff(UNIT, (1, 2), (), json_report(deployment(), deployment(replicas=3))),
    "sync-back": a_sync_back(),
    "merge": merge_texts(deployment(), deployment(replicas=3), deployment(replicas=4)).as_json(),
    "error": json_error(SideMoved("w", why="y", next_step="n")),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_every_key_is_on_the_page(form: object) -> None:
    page = (FOLDER / "json.md").read_text(encoding="utf-8")
    found = {key for key in keys(form) if not key.isdecimal()}
    assert found
    assert {key for key in found if f'"{key}"' not in page and f"`{key}`" not in page} == set()


@pytest.mark.parametrize("word", [one.value for one in Became])
def test_every_word_for_what_becomes_of_a_unit_is_on_the_page(word: str) -> None:
    assert f"`{word}`" in (FOLDER / "json.md").read_text(encoding="utf-8")


def keys(form: object) -> Iterator[str]:
    if isinstance(form, dict):
        for key, value in form.items():
            yield key
            if key not in NAMED_BY_DATA:
                yield from keys(value)
    elif isinstance(form, list):
        for value in form:
            yield from keys(value)
