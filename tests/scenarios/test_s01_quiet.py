"""S01: quiet when nothing changed."""

from pathlib import Path

from core.model.names import UnitName
from core.sync.bring import Became
from tests.scenarios.claims import DEV, claim, claims

UNIT = f"{DEV}/claim"


def test_server_defaults_and_tool_marks_are_no_difference(tmp_path: Path) -> None:
    assert claims(tmp_path).items(DEV) == ()


def test_a_mark_of_the_hub_itself_is_no_difference(tmp_path: Path) -> None:
    made = claims(tmp_path)
    made.set(
        UNIT, 'metadata.annotations["confighub.com/ResourceMergeID"]', "11111111-1111-1111-1111-111111111111"
    )
    made.mark_applied(UNIT)
    assert made.items(DEV) == ()


def test_every_ignored_live_path_names_its_rule(tmp_path: Path) -> None:
    found = claims(tmp_path).desk().drift(unit=UnitName.parse(UNIT)).units[0]
    ignored = {str(row.path): row.rule for row in found.ignored}
    assert found.fields == ()
    assert all(ignored.values())
    assert {"metadata.uid", "spec.artifactBucket", "spec.resourceRef", "status"} <= ignored.keys()


def test_a_comment_moves_the_base_commit_and_nothing_else(tmp_path: Path) -> None:
    made = claims(tmp_path)
    new = made.commit({f"{DEV}/claim.yaml": "# reviewed\n" + claim(DEV, memory=128, timeout=10)}, "a comment")
    outcome = made.desk("ci").propose(space=DEV).outcomes[0]
    point = made.workspace().context.points.sync_point(UnitName.parse(UNIT))
    assert outcome.became is Became.ADVANCED
    assert point is not None
    assert point.commit is not None
    assert (point.commit.oid, made.head(UNIT), made.items(DEV)) == (new, 1, ())


def test_proposing_the_same_commit_again_writes_nothing(tmp_path: Path) -> None:
    made = claims(tmp_path)
    before = made.workspace().context.points.sync_points(DEV)
    outcomes = made.desk("ci").propose().outcomes
    assert {outcome.became for outcome in outcomes} == {Became.QUIET}
    assert made.workspace().context.points.sync_points(DEV) == before
