"""Programs that sign in: never started before somebody read their command line."""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import SourceUnreadable
from core.live.cluster.access import Access, Program
from core.live.cluster.programs import argv_of, digest_of
from core.live.cluster.session import Clusters
from tests.builders.kube import WEB, access_to, clusters, deployment
from tests.fakes.kube.server import KubeServer, User, kube_server


@pytest.fixture
def kube() -> Iterator[KubeServer]:
    with kube_server() as server:
        server.put(deployment())
        yield server


def signing_in(folder: Path, *lines: str) -> Program:
    """A program that notes each start and prints credentials."""
    script = folder / "login.py"
    script.write_text("\n".join([f"open({str(folder / 'starts')!r}, 'a').write('x')", *lines]))
    return Program(command=sys.executable, arguments=(str(script),), environment=(("STAGE", "test"),))


def printing(user: str, **status: str) -> str:
    body = {"kind": "ExecCredential", "status": {"token": user, **status}}
    return f"print({json.dumps(json.dumps(body))})"


def starts(folder: Path) -> int:
    file = folder / "starts"
    return len(file.read_text()) if file.exists() else 0


def with_program(kube: KubeServer, state: Path, program: Program) -> Clusters:
    access: Access = replace(access_to(kube), token=None, program=program)
    return clusters(kube, state, read=lambda _: access)


def trusted(kube: KubeServer, state: Path, program: Program) -> Clusters:
    found = with_program(kube, state, program)
    found.confirmed.add(program)
    return found


def test_a_program_that_nobody_confirmed_is_shown_and_not_started(kube: KubeServer, tmp_path: Path) -> None:
    program = signing_in(tmp_path, printing("admin"))
    with pytest.raises(SourceUnreadable, match="nobody has confirmed it yet: STAGE=test") as refused:
        with_program(kube, tmp_path, program).session("loop").reader.one(WEB)
    assert (starts(tmp_path), kube.asked) == (0, [])
    assert refused.value.next_step == "read it, then: headgate trust loop"
    assert refused.value.ref == f"sha256 {digest_of(program)[:16]}"


def test_one_that_was_confirmed_signs_in_once_for_many_reads(kube: KubeServer, tmp_path: Path) -> None:
    reader = trusted(kube, tmp_path, signing_in(tmp_path, printing("admin"))).session("loop").reader
    assert (reader.one(WEB) is not None, reader.one(WEB) is not None, starts(tmp_path)) == (True, True, 1)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"arguments": ("--now",)}, id="another argument"),
        pytest.param({"environment": (("LD_PRELOAD", "x"),)}, id="another variable"),
        pytest.param({"command": "/bin/sh"}, id="another program"),
    ],
)
def test_another_word_in_it_is_another_program(
    kube: KubeServer, tmp_path: Path, other: dict[str, tuple[str, ...] | str]
) -> None:
    program = signing_in(tmp_path, printing("admin"))
    trusted(kube, tmp_path, program)
    changed = replace(program, **other)  # type: ignore[arg-type]  # each table row names fields of it
    with pytest.raises(SourceUnreadable, match="nobody has confirmed"):
        with_program(kube, tmp_path, changed).session("loop").reader.one(WEB)


def test_credentials_that_are_refused_are_got_anew_once(kube: KubeServer, tmp_path: Path) -> None:
    code = f"n = len(open({str(tmp_path / 'starts')!r}).read())"
    program = signing_in(
        tmp_path, code, "import json", "print(json.dumps({'status': {'token': f'user{n}'}}))"
    )
    kube.users = {"user2": User("admin")}
    reader = trusted(kube, tmp_path, program).session("loop").reader
    assert (reader.one(WEB) is not None, starts(tmp_path)) == (True, 2)


def test_credentials_that_expired_are_got_anew_before_they_are_refused(
    kube: KubeServer, tmp_path: Path
) -> None:
    program = signing_in(tmp_path, printing("admin", expirationTimestamp="2020-01-01T00:00:00Z"))
    reader = trusted(kube, tmp_path, program).session("loop").reader
    reader.one(WEB)
    assert starts(tmp_path) == len(kube.asked)
    assert all(one.headers["authorization"] == "Bearer admin" for one in kube.asked)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        pytest.param(
            ("raise SystemExit('token expired, run login')",), "status 1: token expired", id="it fails"
        ),
        pytest.param(("print('hello')",), "no ExecCredential", id="it prints something else"),
        pytest.param(
            ("print('{\"status\": {}}')",), "neither a token nor a certificate", id="it prints nothing"
        ),
        pytest.param(("print('x' * 2_000_000)",), "may write 1000000 bytes", id="it prints too much"),
    ],
)
def test_a_program_that_does_not_sign_in_says_why(
    kube: KubeServer, tmp_path: Path, lines: tuple[str, ...], why: str
) -> None:
    program = signing_in(tmp_path, *lines)
    with pytest.raises(SourceUnreadable, match=why) as refused:
        trusted(kube, tmp_path, program).session("loop").reader.one(WEB)
    assert refused.value.next_step == f"run it by hand: {argv_of(program)}"


def test_a_program_that_is_not_installed_gives_its_own_hint(kube: KubeServer, tmp_path: Path) -> None:
    program = Program(command="no-such-login", hint="install it with brew\x1b[31m")
    with pytest.raises(SourceUnreadable, match="no program no-such-login") as refused:
        trusted(kube, tmp_path, program).session("loop").reader.one(WEB)
    assert refused.value.next_step == "install it with brew␛[31m"


def test_the_program_is_told_what_it_is_for(kube: KubeServer, tmp_path: Path) -> None:
    said = "import os, json; json.loads(os.environ['KUBERNETES_EXEC_INFO'])['spec']['cluster']['server']"
    program = replace(signing_in(tmp_path, said, printing("admin")), shares_cluster=True)
    assert trusted(kube, tmp_path, program).session("loop").reader.one(WEB) is not None


def test_a_token_file_is_read_again_when_its_token_is_refused(kube: KubeServer, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("admin\n")
    access = replace(access_to(kube), token=None, token_file=str(file))
    reader = clusters(kube, tmp_path, read=lambda _: access).session("loop").reader
    reader.one(WEB)
    kube.users = {"rotated": User("admin")}
    file.write_text("rotated\n")
    assert reader.one(WEB) is not None
