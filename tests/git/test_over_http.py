"""Branches sent over real smart HTTP, with the credentials of a helper."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import SideMoved, SourceUnreadable
from core.git.repository import GitRepository, open_repository
from core.model.proposal import Commit
from core.system.processes import run
from tests.builders.repo import NOON, branch_tip, commit, git, repository
from tests.fakes.git_http import GitServer, git_server, needs_http_backend

pytestmark = needs_http_backend
BRANCH = "headgate/shop/k1"
HELPER = '[credential]\n\thelper = "!f() {{ echo username=me; echo password={password}; }}; f"\n'


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    """A server with one empty repository that takes pushes."""
    far = tmp_path / "served" / "shop.git"
    far.parent.mkdir()
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(far))
    git(far, "config", "http.receivepack", "true")
    with git_server(far.parent) as running:
        yield running


def clone(tmp_path: Path, server: GitServer) -> tuple[Path, str]:
    """Make a clone with one commit that the server has too."""
    top = repository(tmp_path / "clone")
    oid = commit(top, {"web.yaml": "a: 1\n"})
    git(top, "push", "--quiet", str(server.folder / "shop.git"), "main")
    git(top, "remote", "add", "origin", f"{server.url}/shop.git")
    return top, oid


def opened(top: Path, *, knowing: str = "s3cret") -> GitRepository:
    settings = top.parent / "settings"
    (settings / "git").mkdir(parents=True, exist_ok=True)
    (settings / "git" / "config").write_text(HELPER.format(password=knowing))
    environment = {"XDG_CONFIG_HOME": str(settings)}
    return open_repository(
        top, branch="main", remote="origin", state=top.parent / "state", run=run, environment=environment
    )


def put(source: GitRepository, parent: str, text: str = "a: 2\n") -> Commit:
    return source.commit_files(
        BRANCH,
        parent=parent,
        files={"web.yaml": text},
        message="a title\n",
        author="Bob Brown <bob@example.com>",
        when=NOON,
    )


def test_a_branch_arrives_with_the_helpers_password_and_a_repeat_sends_nothing(
    tmp_path: Path, server: GitServer
) -> None:
    top, parent = clone(tmp_path, server)
    made = put(opened(top), parent)
    assert branch_tip(server.folder / "shop.git", BRANCH) == made.oid
    assert git(top, "status", "--porcelain") == ""
    assert branch_tip(top, BRANCH) == ""
    before = len(server.asked)
    assert put(opened(top), parent) == made
    assert [method for method, path, _ in server.asked[before:] if "receive-pack" in path] == []


def test_another_machine_reads_the_branch_there(tmp_path: Path, server: GitServer) -> None:
    top, parent = clone(tmp_path, server)
    made = put(opened(top), parent)
    other = repository(tmp_path / "other" / "clone")
    commit(other, {"web.yaml": "a: 1\n"})
    git(other, "remote", "add", "origin", f"{server.url}/shop.git")
    assert opened(other).branch(BRANCH) == made


def test_a_branch_that_moved_there_is_left_alone(tmp_path: Path, server: GitServer) -> None:
    top, parent = clone(tmp_path, server)
    made = put(opened(top), parent)
    with pytest.raises(SideMoved):
        put(opened(top), parent, "a: 3\n")
    assert branch_tip(server.folder / "shop.git", BRANCH) == made.oid


@pytest.mark.parametrize(
    ("password", "status"), [("wrong", 0), ("s3cret", 403), ("s3cret", 404), ("s3cret", 503)]
)
def test_a_server_that_refuses_gets_nothing_and_no_password_is_told(
    tmp_path: Path, server: GitServer, password: str, status: int
) -> None:
    top, parent = clone(tmp_path, server)
    server.refusing = status
    with pytest.raises(SourceUnreadable) as refused:
        put(opened(top, knowing=password), parent)
    assert password not in str(refused.value)
    assert branch_tip(server.folder / "shop.git", BRANCH) == ""


def test_the_address_names_the_server_and_nobodys_name_or_password(tmp_path: Path, server: GitServer) -> None:
    top, _ = clone(tmp_path, server)
    assert opened(top).address == f"{server.url}/shop.git"
    place = f"127.0.0.1:{server.server_port}/shop.git"
    for login in ("me:s3cret", "gh0st-t0ken"):
        git(top, "remote", "set-url", "origin", f"http://{login}@{place}")
        assert opened(top).address == f"http://{place}"


def test_a_branch_of_ours_is_moved_over_what_was_seen_and_over_nothing_else(
    tmp_path: Path, server: GitServer
) -> None:
    top, parent = clone(tmp_path, server)
    source = opened(top)
    first = put(source, parent)
    second, third = (
        source.make_commit(
            parent=parent,
            files={"web.yaml": text},
            message="again\n",
            author="Bob <b@example.com>",
            when=NOON,
        )
        for text in ("a: 3\n", "a: 4\n")
    )
    source.send(BRANCH, second.oid, over=first.oid)
    assert branch_tip(server.folder / "shop.git", BRANCH) == second.oid
    with pytest.raises(SideMoved):
        source.send(BRANCH, third.oid, over=first.oid)
    assert not source.drop(BRANCH, first.oid)
    assert branch_tip(server.folder / "shop.git", BRANCH) == second.oid
    assert source.drop(BRANCH, second.oid)
    assert branch_tip(server.folder / "shop.git", BRANCH) == ""
    with pytest.raises(SideMoved) as caught:
        source.send(BRANCH, third.oid, over=second.oid)
    assert caught.value.why == "the remote has it no more"


def test_a_branch_is_ours_while_nobody_else_put_a_commit_on_it(tmp_path: Path, server: GitServer) -> None:
    top, parent = clone(tmp_path, server)
    source, far = opened(top), server.folder / "shop.git"
    made = put(source, parent)
    assert source.is_ours(made.oid)
    assert not source.is_ours(parent)
    git(top, "fetch", "--quiet", str(far), BRANCH)
    git(top, "checkout", "--quiet", "FETCH_HEAD")
    theirs = commit(top, {"web.yaml": "a: 9\n"})
    git(top, "checkout", "--quiet", "main")
    assert not source.is_ours(theirs)
    git(top, "merge", "--quiet", "--no-ff", "-m", "merge it", made.oid)
    assert source.is_ours(made.oid)
