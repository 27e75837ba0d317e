"""A cluster under the sixteen faults: read, listed, discovered, tried out, written, deleted, watched."""

import http.client
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest

from core.errors import InputRefused, SideMoved, SourceUnreadable
from core.fieldpath import ROOT
from core.krm.edit.changes import FieldChange
from core.krm.resource import ResourceId
from core.krm.values import ABSENT
from core.live.cluster.access import Access
from core.live.cluster.kinds import Served
from core.live.cluster.live import ClusterLive
from core.live.cluster.owned import FIELD_MANAGER
from core.live.cluster.session import Clusters
from core.live.cluster.watching import What
from core.net.calls import Effect
from core.net.means import Means
from core.net.site import Site
from core.secret import Secret
from core.system.processes import run
from tests.builders.faults import Ends, Wrong, expected, suffer
from tests.builders.kube import WEB, change, config_map, deployment
from tests.builders.loopback import Reply, Request
from tests.fakes.clock import FakeClock
from tests.fakes.kube.server import KubeServer, kube_server

Act = Callable[[ClusterLive], object]
KEY = "d1/live"
MAPS = [ResourceId("v1", "ConfigMap", "demo", f"m{number}") for number in range(4)]


@pytest.fixture(scope="module")
def kube() -> Iterator[KubeServer]:
    with kube_server() as server:
        yield server


def behind(kube: KubeServer) -> Callable[[Request], Reply]:
    """Hand every request on to the server."""

    def handed_on(request: Request) -> Reply:
        line = http.client.HTTPConnection("127.0.0.1", int(kube.url.rpartition(":")[2]), timeout=20)
        sent = {
            name: value for name, value in request.headers.items() if name not in {"host", "content-length"}
        }
        line.request(request.method, request.target, request.body, sent)
        found = line.getresponse()
        reply = Reply(status=found.status, body=found.read(), headers={"Content-Type": "application/json"})
        line.close()
        return reply

    return handed_on


def is_write(request: Request) -> bool:
    return request.method in {"PATCH", "PUT", "DELETE"} and "dryRun" not in request.target


def writes(kube: KubeServer) -> int:
    asked = kube.requests()
    return sum(one.startswith(("PATCH", "PUT", "DELETE")) and "dryRun" not in one for one in asked)


class Case(NamedTuple):
    """One call of the live side.

    Attributes:
        effect: what it does.
        act: the call.
        strikes: the request that is hit.
        own: what some faults come to that mean more to this call.
    """

    effect: Effect
    act: Act
    strikes: Callable[[Request], bool]
    own: Mapping[Wrong, Ends] = MappingProxyType({})


def applied(live: ClusterLive) -> object:
    return live.apply("s", [change("spec.replicas", 3)], whole="", token=KEY)


def deleted(live: ClusterLive) -> object:
    gone = FieldChange(resource=WEB, path=ROOT, value=ABSENT)
    return live.apply("s", [gone], whole="", token=KEY)


UNSERVED = Ends(SourceUnreadable, 6, "nothing", 0)
"""404 without a Status: the API group, version or kind is not served; the object is not said to be gone."""
CASES = {
    "read an object": Case(
        Effect.READ, lambda live: live.observe("s", [WEB]), lambda one: one.target.endswith("deployments/web")
    ),
    "list a kind": Case(
        Effect.READ, lambda live: live.observe("s", MAPS), lambda one: "configmaps?" in one.target
    ),
    "find out what is served": Case(
        Effect.READ, lambda live: live.observe("s", [WEB]), lambda one: one.target == "/apis/apps/v1"
    ),
    "find out what may be done": Case(Effect.READ, applied, lambda one: "selfsubject" in one.target),
    "try a write out": Case(
        Effect.READ,
        applied,
        lambda one: "dryRun" in one.target,
        own={
            Wrong.TAKEN: Ends(SideMoved, 5, "nothing", 0),
            Wrong.INVALID: Ends(InputRefused, 8, "nothing", 0),
        },
    ),
    "apply fields": Case(Effect.GUARDED, applied, is_write),
    "delete an object": Case(Effect.GUARDED, deleted, is_write),
}


def done_since(kube: KubeServer, before: int) -> int:
    return writes(kube) - before


def reached(state: Path, site: Site, using: Means) -> Clusters:
    """Open the cluster behind a site."""
    access = Access(
        context="loop",
        server=f"https://{site.base.host}:{site.base.port}",
        source="a test",
        namespace="demo",
        token=Secret("admin"),
        trust=site.trust,
    )
    return Clusters(env={}, state=state, run=run, means=using, read=lambda _: access)


def acted(act: Act, state: Path, site: Site, using: Means) -> None:
    """Open the cluster behind a site and call it."""
    opened = reached(state, site, using)
    try:
        act(ClusterLive(opened, "loop", namespace="demo", clock=FakeClock()))
    finally:
        opened.close()


