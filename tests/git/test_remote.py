from collections.abc import Sequence
from pathlib import Path

import pytest

from core.errors import Blocked, OutcomeUnknown, SourceUnreadable
from core.git.remote import Address, Remote, address_of
from core.ports.processes import Finished

TOP = Path("/repo")
OID = "a" * 40


@pytest.mark.parametrize(
    ("url", "address"),
    [
        pytest.param(
            "https://h.example/x.git",
            Address(url="https://h.example/x.git", variables={}, local=False),
            id="https",
        ),
        pytest.param(
            "https://me@h.example/x",
            Address(url="https://me@h.example/x", variables={}, local=False),
            id="a user name",
        ),
        pytest.param(
            "http://localhost:3000/x",
            Address(
                url="http://localhost:3000/x",
                variables={
                    "GIT_ALLOW_PROTOCOL": "http",
                    "GIT_CONFIG_COUNT": "1",
                    "GIT_CONFIG_KEY_0": "http.followRedirects",
                    "GIT_CONFIG_VALUE_0": "false",
                },
                local=False,
            ),
            id="http on this machine",
        ),
        pytest.param(
            "ssh://git@h.example:22/x",
            Address(url="ssh://git@h.example:22/x", variables={}, local=False),
            id="ssh",
        ),
        pytest.param(
            "git@h.example:team/x.git",
            Address(url="git@h.example:team/x.git", variables={}, local=False),
            id="ssh in short",
        ),
        pytest.param(
            "file:///srv/a%20b.git", Address(url="/srv/a b.git", variables={}, local=True), id="a file URL"
        ),
        pytest.param("/srv/x.git", Address(url="/srv/x.git", variables={}, local=True), id="a folder"),
        pytest.param(
            "../x.git", Address(url="/repo/../x.git", variables={}, local=True), id="a folder beside it"
        ),
    ],
)
def test_an_address_is_read(url: str, address: Address) -> None:
    assert address_of(url, top=TOP) == address


def test_a_password_leaves_the_url_and_travels_by_environment() -> None:
    address = address_of("https://me:s3%40cret@h.example:8443/x.git", top=TOP)
    assert address.url == "https://h.example:8443/x.git"
    assert address.variables == {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "http.https://h.example:8443/.extraHeader",
        "GIT_CONFIG_VALUE_0": "Authorization: Basic bWU6czNAY3JldA==",
    }


@pytest.mark.parametrize(
    "url", ["ext::sh", "-x", "http://me:s3cret@h.example/x", "git://h.example/x", "a\nb", "ext::a/b"]
)
def test_another_address_is_blocked_and_no_password_is_printed(url: str) -> None:
    with pytest.raises(Blocked) as refused:
        address_of(url, top=TOP)
    assert "s3cret" not in str(refused.value)


class Script:
    """Answers instead of git, in turn; what was asked is kept."""

    def __init__(self, *answers: Finished) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, argv: Sequence[str], **_: object) -> Finished:
        self.asked.append(next(word for word in argv if word in {"push", "ls-remote"}))
        return self.answers.pop(0)


def answer(code: int, out: str = "") -> Finished:
    return Finished(code=code, out=out.encode(), err=b"fatal: lost\n")


NOTHING = answer(0)
OURS = answer(0, f"{OID}\trefs/heads/headgate/x\n")
LOST = answer(128)


@pytest.mark.parametrize(
    ("answers", "raised"),
    [
        pytest.param([NOTHING, answer(0)], None, id="it arrives"),
        pytest.param([OURS], None, id="it is there already"),
        pytest.param([NOTHING, LOST, OURS], None, id="only the answer is lost"),
        pytest.param([NOTHING, LOST, NOTHING], SourceUnreadable, id="it is refused"),
        pytest.param([NOTHING, LOST, LOST], OutcomeUnknown, id="nobody can tell"),
        pytest.param([LOST], SourceUnreadable, id="the remote cannot be reached before sending"),
    ],
)
def test_a_push_is_looked_up_before_its_outcome_is_named(
    answers: list[Finished], raised: type[Exception] | None
) -> None:
    script = Script(*answers)
    remote = Remote(script, Path("/m"), address_of("/far.git", top=TOP), {})
    if raised is None:
        remote.send("headgate/x", OID)
    else:
        with pytest.raises(raised):
            remote.send("headgate/x", OID)
    assert script.answers == []
