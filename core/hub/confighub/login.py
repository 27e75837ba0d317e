"""Login: whose token is sent, and whether another can be had. What `cub` keeps is read, never written.

Source: confighub-api.md §1.2 to §1.4.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from core.errors import HeadgateError, SourceUnreadable
from core.hub.confighub.cubfiles import cub_token, same_server
from core.net.calls import Call, Effect
from core.net.client import Client
from core.net.means import Means
from core.net.site import Site
from core.net.values import picked
from core.secret import Secret

__all__ = ["Login", "find_login"]

_AGAIN: Final = "cub auth login, then try again"


class Login(Protocol):
    """Where a token is from."""

    @property
    def how(self) -> str:
        """Say it in words, as ``CUB_TOKEN`` or ``context prod of cub``."""

    @property
    def rights(self) -> str:
        """Say what to do where the token is not taken or not enough."""

    def token(self) -> Secret:
        """Give the token.

        Raises:
            SourceUnreadable: there is none to be had.
        """

    def renewed(self) -> Secret:
        """Give another token after one was refused.

        Raises:
            SourceUnreadable: there is none.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """A token that somebody else made; there is no other.

    Attributes:
        how: where it is from.
        secret: the token.
        rights: what to do where it is not enough.
    """

    how: str
    secret: Secret
    rights: str = _AGAIN

    def token(self) -> Secret:
        return self.secret

    def renewed(self) -> Secret:
        raise SourceUnreadable(
            "Could not log in to ConfigHub",
            why=f"the token of {self.how} is not taken: it ran out, or belongs to another server",
            next_step=_AGAIN,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Worker:
    """A worker's id and secret, for which the server gives a token of a day.

    Attributes:
        root: the server without ``/api``: workers log in there.
        means: the machine's part of a client.
        worker: its id.
        secret: its secret.
        how: where they are from.
        rights: what to do where they are not enough.
    """

    root: Site
    means: Means
    worker: str
    secret: Secret
    how: str = "a worker's id and secret"
    rights: str = "check the worker's permissions on the spaces that headgate.yaml names"

    def token(self) -> Secret:
        body = json.dumps({"worker_id": self.worker, "worker_secret": self.secret.reveal()}).encode()
        call = Call(
            doing="log in to ConfigHub as a worker",
            path="/auth/worker",
            method="POST",
            effect=Effect.READ,
            headers={"Content-Type": "application/json"},
            body=body,
        )
        client = Client(self.root, self.means)
        try:
            return Secret(picked(client, call, client.send(call))["access_token"].text())
        except HeadgateError as error:
            raise SourceUnreadable(
                "Could not log in to ConfigHub as a worker",
                why=error.why,
                next_step="check the worker's id and secret; cub worker get shows which there are",
                ref=error.ref,
            ) from error
        finally:
            client.close()

    def renewed(self) -> Secret:
        return self.token()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Nobody:
    """No login was found; said when one is needed, so that `doctor` can still name the server."""

    how: str = "nothing: no login was found"
    rights: str = _AGAIN

    def token(self) -> Secret:
        raise SourceUnreadable(
            "Could not log in to ConfigHub",
            why="there is no CUB_TOKEN for this server, no worker's id and secret, and no login of cub",
            next_step=_AGAIN,
        )

    def renewed(self) -> Secret:
        return self.token()


def find_login(
    site: Site, means: Means, env: Mapping[str, str], *, token: str = "", worker: tuple[str, str] = ("", "")
) -> Login:
    """Find who we are at a server: what is named, CUB_TOKEN, a worker in the environment, `cub`'s own login.

    Args:
        site: the server; its base ends in ``/api``.
        means: the machine's part of a client.
        env: the environment.
        token: the name of the variable that holds the token, where the settings name one; else "".
        worker: likewise for a worker's id and secret.

    Raises:
        SourceUnreadable: a variable that the settings name is not set.
    """
    server = str(site.base).removesuffix("/api")
    if token:
        return _Given(how=token, secret=Secret(_named(env, token)), rights=f"check the token in {token}")
    if all(worker):
        return _worker(site, means, *(_named(env, name) for name in worker))
    if env.get("CUB_TOKEN") and same_server(env.get("CUB_SERVER", ""), server):
        return _Given(how="CUB_TOKEN", secret=Secret(env["CUB_TOKEN"]))
    if env.get("CONFIGHUB_WORKER_ID") and env.get("CONFIGHUB_WORKER_SECRET"):
        return _worker(site, means, env["CONFIGHUB_WORKER_ID"], env["CONFIGHUB_WORKER_SECRET"])
    found = cub_token(_cub_folder(env), server, env.get("CUB_CONTEXT", ""))
    return _Given(how=found[0], secret=found[1]) if found else _Nobody()


def _worker(site: Site, means: Means, worker: str, secret: str) -> Login:
    root = replace(site, base=replace(site.base, prefix=site.base.prefix.removesuffix("/api")))
    return _Worker(root=root, means=means, worker=worker, secret=Secret(secret))


def _named(env: Mapping[str, str], name: str) -> str:
    if not env.get(name):
        raise SourceUnreadable(
            "Could not log in to ConfigHub",
            why=f"headgate.yaml names the variable {name}, and it is not set",
            next_step=f"set {name}",
        )
    return env[name]


def _cub_folder(env: Mapping[str, str]) -> Path | None:
    if env.get("CUB_CONFIG"):
        return Path(env["CUB_CONFIG"])
    return Path(env["HOME"], ".confighub") if env.get("HOME") else None
