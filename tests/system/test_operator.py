import os
import pwd
from pathlib import Path

import pytest

from core.model.people import Actor
from core.ports.effects import Operator
from core.system.operator import SystemOperator, evidence, who_acts

NAMES = {0: "root", 7: "deploy", 1000: "ada"}


@pytest.mark.parametrize(
    ("uid", "login", "sudo_user", "name", "how"),
    [
        pytest.param(1000, None, "", "ada", "account", id="only the account is known"),
        pytest.param(1000, 1000, "", "ada", "login", id="the one who logged in"),
        pytest.param(0, 1000, "", "ada", "login", id="su after a login: the login counts"),
        pytest.param(0, 1000, "eve", "ada", "login", id="the kernel goes before what the environment claims"),
        pytest.param(0, None, "ada", "ada", "sudo to root", id="sudo, and no login is known"),
        pytest.param(
            7, None, "ada", "ada", "sudo to deploy", id="sudo to another account names that account"
        ),
        pytest.param(0, None, "root", "root", "account", id="sudo from an account to itself says nothing"),
        pytest.param(0, None, "a\x1b[2Jb", "a\u241b[2Jb", "sudo to root", id="a claimed name is made inert"),
    ],
)
def test_who_acts(uid: int, login: int | None, sudo_user: str, name: str, how: str) -> None:
    acting = who_acts(uid=uid, login=login, sudo_user=sudo_user, name_of=NAMES.__getitem__)
    assert acting == Actor(name=name, how_known=how)


def test_the_operator_of_this_very_process_has_a_name() -> None:
    operator: Operator = SystemOperator()
    acting = operator.actor()
    assert acting.how_known in {"login", "account"}
    assert acting.how_known == "login" or acting.name == pwd.getpwuid(os.getuid()).pw_name


def test_sudo_user_of_the_environment_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUDO_USER", "somebody-else")
    acting = SystemOperator().actor()
    assert acting.how_known == "login" or acting.name == "somebody-else"


AUTHENTICATION = "publickey ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE1v\nbroken\npublickey ssh-rsa no!base64\n"


def test_each_thing_that_is_known_is_labelled_as_proved_or_claimed() -> None:
    known = evidence(
        uid=0,
        login=1000,
        env={"SUDO_USER": "a\x1b[2Jb", "SSH_CONNECTION": "10.0.0.9 1 10.0.0.1 22", "HOME": "/root"},
        terminal="tty 136:3",
        authentication=AUTHENTICATION,
    )
    assert [name for name, _ in known] == [
        "uid",
        "login uid",
        "terminal",
        "SSH key",
        "SUDO_USER",
        "SSH_CONNECTION",
    ]
    labels = ["claimed" if text.endswith(", claimed") else text.rpartition(", ")[2] for _, text in known]
    assert labels == ["proved by the kernel"] * 3 + ["claimed"] * 3
    assert "\x1b" not in str(known)


def test_the_key_that_sshd_let_somebody_in_with_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "auth").write_text(AUTHENTICATION)
    monkeypatch.setenv("SSH_USER_AUTH", str(tmp_path / "auth"))
    found = dict(SystemOperator().actor().evidence)
    assert found["SSH key"].startswith("ssh-ed25519 SHA256:")
