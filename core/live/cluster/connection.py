"""Connection: the API of one context, signed in when it is first used and again when it must be."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from core.errors import SettingsError, SourceUnreadable
from core.live.cluster.access import Access, Impersonation
from core.live.cluster.programs import Confirmed, Credentials, credentials_from
from core.live.cluster.refusals import REFUSALS, error_of, refusal_of
from core.net.address import base_of
from core.net.calls import Answer, Call
from core.net.client import Client
from core.net.means import Means
from core.net.site import Credential, Limits, Site
from core.net.values import Json, picked
from core.ports.processes import Run
from core.progress import Stop
from core.safetext import safe_line
from core.secret import Secret

__all__ = ["Connection"]

_UNAUTHORIZED: Final = 401
_SUCCESS: Final = 2
_EARLY_SECONDS: Final = 60
"""Credentials are renewed this long before they expire."""

_PATIENCE_SECONDS: Final = 20.0
"""How long a server that wants to be left alone (429, 503) is waited for in all."""


class Connection:
    """Sends calls to one cluster; used from several threads at once.

    Args:
        access: what the kubeconfig says.
        means: the machine's part.
        run: starts the program that gets credentials.
        confirmed: which programs may be started.
        limits: of every call.
    """

    def __init__(
        self, access: Access, means: Means, *, run: Run, confirmed: Confirmed, limits: Limits | None = None
    ) -> None:
        self.access = access
        self.means = means
        self._run = run
        self._confirmed = confirmed
        self._limits = limits or Limits(patience_seconds=_PATIENCE_SECONDS)
        self._lock = threading.Lock()
        self._client: Client | None = None
        self._left: list[Client] = []  # others may still be reading through them
        self._until: float | None = None

    def answer(self, call: Call, *, stop: Stop | None = None) -> Answer:
        """Send a call; gives what the server said, refusals too (`REFUSALS`). Signs in again after a 401.

        Raises:
            SourceUnreadable: no answer, or one that says nothing of Kubernetes' own.
            OutcomeUnknown: a write was sent, and nobody knows.
        """
        wide = replace(call, also=call.also | REFUSALS)
        with _usable():
            found = self._signed_in().send(wide, stop=stop)
            if found.status == _UNAUTHORIZED and self.is_renewable:
                found = self._signed_in(anew=True).send(wide, stop=stop)
        return found

    def read(self, call: Call, *, stop: Stop | None = None) -> Json:
        """Send a call and give its JSON.

        Raises:
            SourceUnreadable, NotFound, SideMoved, InputRefused: the server refuses; see `error_of`.
            OutcomeUnknown: a write was sent, and nobody knows.
        """
        found = self.answer(call, stop=stop)
        if found.status // 100 != _SUCCESS:
            raise error_of(refusal_of(found), call, context=self.access.context)
        return self.json(call, found)

    def json(self, call: Call, found: Answer) -> Json:
        """Read an answer's JSON, under the limits of the house."""
        return picked(self._client or self._signed_in(), call, found).plain()

    def lines(
        self, call: Call, *, idle_seconds: float, stop: Stop, refused: Callable[[Answer], Exception]
    ) -> Iterator[bytes]:
        """Read a stream line by line; see `core.net.client.Client.lines`. Does not sign in again."""
        with _usable():
            yield from self._signed_in().lines(call, idle_seconds=idle_seconds, stop=stop, refused=refused)

    @property
    def is_renewable(self) -> bool:
        """Whether other credentials may be got, so that a 401 need not be the last word."""
        return bool(self.access.program or self.access.token_file)

    def close(self) -> None:
        """Close every connection; it may be used again."""
        with self._lock:
            for client in (*self._left, self._client):
                if client is not None:
                    client.close()
            self._left.clear()

    def _signed_in(self, *, anew: bool = False) -> Client:
        with self._lock:
            now = self.means.clock.seconds()
            old = self._until is not None and now > self._until - _EARLY_SECONDS
            if self._client is None or anew or old:
                self._left += [self._client] if self._client is not None else []
                self._client = Client(self._site(), self.means)
            return self._client

    def _site(self) -> Site:
        access = self.access
        got = self._credentials()
        self._until = got.until
        return Site(
            title=f"the cluster of context {safe_line(access.context)}",
            base=base_of(access.server, setting=f"the server of context {safe_line(access.context)}"),
            credential=Credential(secret=got.token) if got.token else None,
            headers=_headers(access.acts_as) if access.acts_as else {},
            trust=replace(access.trust, identity=got.identity) if got.identity else access.trust,
            proxy=access.proxy,
            rights=f"kubectl --context {safe_line(access.context)} auth can-i --list",
            limits=self._limits,
        )

    def _credentials(self) -> Credentials:
        access = self.access
        if access.program is not None:
            return credentials_from(access, access.program, run=self._run, confirmed=self._confirmed)
        token = access.token
        if access.token_file:
            token = Secret(_token(Path(access.token_file), access))
        return Credentials(token=token, identity=None, until=None)


@contextmanager
def _usable() -> Iterator[None]:
    """Say that the cluster is unknown where its address or its certificates are no good."""
    try:
        yield
    except SettingsError as error:
        raise SourceUnreadable(error.what, why=error.why, next_step=error.next_step) from error


def _token(file: Path, access: Access) -> str:
    try:
        return file.read_text("ascii").strip()
    except (OSError, UnicodeError) as error:
        raise SourceUnreadable(
            f"Could not sign in to the cluster of context {safe_line(access.context)}",
            why=f"{safe_line(str(file))}: {getattr(error, 'strerror', None) or 'it is no text'}",
            next_step=f"see who may read {safe_line(str(file))}",
        ) from error


def _headers(acts_as: Impersonation) -> dict[str, str]:
    """Say whom the requests are made as. Source: Kubernetes, User impersonation."""
    said = {
        "Impersonate-User": acts_as.user,
        "Impersonate-Group": acts_as.group,
        "Impersonate-Uid": acts_as.uid,
    }
    return {name: value for name, value in said.items() if value}
