"""``headgate breakglass freeze`` and ``thaw``, as they are typed."""

import json
from pathlib import Path

import pytest

from tests.builders.shop import PROD
from tests.builders.terminal import Ran, run
from tests.builders.world import World
from tests.cli.test_breakglass import START, typed
from tests.sync.test_breakglass_freezing import carried, live, marked_web


@pytest.fixture
def made(tmp_path: Path) -> World:
    """A session is open for a space that an Application carries."""
    made = carried(tmp_path)
    assert typed(made, "start", *START).code == 0
    return made


def test_a_dry_run_says_who_is_stopped_and_who_cannot_be(made: World) -> None:
    shown = typed(made, "freeze", "--dry-run")
    assert shown.code == 0
    assert "1. stop Argo CD ApplicationSet all" in shown.out
    assert "cannot be stopped: autoscaler" in shown.out
    plan = json.loads(typed(made, "freeze", "--dry-run", "-o", "json").out)
    assert [(one["rule"], one["prove_after_seconds"]) for one in plan["steps"]] == [
        ("V-APPSET", 180),
        ("V-ARGO", 300),
    ]
    assert "automated" in live(made, "app.yaml")


def test_nobody_is_frozen_where_nobody_can_type_the_word(made: World) -> None:
    refused: Ran = typed(made, "freeze")
    assert (refused.code, "automated" in live(made, "app.yaml")) == (2, True)


def test_a_freeze_is_listed_until_it_is_thawed(made: World) -> None:
    assert typed(made, "freeze", "--yes").code == 0
    assert "automated" not in live(made, "app.yaml")
    assert "frozen: stop Argo CD Application shop" in typed(made, "status").out
    ended = typed(made, "end", "--yes")
    assert (ended.code, "2 freezes of INC-7 still stand" in ended.err) == (0, True)
    assert f"break-glass INC-7 of {PROD} is over, and 2 freezes still stand" in run(made.top, "status").err
    assert "frozen: stop" in typed(made, "status").out
    assert typed(made, "thaw", "--session", "INC-7", "--yes").code == 0
    assert "automated" in live(made, "app.yaml")
    assert "No session is open" in typed(made, "status").out
    assert "is over" not in run(made.top, "status").err
    assert "thawed" in typed(made, "report", "--session", "INC-7").out


def test_a_thaw_that_would_undo_a_live_change_waits_or_is_told_so(made: World) -> None:
    typed(made, "freeze", "--yes")
    made.live(PROD, {"web.yaml": marked_web(5)})
    typed(made, "status")
    early = typed(made, "thaw", "--yes")
    assert (early.code, "web#spec.replicas" in early.err, "automated" in live(made, "app.yaml")) == (
        3,
        True,
        False,
    )
    assert typed(made, "thaw", "--yes", "--anyway").code == 0
    assert run(made.top, "drift", "--space", PROD).code == 3
