"""The sixteen faults over the three kinds of call, on real sockets and TLS."""

import pytest

from core.errors import OutcomeUnknown
from core.net.calls import Call, Effect
from core.net.client import Client
from core.net.means import Means
from core.net.site import Site
from tests.builders.clients import client_of, site_of
from tests.builders.faults import Suffered, Wrong, expected, suffer
from tests.builders.loopback import Loopback, Reply, Request, json_reply, well_behaved

CALLS = {
    Effect.READ: Call(doing="read the unit web", path="/unit/web"),
    Effect.GUARDED: Call(
        doing="write the unit web",
        path="/unit/web",
        method="PUT",
        effect=Effect.GUARDED,
        target="the unit web",
        body=b"{}",
    ),
    Effect.CREATE: Call(
        doing="open the pull request",
        path="/pulls",
        method="POST",
        effect=Effect.CREATE,
        target="the pull request",
        body=b"{}",
    ),
}


class Shop:
    """A server that does what it is told and counts it."""

    def __init__(self) -> None:
        self.effects = 0

    def __call__(self, request: Request) -> Reply:
        self.effects += request.method != "GET"
        return json_reply({"done": self.effects})


def called(wrong: Wrong, effect: Effect) -> Suffered:
    shop = Shop()

    def act(site: Site, means: Means) -> None:
        client = Client(site, means)
        try:
            client.send(CALLS[effect])
        finally:
            client.close()

    return suffer(wrong, healthy=shop, effects=lambda: shop.effects, act=act)


@pytest.mark.parametrize("effect", Effect)
@pytest.mark.parametrize("wrong", Wrong)
def test_every_fault_ends_every_kind_of_call_as_the_table_says(wrong: Wrong, effect: Effect) -> None:
    assert called(wrong, effect).ends == expected(wrong, effect)


WHY = {
    Wrong.NO_NAME: "the name nowhere.test is not known: Name or service not known",
    Wrong.REFUSED: "no connection to hub.test: Connection refused",
    Wrong.UNTRUSTED: "no safe connection to hub.test: its certificate is not good: "
    "unable to get local issuer certificate",
    Wrong.LOGIN: "the server does not accept our credentials (401: as said: 401)",
    Wrong.RIGHTS: "the server does not allow it (403: as said: 403)",
    Wrong.MISSING: "the server has no such thing, or does not show it to us (404: as said: 404)",
    Wrong.TAKEN: "the server says that it collides with what is there (409: as said: 409)",
    Wrong.MOVED: "the server says that it is not as it was seen (412: as said: 412)",
    Wrong.INVALID: "the server refuses the request (422: as said: 422)",
    Wrong.LIMITED_SECONDS: "the server allows no more requests for now (429: as said: 429)",
    Wrong.LIMITED_DATE: "the server allows no more requests for now (429: as said: 429)",
    Wrong.FAILED: "the server failed (500: as said: 500)",
    Wrong.BUSY: "the server is not available for now (503: as said: 503)",
    Wrong.DRIP: "no whole answer from hub.test within 10 s",
    Wrong.TRUNCATED: "the answer of hub.test was cut off",
    Wrong.RESET: "the connection to hub.test was closed after the request was sent",
    Wrong.REDIRECT: "hub.test sends us on to elsewhere.test, and credentials follow nobody",
}


@pytest.mark.parametrize("effect", Effect)
@pytest.mark.parametrize("wrong", Wrong)
def test_every_fault_is_told_with_its_cause_and_the_request(wrong: Wrong, effect: Effect) -> None:
    call, error = CALLS[effect], called(wrong, effect).error
    unknown = isinstance(error, OutcomeUnknown)
    assert error is not None
    assert error.what == (
        f"Sent, but could not confirm: {call.doing}" if unknown else f"Could not {call.doing}"
    )
    assert error.why == WHY[wrong]
    assert error.ref == f"{call.method} {call.path}"
    assert error.changed == (f"{call.target}: unknown" if unknown else "nothing")
    assert error.next_step


def test_a_call_is_sent_again_only_where_that_is_safe() -> None:
    twice = {effect: {wrong for wrong in Wrong if len(called(wrong, effect).asked) > 1} for effect in Effect}
    may_pass = {Wrong.FAILED, Wrong.BUSY, Wrong.DRIP, Wrong.TRUNCATED, Wrong.RESET, Wrong.LIMITED_SECONDS}
    surely_not_done = {Wrong.LIMITED_SECONDS}
    assert twice == {
        Effect.READ: may_pass,
        Effect.GUARDED: surely_not_done,
        Effect.CREATE: surely_not_done,
    }


def test_a_healthy_server_is_reached_through_the_same_set_up() -> None:
    shop = Shop()
    with Loopback(well_behaved(shop)) as server, client_of(site_of(server.url)) as client:
        for call in CALLS.values():
            assert client.send(call).status == 200
    assert shop.effects == 2
