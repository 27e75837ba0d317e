"""``headgate watch`` as it is typed, and as it is ended."""

import json
import signal
from pathlib import Path

import pytest

from core.watch.leader import leading
from tests.builders.shop import WEB, deployment, shop
from tests.builders.terminal import run, started


def test_one_round_says_what_it_did_and_the_next_nothing(tmp_path: Path) -> None:
    made = shop(tmp_path)
    first = run(made.top, "watch", "--once", "-o", "json")
    assert [json.loads(line)["did"] for line in first.out.splitlines()] == ["proposed", "looked"]
    assert run(made.top, "watch", "--once").out == ""


def test_a_round_that_fails_gives_the_code_of_what_failed(tmp_path: Path) -> None:
    made = shop(tmp_path)
    made.commit({"prod/web.yaml": "a: [unfinished"}, "a slip")
    assert run(made.top, "watch", "--once").code == 8


def test_one_watcher_is_enough(tmp_path: Path) -> None:
    made = shop(tmp_path)
    with leading(made.workspace().state / "watch.lock", who="a watcher on this machine"):
        second = run(made.top, "watch", "--once")
    assert (second.code, "a watcher on this machine holds watch.lock" in second.err) == (4, True)


def test_it_watches_until_it_is_told_to_end(tmp_path: Path) -> None:
    made = shop(tmp_path)
    made.commit({"prod/web.yaml": deployment(replicas=3)}, "raise the floor")
    with started(made.top, "watch", "--interval", "1s") as running:
        assert running.stdout is not None
        assert running.stdout.readline().startswith("proposed: ")
        running.send_signal(signal.SIGTERM)
        assert running.wait(30) == 143
    assert made.head(WEB) == 2


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        pytest.param(("--interval", "soon"), "seconds, minutes or hours", id="no time"),
        pytest.param(("--listen", "8787"), "HOST:PORT", id="no address"),
        pytest.param(("--listen", ":0"), "none of --github-secret", id="a listener without a secret"),
        pytest.param(
            ("--listen", ":0", "--github-secret", "NOT_SET"),
            "environment does not have it",
            id="no such secret",
        ),
    ],
)
def test_what_cannot_be_done_is_said_with_a_way_out(argv: tuple[str, ...], why: str, tmp_path: Path) -> None:
    refused = run(shop(tmp_path).top, "watch", *argv)
    assert (refused.code, why in refused.err) == (2, True)
