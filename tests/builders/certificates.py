"""Certificates for servers on this machine: good ones, and one for each way to be bad."""

import ssl
from datetime import UTC, datetime
from functools import lru_cache

import trustme

from core.net.site import Trust
from core.secret import Secret

__all__ = ["AUTHORITY", "client_identity", "expired", "for_host", "served", "trusted"]

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=1)
def AUTHORITY() -> trustme.CA:  # noqa: N802  a constant that costs a key
    """The authority that the clients of the tests are told to believe."""
    return trustme.CA()


def trusted() -> Trust:
    return Trust(authorities=AUTHORITY().cert_pem.bytes().decode())


def for_host(*hosts: str) -> trustme.LeafCert:
    return AUTHORITY().issue_cert(*hosts)


def expired() -> trustme.LeafCert:
    return AUTHORITY().issue_cert("127.0.0.1", "localhost", not_after=LONG_AGO)


def client_identity() -> Secret:
    one = AUTHORITY().issue_cert("operator@headgate.test")
    return Secret("".join(pem.bytes().decode() for pem in (*one.cert_chain_pems, one.private_key_pem)))


def served(leaf: trustme.LeafCert, *, asks_for_ours: bool = False) -> ssl.SSLContext:
    """Make a server's context."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    if asks_for_ours:
        context.verify_mode = ssl.CERT_REQUIRED
        AUTHORITY().configure_trust(context)
    return context
