"""A stream of lines: each must come in time, none may be too long, and a stop ends it quietly."""

import json
import threading

import pytest

from core.errors import InputRefused, NotFound, SourceUnreadable
from tests.builders.clients import READ, talking
from tests.builders.loopback import Conversation, Request, json_reply, well_behaved

HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
END = b"0\r\n\r\n"


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def test_lines_come_whole_however_they_are_cut() -> None:
    def watch(talk: Conversation, _: Request) -> None:
        talk.send(
            HEAD + b"".join(chunk(part) for part in (b'{"a"', b":1}\n\n", b'{"a":2}\n{"a', b'":3}')) + END
        )

    with talking(watch) as (client, _):
        found = [json.loads(line)["a"] for line in client.lines(READ, idle_seconds=5)]
    assert found == [1, 2, 3]


def test_a_line_comes_before_the_stream_ends() -> None:
    def watch(talk: Conversation, _: Request) -> None:
        talk.send(HEAD + chunk(b"first\n"))
        talk.over.wait(20)

    with talking(watch) as (client, _):
        lines = client.lines(READ, idle_seconds=5)
        assert next(lines) == b"first"
        lines.close()


def test_a_line_that_comes_too_slowly_ends_the_stream_with_an_error() -> None:
    def watch(talk: Conversation, _: Request) -> None:
        talk.send(HEAD + chunk(b"first\n"))
        talk.drip(b"1\r\nx\r\n" * 100, every_seconds=0.02)

    with talking(watch) as (client, _):
        lines = client.lines(READ, idle_seconds=0.3)
        assert next(lines) == b"first"
        with pytest.raises(SourceUnreadable) as late:
            next(lines)
    assert late.value.why == "no whole answer from 127.0.0.1 within 0.3 s"


def test_many_lines_together_may_be_longer_than_one() -> None:
    def watch(talk: Conversation, _: Request) -> None:
        talk.send(HEAD + chunk(b"x" * 90_000 + b"\n") * 20 + END)

    with talking(watch, line_bytes=200_000) as (client, _):
        assert len(list(client.lines(READ, idle_seconds=5))) == 20


def test_a_line_without_end_is_left_at_the_limit() -> None:
    def watch(talk: Conversation, _: Request) -> None:
        talk.send(HEAD)
        while not talk.over.is_set():
            talk.send(chunk(b"x" * 10_000))

    with talking(watch, line_bytes=100_000) as (client, _), pytest.raises(InputRefused, match="100000 bytes"):
        list(client.lines(READ, idle_seconds=5))


def test_a_stop_ends_a_stream_quietly() -> None:
    stop = threading.Event()

    def watch(talk: Conversation, _: Request) -> None:
        talk.send(HEAD + chunk(b"first\n"))
        talk.over.wait(20)

    with talking(watch) as (client, _):
        found = []
        for line in client.lines(READ, idle_seconds=20, stop=stop):
            found.append(line)
            stop.set()
    assert found == [b"first"]


def test_a_stream_that_is_cut_off_is_an_error() -> None:
    def watch(talk: Conversation, _: Request) -> None:
        talk.send(HEAD + chunk(b"first\n"))
        talk.close()

    with talking(watch) as (client, _), pytest.raises(SourceUnreadable, match="was cut off"):
        list(client.lines(READ, idle_seconds=5))


def test_a_stream_that_is_refused_says_why() -> None:
    refusal = json_reply({"message": "gone"}, status=410)
    with talking(well_behaved(lambda _: refusal)) as (client, _), pytest.raises(NotFound, match="410: gone"):
        list(client.lines(READ, idle_seconds=5))
