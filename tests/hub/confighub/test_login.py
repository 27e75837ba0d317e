"""Who we are at a server: in which order it is looked for, what is read of `cub`, what is renewed."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import HeadgateError
from core.hub.confighub.cubfiles import cub_token
from core.hub.confighub.login import find_login
from core.net.address import base_of
from core.net.means import Means
from core.net.site import Site
from core.system.clock import SystemClock
from tests.builders.confighubs import no_pause, server_at
from tests.fakes.clock import FakeClock
from tests.fakes.confighub.server import Fault, Loopback

URL = "https://hub.example.com"
WORKER = "11111111-1111-1111-1111-111111111111"
SITE = Site(title="ConfigHub", base=base_of(f"{URL}/api", setting="hub"))
MEANS = Means(clock=SystemClock(), pause=no_pause, draw=lambda: 0.5)
TOKEN = {"CUB_SERVER": URL, "CUB_TOKEN": "from-cub"}
BOT = {"CONFIGHUB_WORKER_ID": WORKER, "CONFIGHUB_WORKER_SECRET": "s3cret"}


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(FakeClock()) as opened:
        opened.workers[WORKER] = "s3cret"
        yield opened


def contexts(folder: Path) -> None:
    """What a newer `cub` keeps."""
    (folder / "tokens").mkdir(parents=True)
    (folder / "config.yaml").write_text(
        """\
apiVersion: v1
kind: Config
currentContext: prod
contexts:
- name: old
  coordinate: {serverURL: https://hub.example.com, user: me}
  metadata: {tokenFile: old.json}
- name: elsewhere
  coordinate: {serverURL: https://other.example.com}
  metadata: {tokenFile: old.json}
- name: prod
  coordinate: {serverURL: https://Hub.Example.com/}
  metadata: {tokenFile: prod.json, created: 2026-10-01T00:00:00Z}
"""
    )
    for name in ("old", "prod"):
        (folder / "tokens" / f"{name}.json").write_text(json.dumps({"accessToken": f"of-{name}"}))


@pytest.mark.parametrize(
    ("env", "how"),
    [
        pytest.param({**TOKEN, **BOT, "MINE": "x"}, "MINE", id="what the settings name"),
        pytest.param({**TOKEN, **BOT}, "CUB_TOKEN", id="what cub hands to its plugins"),
        pytest.param(
            {**TOKEN, **BOT, "CUB_SERVER": "https://other.example.com"},
            "a worker's id and secret",
            id="a worker, since the token is for another server",
        ),
        pytest.param({}, "context prod of cub", id="cub's own login"),
    ],
)
def test_a_login_is_looked_for_in_order(tmp_path: Path, env: dict[str, str], how: str) -> None:
    contexts(tmp_path / ".confighub")
    named = "MINE" if "MINE" in env else ""
    assert find_login(SITE, MEANS, {"HOME": str(tmp_path), **env}, token=named).how == how


def test_a_worker_that_the_settings_name_comes_first() -> None:
    env = {**TOKEN, "ID": WORKER, "SECRET": "s3cret"}
    assert find_login(SITE, MEANS, env, worker=("ID", "SECRET")).how == "a worker's id and secret"


def test_a_variable_that_is_named_and_not_set_is_an_error() -> None:
    with pytest.raises(HeadgateError) as raised:
        find_login(SITE, MEANS, TOKEN, token="MINE")  # noqa: S106 -- a variable's name
    assert (raised.value.exit_code, "MINE" in raised.value.why) == (6, True)


@pytest.mark.parametrize(
    ("context", "found"),
    [
        pytest.param("", ("context prod of cub", "of-prod"), id="the current one"),
        pytest.param("old", ("context old of cub", "of-old"), id="one that is named"),
        pytest.param("elsewhere", None, id="one of another server"),
    ],
)
def test_a_context_of_cub_is_read(tmp_path: Path, context: str, found: tuple[str, str] | None) -> None:
    contexts(tmp_path)
    read = cub_token(tmp_path, URL, context)
    assert (None if read is None else (read[0], read[1].reveal())) == found


def test_an_older_session_of_cub_is_read_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "context.json").write_text(json.dumps({"confighub_url": f"{URL}/", "space": "shop"}))
    (tmp_path / "session.json").write_text(json.dumps({"access_token": "of-old", "refresh_token": "r"}))
    before = {file: file.stat().st_mtime_ns for file in tmp_path.iterdir()}
    read = cub_token(tmp_path, URL, "")
    assert read is not None
    assert (read[0], read[1].reveal()) == ("the session of cub", "of-old")
    assert {file: file.stat().st_mtime_ns for file in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    "text", ["", "[]", "contexts: 7", "contexts: [7, {name: prod}]", "{", "a: &a [*a]", "\x00"]
)
def test_a_file_of_cub_that_cannot_be_read_is_no_login(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.yaml").write_text(text)
    (tmp_path / "context.json").write_text(text)
    assert cub_token(tmp_path, URL, "") is None


def test_without_any_login_the_server_is_named_and_nobody_is_asked_in_vain(server: Loopback) -> None:
    with closing(server_at(server, {"CUB_SERVER": ""})) as reached:
        assert reached.epoch.name == "C"
        with pytest.raises(HeadgateError) as raised:
            reached.me()
    assert (raised.value.exit_code, "cub auth login" in raised.value.next_step) == (6, True)
    assert [call.path for call in server.calls] == ["/api/info"]


def test_a_worker_logs_in_and_again_once_when_its_token_ran_out(server: Loopback) -> None:
    with closing(server_at(server, BOT)) as reached:
        assert reached.me() == "ada@example.com"
        server.expired.update(server.tokens)
        assert reached.me() == "ada@example.com"
    assert [call.path for call in server.calls].count("/auth/worker") == 2
    assert server.contract.violations == []


def test_a_person_s_token_that_ran_out_is_told_and_not_renewed(server: Loopback) -> None:
    server.expired.add("t0ken")
    with closing(server_at(server)) as reached, pytest.raises(HeadgateError) as raised:
        reached.me()
    assert (raised.value.exit_code, raised.value.next_step) == (6, "cub auth login, then try again")
    assert server.count() == 1


def test_a_worker_with_another_secret_is_told_in_words_without_it(server: Loopback) -> None:
    env = {**BOT, "CONFIGHUB_WORKER_SECRET": "wr0ng"}
    with closing(server_at(server, env)) as reached, pytest.raises(HeadgateError) as raised:
        reached.me()
    assert raised.value.exit_code == 6
    assert "wr0ng" not in str(raised.value)


def test_what_is_no_confighub_is_said_to_be_none() -> None:
    with Loopback(FakeClock()) as other:
        other.faults = [Fault(status=200, body=b'{"hello": "world"}')]
        with closing(server_at(other)) as reached, pytest.raises(HeadgateError) as raised:
            reached.info()
    assert "is no ConfigHub" in raised.value.what


def test_a_server_that_nobody_reaches_is_unknown_and_not_empty() -> None:
    with Loopback(FakeClock()) as gone:
        reached = server_at(gone)
    with closing(reached), pytest.raises(HeadgateError) as raised:
        reached.info()
    assert (raised.value.exit_code, "headgate doctor" in raised.value.next_step) == (6, True)
