"""S25, the rest: deliveries twice and out of order, an expired token, a session under a clock that lies."""

import hmac
import http.client
import json
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.breakglass import BreakGlass
from core.model.session import Disposition
from core.net.webhooks import Scheme
from core.report.sessions import clock_words
from core.secret import Secret
from core.watch.listener import Gate, Listener
from core.watch.loop import Bell
from core.watch.marks import MarkFile
from core.watch.rounds import Options, Rounds
from core.workspace import open_workspace
from tests.builders.kube import config_map, deployment
from tests.builders.repo import git
from tests.builders.shop import CART, PROD, WEB, shop
from tests.builders.shop import deployment as manifest
from tests.builders.terminal import run
from tests.builders.world import World, world
from tests.fakes.clock import FakeClock
from tests.fakes.kube.server import KubeServer, kube_server
from tests.fakes.operator import FakeOperator

KEY = "a shared word"


class Watcher:
    """A watcher with its listener: each delivery that rings makes a round."""

    def __init__(self, made: World) -> None:
        self._clock = FakeClock()
        self._made = made
        self.rounds = 0
        self._bell = threading.Event()
        gate = Gate(secrets={Scheme.GITHUB: (Secret(KEY),)}, clock=self._clock, ring=self._bell.set)
        self._listener = Listener(gate, host="127.0.0.1", port=0)
        self._listener.start()

    def look(self) -> None:
        """Make one round, as a process of its own would."""
        self.rounds += 1
        operator = FakeOperator("watcher")
        workspace = open_workspace(self._made.top, env=os.environ, clock=self._clock, operator=operator)
        marks = MarkFile(self._made.top.parent / "marks" / "watch.json")
        options = Options(full_seconds=3600, sync_back=True)
        with closing(workspace):
            Rounds(workspace.desk, workspace.hub, workspace.repository, marks, self._clock, options).one(
                Bell()
            )

    def deliver(self, oid: str) -> int:
        """Say that a commit was pushed, signed."""
        body = json.dumps({"after": oid}).encode()
        signed = hmac.new(KEY.encode(), body, "sha256").hexdigest()
        line = http.client.HTTPConnection("127.0.0.1", self._listener.port, timeout=60)
        line.request("POST", "/", body, {"X-Hub-Signature-256": f"sha256={signed}"})
        status = line.getresponse().status
        line.close()
        if self._bell.is_set():
            self._bell.clear()
            self.look()
        return status

    def close(self) -> None:
        self._listener.close()


def test_deliveries_twice_and_out_of_order_make_one_revision_and_one_branch(tmp_path: Path) -> None:
    made = shop(tmp_path)
    made.set(WEB, "spec.replicas", 4)
    before = made.head(CART)
    texts = [manifest("cart", image="shop/cart:1", replicas=replicas) for replicas in (3, 4)]
    older, newer = (made.commit({"dev/cart.yaml": text}, "more") for text in texts)
    with closing(Watcher(made)) as watcher:
        answers = [watcher.deliver(oid) for oid in (newer, older, newer, older)]
        assert (answers, watcher.rounds) == ([202, 202, 200, 200], 2)
    assert ("replicas: 4" in made.text(CART), made.head(CART)) == (True, before + 1)
    branches = git(made.top, "for-each-ref", "--format=%(refname)", "refs/heads/headgate").split()
    assert len(branches) == 1
    assert made.workspace().journal.first_bad() is None


SETTINGS = """
version: 1
hub: embedded
spaces:
  near:
    source: {files: "near/*.yaml"}
    live: {context: near, namespace: demo}
  far:
    source: {files: "far/*.yaml"}
    live: {context: far, namespace: demo}
"""
KUBECONFIG = """
apiVersion: v1
kind: Config
clusters: [{name: one, cluster: {server: "URL"}}]
users:
  - {name: op, user: {token: admin}}
  - {name: late, user: {token: expired-canary}}
contexts:
  - {name: near, context: {cluster: one, user: op}}
  - {name: far, context: {cluster: one, user: late}}
"""


@pytest.fixture
def kube() -> Iterator[KubeServer]:
    with kube_server() as server:
        yield server


