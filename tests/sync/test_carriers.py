"""What Argo CD carries is left to it where it brings it about by itself, and the plan says so."""

from pathlib import Path

import pytest

from core.errors import Blocked
from core.merge.places import Side
from core.model.item import ItemKind
from core.model.plan import Plan
from tests.builders.shop import PROD, WEB
from tests.builders.world import World
from tests.sync.test_breakglass_freezing import APPLICATION, carried, live, marked_web

HEALS = "automated: {selfHeal: true, prune: true}"
POLICIES = {"heals": HEALS, "syncs": "automated: {}", "stopped": "retry: {limit: 1}"}


def standing(folder: Path, policy: str) -> World:
    """The shop, whose web is carried by an Application with a policy."""
    made = carried(folder)
    made.live(PROD, {"app.yaml": APPLICATION.replace(HEALS, POLICIES[policy]), "set.yaml": None})
    return made


def planned(made: World, kind: ItemKind) -> Plan:
    desk = made.desk()
    (item,) = [one for one in desk.inbox(space=PROD).items if one.kind is kind and str(one.unit) == WEB]
    opened = desk.open(item.id)
    chosen = opened.resolution.choose([field.key for field in opened.resolution.fields], Side.HUB)
    is_apply = kind is ItemKind.PENDING_APPLY
    return desk.plan(opened, chosen, reason="as it was", apply_live=is_apply)


def drifted(made: World) -> Plan:
    made.live(PROD, {"web.yaml": marked_web(replicas=5)})
    return planned(made, ItemKind.CAPTURE)


def pending(made: World) -> Plan:
    made.set(WEB, "spec.replicas", 5)
    return planned(made, ItemKind.PENDING_APPLY)


def said(plan: Plan) -> list[tuple[bool | None, str]]:
    return [(one.ok, one.what.partition("; ")[2]) for one in plan.checks if one.name == "carrier"]


LEFT = "left to it within 300 s, not raced"


@pytest.mark.parametrize(
    ("policy", "checks", "written"),
    [
        pytest.param("heals", [(False, LEFT)], 0, id="self-heal puts it back by itself"),
        pytest.param("syncs", [(None, "")], 1, id="one that only syncs new revisions leaves an edit"),
        pytest.param("stopped", [(True, "")], 1, id="one that does not sync is named, and no more"),
    ],
)
def test_a_field_that_is_put_back(
    tmp_path: Path, policy: str, checks: list[tuple[bool | None, str]], written: int
) -> None:
    plan = drifted(standing(tmp_path, policy))
    assert (said(plan), len(plan.effects.live)) == (checks, written)
    assert "Argo CD Application shop carries Deployment web" in str(plan.checks)


@pytest.mark.parametrize(
    ("policy", "checks", "written"),
    [
        pytest.param("heals", [(False, LEFT)], 0, id="self-heal syncs it"),
        pytest.param("syncs", [(False, "left to it, not raced")], 0, id="so does one without self-heal"),
        pytest.param("stopped", [(True, "")], 1, id="one that does not sync leaves it to us"),
    ],
)
def test_a_new_revision_that_becomes_live(
    tmp_path: Path, policy: str, checks: list[tuple[bool | None, str]], written: int
) -> None:
    plan = pending(standing(tmp_path, policy))
    assert (said(plan), len(plan.effects.live), plan.effects.marks_applied) == (checks, written, written == 1)


def test_nothing_is_written_over_somebody_who_puts_it_back_anyway(tmp_path: Path) -> None:
    made = standing(tmp_path, "heals")
    plan = drifted(made)
    assert plan.live == "left to Argo CD Application shop, which is not raced"
    with pytest.raises(Blocked):
        made.desk().carry_out(plan)
    assert "replicas: 5" in live(made, "web.yaml")
