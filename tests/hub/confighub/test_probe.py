"""``headgate doctor --probe``: what is taken for granted of a server, asked of it."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from core.demo.confighub.contents import put_data_call
from core.demo.confighub.entities import patch_unit_call
from core.demo.confighub.messages import Answer, Call
from core.demo.confighub.server import Loopback as Plain
from core.errors import UsageError
from core.hub.confighub.assumptions import ASSUMPTIONS
from core.model.probed import Probed
from tests.builders.confighubs import confighub_at
from tests.fakes.clock import FakeClock
from tests.fakes.confighub.server import Loopback


class Ticking(FakeClock):
    """A second goes by with every look."""

    def seconds(self) -> float:
        self.advance(1)
        return super().seconds()


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(Ticking()) as opened:
        yield opened


def probed(server: Loopback, space: str = "headgate-probe") -> dict[str, Probed]:
    with closing(confighub_at(server, FakeClock())) as hub:
        return {one.name: one for one in hub.probe(space)}


def test_a_server_as_we_think_it_is_holds_in_everything_and_is_left_as_it_was(server: Loopback) -> None:
    found = probed(server)
    assert [one for one in found.values() if one.holds is not True] == []
    assert found.keys() <= {one.name for one in ASSUMPTIONS}
    assert (server.store.spaces, server.store.units) == ({}, {})
    assert server.contract.violations == []


def unguarded(server: Loopback) -> None:
    """The server takes no notice of If-Match."""

    def careless(hub: Plain, call: Call, ids: list[str], user: str) -> Answer:
        headers = {name: value for name, value in call.headers.items() if name != "if-match"}
        return put_data_call(hub, replace(call, headers=headers), ids, user)

    routes = [(*route[:3], careless if route[3] is put_data_call else route[3]) for route in server.routes]
    server.routes = tuple(routes)


def mutating(server: Loopback) -> None:
    """A trigger changes what is written."""
    server.store.trigger = lambda data: data + b"# seen\n"


def merging(server: Loopback) -> None:
    """The server takes no notice of dry_run, and merges."""

    def careless(hub: Plain, call: Call, ids: list[str], user: str) -> Answer:
        if call.asked("merge_source"):
            kept = hub.store.unit(*ids)
            hub.store.write(kept, kept.data + b"# merged\n", user, description="merged")
        return patch_unit_call(hub, call, ids, user)

    routes = [(*route[:3], careless if route[3] is patch_unit_call else route[3]) for route in server.routes]
    server.routes = tuple(routes)


@pytest.mark.parametrize(
    ("otherwise", "name"),
    [
        pytest.param(unguarded, "guard", id="a server without a guard"),
        pytest.param(mutating, "bytes", id="a server that changes what is written"),
    ],
)
def test_a_server_that_is_otherwise_is_named_with_what_that_means(
    server: Loopback, otherwise: Callable[[Loopback], None], name: str
) -> None:
    otherwise(server)
    found = probed(server)[name]
    assert found.holds is False
    assert found.means


def test_a_preview_that_writes_is_seen(server: Loopback) -> None:
    merging(server)
    found = probed(server)["dry-run"]
    assert found.holds is None
    assert "revision 3 became 4" in found.saw


def test_a_space_that_is_there_is_never_thrown_away(server: Loopback) -> None:
    server.store.add_space({"Slug": "shop"}, allow_exists=False)
    with pytest.raises(UsageError):
        probed(server, "shop")
    assert [space["Slug"] for space in server.store.spaces.values()] == ["shop"]


def test_an_older_server_is_not_probed() -> None:
    with Loopback(FakeClock(), "B") as older, pytest.raises(UsageError):
        probed(older)
    assert older.store.spaces == {}
