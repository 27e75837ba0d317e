"""S18: delete against modify, and data that must not be lost.

Not built yet, so not tested here: two approvers for a precious unit. What stands in their place is one person
who types the name of the space, with a reason.
"""

from pathlib import Path

import pytest

from core.errors import DecisionPending, InputRefused, SourceUnreadable
from core.krm.values import ABSENT
from core.merge.places import Side
from core.model.item import ItemKind, Risk
from core.model.names import UnitName
from core.sync.bring import Became
from tests.builders.terminal import run
from tests.builders.world import World, world

SPACE = "messagewall-prod-east"
TABLE, URL, WRITER = f"{SPACE}/table", f"{SPACE}/function-url", f"{SPACE}/snapshot-writer"
SETTINGS = f"""\
version: 1
hub: embedded
git: {{branch: main, remote: none}}
spaces:
  {SPACE}:
    labels: {{environment: prod}}
    source: {{files: "prod/*.yaml"}}
    units: one-per-file
    live: {{folder: ../live/{SPACE}}}
"""
FILES = {
    "table.yaml": """\
apiVersion: dynamodb.aws.upbound.io/v1beta1
kind: Table
metadata:
  name: messagewall-east
  annotations: {crossplane.io/external-name: messagewall-east}
spec:
  deletionPolicy: Orphan
  forProvider:
    region: us-east-1
    hashKey: id
    tags: {cost-center: "1"}
""",
    "function-url.yaml": """\
apiVersion: lambda.aws.upbound.io/v1beta1
kind: FunctionURL
metadata: {name: messagewall-url}
spec: {forProvider: {region: us-east-1, authorizationType: NONE}}
""",
    "snapshot-writer.yaml": """\
apiVersion: lambda.aws.upbound.io/v1beta1
kind: Function
metadata:
  name: snapshot-writer
  labels: {team: data}
spec: {forProvider: {region: us-east-1, memorySize: 128}}
""",
}


@pytest.fixture
def made(tmp_path: Path) -> World:
    """Three managed resources, one a file, proposed, applied and live."""
    made = world(tmp_path, SETTINGS, {f"prod/{name}": text for name, text in FILES.items()})
    made.live(SPACE, FILES)
    made.desk("ci").propose()
    for unit in (TABLE, URL, WRITER):
        made.mark_applied(unit)
    return made


def removed(made: World, name: str) -> Became:
    """Remove a file, propose, and say what became of its unit."""
    made.commit({f"prod/{name}.yaml": None}, f"drop {name}")
    outcomes = made.desk("ci").propose().outcomes
    return next(one.became for one in outcomes if one.unit.unit == name)


@pytest.fixture
def precious(made: World) -> World:
    """The hub changed a tag of the table, Git removed the table."""
    made.set(TABLE, "spec.forProvider.tags.cost-center", "2")
    made.mark_applied(TABLE)
    made.live(SPACE, {"table.yaml": FILES["table.yaml"].replace('"1"', '"2"')})
    assert removed(made, "table") is Became.PENDING
    return made


def test_git_removed_what_the_hub_changed_is_a_conflict_over_the_whole_resource(precious: World) -> None:
    item = precious.items()[0]
    field = precious.desk().open(TABLE).resolution.fields[0]
    assert (item.kind, item.risk, item.undecided, precious.head(TABLE)) == (
        ItemKind.DELETION,
        Risk.HIGH,
        1,
        2,
    )
    assert (field.place.why, field.hint) == (
        "Git removed what the hub changed",
        "hub and live agree; taking hub keeps what runs",
    )


def test_nothing_is_deleted_by_default(precious: World) -> None:
    desk = precious.desk("op2")
    opened = desk.open(TABLE)
    with pytest.raises(DecisionPending):
        desk.plan(opened, opened.resolution, reason="as Git has it")


def test_deleting_it_is_told_as_an_overwrite_and_confirmed_by_name(precious: World) -> None:
    desk = precious.desk("op2")
    opened = desk.open(TABLE)
    keys = [field.key for field in opened.resolution.fields]
    plan = desk.plan(opened, opened.resolution.choose(keys, Side.GIT), reason="moved to another account")
    assert (plan.hub, plan.word, plan.live) == (
        "revision 3 deletes the unit, if Head is still 2",
        SPACE,
        "nothing now; it becomes live with the next apply",
    )
    assert plan.overwrites[0].startswith("OVERWRITES HUB ")
    assert precious.head(TABLE) == 2


