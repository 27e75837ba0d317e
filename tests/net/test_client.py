"""What a client does when nothing is wrong, and how it asks again."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from core.errors import NotFound, SourceUnreadable
from core.net.address import path_of
from core.net.calls import Call, reading
from tests.builders.clients import CREATE, READ, talking
from tests.builders.loopback import Conversation, Reply, Request, json_reply, well_behaved


def asked(request: Request) -> Reply:
    return json_reply({"target": request.target, "size": len(request.body)})


def test_a_call_goes_under_the_base_with_its_query_and_its_body() -> None:
    with talking(well_behaved(asked), prefix="/api/v4") as (client, server):
        client.send(reading("look", path_of("projects", "a/b c"), ("q", "x&y"), ("q", "ü")))
        client.send(replace(CREATE, headers={"If-Match": '"7"'}, body=b"\xff"))
        first, second = server.requests
    assert (first.method, first.target) == ("GET", "/api/v4/projects/a%2Fb%20c?q=x%26y&q=%C3%BC")
    assert (second.method, second.target, second.body) == ("POST", "/api/v4/pulls", b"\xff")
    assert (second.headers["if-match"], second.headers["content-length"]) == ('"7"', "1")
    assert second.headers["private-token"] == "c4n4ry-t0ken"


def test_a_status_that_the_caller_answers_is_no_error() -> None:
    with talking(well_behaved(lambda _: json_reply({}, status=404))) as (client, _):
        assert client.send(replace(READ, also=frozenset({404}))).status == 404
        with pytest.raises(NotFound):
            client.send(READ)


def test_an_error_names_the_request_as_the_far_side_does() -> None:
    refusal = json_reply({"message": "no"}, status=403, X_GitHub_Request_Id="7F3A:\x1b[31m")
    with talking(well_behaved(lambda _: refusal)) as (client, _), pytest.raises(SourceUnreadable) as error:
        client.send(replace(READ, query=(("access", "s3cret"),)))
    assert error.value.ref == "request 7F3A:␛[31m, GET /unit/web"


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        pytest.param(b'{"message": "Bad credentials"}', "application/json", "Bad credentials", id="GitHub"),
        pytest.param(
            b'{"message": "Validation Failed", "errors": [{"message": "A pull request already exists"}]}',
            "application/json; charset=utf-8",
            "Validation Failed; A pull request already exists",
            id="GitHub, in detail",
        ),
        pytest.param(b'{"message": ["one", "two"]}', "application/json", "one; two", id="GitLab"),
        pytest.param(b'{"error": "invalid_token", "error_description": "revoked"}', "application/json",
                     "invalid_token; revoked", id="OAuth"),
        pytest.param(b"no route\x1b]52;c;x\x07", "text/plain", "no route␛]52;c;x␇", id="plain text, inert"),
        pytest.param(b"<h1>Welcome</h1>", "text/html", "", id="a page is no sentence"),
        pytest.param(b'{"message": ', "application/json", "", id="broken JSON"),
        pytest.param(b'{"message": "' + b"x" * 500 + b'"}', "application/json", "x" * 193 + "…", id="cut"),
    ],
)  # fmt: skip
def test_what_the_far_side_says_is_quoted_inert_and_short(body: bytes, kind: str, words: str) -> None:
    refusal = Reply(status=403, body=body, headers={"Content-Type": kind})
    with talking(well_behaved(lambda _: refusal)) as (client, _), pytest.raises(SourceUnreadable) as error:
        client.send(READ)
    said = error.value.why.removeprefix("the server does not allow it (403").removesuffix(")")
    assert said.removeprefix(": ")[:193] == words[:193]
    assert len(error.value.why) < 300


class Recovering:
    """Refuses the first requests, then answers."""

    def __init__(self, *refusals: Reply) -> None:
        self.left = list(refusals)

    def __call__(self, _: Request) -> Reply:
        return self.left.pop(0) if self.left else json_reply({"ok": True})


BUSY = json_reply({}, status=503)
LIMITED = json_reply({}, status=429, Retry_After="4")
LIMITED_BY_GITHUB = json_reply({}, status=403, Retry_After="4")


@pytest.mark.parametrize(
    ("call", "refusals", "pauses"),
    [
        pytest.param(READ, [BUSY, BUSY], [0.375, 0.75], id="a read of a busy server"),
        pytest.param(READ, [LIMITED], [4.45], id="a read that was limited"),
        pytest.param(CREATE, [LIMITED, LIMITED], [4.45, 4.45], id="a write that was limited, so not done"),
        pytest.param(CREATE, [LIMITED_BY_GITHUB], [4.45], id="a write that GitHub limits with 403"),
    ],
)
def test_what_may_pass_is_asked_again_after_a_pause(
    call: Call, refusals: list[Reply], pauses: list[float]
) -> None:
    made: list[float] = []
    with talking(well_behaved(Recovering(*refusals)), pauses=made, tries=3) as (client, server):
        assert client.send(call).status == 200
        assert len(server.requests) == len(refusals) + 1
    assert made == pytest.approx(pauses)


def test_pauses_never_add_up_to_more_than_the_patience() -> None:
    made: list[float] = []
    limited = well_behaved(lambda _: LIMITED)
    with talking(limited, pauses=made, tries=9, patience_seconds=10) as (client, server):
        with pytest.raises(SourceUnreadable) as error:
            client.send(READ)
        assert (len(server.requests), sum(made) <= 10) == (3, True)
    assert error.value.next_step == "the same command tries again in 4 s"


def test_a_connection_serves_many_calls_and_a_dead_one_is_not_used() -> None:
    ends = []

    def end_after_each_second(talk: Conversation, request: Request) -> None:
        talk.send(asked(request).written())
        ends.append(talk)
        if ends.count(talk) == 2:
            talk.close()

    with talking(end_after_each_second) as (client, _):
        for _number in range(6):
            client.send(CREATE)
    assert len({id(talk) for talk in ends}) == 3


def test_threads_share_a_client_and_each_gets_its_own_answer() -> None:
    with talking(well_behaved(asked), connections=4) as (client, server):
        with ThreadPoolExecutor(8) as pool:
            calls = [reading("look", path_of("unit", str(number))) for number in range(120)]
            answers = list(pool.map(client.send, calls))
        assert len(server.requests) == 120
    assert [f"/unit/{number}" in answer.body.decode() for number, answer in enumerate(answers)] == [
        True
    ] * 120
