"""Whom TLS believes: always checked, against the system's authorities or those that were named.

Nothing of the environment counts: no SSL_CERT_FILE, and no SSLKEYLOGFILE that would write session keys.
"""

import os
import ssl
import tempfile
from pathlib import Path

from core.errors import SettingsError
from core.net.site import Trust
from core.secret import Secret

__all__ = ["tls_context", "trust_from_files"]


def trust_from_files(
    *, authorities: Path | None = None, certificate: Path | None = None, key: Path | None = None
) -> Trust:
    """Read what the settings name.

    Args:
        authorities: the CA file that alone is believed; None for the system's.
        certificate: our certificate chain, PEM.
        key: its key, where it is not in the same file.

    Raises:
        SettingsError: a file cannot be read.
    """
    pieces = [_text(path) for path in (certificate, key) if path is not None]
    return Trust(
        authorities=_text(authorities) if authorities else "",
        identity=Secret("\n".join(pieces)) if pieces else None,
    )


def tls_context(trust: Trust) -> ssl.SSLContext:
    """Make the context of a site's connections; it checks certificate and host name.

    Raises:
        SettingsError: the certificates that were named are none.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # create_default_context obeys SSLKEYLOGFILE
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        _believe(context, trust.authorities)
        if trust.identity is not None:
            _identify(context, trust.identity)
    except (ssl.SSLError, ValueError) as error:
        raise SettingsError(
            "Could not use the certificates in the settings",
            why=f"they are no PEM certificates, or a key does not fit: {error}",
            next_step="name a PEM file with the authority's certificate, or with ours and its key",
        ) from error
    return context


def _believe(context: ssl.SSLContext, authorities: str) -> None:
    if authorities:
        context.load_verify_locations(cadata=authorities)
        return
    paths = ssl.get_default_verify_paths()
    file, folder = Path(paths.openssl_cafile), Path(paths.openssl_capath)
    if not file.is_file() and not folder.is_dir():
        import certifi  # noqa: PLC0415 - only where the machine has no authorities of its own

        file = Path(certifi.where())
    context.load_verify_locations(
        cafile=str(file) if file.is_file() else None, capath=str(folder) if folder.is_dir() else None
    )


def _identify(context: ssl.SSLContext, identity: Secret) -> None:
    """Load our certificate: ssl reads files only, so it lies in one of ours, 0600, for that moment."""
    handle, name = tempfile.mkstemp(suffix=".pem")
    try:
        with os.fdopen(handle, "w") as file:
            file.write(identity.reveal())
        context.load_cert_chain(name)
    finally:
        Path(name).unlink()


def _text(path: Path) -> str:
    try:
        return path.read_text("ascii")
    except (OSError, UnicodeError) as error:
        raise SettingsError(
            f"Could not read the certificates in {path}",
            why=getattr(error, "strerror", None) or "it is no PEM file",
            next_step="correct the path in the settings",
        ) from error
