"""``headgate breakglass``, as an on-call engineer types it."""

import json
from pathlib import Path

import pytest

from tests.builders.shop import PROD, WEB, deployment, shop
from tests.builders.terminal import Ran, run
from tests.builders.world import World

START = ("--space", PROD, "--incident", "INC-7", "--reason", "out of memory")


def typed(made: World, *argv: str) -> Ran:
    return run(made.top, "breakglass", *argv)


def in_an_incident(folder: Path) -> World:
    """Begin a session and change web live."""
    made = shop(folder)
    assert typed(made, "start", *START).code == 0
    made.live(PROD, {"web.yaml": deployment(replicas=5, image="shop/web:hot")})
    return made


def test_status_lists_what_changed_in_words_and_as_json(tmp_path: Path) -> None:
    made = in_an_incident(tmp_path)
    status = typed(made, "status")
    assert (status.code, "BREAK-GLASS INC-7" in status.out, "2 of 2 undecided" in status.out) == (
        0,
        True,
        True,
    )
    (session,) = json.loads(typed(made, "status", "-o", "json").out)["sessions"]
    assert [(one["path"], one["was"], one["now"]) for one in session["changes"]] == [
        ("spec.replicas", 2, 5),
        ("spec.template.spec.containers[name=app].image", "shop/web:1", "shop/web:hot"),
    ]


def test_the_whole_way_from_start_to_the_report(tmp_path: Path) -> None:
    made = in_an_incident(tmp_path)
    assert typed(made, "capture", "image").code == 0
    assert (typed(made, "end", "--yes").code, made.head(WEB)) == (3, 1)
    assert typed(made, "before", "replicas").code == 0
    assert (typed(made, "end", "--yes").code, made.head(WEB)) == (0, 2)
    live = (made.top.parent / "live" / PROD / "web.yaml").read_text()
    assert ("replicas: 2" in live, "shop/web:hot" in live) == (True, True)
    report = typed(made, "report", "--session", "INC-7").out
    assert ("# Break-glass INC-7" in report, "hub revision 2" in report) == (True, True)
    assert "No session is open" in typed(made, "status").out


def test_a_look_at_the_end_writes_nothing(tmp_path: Path) -> None:
    made = in_an_incident(tmp_path)
    typed(made, "capture")
    looked = typed(made, "end", "--dry-run")
    assert (looked.code, "revision 2, if Head is still 1" in looked.out, made.head(WEB)) == (0, True, 1)


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        pytest.param(("begin",), "it can start, status", id="no such action"),
        pytest.param(("start", "--incident", "I", "--reason", "r"), "--space is missing", id="no space"),
        pytest.param(("start", *START, "--ttl", "soon"), "number of minutes or hours", id="no time"),
        pytest.param(("watch", "--every", "0"), "above 0", id="no pause"),
    ],
)
def test_what_cannot_be_done_is_said_with_a_way_out(argv: tuple[str, ...], why: str, tmp_path: Path) -> None:
    refused = typed(shop(tmp_path), *argv)
    assert (refused.code, why in refused.err) == (2, True)


def test_nothing_is_written_where_nobody_can_confirm(tmp_path: Path) -> None:
    made = in_an_incident(tmp_path)
    typed(made, "capture")
    refused = typed(made, "end")
    assert (refused.code, made.head(WEB)) == (2, 1)


def test_the_inbox_says_that_a_session_is_open(tmp_path: Path) -> None:
    made = in_an_incident(tmp_path)
    assert "BREAK-GLASS INC-7" in run(made.top, "status").err
    (session,) = json.loads(run(made.top, "status", "-o", "json").out)["sessions"]
    assert (session["incident"], session["space"]) == ("INC-7", PROD)


def test_a_proposal_on_a_field_of_an_open_session_is_held_and_says_why(tmp_path: Path) -> None:
    made = in_an_incident(tmp_path)
    typed(made, "status")
    made.commit({"prod/web.yaml": deployment(replicas=3)}, "raise the floor")
    assert run(made.top, "propose").code == 3
    items = json.loads(run(made.top, "status", "-o", "json").out)["items"]
    (held,) = [item for item in items if item["kind"] == "hold"]
    assert "INC-7" in held["reason"]
    assert made.head(WEB) == 1


def test_a_session_that_is_named_as_a_change_is_not_taken_for_the_open_one(tmp_path: Path) -> None:
    made = in_an_incident(tmp_path)
    typed(made, "capture")
    for action in ("end", "status", "thaw", "watch", "report"):
        ran = typed(made, action, "INC-8", "--yes")
        assert (ran.code, "--session names a session" in ran.err) == (2, True)
    assert made.head(WEB) == 1
