"""Who set a field: the line in Git, the revision in the hub, the manager live; and how sure that is."""

from pathlib import Path

import pytest

from core.errors import NotFound
from core.merge.places import Side
from core.model.names import UnitName
from core.model.people import Owner, Sure
from tests.builders.shop import CART, PROD, WEB, conflicted, deployment, shop
from tests.builders.world import World

UNIT = UnitName.parse(WEB)
IMAGE = "spec.template.spec.containers[name=app].image"
MANAGED = """\
  managedFields:
    - manager: kubectl-scale
      operation: Update
      subresource: scale
      time: "2026-02-16T11:00:00Z"
      fieldsType: FieldsV1
      fieldsV1: {"f:spec": {"f:replicas": {}}}
    - manager: argocd-controller
      operation: Apply
      time: "2026-02-15T11:00:00Z"
      fieldsType: FieldsV1
      fieldsV1: {"f:spec": {"f:paused": {}}}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("blamed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        made = conflicted(folder / "shop")
        made.live(PROD, {"web.yaml": deployment().replace("spec:\n  rep", f"{MANAGED}spec:\n  rep")})
        return made


@pytest.fixture(autouse=True)
def at_home(made: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(made.top.parent.parent / "state"))


def owner(made: World, path: str, side: Side) -> Owner:
    (field,) = made.desk().blame(UNIT, path)
    return field.owners[side]


def test_git_names_the_commit_that_wrote_the_line(made: World) -> None:
    floor, grace = (
        owner(made, path, Side.GIT)
        for path in ("spec.replicas", "spec.template.spec.terminationGracePeriodSeconds")
    )
    assert [one.how.partition(" ")[2].partition(" ")[2] for one in (floor, grace)] == [
        "raise the floor",
        "the beginning",
    ]
    assert (floor.place, floor.sure, floor.why) == ("prod/web.yaml:7", Sure.EXACT, "")


def test_the_hub_names_the_revision_since_which_it_holds_the_value(made: World) -> None:
    scaled, image = (owner(made, path, Side.HUB) for path in ("spec.replicas", IMAGE))
    assert (scaled.who, scaled.how) == ("op1", "revision 2, sale day (set spec.replicas)")
    assert (image.how.partition(",")[0], image.sure) == ("revision 1", Sure.EXACT)


@pytest.mark.parametrize(
    ("path", "how", "when"),
    [
        pytest.param(
            "spec.replicas",
            "manager kubectl-scale through scale",
            "2026-02-16T11:00:00Z",
            id="a person's tool",
        ),
        pytest.param("spec.paused", "manager argocd-controller", "2026-02-15T11:00:00Z", id="a controller"),
    ],
)
def test_live_names_the_manager_and_its_time(made: World, path: str, how: str, when: str) -> None:
    found = owner(made, path, Side.LIVE)
    assert (found.how, found.when, found.sure) == (how, when, Sure.EXACT)


def test_live_says_why_nobody_is_known(made: World) -> None:
    assert owner(made, IMAGE, Side.LIVE) == Owner(why="no entry of managedFields names it")


def test_a_path_picks_what_stands_below_it(made: World) -> None:
    found = made.desk().blame(UNIT, "spec.template.spec.containers[name=app]")
    assert [str(one.path).rpartition(".")[2] for one in found] == ["name", "image"]


@pytest.mark.parametrize(
    ("unit", "path"),
    [
        pytest.param(UNIT, "spec.never", id="a field that is not there"),
        pytest.param(UnitName(PROD, "nobody"), "", id="a unit that is not there"),
    ],
)
def test_what_is_not_there_is_refused(made: World, unit: UnitName, path: str) -> None:
    with pytest.raises(NotFound):
        made.desk().blame(unit, path)


def test_the_owners_of_an_opened_item_go_to_the_line(made: World) -> None:
    desk = made.desk()
    opened = desk.open(WEB)
    key = opened.resolution.open[0].key
    before, after = opened.owners[key][Side.GIT], desk.owners(opened)[key][Side.GIT]
    assert (before.sure, after.sure) == (Sure.FILE, Sure.EXACT)


def test_a_unit_that_git_never_had_says_so(tmp_path: Path) -> None:
    made = shop(tmp_path)
    made.commit({"dev/cart.yaml": None, "dev/other.yaml": deployment("other")}, "gone")
    made.desk("ci").propose()
    (field,) = made.desk().blame(UnitName.parse(CART), "spec.replicas")
    assert field.owners[Side.GIT].why == "Git has no such unit"
