"""A proxy is used where the settings say so, and sees a host name and nothing else."""

import select
import socket
from dataclasses import replace

import pytest

from core.errors import SourceUnreadable
from core.net.site import Proxy
from core.secret import Secret
from tests.builders.certificates import for_host, served, trusted
from tests.builders.clients import CREATE, client_of, site_of
from tests.builders.loopback import Conversation, Loopback, Request, json_reply, well_behaved


def tunnel(talk: Conversation, request: Request) -> None:
    """Connect to the port that was asked for and carry bytes both ways until an end closes."""
    with socket.create_connection(("127.0.0.1", int(request.target.rpartition(":")[2]))) as onward:
        talk.send(b"HTTP/1.1 200 Connection established\r\n\r\n")
        ways = {talk.sock: onward, onward: talk.sock}
        while not talk.over.is_set():
            for end in select.select(list(ways), [], [], 0.1)[0]:
                data = end.recv(65_536)
                if not data:
                    talk.close()
                ways[end].sendall(data)


def test_a_call_goes_through_the_tunnel_of_the_proxy() -> None:
    target = Loopback(well_behaved(lambda _: json_reply({})), tls=served(for_host("hub.test")))
    with target as server, Loopback(tunnel) as proxy:
        site = replace(
            site_of(f"https://hub.test:{server.port}"),
            trust=trusted(),
            proxy=Proxy(host="127.0.0.1", port=proxy.port, login=Secret("me:pw")),
        )
        with client_of(site) as client:
            assert client.send(CREATE).status == 200
            assert client.send(CREATE).status == 200
        (connect,) = proxy.requests
        assert (connect.method, connect.target) == ("CONNECT", f"hub.test:{server.port}")
        assert connect.headers["proxy-authorization"] == "Basic bWU6cHc="
        assert "private-token" not in connect.headers
        assert ["proxy-authorization" in request.headers for request in server.requests] == [False, False]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        pytest.param(b"HTTP/1.1 407 Login first\r\n\r\n", "HTTP/1.1 407 Login first", id="it wants a login"),
        pytest.param(b"HTTP/1.1 502 No\r\n\r\n", "HTTP/1.1 502 No", id="it cannot reach the host"),
        pytest.param(b"SSH-2.0-x\r\n\r\n", "SSH-2.0-x", id="it is no proxy"),
        pytest.param(b"HTTP/1.1 200 " + b"x" * 20_000, "it gave no HTTP answer", id="it talks without end"),
    ],
)
def test_a_proxy_that_refuses_is_named_and_nothing_was_sent(answer: bytes, why: str) -> None:
    def refuse(talk: Conversation, _: Request) -> None:
        talk.send(answer)
        talk.close()

    with Loopback(refuse) as proxy:
        site = site_of("https://hub.test", proxy=Proxy(host="127.0.0.1", port=proxy.port))
        with client_of(site) as client, pytest.raises(SourceUnreadable) as refused:
            client.send(CREATE)
        assert len(proxy.requests) == 1
    assert refused.value.why == f"the proxy did not connect to hub.test: {why}"
    assert refused.value.next_step == "check the proxy in the settings"
