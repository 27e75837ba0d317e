"""Webhooks over a real socket: a genuine one rings once; floods, replays, drips and giants do nothing."""

import hmac
import socket
from collections.abc import Iterator, Mapping

import httpx
import pytest

from core.net.webhooks import Scheme
from core.secret import Secret
from core.watch.listener import Gate, Listener
from tests.fakes.clock import FakeClock

KEY = "a shared word"
PATIENCE_SECONDS = 0.3


class Rung:
    """A gate with its listener, and how often it rang."""

    def __init__(self) -> None:
        self.times = 0
        self.clock = FakeClock()
        gate = Gate(secrets={Scheme.GITHUB: (Secret(KEY),)}, clock=self.clock, ring=self.ring)
        self.listener = Listener(gate, host="127.0.0.1", port=0, patience_seconds=PATIENCE_SECONDS)
        self.listener.start()

    def ring(self) -> None:
        self.times += 1

    def post(
        self, body: bytes = b"{}", *, method: str = "POST", headers: Mapping[str, str] | None = None
    ) -> int:
        signed = {"X-Hub-Signature-256": f"sha256={hmac.new(KEY.encode(), body, 'sha256').hexdigest()}"}
        url = f"http://127.0.0.1:{self.listener.port}/any/path/../at/all"
        with httpx.Client(trust_env=False, timeout=20) as client:
            return client.request(
                method, url, content=body, headers={**signed, **(headers or {})}
            ).status_code


@pytest.fixture
def rung() -> Iterator[Rung]:
    made = Rung()
    yield made
    made.listener.close()


def test_a_genuine_delivery_rings(rung: Rung) -> None:
    assert (rung.post(), rung.times) == (202, 1)


def test_a_replay_is_thanked_for_and_rings_nobody(rung: Rung) -> None:
    assert ([rung.post(), rung.post()], rung.times) == ([202, 200], 1)


def test_after_a_day_the_same_delivery_counts_again(rung: Rung) -> None:
    rung.post()
    rung.clock.advance(86_401)
    assert (rung.post(), rung.times) == (202, 2)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"X-Hub-Signature-256": "sha256=" + "0" * 64}, 401, id="forged"),
        pytest.param({"X-Hub-Signature-256": ""}, 401, id="unsigned"),
    ],
)
def test_what_is_not_genuine_rings_nobody(headers: dict[str, str], status: int, rung: Rung) -> None:
    assert (rung.post(headers=headers), rung.times) == (status, 0)


@pytest.mark.parametrize(
    ("length", "status"),
    [
        pytest.param("many", "400", id="no number"),
        pytest.param("-1", "400", id="a negative one"),
        pytest.param("262145", "413", id="too much"),
    ],
)
def test_a_length_that_cannot_be_is_refused_before_anything_is_read(
    length: str, status: str, rung: Rung
) -> None:
    with socket.create_connection(("127.0.0.1", rung.listener.port), timeout=20) as line:
        line.sendall(f"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: {length}\r\n\r\n".encode())
        assert line.recv(100).decode().split()[1] == status
    assert rung.times == 0


def test_only_post_is_answered(rung: Rung) -> None:
    assert (rung.post(method="GET"), rung.times) == (501, 0)


def test_a_flood_is_cut_off_after_sixty_a_minute(rung: Rung) -> None:
    answers = [rung.post(b"%d" % number) for number in range(70)]
    assert (answers.count(202), answers.count(429), rung.times) == (60, 10, 60)
    rung.clock.advance(61)
    assert rung.post(b"later") == 202


def test_a_drip_of_bytes_is_hung_up_on_and_others_are_served(rung: Rung) -> None:
    with socket.create_connection(("127.0.0.1", rung.listener.port), timeout=20) as drip:
        drip.sendall(b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nx")
        assert rung.post() == 202
        assert drip.recv(100) == b"" or drip.recv(100) == b""
    assert rung.times == 1


def test_of_many_callers_at_once_some_are_sent_away_and_none_waits_for_ever(rung: Rung) -> None:
    lines = [socket.create_connection(("127.0.0.1", rung.listener.port), timeout=20) for _ in range(40)]
    for line in lines:
        line.sendall(b"POST / HTTP/1.1\r\n")
    ends = [line.recv(100) for line in lines]
    for line in lines:
        line.close()
    assert all(end == b"" or b" 503 " in end or b" 408 " in end for end in ends)
    assert rung.post() == 202
