"""TLS is always checked, and fails closed."""

import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from core.errors import HeadgateError, SettingsError, SourceUnreadable
from core.net.site import Site, Trust
from core.net.trust import tls_context, trust_from_files
from core.secret import Secret
from tests.builders.certificates import AUTHORITY, client_identity, expired, for_host, served, trusted
from tests.builders.clients import CREATE, client_of, site_of
from tests.builders.loopback import Loopback, json_reply, well_behaved

STRANGER = trustme.CA()
OK = well_behaved(lambda _: json_reply({}))


def safe_site(server: Loopback, trust: Trust) -> Site:
    return replace(site_of(server.url), trust=trust)


@pytest.mark.parametrize(
    ("leaf", "why"),
    [
        pytest.param(expired, "certificate has expired", id="expired"),
        pytest.param(lambda: for_host("other.test"), "IP address mismatch", id="for another host"),
        pytest.param(lambda: STRANGER.issue_cert("127.0.0.1"), "local issuer certificate", id="a stranger's"),
    ],
)  # fmt: skip
def test_a_bad_certificate_ends_it_before_anything_is_sent(
    leaf: Callable[[], trustme.LeafCert], why: str
) -> None:
    with Loopback(OK, tls=served(leaf())) as server:
        with client_of(safe_site(server, trusted())) as client, pytest.raises(SourceUnreadable) as refused:
            client.send(CREATE)
        assert (server.requests, refused.value.changed) == ([], "nothing")
    assert why in refused.value.why
    assert "CA file" in refused.value.next_step


def test_without_a_named_authority_those_of_the_system_count() -> None:
    tls = served(for_host("127.0.0.1"))
    with Loopback(OK, tls=tls) as server, client_of(safe_site(server, Trust())) as client:
        with pytest.raises(SourceUnreadable, match="its certificate is not good"):
            client.send(CREATE)
        assert server.requests == []


def test_an_old_version_of_tls_is_refused() -> None:
    context = served(for_host("127.0.0.1"))
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    assert tls_context(trusted()).minimum_version == ssl.TLSVersion.TLSv1_2
    with Loopback(OK, tls=context) as server, client_of(safe_site(server, trusted())) as client:
        assert client.send(CREATE).status == 200


def test_a_server_may_want_our_certificate() -> None:
    with Loopback(OK, tls=served(for_host("127.0.0.1"), asks_for_ours=True)) as server:
        with client_of(safe_site(server, replace(trusted(), identity=client_identity()))) as client:
            assert client.send(CREATE).status == 200
        with client_of(safe_site(server, trusted())) as client, pytest.raises(HeadgateError):
            client.send(CREATE)
        assert len(server.requests) == 1


def test_the_name_in_the_certificate_may_be_said_apart_from_the_address() -> None:
    trust = replace(trusted(), server_name="cluster.test")
    with (
        Loopback(OK, tls=served(for_host("cluster.test"))) as server,
        client_of(safe_site(server, trust)) as client,
    ):
        assert client.send(CREATE).status == 200


def test_certificates_are_read_from_files(tmp_path: Path) -> None:
    identity = client_identity().reveal()
    (tmp_path / "ca.pem").write_bytes(AUTHORITY().cert_pem.bytes())
    (tmp_path / "ours.pem").write_text(identity)
    trust = trust_from_files(authorities=tmp_path / "ca.pem", certificate=tmp_path / "ours.pem")
    assert (trust.authorities, repr(trust.identity)) == (trusted().authorities, "***")
    assert tls_context(trust).verify_mode == ssl.CERT_REQUIRED


@pytest.mark.parametrize(
    "trust",
    [
        pytest.param(Trust(authorities="no certificate"), id="an authority that is none"),
        pytest.param(Trust(identity=Secret("no certificate")), id="a certificate of ours that is none"),
    ],
)
def test_what_is_no_certificate_is_named_as_a_setting(trust: Trust) -> None:
    with pytest.raises(SettingsError, match="Could not use the certificates in the settings"):
        tls_context(trust)


@pytest.mark.parametrize("content", [pytest.param(None, id="not there"), pytest.param(b"\xff", id="no text")])
def test_a_certificate_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "ca.pem"
    if content:
        path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"ca\.pem"):
        trust_from_files(authorities=path)


def test_a_server_that_speaks_no_tls_is_no_safe_connection() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        plain = threading.Thread(target=answer_in_plain, args=(server,))
        plain.start()
        url = f"https://127.0.0.1:{server.getsockname()[1]}"
        site = replace(site_of(url), trust=trusted())
        with client_of(site) as client, pytest.raises(SourceUnreadable, match="no safe connection"):
            client.send(CREATE)
        plain.join()


def answer_in_plain(server: socket.socket) -> None:
    """Answer whatever comes, at once: a greeting of TLS has a line's end in it only by chance."""
    line, _ = server.accept()
    with line:
        line.recv(4096)
        line.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
