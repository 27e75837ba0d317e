"""Server: one ConfigHub as it is spoken to: its epoch, our token, its lists."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from core.errors import HeadgateError, SourceUnreadable
from core.hub.confighub.capabilities import NOTHING_KNOWN, Capabilities
from core.hub.confighub.epochs import Epoch, epoch_of
from core.hub.confighub.login import Login
from core.hub.confighub.rows import Row, text
from core.net.calls import Answer, Call, reading
from core.net.client import Client
from core.net.means import Means
from core.net.site import Credential, Site
from core.net.values import Json, picked
from core.progress import never_stop
from core.secret import Secret

__all__ = ["CONTINUE", "PAGE", "Server"]

PAGE: Final = 1000
"""The longest page there is. Source: confighub-api.md §4."""

CONTINUE: Final = "confighub-continue"
"""The header that leads to the next page."""

_UNAUTHORIZED: Final = 401
_KNOWN_BY: Final = frozenset({"ClientID", "AuthIssuer", "AuthServer"})


class Server:
    """Speaks with one server; may be used by several threads at once.

    Args:
        site: where it is, without credentials; its base ends in ``/api``.
        login: where our token is from.
        means: the machine's part of a client.
        known: what a probe found of it.
    """

    def __init__(self, site: Site, login: Login, means: Means, known: Capabilities = NOTHING_KNOWN) -> None:
        self.known = known
        self._site = site
        self._login = login
        self._means = means
        self._lock = threading.Lock()
        self._client: Client | None = None
        self._info: Row | None = None

    @property
    def title(self) -> str:
        """How people call it."""
        return self._site.base.origin

    @property
    def login(self) -> str:
        """Where our token is from, in words."""
        return self._login.how

    @property
    def epoch(self) -> Epoch:
        """Which rules it follows."""
        return epoch_of(self.info())

    @property
    def version(self) -> str:
        """Which version it says it is; "" where it says none."""
        return text(self.info(), "Version")

    def holds(self, name: str) -> bool | None:
        """Tell whether a probe found an assumption to hold; None where nobody probed this version."""
        return self.known.says(name, self.version) if self.known.found else None

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            if self._client is not None:
                self._client.close()

    def info(self) -> Row:
        """Read what the server says of itself, once; no token is needed for it.

        Raises:
            SourceUnreadable: it cannot be reached, or it is no ConfigHub.
        """
        if self._info is None:
            found = self._asked_info()
            if not isinstance(found, dict) or not found.keys() & _KNOWN_BY:
                raise SourceUnreadable(
                    f"{self.title} is no ConfigHub",
                    why="what it answers at /api/info is nothing that ConfigHub says of itself",
                    next_step="correct hub: in headgate.yaml",
                )
            self._info = found
        return self._info

    def send(self, call: Call) -> Answer:
        """Send one call; a token that is no longer taken is renewed once, where that can be done.

        Raises:
            HeadgateError: as `core.net.client.Client` says.
        """
        client = self._connected()
        answer = client.send(replace(call, also=call.also | {_UNAUTHORIZED}))
        if answer.status != _UNAUTHORIZED:
            return answer
        return self._renewed(client).send(call)

    def document(self, call: Call) -> dict[str, Any]:
        """Send a call whose answer is one object, and read it.

        Raises:
            HeadgateError: as `core.net.client.Client` says.
        """
        return self.read(call, self.send(call))

    def read(self, call: Call, answer: Answer) -> dict[str, Any]:
        """Read an answer that is one object.

        Raises:
            HeadgateError: it is none; of a write, nobody knows what became of it.
        """
        found = picked(self._connected(), call, answer).plain()
        return dict(found) if isinstance(found, dict) else {}

    def said(self, answer: Answer) -> str:
        """Quote why an answer refuses; its status where it does not say."""
        return self._connected().said(answer) or f"status {answer.status}"

    def rows(self, doing: str, path: str, *query: tuple[str, str], limit: int = PAGE) -> Iterator[Any]:
        """Read a list to its end; in pages, some of which may be short or empty, where the server has pages.

        Args:
            doing: what for, as the end of "Could not ...".
            path: of the list.
            query: parameters; each page is asked for with the same.
            limit: of one page.

        Raises:
            HeadgateError: as `core.net.client.Client` says; the list has no end.
        """
        paged = (("limit", str(limit)),) if self.epoch.newest else ()
        call = reading(doing, path, *query, *paged)
        marks: set[str] = set()
        while True:
            answer = self.send(call)
            found = picked(self._connected(), call, answer).plain()
            if not isinstance(found, list):
                raise _endless(doing, "the answer is no list")
            if not all(isinstance(one, dict) for one in found):
                raise _endless(doing, "an entry of the list is no object")
            yield from found
            mark = answer.headers.get(CONTINUE, "")
            if not mark:
                return
            if mark in marks or len(marks) == self._site.limits.pages:
                raise _endless(doing, "its pages never end")
            marks.add(mark)
            call = reading(doing, path, *query, *paged, ("continue", mark))

    def me(self) -> str:
        """Say as whom we are known there.

        Raises:
            SourceUnreadable: the token is not taken.
        """
        found = self.document(reading("ask the hub who we are", "/me"))
        return text(found, "Username") or text(found, "DisplayName") or text(found, "UserID")

    def described(self) -> str:
        """Say which server it is, who we are there, and what is known of it.

        Raises:
            SourceUnreadable: it cannot be reached, or does not take our token.
        """
        known = f"; {self.known.words(self.version)}" if self.epoch.newest else ""
        return (
            f"ConfigHub {self.version or 'without a version'} (the API of {self.epoch}) at {self.title},"
            f" as {self.me()} by {self.login}{known}"
        )

    def pause(self, seconds: float) -> None:
        """Wait."""
        self._means.pause(seconds, never_stop())

    def _asked_info(self) -> Json:
        call = reading("ask the hub which version it is", "/info")
        client = self._anyone()
        try:
            return picked(client, call, client.send(call)).plain()
        except HeadgateError as error:
            raise SourceUnreadable(
                f"Could not reach ConfigHub at {self.title}",
                why=error.why,
                next_step="check hub: in headgate.yaml and the way there; headgate doctor looks again",
                ref=error.ref,
            ) from error
        finally:
            if client is not self._client:
                client.close()

    def _connected(self) -> Client:
        with self._lock:
            if self._client is None:
                self._client = self._client_with(self._login.token())
            return self._client

    def _anyone(self) -> Client:
        """Give a client for what needs no token: the usual one, where there is a login for it."""
        try:
            return self._connected()
        except SourceUnreadable:
            return Client(self._site, self._means)

    def _renewed(self, refused: Client) -> Client:
        """Log in again, once however many threads were refused."""
        with self._lock:
            if self._client is refused:
                refused.close()
                self._client = self._client_with(self._login.renewed())
            return self._client or refused

    def _client_with(self, token: Secret) -> Client:
        site = replace(self._site, credential=Credential(secret=token), rights=self._login.rights)
        return Client(site, self._means)


def _endless(doing: str, why: str) -> SourceUnreadable:
    return SourceUnreadable(f"Could not {doing}", why=why, next_step="headgate doctor")
