"""The remote: what may be called one, what it holds, and sending one branch with a lease."""

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from core.errors import Blocked, OutcomeUnknown, SideMoved, SourceUnreadable
from core.git.sealed import Git, online, words_of
from core.ports.processes import Finished, Run
from core.safetext import safe_line

__all__ = ["Address", "Remote", "address_of"]

_SCP_LIKE: Final = re.compile(r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9][A-Za-z0-9.-]*:[^:].*")
_THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
"""A forge here may be spoken to without TLS, and cannot send us elsewhere."""

_FAR: Final = "refs/headgate/far"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a remote is.

    Attributes:
        url: what git is given; never holds a password.
        variables: what git is told beside it, by environment so that no other user can read it.
        local: it is a folder of this machine.
    """

    url: str
    variables: Mapping[str, str]
    local: bool


def address_of(url: str, *, top: Path) -> Address:
    """Read a remote's URL as the user's repository has it.

    A password in the URL moves into a header that only git sees; a relative folder is taken from ``top``.

    Raises:
        Blocked: it is neither https, ssh nor a folder, nor http on this machine.
    """
    scheme = urlsplit(url).scheme if "://" in url else ""
    if url.startswith("-") or "\n" in url or "::" in url.partition("/")[0]:
        raise _refused(url, "it is no plain URL")
    if scheme == "https":
        return _http(url, {}, [])
    if scheme == "http" and urlsplit(url).hostname in _THIS_MACHINE:
        return _http(url, {"GIT_ALLOW_PROTOCOL": "http"}, [("http.followRedirects", "false")])
    if scheme == "ssh" or (not scheme and _SCP_LIKE.fullmatch(url)):
        return Address(url=url, variables={}, local=False)
    if scheme in {"", "file"}:
        folder = Path(unquote(urlsplit(url).path)) if scheme else top / url
        return Address(url=str(folder), variables={}, local=True)
    raise _refused(url, f"{scheme} is not one of https, ssh and file, or http on this machine")


def _http(url: str, variables: Mapping[str, str], settings: list[tuple[str, str]]) -> Address:
    parts = urlsplit(url)
    if parts.password is None:
        return Address(url=url, variables={**variables, **_settings(settings)}, local=False)
    plain = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    login = f"{unquote(parts.username or '')}:{unquote(parts.password)}"
    header = f"Authorization: Basic {base64.b64encode(login.encode()).decode()}"
    key = f"http.{urlunsplit((parts.scheme, parts.netloc.rpartition('@')[2], '', '', ''))}/.extraHeader"
    return Address(url=plain, variables={**variables, **_settings([*settings, (key, header)])}, local=False)


def _settings(settings: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Tell git settings by environment, so that no other user can read them."""
    found = {"GIT_CONFIG_COUNT": str(len(settings))} if settings else {}
    for at, (key, value) in enumerate(settings):
        found |= {f"GIT_CONFIG_KEY_{at}": key, f"GIT_CONFIG_VALUE_{at}": value}
    return found


def _refused(url: str, why: str) -> Blocked:
    shown = re.sub(r"//[^/@]*@", "//***@", url)
    return Blocked(
        f"Could not use the Git remote {quote(safe_line(shown), safe=':/@.*-_~')}",
        why=why,
        next_step="git remote set-url gives it another address, or set git.remote to none",
    )


