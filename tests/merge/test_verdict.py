"""The verdict as a total function: every combination of what changed and what is alike has one row."""

from itertools import product

import pytest

from core.fieldpath import FieldPath
from core.krm.resource import ResourceId
from core.merge.places import Place
from core.merge.verdict import NEEDS_A_PERSON, Verdict, hint, verdict

WEB = ResourceId("apps/v1", "Deployment", "shop", "web")
TAKE_HUB = "hub and live agree; taking hub keeps what runs"
HUB_IS_ODD = "Git and live agree; the hub is the odd one out"
LIVE_ALONE = "Git and hub agree; live stands alone"


def place(changed: str, alike: str = "") -> Place:
    """Say which sides changed (g, h, l) and which mean the same (gh, gl, hl)."""
    pairs = alike.split()
    return Place(
        resource=WEB,
        path=FieldPath(("spec",)),
        git_changed="g" in changed,
        hub_changed="h" in changed,
        live_changed="l" in changed,
        git_is_hub="gh" in pairs,
        git_is_live="gl" in pairs,
        hub_is_live="hl" in pairs,
    )


ROWS = [
    pytest.param("", "gh gl hl", Verdict.IN_SYNC, "", id="nothing changed"),
    pytest.param("g", "hl", Verdict.PROMOTE, "", id="Git alone"),
    pytest.param("h", "gl", Verdict.SYNC_BACK, "", id="the hub alone"),
    pytest.param("l", "gh", Verdict.CAPTURE, LIVE_ALONE, id="live alone"),
    pytest.param("l", "gh gl hl", Verdict.CAPTURED, "", id="live alone, which hub and Git hold already"),
    pytest.param("gh", "gh", Verdict.AGREED, "", id="Git and hub alike"),
    pytest.param("gh", "", Verdict.CONFLICT, "", id="Git and hub unlike"),
    pytest.param("gl", "gl", Verdict.PROMOTE_CLOSES_DRIFT, HUB_IS_ODD, id="Git and live alike"),
    pytest.param("gl", "", Verdict.HOLD, "", id="Git and live unlike"),
    pytest.param("hl", "hl", Verdict.CAPTURED, TAKE_HUB, id="hub and live alike"),
    pytest.param("hl", "", Verdict.CONFLICT_LIVE, "", id="hub and live unlike"),
    pytest.param("ghl", "gh gl hl", Verdict.AGREED, "", id="all alike"),
    pytest.param("ghl", "gh", Verdict.CAPTURE, LIVE_ALONE, id="live unlike the other two"),
    pytest.param("ghl", "gl", Verdict.CONFLICT, HUB_IS_ODD, id="the hub unlike the other two"),
    pytest.param("ghl", "hl", Verdict.CONFLICT, TAKE_HUB, id="Git unlike the other two"),
    pytest.param("ghl", "", Verdict.CONFLICT, "", id="all unlike"),
]


@pytest.mark.parametrize(("changed", "alike", "expected", "told"), ROWS)
def test_each_row_of_the_table_has_its_verdict_and_its_hint(
    changed: str, alike: str, expected: Verdict, told: str
) -> None:
    found = place(changed, alike)
    assert (verdict(found), hint(found)) == (expected, told)


def test_every_combination_of_flags_has_a_verdict() -> None:
    every = [
        place("".join(changed), " ".join(alike))
        for changed in product(["", "g"], ["", "h"], ["", "l"])
        for alike in product(["", "gh"], ["", "gl"], ["", "hl"])
    ]
    assert len({verdict(one) for one in every}) == len(Verdict)


def test_what_needs_a_person_is_what_no_rule_can_decide() -> None:
    assert {
        Verdict.CAPTURE,
        Verdict.CONFLICT,
        Verdict.HOLD,
        Verdict.CONFLICT_LIVE,
    } == NEEDS_A_PERSON


def test_a_conflict_of_git_and_hub_has_a_hint_though_live_did_not_change() -> None:
    assert hint(place("gh", "hl")) == TAKE_HUB
