from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import InputRefused, SideMoved
from core.model.names import DataHash, UnitName, hash_of
from core.model.syncpoint import SyncPoint
from tests.builders.hubs import CART, NONE, WEB, a_change, a_commit, a_decided_field, a_point, seen
from tests.conformance.openers import HUBS, Authority, OpenHub
from tests.fakes.clock import FakeClock

ELSEWHERE = UnitName("bank", "web")


@pytest.fixture(params=HUBS, ids=lambda opener: opener.__name__)
def hub(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Authority]:
    open_hub: OpenHub = request.param
    with open_hub(tmp_path, FakeClock()) as opened:
        yield opened


def test_an_empty_hub_has_no_sync_points(hub: Authority) -> None:
    assert (hub.sync_point(WEB), list(hub.sync_points("shop"))) == (None, [])


@pytest.mark.parametrize(
    "point",
    [
        pytest.param(a_point(), id="a bare one"),
        pytest.param(a_point(base="", commit=None), id="one with an empty base"),
        pytest.param(
            a_point(
                base="a: 'é✓'\r\n\x00",
                commit=a_commit(),
                decided=(a_decided_field(), a_decided_field('metadata.annotations["a.b/c"]')),
            ),
            id="one with a commit and decided fields",
        ),
    ],
)
def test_a_sync_point_is_kept_whole_under_the_next_version(hub: Authority, point: SyncPoint) -> None:
    hub.agree([point])
    assert hub.sync_point(WEB) == replace(point, version=1)
    assert list(hub.sync_points("shop")) == [replace(point, version=1)]


def test_versions_count_up(hub: Authority) -> None:
    for version in range(3):
        hub.agree([a_point(version=version, base=f"a: {version}\n")])
    assert hub.sync_point(WEB) == a_point(version=3, base="a: 2\n")


@pytest.mark.parametrize("version", [0, 1, 3])
def test_a_sync_point_over_an_unseen_one_is_refused_and_changes_nothing(hub: Authority, version: int) -> None:
    hub.agree([a_point()])
    hub.agree([a_point(version=1)])
    before = hub.sync_point(WEB), hub.changed_since("")
    with pytest.raises(SideMoved) as refused:
        hub.agree([a_point(version=version, base="other")])
    assert (refused.value.exit_code, refused.value.changed) == (5, "nothing")
    assert (hub.sync_point(WEB), hub.changed_since("")) == before


def test_a_first_sync_point_cannot_stand_on_one_that_never_was(hub: Authority) -> None:
    with pytest.raises(SideMoved):
        hub.agree([a_point(version=1)])
    assert hub.sync_point(WEB) is None


def test_several_sync_points_are_stored_all_or_none(hub: Authority) -> None:
    hub.agree([a_point(CART)])
    with pytest.raises(SideMoved):
        hub.agree([a_point(WEB), a_point(CART, version=0), a_point(ELSEWHERE)])
    assert (hub.sync_point(WEB), hub.sync_point(ELSEWHERE)) == (None, None)
    hub.agree([a_point(WEB), a_point(CART, version=1), a_point(ELSEWHERE)])
    assert [(point.unit, point.version) for point in hub.sync_points("shop")] == [(CART, 2), (WEB, 1)]
    assert [point.unit for point in hub.sync_points("bank")] == [ELSEWHERE]


def test_no_points_at_all_change_nothing(hub: Authority) -> None:
    hub.agree([])
    assert list(hub.changed_since("")[0]) == []


def test_a_sync_point_is_guarded_by_head_too(hub: Authority) -> None:
    hub.agree([a_point()], head=DataHash(""))
    hub.write(WEB, "a: 1\n", seen=NONE, change=a_change())
    for stale in (DataHash(""), hash_of("a: 0\n")):
        with pytest.raises(SideMoved):
            hub.agree([a_point(version=1)], head=stale)
    hub.agree([a_point(version=1)], head=hash_of("a: 1\n"))
    hub.delete(WEB, seen=seen("a: 1\n"), change=a_change())
    with pytest.raises(SideMoved):
        hub.agree([a_point(version=2)], head=hash_of("a: 1\n"))
    hub.agree([a_point(version=2)], head=DataHash(""))
    assert hub.sync_point(WEB) == a_point(version=3)


def test_a_new_revision_leaves_the_sync_point_alone(hub: Authority) -> None:
    hub.agree([a_point()])
    hub.write(WEB, "a: 1\n", seen=NONE, change=a_change())
    assert hub.sync_point(WEB) == a_point(version=1)


def test_a_base_that_has_no_bytes_is_refused(hub: Authority) -> None:
    with pytest.raises(InputRefused):
        hub.agree([a_point(CART), a_point(WEB, base="\ud800")])
    assert list(hub.sync_points("shop")) == []