class Remote:
    """The repository that the team shares; reached from the mirror, never from the user's clone."""

    def __init__(self, run: Run, mirror: Path, address: Address, environment: Mapping[str, str]) -> None:
        self._git = Git(run=run, variables={**online(mirror, environment), **address.variables})
        self._address = address

    def tip(self, branch: str) -> str | None:
        """Read the object id a branch has there; None where there is none.

        Raises:
            SourceUnreadable: it cannot be reached.
        """
        ref = f"refs/heads/{branch}"
        out = self._git.attempt(
            "ls-remote", *self._far("upload-pack"), "--refs", "--end-of-options", self._address.url, ref
        )
        if out.code:
            raise SourceUnreadable(
                "Could not reach the Git remote",
                why=words_of(out),
                next_step="check the network and your rights, or run headgate doctor",
                ref=safe_line(self._address.url),
            )
        for line in out.out.decode("utf-8", "replace").splitlines():
            oid, _, name = line.partition("\t")
            if name == ref:
                return oid
        return None

    def fetch(self, branch: str) -> None:
        """Bring a branch's objects into the mirror.

        Raises:
            SourceUnreadable: it cannot be reached, or has no such branch.
        """
        self._git.ask(
            "fetch",
            "--no-tags",
            "--no-write-fetch-head",
            "--no-recurse-submodules",
            "--no-auto-maintenance",
            *self._far("upload-pack"),
            "--end-of-options",
            self._address.url,
            f"+refs/heads/{branch}:{_FAR}/{branch}",
        )

    @property
    def shown(self) -> str:
        """Name where it is, without anybody's name or password in it."""
        scheme, mark, rest = self._address.url.partition("://")
        if scheme not in {"http", "https"}:
            return self._address.url
        host, slash, path = rest.partition("/")
        return f"{scheme}{mark}{host.rpartition('@')[2]}{slash}{path}"

    def send(self, branch: str, oid: str, *, over: str = "") -> None:
        """Put a branch there, a new one or over the commit it is at; one that holds ``oid`` is left alone.

        Raises:
            SideMoved: the branch there holds something else; nothing was written.
            SourceUnreadable: it cannot be reached or refuses us; nothing was written.
            OutcomeUnknown: the connection was lost after sending.
        """
        if self._holds(branch, oid, over):
            return
        pushed = self._pushed(branch, f"{oid}:refs/heads/{branch}", over)
        if pushed.code and not self._arrived(branch, oid, over):
            raise SourceUnreadable(
                f"Could not send the branch {branch}",
                why=words_of(pushed),
                next_step="check your rights to push there; the same command tries again",
                ref=safe_line(self._address.url),
            )

    def drop(self, branch: str, oid: str) -> bool:
        """Take a branch away there, if it is still at a commit; tells whether it is gone.

        Raises:
            SourceUnreadable: it cannot be reached.
        """
        self._pushed(branch, f":refs/heads/{branch}", oid)
        return self.tip(branch) is None

    def _pushed(self, branch: str, what: str, over: str) -> Finished:
        return self._git.attempt(
            "push",
            "--porcelain",
            "--no-verify",
            "--no-signed",
            "--no-follow-tags",
            "--recurse-submodules=no",
            *self._far("receive-pack"),
            f"--force-with-lease=refs/heads/{branch}:{over}",
            "--end-of-options",
            self._address.url,
            what,
        )

    def _holds(self, branch: str, oid: str, over: str) -> bool:
        tip = self.tip(branch)
        if tip not in {over or None, oid}:
            raise SideMoved(
                f"Did not write the branch {branch}",
                why=f"the remote has it at {tip}" if tip else "the remote has it no more",
                next_step="look at that branch; delete it there if it is of no use any more",
            )
        return tip == oid

    def _arrived(self, branch: str, oid: str, over: str) -> bool:
        """Look a failed push up on the far side: its answer may be what was lost."""
        try:
            return self._holds(branch, oid, over)
        except SourceUnreadable as error:
            raise OutcomeUnknown(
                f"Could not confirm that the branch {branch} arrived",
                why=error.why,
                changed="the branch on the remote: unknown",
                next_step="headgate resume looks it up before it tries again",
                ref=safe_line(self._address.url),
            ) from error

    def _far(self, program: str) -> tuple[str, ...]:
        """Name the program on the far side: for a folder one that runs no hook of that folder."""
        if not self._address.local:
            return ()
        return (f"--{program}=git -c core.hooksPath=/dev/null -c core.alternateRefsCommand=: {program}",)