def test_a_token_that_expired_at_one_of_two_clusters_leaves_that_one_unknown(
    kube: KubeServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "kubeconfig"
    file.write_text(KUBECONFIG.replace("URL", kube.url))
    file.chmod(0o600)
    monkeypatch.setenv("KUBECONFIG", str(file))
    files = {"near/web.yaml": deployment(replicas=2), "far/conf.yaml": config_map("conf")}
    made = world(tmp_path / "w", SETTINGS, {name: json.dumps(one) for name, one in files.items()})
    kube.put(deployment(replicas=2), manager="headgate")
    run(made.top, "propose")
    for unit in ("near/deployment-web", "far/configmap-conf"):
        made.mark_applied(unit)
    kube.edit(deployment(), lambda it: it["spec"].update(replicas=9))
    ran = run(made.top, "drift", "-o", "json")
    shown = json.loads(ran.out)
    assert ([one["unit"] for one in shown["units"]], ran.code) == (["near/deployment-web"], 6)
    (blind,) = shown["unknown"]
    assert (blind["unit"], "401" in blind["why"]) == ("far/configmap-conf", True)
    status = run(made.top, "status", "--all")
    assert (status.code, "expired-canary" in status.out + status.err + ran.out) == (6, False)
    assert "deletion" not in status.out
    assert [
        line for line in status.out.splitlines() if "far/configmap-conf" in line and "in sync" in line
    ] == []
    assert run(made.top, "capture", "far/configmap-conf").code == 6


def test_a_session_past_its_deadline_is_said_to_be_overdue_and_loses_nothing(tmp_path: Path) -> None:
    made, clock = shop(tmp_path), FakeClock()
    operator = FakeOperator("oncall1")
    opened = open_workspace(made.top, env=os.environ, clock=clock, operator=operator)
    breakglass: BreakGlass = opened.breakglass
    session, _ = breakglass.start(space=PROD, incident="INC-7", reason="hub is down", minutes=60)
    made.live(PROD, {"web.yaml": manifest(replicas=5)})
    clock.advance(3_660)
    session = breakglass.look(session).session
    assert session.is_overdue(clock.moment())
    assert "replicas: 5" in (made.top.parent / "live" / PROD / "web.yaml").read_text()
    session = breakglass.dispose(session, [], Disposition.KEEP)
    breakglass.end(session, breakglass.plans(session))
    assert "replicas: 5" in made.text(WEB)
    assert made.workspace().journal.first_bad() is None


HOUR = 3600


def set_back(clock: FakeClock, _: Callable[[], object]) -> None:
    clock.advance(50 * 60)
    clock.set_by(-HOUR)
    clock.advance(11 * 60)


def set_forward(clock: FakeClock, _: Callable[[], object]) -> None:
    clock.advance(10 * 60)
    clock.set_by(HOUR)


def restarted(clock: FakeClock, look: Callable[[], object]) -> None:
    clock.advance(40 * 60)
    clock.restart()
    clock.advance(10 * 60)
    look()


def restarted_and_set_back(clock: FakeClock, look: Callable[[], object]) -> None:
    clock.advance(40 * 60)
    look()
    clock.restart()
    clock.set_by(-HOUR)
    look()
    clock.advance(10 * 60)


@pytest.mark.parametrize(
    ("happens", "left", "words"),
    [
        pytest.param(set_back, -60, "set 60m back", id="a clock that is set back gives no time"),
        pytest.param(set_forward, 50 * 60, "set 60m forward", id="a clock that is set forward takes none"),
        pytest.param(restarted, 10 * 60, "was restarted", id="over a restart the wall clock is believed"),
        pytest.param(restarted_and_set_back, 10 * 60, "was restarted", id="but not below what was counted"),
    ],
)
def test_a_session_has_its_time_whatever_the_clock_says(
    happens: Callable[[FakeClock, Callable[[], object]], None], left: int, words: str, tmp_path: Path
) -> None:
    made, clock = shop(tmp_path), FakeClock()
    operator = FakeOperator("oncall1")
    breakglass = open_workspace(made.top, env=os.environ, clock=clock, operator=operator).breakglass
    breakglass.start(space=PROD, incident="INC-7", reason="hub is down", minutes=60)
    made.live(PROD, {"web.yaml": manifest(replicas=5)})
    happens(clock, lambda: breakglass.look(breakglass.find("INC-7")))
    session, now = breakglass.find("INC-7"), breakglass.now()
    assert (session.left_seconds(now), session.is_overdue(now)) == (left, left < 0)
    assert words in clock_words(session, now)
