"""Who sits at this terminal, and how far that can be trusted."""

import base64
import hashlib
import os
import pwd
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from core.model.people import Actor
from core.safetext import safe_line

__all__ = ["SystemOperator", "evidence", "login_uid", "ssh_keys", "who_acts"]

_NO_LOGIN: Final = 2**32 - 1
"""What the kernel shows for a process that no login led to. Source: audit_loginuid, proc(5)."""

_CLAIMS: Final = ("SUDO_USER", "SSH_CONNECTION", "SSH_USER_AUTH", "SSH_TTY")
"""What the environment says of who is there; anybody can set it. Source: sshd(8), sudo(8)."""

_CLAIM_LIMIT: Final = 200

_LOGIN_UID_FILE: Final = Path("/proc/self/loginuid")

_STATUS_FILE: Final = Path("/proc/self/stat")
"""Its seventh field is the controlling terminal's device. Source: proc_pid_stat(5)."""

_KEY_WORDS: Final = 2


def who_acts(*, uid: int, login: int | None, sudo_user: str, name_of: Callable[[int], str]) -> Actor:
    """Say who acts; what the kernel kept from the login goes before what the environment claims.

    Args:
        uid: the account we run as.
        login: the account that logged in, as the kernel kept it; None where it kept none.
        sudo_user: SUDO_USER; "" where it is not set. Anybody can set it, so the account is named too.
        name_of: finds the name of an account.

    Source: reliability.md T53: each name is labelled by where it is from.

    >>> who_acts(uid=0, login=None, sudo_user="ada", name_of="uid {}".format)
    Actor(name='ada', how_known='sudo to uid 0', is_agent=False)
    """
    account = name_of(uid)
    if login is not None:
        return Actor(name=name_of(login), how_known="login")
    if sudo_user and sudo_user != account:
        return Actor(name=safe_line(sudo_user), how_known=f"sudo to {account}")
    return Actor(name=account, how_known="account")


def login_uid(text: str) -> int | None:
    """Read what the kernel says of the login that led here; None where there was none.

    >>> login_uid("1000"), login_uid("4294967295"), login_uid("")
    (1000, None, None)
    """
    number = int(text) if text.strip().isdecimal() else _NO_LOGIN
    return None if number == _NO_LOGIN else number


class SystemOperator:
    """The person at this terminal; a `core.ports.effects.Operator`."""

    def actor(self) -> Actor:
        """Say who acts and how that is known: ``login``, ``sudo to root``, ``account``."""
        login = login_uid(_kernel_says())
        acts = who_acts(
            uid=os.getuid(), login=login, sudo_user=os.environ.get("SUDO_USER", ""), name_of=_name_of
        )
        known = evidence(
            uid=os.getuid(),
            login=login,
            env=os.environ,
            terminal=_terminal(),
            authentication=_authentication(os.environ.get("SSH_USER_AUTH", "")),
        )
        return replace(acts, evidence=known)


def evidence(
    *,
    uid: int,
    login: int | None,
    env: Mapping[str, str],
    terminal: str = "",
    authentication: str = "",
) -> tuple[tuple[str, str], ...]:
    """List what is known of who acts, and who says so.

    Args:
        uid: the account we run as.
        login: the account that logged in; None where the kernel kept none.
        env: the environment.
        terminal: the one that controls us; "" for none.
        authentication: how sshd let somebody in (ExposeAuthInfo): the text of the file that it names.

    Source: reliability.md T53: each is labelled as proved by the kernel or claimed.

    >>> dict(evidence(uid=0, login=1000, env={"SUDO_USER": "ada"}))["login uid"]
    '1000, proved by the kernel'
    """
    known = [("uid", f"{uid}, proved by the kernel")]
    if login is not None:
        known.append(("login uid", f"{login}, proved by the kernel"))
    if terminal:
        known.append(("terminal", f"{safe_line(terminal)}, proved by the kernel"))
    known += [("SSH key", f"{key}, claimed") for key in ssh_keys(authentication)]
    claims = [(name, safe_line(env[name])[:_CLAIM_LIMIT]) for name in _CLAIMS if env.get(name)]
    return (*known, *((name, f"{value}, claimed") for name, value in claims))


def ssh_keys(authentication: str) -> tuple[str, ...]:
    r"""Name the keys that sshd let somebody in with, by the fingerprints that ssh-keygen -l prints.

    Source: sshd_config(5), ExposeAuthInfo: a line is a method, for keys with type and blob.

    >>> ssh_keys("publickey ssh-ed25519 AAAA\npassword")
    ('ssh-ed25519 SHA256:cJ6AyISHokEeHuTfufIqhhSS0gxHZRUMDHlKvXD4FHw',)
    """
    found: list[str] = []
    for line in authentication.splitlines():
        method, *words = line.split()[:3]
        if method == "publickey" and len(words) == _KEY_WORDS:
            with suppress(ValueError):
                blob = hashlib.sha256(base64.b64decode(words[1], validate=True)).digest()
                fingerprint = base64.b64encode(blob).decode().rstrip("=")
                found.append(f"{safe_line(words[0])} SHA256:{fingerprint}")
    return tuple(found)


def _terminal() -> str:
    """Name the terminal that controls this process, whatever its streams lead to."""
    try:
        number = int(_STATUS_FILE.read_text().rpartition(")")[2].split()[4])
        return f"tty {os.major(number)}:{os.minor(number)}" if number else ""
    except (OSError, ValueError, IndexError):
        return ""


def _authentication(name: str) -> str:
    """Read the file of ExposeAuthInfo, where it is there and of a believable size."""
    try:
        with Path(name).open("rb") as file:
            return file.read(_CLAIM_LIMIT * 100).decode(errors="replace") if name else ""
    except (OSError, ValueError):
        return ""


def _kernel_says() -> str:
    try:
        return _LOGIN_UID_FILE.read_text()
    except OSError:  # no such file but on Linux with auditing
        return ""


def _name_of(uid: int) -> str:
    try:
        return safe_line(pwd.getpwuid(uid).pw_name)
    except KeyError:  # containers run as numbers without a name
        return f"uid {uid}"
