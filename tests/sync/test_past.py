"""What happened: a decision and the revision it made are one row, newest first; one decision in full."""

import pytest

from core.errors import NotFound
from core.merge.places import Side
from core.model.names import UnitName
from core.report.past import json_past, markdown_account, markdown_past
from tests.builders.shop import DEV, PROD, WEB, conflicted
from tests.builders.world import World

UNIT = UnitName.parse(WEB)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("happened")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        made = conflicted(folder / "shop")
        made.take(WEB, Side.GIT, reason="the floor is | higher")
        return made


@pytest.fixture(autouse=True)
def at_home(made: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(made.top.parent.parent / "state"))


def test_a_decision_and_the_revision_it_made_are_one_row(made: World) -> None:
    found = made.desk().past(unit=UNIT)
    assert [(one.did, one.result) for one in found] == [
        ("decided", "revision 3"),
        ("set", "revision 2"),
        ("created", "revision 1"),
    ]
    assert (found[0].who, found[0].choices > 0, found[0].production) == ("op1 (login)", True, True)


@pytest.mark.parametrize(
    ("space", "units"),
    [pytest.param(PROD, {WEB}, id="a space"), pytest.param(None, {WEB, f"{DEV}/cart"}, id="all of them")],
)
def test_a_space_or_all_are_listed(made: World, space: str | None, units: set[str]) -> None:
    assert {str(one.unit) for one in made.desk().past(space=space)} == units


def test_a_decision_is_told_in_full_by_the_beginning_of_its_id(made: World) -> None:
    desk = made.desk()
    decision = desk.past(unit=UNIT)[0].decision
    account = desk.account(decision[:16])
    assert (account.decision.id, account.revision, account.decision.outcome) == (decision, 3, "applied")
    events = [record.event for record in account.records]
    assert (events[0], events[-1]) == ("recorded", "closed")


@pytest.mark.parametrize("name", ["", "01", "nothing"], ids=["nothing", "several", "none"])
def test_a_decision_that_is_not_one_is_refused(made: World, name: str) -> None:
    with pytest.raises(NotFound):
        made.desk().account(name)


def test_two_revisions_are_compared_line_by_line(made: World) -> None:
    diff = made.desk().diff(UNIT, 1, 2)
    assert [line for line in diff if line[0] in "+-"] == [
        f"--- {WEB}@1",
        f"+++ {WEB}@2",
        "-  replicas: 2  # two are enough at night",
        "+  replicas: 4  # two are enough at night",
    ]


def test_reports_make_no_table_of_outside_text(made: World) -> None:
    desk = made.desk()
    found = desk.past(unit=UNIT)
    row = list(markdown_past(found))[2]
    assert "the floor is \\| higher" in row
    assert any(
        "the floor is \\| higher" in line for line in markdown_account(desk.account(found[0].decision))
    )
    assert json_past(found)["past"]
