"""No far side can keep a call longer than its deadline, or give more than it may."""

import gzip
import threading
import time

import pytest

from core.errors import InputRefused, OutcomeUnknown, SourceUnreadable
from core.net.calls import Call
from tests.builders.clients import CREATE, READ, talking
from tests.builders.loopback import Conversation, Reply, Request, json_reply, well_behaved

HEAD = b"HTTP/1.1 200 OK\r\n"


def test_headers_that_come_in_drops_end_at_the_deadline_of_the_whole_call() -> None:
    def drip(talk: Conversation, _: Request) -> None:
        talk.drip(HEAD + b"X-Slow: yes\r\n" * 100, every_seconds=0.05)

    with talking(drip, seconds=0.4) as (client, _):
        began = time.monotonic()
        with pytest.raises(SourceUnreadable) as late:
            client.send(READ)
        assert 0.4 <= time.monotonic() - began < 2
    assert late.value.why == "no whole answer from 127.0.0.1 within 0.4 s"


def test_a_request_that_nobody_takes_ends_at_the_deadline_as_unknown() -> None:
    def never_read(talk: Conversation, _: Request) -> None:
        talk.over.wait(20)

    with talking(never_read, seconds=0.3) as (client, _), pytest.raises(OutcomeUnknown) as unknown:
        client.send(CREATE)
    assert unknown.value.changed == "the pull request: unknown"


@pytest.mark.parametrize(
    "framing",
    [
        pytest.param(b"Content-Length: 99999999999\r\n\r\n", id="a length that is given"),
        pytest.param(b"Connection: close\r\n\r\n", id="until the connection is closed"),
    ],
)
def test_a_body_without_end_is_left_at_the_limit(framing: bytes) -> None:
    sent = 0

    def pour(talk: Conversation, _: Request) -> None:
        nonlocal sent
        talk.send(HEAD + framing)
        while not talk.over.is_set():
            talk.send(b"x" * 100_000)
            sent += 100_000

    with talking(pour, answer_bytes=1_000_000) as (client, _), pytest.raises(InputRefused) as refused:
        client.send(READ)
    assert refused.value.why == "the answer of 127.0.0.1 is larger than 1000000 bytes"
    assert sent < 20_000_000


def test_what_the_framing_costs_on_the_wire_counts_too() -> None:
    chunk = b"1;padding=" + b"x" * 1000 + b"\r\ny\r\n"

    def pad(talk: Conversation, _: Request) -> None:
        talk.send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 300 + b"0\r\n\r\n")

    with talking(pad, answer_bytes=400_000) as (client, _):
        assert client.send(READ).body == b"y" * 300
    with talking(pad, answer_bytes=100_000) as (client, _), pytest.raises(InputRefused):
        client.send(READ)


@pytest.mark.parametrize(
    ("call", "kind"),
    [pytest.param(READ, InputRefused, id="read"), pytest.param(CREATE, OutcomeUnknown, id="write")],
)
def test_an_encoded_answer_is_refused_without_being_decoded(call: Call, kind: type[Exception]) -> None:
    bomb = Reply(body=gzip.compress(b"0" * 5_000_000), headers={"Content-Encoding": "gzip"})
    with talking(well_behaved(lambda _: bomb)) as (client, server):
        with pytest.raises(kind, match="encoding gzip, which nobody asked for"):
            client.send(call)
        assert [request.headers["accept-encoding"] for request in server.requests] == ["identity"]


def test_a_header_of_two_megabytes_is_no_http() -> None:
    def boast(talk: Conversation, _: Request) -> None:
        talk.send(HEAD + b"X-Big: " + b"x" * 2_000_000 + b"\r\n\r\n")

    with talking(boast) as (client, _), pytest.raises(SourceUnreadable, match="in no way that HTTP allows"):
        client.send(READ)


def test_a_refusal_counts_by_its_status_even_if_its_body_never_ends() -> None:
    def forbid(talk: Conversation, _: Request) -> None:
        talk.send(b"HTTP/1.1 403 No\r\nContent-Length: 1000\r\n\r\n{")
        talk.over.wait(20)

    with talking(forbid, seconds=0.3) as (client, _), pytest.raises(SourceUnreadable) as refused:
        client.send(CREATE)
    assert (refused.value.why, refused.value.changed) == ("the server does not allow it (403)", "nothing")


@pytest.mark.parametrize(
    ("call", "kind"),
    [pytest.param(READ, SourceUnreadable, id="read"), pytest.param(CREATE, OutcomeUnknown, id="write")],
)
def test_a_stop_ends_a_call_while_its_answer_is_waited_for(call: Call, kind: type[Exception]) -> None:
    stop = threading.Event()

    def stall(talk: Conversation, _: Request) -> None:
        stop.set()
        talk.over.wait(20)

    with talking(stall) as (client, _):
        began = time.monotonic()
        with pytest.raises(kind, match="whoever asked for it ended it"):
            client.send(call, stop=stop)
        assert time.monotonic() - began < 5


def test_a_stop_that_is_set_already_sends_nothing() -> None:
    stop = threading.Event()
    stop.set()
    with talking(well_behaved(lambda _: json_reply({}))) as (client, server):
        with pytest.raises(SourceUnreadable) as stopped:
            client.send(CREATE, stop=stop)
        assert (server.requests, stopped.value.changed) == ([], "nothing")