@pytest.mark.parametrize("name", CASES)
def test_every_call_of_a_cluster_ends_as_the_table_says(name: str, kube: KubeServer, tmp_path: Path) -> None:
    case, found, wanted = CASES[name], {}, {}
    for wrong in Wrong:
        kube.put(*(config_map(one.name) for one in MAPS), deployment(replicas=1), manager=FIELD_MANAGER)
        suffered = suffer(
            wrong,
            healthy=behind(kube),
            effects=partial(done_since, kube, writes(kube)),
            act=partial(acted, case.act, tmp_path),
            strikes=case.strikes,
        )
        found[wrong] = suffered.ends
        assert suffered.error is not None
        assert all((suffered.error.what, suffered.error.why, suffered.error.next_step))
        wanted[wrong] = {Wrong.MISSING: UNSERVED, **case.own}.get(wrong) or expected(wrong, case.effect)
    assert found == wanted


OUT_OF_REACH = {
    Wrong.NO_NAME: "is not known",
    Wrong.REFUSED: "no connection",
    Wrong.UNTRUSTED: "no safe connection",
}
"""What is told as lost, over and over: the server is not there for the list either."""

REFUSED = {
    Wrong.LOGIN: "as said: 401",
    Wrong.RIGHTS: "as said: 403",
    Wrong.MISSING: "does not serve this API group",
    Wrong.TAKEN: "as said: 409",
    Wrong.INVALID: "as said: 422",
}
"""What ends a watch with an error: asking again would not help."""

PASSING = {
    Wrong.MOVED: ("as said: 412", 0.375),
    Wrong.LIMITED_SECONDS: ("as said: 429", 7.0),
    Wrong.LIMITED_DATE: ("as said: 429", 300.0),
    Wrong.FAILED: ("as said: 500", 0.375),
    Wrong.BUSY: ("as said: 503", 3.0),
    Wrong.DRIP: ("no whole answer", 0.375),
    Wrong.TRUNCATED: ("was cut off", 0.375),
    Wrong.RESET: ("was closed after the request was sent", 0.375),
    Wrong.REDIRECT: ("credentials follow nobody", 0.375),
}
"""What is told as lost until the watch is there again, and how long it waits before it asks."""


class First:
    """Strikes the first watch and none after it."""

    def __init__(self) -> None:
        self.struck = False

    def __call__(self, request: Request) -> bool:
        strikes = "watch=1" in request.target and not self.struck
        self.struck = self.struck or strikes
        return strikes


def listened(kube: KubeServer, told: list[tuple[str, str]], late: str, site: Site, using: Means) -> None:
    """Watch until what came while nobody listened is told, or the cluster is out of reach."""
    opened = reached(Path("/nonexistent"), site, using)
    session = opened.session("loop")
    served = Served(api_version="v1", kind="ConfigMap", plural="configmaps", namespaced=True)
    try:
        for happened in session.watch(served, namespace="demo").events():
            metadata = happened.object.get("metadata")
            name = str(metadata["name"]) if isinstance(metadata, dict) else happened.why
            if not happened.object or name == late:
                told.append((happened.what.value, name))
            if happened.what is What.LOST:
                kube.put(config_map(late))
            if name == late or (len(told) == 3 and told[0][0] == What.LOST):
                return
    finally:
        opened.close()


@pytest.mark.parametrize("wrong", Wrong)
def test_a_watch_under_every_fault_loses_nothing_and_says_what_is_wrong(
    wrong: Wrong, kube: KubeServer
) -> None:
    told: list[tuple[str, str]] = []
    kube.watch_seconds, late = 0.05, f"late-{wrong.name.lower().replace('_', '-')}"
    suffered = suffer(
        wrong,
        healthy=behind(kube),
        effects=partial(done_since, kube, writes(kube)),
        act=partial(listened, kube, told, late),
        strikes=First(),
    )
    kinds = [what for what, _ in told]
    if wrong in REFUSED:
        assert suffered.ends == Ends(SourceUnreadable, 6, "nothing", 0)
        assert suffered.error is not None
        assert (REFUSED[wrong] in suffered.error.why, kinds) == (True, ["current"])
        return
    assert suffered.ends == Ends(None, 0, "nothing", 0)
    if wrong in OUT_OF_REACH:
        assert all(OUT_OF_REACH[wrong] in why for _, why in told)
        assert (kinds, len(set(suffered.pauses))) == (["lost"] * 3, 2)
        return
    words, pause = PASSING[wrong]
    assert kinds == ["current", "lost", "current", "added"]
    assert (words in told[1][1], suffered.pauses) == (True, [pause])
