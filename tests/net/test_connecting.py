"""Before a byte is sent: names, addresses and connections, each within the deadline and each a sure no."""

import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest

from core.errors import SourceUnreadable
from core.net.client import Client
from core.net.site import Limits
from core.net.sockets import system_addresses
from tests.builders.clients import CREATE, READ, site_of, talking
from tests.builders.faults import means
from tests.builders.loopback import Conversation, Loopback, Request, json_reply, well_behaved

OK = well_behaved(lambda _: json_reply({}))


def test_a_name_that_is_never_found_ends_at_the_deadline() -> None:
    over = threading.Event()

    def hang(_host: str, _port: int) -> Sequence[tuple[int, object]]:
        over.wait(20)
        return []

    site = site_of("https://hub.test", limits=Limits(seconds=0.3, tries=1))
    client = Client(site, replace(means([]), resolve=hang))
    began = time.monotonic()
    with pytest.raises(SourceUnreadable) as late:
        client.send(CREATE)
    over.set()
    assert time.monotonic() - began < 5
    assert (late.value.why, late.value.changed) == ("no connection to hub.test within 0.3 s", "nothing")


def test_a_stop_ends_a_search_for_a_name() -> None:
    stop, over = threading.Event(), threading.Event()

    def hang(_host: str, _port: int) -> Sequence[tuple[int, object]]:
        stop.set()
        over.wait(20)
        return []

    client = Client(site_of("https://hub.test"), replace(means([]), resolve=hang))
    with pytest.raises(SourceUnreadable, match="whoever asked for it ended it"):
        client.send(CREATE, stop=stop)
    over.set()


def test_an_address_that_refuses_leads_to_the_next() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        closed = listener.getsockname()
    with Loopback(OK) as server:
        ways = [(socket.AF_INET, closed), (socket.AF_INET, ("127.0.0.1", server.port))]
        client = Client(
            site_of(f"http://localhost:{server.port}"), replace(means([]), resolve=lambda *_: ways)
        )
        assert client.send(CREATE).status == 200
        client.close()


def test_a_name_without_addresses_is_no_connection() -> None:
    site = site_of("https://hub.test", limits=Limits(tries=1))
    client = Client(site, replace(means([]), resolve=lambda *_: []))
    with pytest.raises(SourceUnreadable, match=r"no connection to hub\.test: no address"):
        client.send(CREATE)


def test_who_waits_for_a_connection_in_vain_has_sent_nothing() -> None:
    def stream(talk: Conversation, request: Request) -> None:
        if request.method == "POST":
            talk.send(json_reply({}).written())
            return
        talk.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nfirst\n\r\n")
        talk.over.wait(20)

    with talking(stream, connections=1, seconds=0.3) as (client, server):
        held = client.lines(READ, idle_seconds=20)
        assert next(held) == b"first"
        with pytest.raises(SourceUnreadable) as waited:
            client.send(CREATE)
        assert (waited.value.changed, len(server.requests)) == ("nothing", 1)
        held.close()
        assert client.send(CREATE).status == 200


def test_the_machine_knows_itself() -> None:
    assert (socket.AF_INET, ("127.0.0.1", 80)) in system_addresses("127.0.0.1", 80)
    with pytest.raises(OSError, match=r"."):
        system_addresses("not a name", 80)
