"""A server as the settings describe it: where it is, how it is trusted, who we are there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.errors import SettingsError
from core.net.address import Base
from core.secret import Secret

__all__ = ["Credential", "Limits", "Proxy", "Site", "Trust"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What says who we are, in a header of every request to the site and of none elsewhere.

    Attributes:
        header: its name.
        secret: the token.
        scheme: the word before it, as ``Bearer``; "" for none.
    """

    secret: Secret
    header: str = "Authorization"
    scheme: str = "Bearer"

    def __post_init__(self) -> None:
        """Refuse what no header can carry, here, where no message quotes it.

        Raises:
            SettingsError: there is a line break or the like in it.
        """
        token = self.secret.reveal()
        if not (token and token.isascii() and token.isprintable()):
            raise SettingsError(
                "Could not use a token",
                why="it is empty, or holds a line break or another character that no header can carry",
                next_step="copy the token again, without anything around it",
            )

    def line(self) -> tuple[bytes, bytes]:
        """Give the header as it is sent."""
        return self.header.encode(), f"{self.scheme} {self.secret.reveal()}".lstrip().encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """The HTTP proxy on the way; asked for tunnels only, so it sees host names and no content.

    Attributes:
        host: where it is.
        port: likewise.
        login: ``user:password``; None where it wants none.
    """

    host: str
    port: int
    login: Secret | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whom to believe. There is no way to believe everybody.

    Attributes:
        authorities: certificates in PEM that alone are believed; "" for those of the system.
        identity: our certificate chain and its key in PEM, where the server wants them.
        server_name: the name that the certificate must be for; "" for the host's.
    """

    authorities: str = ""
    identity: Secret | None = None
    server_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one call may take.

    Attributes:
        seconds: from the start of one try to the last byte of its answer.
        answer_bytes: the whole answer, counted on the wire.
        tries: how often a call is sent at most.
        patience_seconds: all pauses between tries together; a server that wants more is not waited for.
        pages: of one list.
        depth: of a JSON answer.
        line_bytes: one line of a stream.
        connections: open at once.

    Source: reliability.md T42 and §4.1.
    """

    seconds: float = 30
    answer_bytes: int = 20_000_000
    tries: int = 3
    patience_seconds: float = 300
    pages: int = 1_000
    depth: int = 200
    line_bytes: int = 5_000_000
    connections: int = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One server.

    Attributes:
        title: how people call it, as ``GitHub`` or ``the hub``.
        base: where its API begins.
        credential: who we are there; None for nobody.
        headers: sent with every request, one of several values several times; nothing secret.
        trust: whom to believe.
        proxy: what is on the way; None for nothing. Nothing of the environment is ever asked.
        rights: what to do where rights are missing, as one sentence.
        limits: of every call.
    """

    title: str
    base: Base
    credential: Credential | None = None
    headers: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    trust: Trust = field(default_factory=Trust)
    proxy: Proxy | None = None
    rights: str = "check the credentials and their rights"
    limits: Limits = field(default_factory=Limits)
