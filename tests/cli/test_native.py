"""What people who know `cub` type: filters in its language, and its commands beside ours."""

import json
from collections.abc import Iterator

import pytest

from tests.builders.far import far_worlds
from tests.builders.shop import PROD, WEB, conflicted
from tests.builders.terminal import run
from tests.builders.world import World
from tests.fakes.confighub.server import Loopback


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Loopback, World]]:
    folder = tmp_path_factory.mktemp("far")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(folder / "state"))
        with far_worlds(patch) as server:
            yield server, conflicted(folder)


@pytest.mark.parametrize(
    ("where", "found"),
    [
        pytest.param("Slug = 'web'", ["shop-prod/web"], id="by name"),
        pytest.param("Slug LIKE 'c%'", ["shop-dev/cart"], id="by a part of the name"),
        pytest.param("HeadRevisionNum > 1 AND Slug = 'web'", ["shop-prod/web"], id="by two things"),
        pytest.param("Slug = 'nothing'", [], id="by what is nowhere"),
    ],
)
def test_where_is_read_by_the_server(far: tuple[Loopback, World], where: str, found: list[str]) -> None:
    ran = run(far[1].top, "status", "--all", "--where", where, "-o", "json")
    form = json.loads(ran.out)
    assert [unit["unit"] for unit in form["units"]] == found
    assert {item["unit"] for item in form["items"]} <= set(found)


def test_drift_takes_where_too(far: tuple[Loopback, World]) -> None:
    ran = run(far[1].top, "drift", "--explain", "--where", "Slug = 'web'", "-o", "json")
    assert [unit["unit"] for unit in json.loads(ran.out)["units"]] == [WEB]


def test_an_expression_that_is_none_is_the_users_and_says_what_the_server_said(
    far: tuple[Loopback, World],
) -> None:
    ran = run(far[1].top, "status", "--where", "Slug = 'a' OR Slug = 'b'")
    far[0].contract.violations.clear()
    assert ran.code == 2
    assert "terms are joined with AND" in ran.err


def test_an_expression_over_lines_is_not_sent(far: tuple[Loopback, World]) -> None:
    before = far[0].count()
    ran = run(far[1].top, "status", "--where", "Slug = 'a'\nAND Slug = 'b'")
    assert ran.code == 8
    assert [call for call in far[0].calls[before:] if call.path == "/api/unit"] == []


def test_a_restore_names_the_command_of_cub(far: tuple[Loopback, World]) -> None:
    ran = run(far[1].top, "restore", f"{WEB}@2", "--reason", "as it was", "--dry-run", "-o", "json")
    plan = json.loads(ran.out)
    assert plan["native"] == f"cub unit update --space {PROD} web --restore 2"
