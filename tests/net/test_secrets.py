"""A token goes to its own server and nowhere else: no other host, no log, no message, no file."""

import logging
import pickle
import traceback
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import HeadgateError, SettingsError, SourceUnreadable
from core.net.calls import Call
from core.net.pages import by_link, pages
from core.net.site import Credential
from core.secret import Secret
from tests.builders.certificates import for_host, served, trusted
from tests.builders.clients import CANARY, CREATE, READ, client_of, site_of, talking
from tests.builders.loopback import Loopback, Reply, Request, json_reply, well_behaved


def answering(_: Request) -> Reply:
    return json_reply({"ok": True})


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
@pytest.mark.parametrize("call", [pytest.param(READ, id="read"), pytest.param(CREATE, id="write")])
def test_no_redirect_takes_anything_to_another_host(status: int, call: Call) -> None:
    with Loopback(well_behaved(answering)) as thief:
        away = Reply(
            status=status, headers={"Location": f"http://user:pw@127.0.0.1:{thief.port}/x?t={CANARY}"}
        )
        with talking(well_behaved(lambda _: away)) as (client, _), pytest.raises(SourceUnreadable) as error:
            client.send(call)
        assert thief.requests == []
    assert (
        error.value.why == "127.0.0.1 sends us on to another path of its own, and credentials follow nobody"
    )
    assert error.value.changed == "nothing"


def test_no_link_of_a_list_takes_anything_to_another_host() -> None:
    with Loopback(well_behaved(answering)) as thief:
        away = json_reply([], Link=f'<{thief.url}/pulls?page=2>; rel="next"')
        with talking(well_behaved(lambda _: away)) as (client, server):
            with pytest.raises(HeadgateError, match="out of bounds"):
                list(pages(client, READ, by_link))
            assert len(server.requests) == 1
        assert thief.requests == []


def test_no_cookie_is_kept() -> None:
    with talking(well_behaved(lambda _: json_reply({}, Set_Cookie="session=1"))) as (client, server):
        client.send(READ)
        client.send(READ)
        assert ["cookie" in request.headers for request in server.requests] == [False, False]


def test_what_a_server_quotes_of_what_was_sent_holds_no_credential() -> None:
    quoted = 'Invalid value: "postgres://app:hunter2x@db/shop"'
    echo = json_reply({"message": quoted}, status=422)
    with talking(well_behaved(lambda _: echo)) as (client, _), pytest.raises(HeadgateError) as error:
        client.send(CREATE)
    assert ("hunter2x" in str(error.value), "Invalid value" in error.value.why) == (False, True)


def test_neither_messages_nor_logs_nor_tracebacks_hold_the_token(caplog: pytest.LogCaptureFixture) -> None:
    echo = json_reply({"message": f"who is {CANARY}?"}, status=401)
    with caplog.at_level(logging.DEBUG), talking(well_behaved(lambda _: echo)) as (client, server):
        with pytest.raises(SourceUnreadable) as error:
            client.send(READ)
        assert server.requests[0].headers["private-token"] == CANARY
        told = [str(error.value), repr(client.site), repr(client), *traceback.format_exception(error.value)]
    assert "who is ***?" in error.value.why
    assert [record for record in caplog.records if record.name.startswith("httpcore")] == []
    assert not any(CANARY in text for text in (*told, caplog.text))
    assert CANARY.encode() not in pickle.dumps(error.value)


@pytest.mark.parametrize("token", ["", "two\nlines", "a\rb", "wide\u2003space", "\x00"])
def test_a_token_that_no_header_can_carry_is_refused_without_being_quoted(token: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Credential(secret=Secret(token))
    assert not token or token not in str(refused.value)


def test_the_environment_has_no_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = tmp_path / "keys.log"
    tls = served(for_host("127.0.0.1"))
    with Loopback(well_behaved(answering)) as proxy, Loopback(well_behaved(answering), tls=tls) as server:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.setenv("SSLKEYLOGFILE", str(keys))
        monkeypatch.setenv("SSL_CERT_FILE", "/nowhere")
        (Path.home() / ".netrc").write_text("machine 127.0.0.1 login evil password evil\n")
        with client_of(replace(site_of(server.url), trust=trusted())) as client:
            client.send(READ)
        assert (len(proxy.requests), "authorization" in server.requests[0].headers) == (0, False)
    assert not keys.exists()