def test_keeping_it_is_remembered_and_offered_to_git(precious: World) -> None:
    precious.take(TABLE, Side.HUB)
    assert {one.became for one in precious.desk("ci").propose().outcomes} == {Became.QUIET}
    assert [(one.kind, one.unit) for one in precious.items()] == [(ItemKind.SYNC_BACK, UnitName.parse(TABLE))]


def test_a_unit_that_only_git_removed_waits_and_stays(made: World) -> None:
    assert removed(made, "function-url") is Became.PENDING
    item = made.items()[0]
    assert (item.kind, item.risk, item.state, item.undecided) == (ItemKind.DELETION, Risk.HIGH, "pending", 1)
    assert (made.head(URL), made.text(URL)) == (1, FILES["function-url.yaml"])


def test_a_label_removed_in_the_hub_and_changed_in_git_is_a_conflict(made: World) -> None:
    desk = made.desk()
    removal = desk.plan_set(UnitName.parse(WRITER), [("metadata.labels.team", ABSENT)], reason="no teams")
    desk.carry_out(removal)
    text = FILES["snapshot-writer.yaml"].replace("team: data", "team: data2")
    made.commit({"prod/snapshot-writer.yaml": text})
    made.desk("ci").propose()
    item, field = made.items()[0], made.desk().open(WRITER).resolution.fields[0]
    assert (item.kind, item.conflicts) == (ItemKind.CONFLICT, ("metadata.labels.team",))
    assert (field.place.base, field.place.git, field.place.hub) == ("data", "data2", ABSENT)


@pytest.fixture
def gone(made: World) -> World:
    """Somebody deleted the function live."""
    made.live(SPACE, {"snapshot-writer.yaml": None})
    return made


def test_what_was_deleted_live_is_drift_of_what_was_applied(gone: World) -> None:
    drifted = next(unit for unit in gone.desk().drift().units if unit.fields)
    assert (str(drifted.unit), drifted.applied) == (WRITER, 1)
    assert [(str(one.path), one.place.live, one.place.why) for one in drifted.fields] == [
        ("", ABSENT, "live no longer has it")
    ]
    assert [(one.kind, one.risk) for one in gone.items()] == [(ItemKind.CAPTURE, Risk.HIGH)]


@pytest.mark.parametrize(
    ("side", "hub", "live"),
    [
        pytest.param(
            Side.HUB,
            "no new revision: Head 1 has it already; the decision is recorded",
            "1 field set to the hub's value",
            id="apply it again",
        ),
        pytest.param(
            Side.LIVE,
            "revision 2 deletes the unit, if Head is still 1",
            "nothing now; it becomes live with the next apply",
            id="capture the deletion",
        ),
    ],
)
def test_it_can_be_applied_again_or_captured(gone: World, side: Side, hub: str, live: str) -> None:
    desk = gone.desk()
    opened = desk.open(WRITER)
    keys = [field.key for field in opened.resolution.fields]
    plan = desk.plan(opened, opened.resolution.choose(keys, side), reason="by accident")
    assert (plan.hub, plan.live) == (hub, live)


def test_applying_it_again_makes_it_live(gone: World) -> None:
    gone.take(WRITER, Side.HUB)
    assert gone.items() == ()
    assert not any(unit.fields for unit in gone.desk().drift().units)


def test_a_render_of_nothing_is_no_deletion_of_everything(made: World) -> None:
    made.commit({f"prod/{name}": None for name in FILES}, "all gone")
    ran = run(made.top, "propose")
    assert (ran.code, "never taken for a deletion" in ran.err) == (SourceUnreadable.exit_code, True)
    assert (made.items(), made.head(TABLE)) == ((), 1)


def test_a_render_that_fails_is_no_deletion_either(made: World) -> None:
    made.commit({"prod/table.yaml": "a: [\n"}, "a slip")
    assert run(made.top, "propose").code == InputRefused.exit_code
    assert [one for one in made.items() if one.kind is ItemKind.DELETION] == []
