from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.errors import NotFound, SourceUnreadable
from core.krm.resource import ResourceId
from core.live.cluster.session import Clusters
from core.live.spaces import live_spaces
from core.model.live import LiveCluster, LiveFolder, LivePlace
from core.net.means import system_means
from core.ports.live import Live
from core.system.processes import run
from tests.fakes.clock import FakeClock

KEY = "d1/live"
POD = ResourceId("v1", "Pod", "", "a")


@dataclass(frozen=True, kw_only=True)
class Space:
    name: str
    live: LivePlace | None
    namespace: str = ""


def sides(folder: Path) -> Live:
    """The live sides of three spaces; the second one's cluster is of a kubeconfig that nobody has."""
    clusters = Clusters(env={"HOME": str(folder)}, state=folder, run=run, means=system_means(FakeClock()))
    spaces = [
        Space(name="near", live=LiveFolder(path=folder)),
        Space(name="far", live=LiveCluster(context="prod-east")),
        Space(name="nowhere", live=None),
    ]
    return live_spaces(spaces, FakeClock(), clusters)


def test_each_space_is_looked_at_where_it_is_live(tmp_path: Path) -> None:
    found = sides(tmp_path).observe("near", [POD])
    assert (found.text, found.missing) == ("", (POD,))


def test_a_space_is_observed_when_the_settings_say_where_it_is_live(tmp_path: Path) -> None:
    assert [sides(tmp_path).observes(space) for space in ("near", "far", "nowhere")] == [True, True, False]


@pytest.mark.parametrize(
    ("ask", "error", "why"),
    [
        pytest.param(
            lambda live: live.observe("far", [POD]),
            SourceUnreadable,
            "no kubeconfig has this context; known are: none",
            id="reading a cluster that no kubeconfig knows",
        ),
        pytest.param(
            lambda live: live.apply("far", [], whole="", token=KEY),
            SourceUnreadable,
            "no kubeconfig has this context",
            id="writing to one",
        ),
        pytest.param(
            lambda live: live.observe("nowhere", [POD]),
            NotFound,
            "does not say",
            id="a space without a live side",
        ),
    ],
)
def test_what_cannot_be_read_is_unknown_in_words(
    tmp_path: Path, ask: Callable[[Live], object], error: type[SourceUnreadable], why: str
) -> None:
    with pytest.raises(error, match=why):
        ask(sides(tmp_path))
