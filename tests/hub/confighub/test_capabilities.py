"""What a probe found of a server is remembered for this version of it, and acted on."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from core.demo.confighub.contents import put_data_call
from core.demo.confighub.messages import Answer, Call
from core.demo.confighub.server import Loopback as Plain
from core.errors import Blocked
from core.hub.confighub.capabilities import Capabilities, CapabilityFile
from core.hub.confighub.hub import ConfigHub
from core.model.names import NO_DATA, UnitName
from core.model.unit import Guard
from tests.builders.confighubs import server_at
from tests.builders.hubs import a_change, a_proposal
from tests.fakes.clock import FakeClock
from tests.fakes.confighub.server import Fault, Loopback
from tests.hub.confighub.test_probe import Ticking

UNIT = UnitName("shop", "web")


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback(Ticking()) as opened:
        yield opened


@pytest.fixture
def memory(tmp_path: Path) -> CapabilityFile:
    return CapabilityFile(tmp_path / "servers.json")


@contextmanager
def opened(server: Loopback, memory: CapabilityFile) -> Iterator[ConfigHub]:
    """The hub as a process of its own opens it."""
    reached = server_at(server)
    reached.known = memory.read(reached.title)
    with closing(ConfigHub(reached, FakeClock(), remembered=memory)) as hub:
        yield hub


def knowing(**found: bool) -> Capabilities:
    return Capabilities(version="0.8.3", probed="2026-10-05T12:00:00Z", found=found)


def test_what_a_probe_found_is_known_to_the_next_process(server: Loopback, memory: CapabilityFile) -> None:
    with opened(server, memory) as hub:
        assert "never probed" in hub.check()
        hub.probe("headgate-probe")
    with opened(server, memory) as again:
        assert again.server.holds("guard") is True
        assert again.check().endswith(" as we think")


def test_another_version_of_the_server_is_not_known(server: Loopback, memory: CapabilityFile) -> None:
    with opened(server, memory) as hub:
        hub.probe("headgate-probe")
    server.version = "0.9.0"
    with opened(server, memory) as again:
        assert again.server.holds("guard") is None
        assert "probed when it was 0.8.3" in again.check()


def test_another_server_is_not_known(server: Loopback, memory: CapabilityFile) -> None:
    memory.keep("https://hub.example.com", knowing(guard=False))
    with opened(server, memory) as hub:
        assert hub.server.holds("guard") is None


@pytest.mark.parametrize("text", ["", "no JSON", "[]", '{"http://127.0.0.1": 7}'])
def test_a_damaged_memory_knows_nothing(memory: CapabilityFile, tmp_path: Path, text: str) -> None:
    (tmp_path / "servers.json").write_text(text)
    assert memory.read("http://127.0.0.1") == Capabilities()


def test_a_server_that_guards_nothing_is_only_read(server: Loopback, memory: CapabilityFile) -> None:
    def careless(hub: Plain, call: Call, ids: list[str], user: str) -> Answer:
        headers = {name: value for name, value in call.headers.items() if name != "if-match"}
        return put_data_call(hub, replace(call, headers=headers), ids, user)

    routes = server.routes
    server.routes = tuple((*one[:3], careless if one[3] is put_data_call else one[3]) for one in routes)
    with opened(server, memory) as hub:
        hub.probe("headgate-probe")
    server.calls.clear()
    with opened(server, memory) as again, pytest.raises(Blocked):
        again.write(UNIT, "a: 1\n", seen=Guard(data_hash=NO_DATA), change=a_change())
    assert [call.path for call in server.calls if call.method == "PUT"] == []


def test_what_a_later_probe_could_not_try_is_as_an_earlier_one_found_it(
    server: Loopback, memory: CapabilityFile
) -> None:
    with opened(server, memory) as hub:
        version = hub.server.version
    memory.keep(server.url, Capabilities(version=version, probed="t", found={"guard": False}))
    server.faults = [Fault(method="PUT", path="/data", status=503, times=-1)]
    with opened(server, memory) as hub:
        hub.probe("headgate-probe")
    assert memory.read(server.url).says("guard", version) is False


def test_drafts_are_ordinary_units_where_the_server_takes_no_provider_none(
    server: Loopback, memory: CapabilityFile
) -> None:
    memory.keep(server.url, knowing(**{"provider-none": False}))
    with opened(server, memory) as hub:
        hub.offer(a_proposal(unit=UNIT))
    (draft,) = [kept.fields for kept in server.store.units.values() if kept.fields["Slug"].startswith("prop")]
    assert "ProviderType" not in draft
