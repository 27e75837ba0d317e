"""The decision table, from commit to inbox: what waits, for a field, a list item, a resource and a unit."""

from pathlib import Path

import pytest

from core.sync.bring import Became
from tests.builders.world import World
from tests.sync.one_unit import item, kinds, propose
from tests.sync.shapes import SHAPES, standing

QUIET, AGREED, PROMOTED, PENDING = Became.QUIET, Became.AGREED, Became.PROMOTED, Became.PENDING

TABLE = [
    # Git, hub and live; in words; what became of the offer; what waits beside pending-apply
    ("BBB", "nothing changed", QUIET, []),
    ("YBB", "Git alone", PROMOTED, []),
    ("XBB", "Git alone removed it", PROMOTED, []),
    ("BYB", "the hub alone", QUIET, ["sync-back"]),
    ("BXB", "the hub alone removed it", QUIET, ["sync-back"]),
    ("BBY", "live alone", QUIET, ["capture"]),
    ("BBX", "gone live alone", QUIET, ["capture"]),
    ("YYB", "Git and hub alike", AGREED, []),
    ("YZB", "Git and hub unlike", PENDING, ["conflict"]),
    ("XYB", "Git removed what the hub changed", PENDING, ["conflict"]),
    ("YXB", "the hub removed what Git changed", PENDING, ["conflict"]),
    ("YBY", "Git and live alike", PROMOTED, []),
    ("XBX", "Git removed what is gone live", PROMOTED, []),
    ("YBZ", "Git and live unlike", PENDING, ["hold"]),
    ("XBY", "Git removed what changed live", PENDING, ["hold"]),
    ("YBX", "gone live what Git changed", PENDING, ["hold"]),
    ("BYY", "hub and live alike", QUIET, ["sync-back"]),
    ("BYZ", "hub and live unlike", QUIET, ["conflict"]),
    ("BXY", "the hub removed what changed live", QUIET, ["conflict"]),
    ("BYX", "gone live what the hub changed", QUIET, ["conflict"]),
    ("YYY", "all alike", AGREED, []),
    ("YYZ", "Git and hub alike, live unlike", AGREED, ["capture"]),
    ("YZY", "the hub stands alone", PENDING, ["conflict"]),
    ("YZZ", "Git stands alone", PENDING, ["conflict"]),
    ("YZX", "gone live what Git and hub changed unlike", PENDING, ["conflict"]),
    ("XYZ", "all unlike", PENDING, ["conflict"]),
]

DELETED = {
    ("resource", "XBB"): (PENDING, ["proposal"]),
    ("resource", "XBX"): (PENDING, ["proposal"]),
    ("unit", "XBB"): (PENDING, ["deletion"]),
    ("unit", "XBX"): (PENDING, ["deletion"]),
    ("unit", "XBY"): (PENDING, ["deletion"]),
    ("unit", "XYB"): (PENDING, ["deletion"]),
    ("unit", "XYZ"): (PENDING, ["deletion"]),
}
"""Deleting a resource or a unit is never automatic."""

GONE = {
    ("resource", "YBX"): (PENDING, ["hold", "capture"]),
    ("resource", "BYX"): (QUIET, ["conflict", "capture"]),
    ("resource", "YZX"): (PENDING, ["conflict", "capture"]),
    ("unit", "YBX"): (PENDING, ["hold", "capture"]),
    ("unit", "BYX"): (QUIET, ["conflict", "capture"]),
    ("unit", "YZX"): (PENDING, ["conflict", "capture"]),
}
"""A whole object that is gone live is a drift of its own beside what Git and the hub changed in it."""


def rows() -> list[object]:
    return [
        pytest.param(
            shape, sides, *(DELETED | GONE).get((shape, sides), (became, waits)), id=f"{shape}: {words}"
        )
        for shape in SHAPES
        for sides, words, became, waits in TABLE
    ]


@pytest.mark.parametrize(("shape", "sides", "became", "waits"), rows())
def test_each_row_of_the_table_waits_for_whom_it_says(
    tmp_path: Path, shape: str, sides: str, became: Became, waits: list[str]
) -> None:
    made = standing(tmp_path, shape, sides)
    assert (propose(made).became, kinds(made, but="pending-apply")) == (became, waits)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("sides", ["BBB", "YBB", "YYB", "YZB", "YBZ", "YBY", "XYZ"])
def test_a_second_run_writes_nothing(tmp_path: Path, shape: str, sides: str) -> None:
    made = standing(tmp_path, shape, sides)
    propose(made)
    before = written(made)
    propose(made)
    assert written(made) == before


def written(made: World) -> object:
    """Everything that a propose could write."""
    context = made.workspace().context
    return (
        context.hub.heads("shop"),
        context.points.sync_points("shop"),
        context.proposals.pending("shop"),
        context.captures.pending_captures("shop"),
        context.ledger.decisions(),
    )


@pytest.mark.parametrize(
    ("sides", "waits"),
    [
        pytest.param("BYB", True, id="the hub moved"),
        pytest.param("YBB", True, id="Git was promoted"),
        pytest.param("YBY", False, id="Git was promoted and live runs it already"),
        pytest.param("BBY", False, id="live moved: that is drift"),
    ],
)
def test_head_beyond_what_was_applied_is_pending_and_no_drift(
    tmp_path: Path, sides: str, *, waits: bool
) -> None:
    made = standing(tmp_path, "field", sides)
    propose(made)
    assert ("pending-apply" in kinds(made)) is waits


@pytest.mark.parametrize(
    ("sides", "hint"),
    [
        pytest.param("YZZ", "hub and live agree; taking hub keeps what runs", id="Git stands alone"),
        pytest.param("YZY", "Git and live agree; the hub is the odd one out", id="the hub stands alone"),
        pytest.param("XYZ", "", id="all three differ"),
    ],
)
def test_a_conflict_of_three_says_who_stands_alone(tmp_path: Path, sides: str, hint: str) -> None:
    made = standing(tmp_path, "field", sides)
    propose(made)
    assert made.desk().open(item(made, "conflict").id).resolution.fields[0].hint == hint
