"""Who sits at this terminal, and how far that can be trusted."""

import os
import pwd
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from core.model.people import Actor
from core.safetext import safe_line

__all__ = ["SystemOperator", "evidence", "login_uid", "who_acts"]

_NO_LOGIN: Final = 2**32 - 1
"""What the kernel shows for a process that no login led to. Source: audit_loginuid, proc(5)."""

_CLAIMS: Final = ("SUDO_USER", "SSH_CONNECTION", "SSH_USER_AUTH", "SSH_TTY")
"""What the environment says of who is there; anybody can set it. Source: sshd(8), sudo(8)."""

_CLAIM_LIMIT: Final = 200

_LOGIN_UID_FILE: Final = Path("/proc/self/loginuid")


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
        return replace(acts, evidence=evidence(uid=os.getuid(), login=login, env=os.environ))


def evidence(*, uid: int, login: int | None, env: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """List what is known of who acts, and who says so.

    Source: reliability.md T53: each is labelled as proved by the kernel or claimed.

    >>> evidence(uid=0, login=1000, env={"SUDO_USER": "ada"})
    (('uid', '0, says the kernel'), ('login uid', '1000, says the kernel'), ('SUDO_USER', 'ada, claimed'))
    """
    known = [("uid", f"{uid}, says the kernel")]
    if login is not None:
        known.append(("login uid", f"{login}, says the kernel"))
    claims = [(name, safe_line(env[name])[:_CLAIM_LIMIT]) for name in _CLAIMS if env.get(name)]
    return (*known, *((name, f"{value}, claimed") for name, value in claims))


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
