from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.errors import NotFound, SourceUnreadable
from core.krm.resource import ResourceId
from core.live.spaces import live_spaces
from core.model.live import LiveCluster, LiveFolder, LivePlace
from core.ports.live import Live
from tests.fakes.clock import FakeClock

KEY = "d1/live"
POD = ResourceId("v1", "Pod", "", "a")


@dataclass(frozen=True, kw_only=True)
class Space:
    name: str
    live: LivePlace | None
    namespace: str = ""


def sides(folder: Path) -> Live:
    spaces = [
        Space(name="near", live=LiveFolder(path=folder)),
        Space(name="far", live=LiveCluster(context="prod-east")),
        Space(name="nowhere", live=None),
    ]
    return live_spaces(spaces, FakeClock())


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
            "clusters are read from a later version on",
            id="reading a cluster",
        ),
        pytest.param(
            lambda live: live.apply("far", [], whole="", token=KEY),
            SourceUnreadable,
            "prod-east",
            id="writing to a cluster",
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
