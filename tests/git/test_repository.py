from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import Blocked, InputRefused, NotFound, SideMoved, SourceUnreadable, StorageUnwritable
from core.git.commits import COMMITTER
from core.git.repository import NO_REMOTE, GitRepository, open_repository
from core.model.proposal import Commit
from core.ports.repository import Repository
from core.ports.trees import TreeFile, Trees
from core.system.processes import run
from tests.builders.repo import ALICE, NOON, branch_tip, clone_bare, commit, git, repository

BOB = "Bob Brown <bob@example.com>"


def opened(top: Path, *, branch: str = "main", remote: str = NO_REMOTE) -> GitRepository:
    state = top.parent / "state"
    return open_repository(top, branch=branch, remote=remote, state=state, run=run, environment={})


def put(
    source: Repository, parent: str, files: dict[str, str], *, branch: str = "headgate/shop/k1"
) -> Commit:
    return source.commit_files(
        branch, parent=parent, files=files, message="a title\n\nKey: k1\n", author=BOB, when=NOON
    )


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return repository(tmp_path / "clone")


def test_a_commit_is_found_by_branch_tag_and_short_id(top: Path) -> None:
    oid = commit(
        top, {"a.yaml": "a: 1\n"}, "first\n\nwith a body", author=BOB, when="2026-02-16T13:00:00+01:00"
    )
    git(top, "tag", "v1")
    found = Commit(oid=oid, author=BOB, authored=NOON, subject="first", committer=ALICE, signed=False)
    source = opened(top)
    assert [source.resolve(name) for name in ("main", "v1", oid[:10], oid, "HEAD")] == [found] * 5


@pytest.mark.parametrize(
    ("revision", "why"),
    [
        pytest.param("mian", "the nearest branch is main", id="a slip of the finger"),
        pytest.param("0" * 40, "no such commit", id="an id that is not there"),
        pytest.param("--output=/tmp/x", "no such commit", id="an option is only a name"),
        pytest.param("a\nb", "no such commit", id="a line break"),
    ],
)
def test_what_is_no_commit_is_not_found(top: Path, revision: str, why: str) -> None:
    commit(top, {"a.yaml": "a: 1\n"})
    with pytest.raises(NotFound, match=why):
        opened(top).resolve(revision)


def test_head_is_the_newest_commit_of_the_branch_whatever_is_checked_out(top: Path) -> None:
    first = commit(top, {"a.yaml": "a: 1\n"})
    second = commit(top, {"a.yaml": "a: 2\n"})
    git(top, "checkout", "--quiet", "--detach", first)
    assert opened(top).head().oid == second


def test_head_is_what_was_fetched_where_there_is_no_local_branch(top: Path) -> None:
    oid = commit(top, {"a.yaml": "a: 1\n"})
    git(top, "update-ref", "refs/remotes/origin/release", oid)
    assert opened(top, branch="release", remote="origin").head().oid == oid


@pytest.mark.parametrize(
    ("branch", "why"),
    [
        pytest.param("main", "no commit yet", id="a repository without a commit"),
        pytest.param("mainn", "no commit yet", id="likewise with another name"),
    ],
)
def test_a_branch_without_a_commit_is_told_apart(top: Path, branch: str, why: str) -> None:
    with pytest.raises(NotFound, match=why):
        opened(top, branch=branch).head()


def test_a_missing_branch_names_the_nearest_one(top: Path) -> None:
    commit(top, {"a.yaml": "a: 1\n"})
    with pytest.raises(NotFound, match="nearest branch is main"):
        opened(top, branch="master-of-main").head()


def test_the_log_is_newest_first_and_of_one_path_when_asked(top: Path) -> None:
    commit(top, {"a.yaml": "a: 1\n"}, "one")
    commit(top, {"b.yaml": "b: 1\n"}, "two")
    last = commit(top, {"a.yaml": "a: 2\n"}, "three")
    source = opened(top)
    assert [found.subject for found in source.log(limit=2)] == ["three", "two"]
    assert [found.subject for found in source.log(limit=9, path="a.yaml")] == ["three", "one"]
    newest = source.last_change(last, "b.yaml")
    assert newest is not None
    assert newest.subject == "two"
    assert source.last_change(last, "never.yaml") is None


def test_a_path_is_a_name_and_no_pattern(top: Path) -> None:
    oid = commit(top, {"a.yaml": "a: 1\n", "[a].yaml": "b: 1\n"})
    assert opened(top).last_change(oid, "*.yaml") is None


def test_history_is_asked_by_contains(top: Path) -> None:
    first = commit(top, {"a.yaml": "a: 1\n"})
    second = commit(top, {"a.yaml": "a: 2\n"})
    source = opened(top)
    asked = [(second, first), (first, first), (first, second), (first, "0" * 40), ("--all", first)]
    assert [source.contains(*pair) for pair in asked] == [True, True, False, False, False]


def test_files_are_the_regular_ones_and_links_are_out(top: Path) -> None:
    (top / "link.yaml").symlink_to("/etc/hostname")
    (top / "run.sh").write_text("#!/bin/sh\n")
    (top / "run.sh").chmod(0o755)
    oid = commit(top, {"a/b.yaml": "a: 1\n"})
    source: Trees = opened(top)
    tree = source.tree(oid)
    assert {path: file.executable for path, file in tree.items()} == {"a/b.yaml": False, "run.sh": True}
    assert tree["a/b.yaml"] == TreeFile(blob=git(top, "rev-parse", "HEAD:a/b.yaml"), executable=False)


def test_files_are_read_at_the_commit_and_not_from_the_work_tree(top: Path) -> None:
    oid = commit(top, {"a.yaml": "a: ü\n", "b.bin": b"\xff\x00"})
    (top / "a.yaml").write_text("changed\n")
    source = opened(top)
    assert source.read(oid, ["a.yaml"]) == {"a.yaml": "a: ü\n"}
    assert source.contents(oid, ["a.yaml", "b.bin"])["b.bin"] == b"\xff\x00"
    assert source.read(oid, []) == {}


def test_a_file_that_is_no_text_is_refused_with_its_line(top: Path) -> None:
    oid = commit(top, {"a.yaml": b"a: 1\nb: \xff\n"})
    with pytest.raises(InputRefused, match="line 2"):
        opened(top).read(oid, ["a.yaml"])


def test_a_file_that_is_not_there_is_not_found(top: Path) -> None:
    oid = commit(top, {"a.yaml": "a: 1\n"})
    with pytest.raises(NotFound, match="no such file"):
        opened(top).read(oid, ["b.yaml"])


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda source: source.files("0" * 40), id="files"),
        pytest.param(lambda source: source.read("0" * 40, ["a"]), id="read"),
        pytest.param(lambda source: source.last_change("0" * 40, "a"), id="last change"),
        pytest.param(lambda source: source.files("--help"), id="an option for an id"),
        pytest.param(lambda source: put(source, "0" * 40, {"a": "b"}), id="commit on it"),
    ],
)
def test_a_commit_that_is_not_there_is_not_found(top: Path, ask: Callable[[GitRepository], object]) -> None:
    commit(top, {"a.yaml": "a: 1\n"})
    with pytest.raises(NotFound, match="Could not find the commit"):
        ask(opened(top))


def test_a_shallow_clone_is_read_as_far_as_it_goes(top: Path) -> None:
    commit(top, {"a.yaml": "a: 1\n"}, "one")
    oid = commit(top, {"a.yaml": "a: 2\n"}, "two")
    shallow = top.parent / "shallow"
    git(top, "clone", "--quiet", "--depth=1", f"file://{top}", str(shallow))
    source = opened(shallow)
    assert [found.subject for found in source.log(limit=9)] == ["two"]
    with pytest.raises(NotFound):
        source.resolve("main~1")
    assert put(source, oid, {"a.yaml": "a: 3\n"}).oid == branch_tip(shallow, "headgate/shop/k1")


def test_a_linked_work_tree_has_its_own_head_and_shares_the_branches(top: Path) -> None:
    first = commit(top, {"a.yaml": "a: 1\n"})
    second = commit(top, {"a.yaml": "a: 2\n"})
    linked = top.parent / "linked"
    git(top, "worktree", "add", "--quiet", "--detach", str(linked), first)
    source = opened(linked)
    assert (source.resolve("HEAD").oid, source.head().oid) == (first, second)


def test_a_repository_with_sha256_objects_is_read_and_written(tmp_path: Path) -> None:
    top = repository(tmp_path / "clone", object_format="sha256")
    oid = commit(top, {"a.yaml": "a: 1\n"})
    source = opened(top)
    made = put(source, oid, {"a.yaml": "a: 2\n"})
    assert (len(made.oid), branch_tip(top, "headgate/shop/k1")) == (64, made.oid)
    assert source.read(made.oid, ["a.yaml"]) == {"a.yaml": "a: 2\n"}


def test_a_folder_without_a_repository_says_so(tmp_path: Path) -> None:
    with pytest.raises(SourceUnreadable, match="git init"):
        opened(tmp_path)


def test_a_broken_repository_is_unreadable_and_not_empty(top: Path) -> None:
    commit(top, {"a.yaml": "a: 1\n"})
    source = opened(top)
    (top / ".git" / "config").write_text("[core\n")
    with pytest.raises(SourceUnreadable, match="bad config"):
        source.head()


def test_a_state_folder_that_cannot_be_written_is_named(top: Path) -> None:
    (top.parent / "state").write_text("in the way")
    with pytest.raises(StorageUnwritable, match="Not a directory"):
        opened(top)


def test_a_branch_without_a_remote_stands_in_the_repository_with_one_commit(top: Path) -> None:
    parent = commit(top, {"a.yaml": "a: 1\n", "b.yaml": "b: 1\n"})
    made = put(opened(top, remote="origin"), parent, {"a.yaml": "a: 2\n", "new/c.yaml": "c: 1\n"})
    assert made == Commit(
        oid=branch_tip(top, "headgate/shop/k1"),
        author=BOB,
        authored=NOON,
        subject="a title",
        committer=COMMITTER,
        signed=False,
    )
    assert git(top, "diff-tree", "-r", "--name-status", parent, made.oid).split() == [
        *("M", "a.yaml"),
        *("A", "new/c.yaml"),
    ]
    assert (
        git(top, "log", "-1", "--format=%P|%cn|%ct|%B", made.oid)
        == f"{parent}|Headgate|1771243200|a title\n\nKey: k1"
    )
    assert git(top, "status", "--porcelain") == ""
    assert git(top, "fsck", "--strict") == ""


def test_a_program_stays_a_program(top: Path) -> None:
    (top / "run.sh").write_text("#!/bin/sh\n")
    (top / "run.sh").chmod(0o755)
    parent = commit(top, {"a.yaml": "a: 1\n"})
    made = put(opened(top), parent, {"run.sh": "#!/bin/sh\ntrue\n"})
    assert git(top, "ls-tree", made.oid, "run.sh").startswith("100755")


def test_the_same_words_again_give_the_same_commit_and_write_nothing(top: Path) -> None:
    parent = commit(top, {"a.yaml": "a: 1\n"})
    first = put(opened(top), parent, {"a.yaml": "a: 2\n"})
    log = (top / ".git" / "logs" / "refs" / "heads" / "headgate" / "shop" / "k1").read_text()
    assert put(opened(top), parent, {"a.yaml": "a: 2\n"}) == first
    assert (top / ".git" / "logs" / "refs" / "heads" / "headgate" / "shop" / "k1").read_text() == log


def test_a_branch_that_holds_something_else_is_left_as_it_is(top: Path) -> None:
    parent = commit(top, {"a.yaml": "a: 1\n"})
    git(top, "branch", "headgate/shop/k1", parent)
    with pytest.raises(SideMoved):
        put(opened(top), parent, {"a.yaml": "a: 2\n"})
    assert branch_tip(top, "headgate/shop/k1") == parent


def test_a_locked_branch_is_reported_and_not_written(top: Path) -> None:
    parent = commit(top, {"a.yaml": "a: 1\n"})
    lock = top / ".git" / "refs" / "heads" / "headgate" / "shop" / "k1.lock"
    lock.parent.mkdir(parents=True)
    lock.touch()
    with pytest.raises(StorageUnwritable, match="lock"):
        put(opened(top), parent, {"a.yaml": "a: 2\n"})
    assert branch_tip(top, "headgate/shop/k1") == ""


def test_a_branch_is_read_back_and_one_that_is_not_there_is_none(top: Path) -> None:
    parent = commit(top, {"a.yaml": "a: 1\n"})
    source = opened(top)
    made = put(source, parent, {"a.yaml": "a: 2\n"})
    assert (source.branch("headgate/shop/k1"), source.branch("headgate/shop/k2")) == (made, None)


@pytest.mark.parametrize(
    "branch", ["main", "feature/x", "headgate/../main", "headgate/x.lock", "headgate/-x"]
)
def test_a_branch_that_is_not_ours_is_blocked(top: Path, branch: str) -> None:
    parent = commit(top, {"a.yaml": "a: 1\n"})
    with pytest.raises(Blocked):
        put(opened(top), parent, {"a.yaml": "a: 2\n"}, branch=branch)
    assert branch_tip(top, "main") == parent


def test_a_file_behind_a_link_is_blocked(top: Path) -> None:
    (top / "out").symlink_to(top.parent)
    parent = commit(top, {"a.yaml": "a: 1\n"})
    for path in ("out", "out/x.yaml"):
        with pytest.raises(Blocked):
            put(opened(top), parent, {path: "a: 2\n"})


def test_a_shared_repository_gets_files_that_its_group_may_write(top: Path) -> None:
    parent = commit(top, {"a.yaml": "a: 1\n"})
    git(top, "config", "core.sharedRepository", "group")
    made = put(opened(top), parent, {"a.yaml": "a: 2\n"})
    folder = top / ".git" / "objects" / made.oid[:2]
    assert folder.stat().st_mode & 0o070 == 0o070


def test_with_a_remote_the_branch_goes_there_and_not_into_the_clone(top: Path) -> None:
    parent = commit(top, {"a.yaml": "a: 1\n"})
    far = clone_bare(top, top.parent / "far.git")
    source = opened(top, remote="origin")
    made = put(source, parent, {"a.yaml": "a: 2\n"})
    assert (branch_tip(far, "headgate/shop/k1"), branch_tip(top, "headgate/shop/k1")) == (made.oid, "")
    assert put(source, parent, {"a.yaml": "a: 2\n"}) == made
    assert source.branch("headgate/shop/k1") == made
    assert source.branch("headgate/shop/k2") is None


def test_a_branch_of_others_at_the_remote_is_left_as_it_is_and_can_be_read(top: Path) -> None:
    parent = commit(top, {"a.yaml": "a: 1\n"})
    far = clone_bare(top, top.parent / "far.git")
    other = repository(top.parent / "other")
    theirs = commit(other, {"z.yaml": "z: 1\n"}, "theirs")
    git(other, "push", "--quiet", str(far), "main:headgate/shop/k1")
    source = opened(top, remote="origin")
    with pytest.raises(SideMoved):
        put(source, parent, {"a.yaml": "a: 2\n"})
    assert branch_tip(far, "headgate/shop/k1") == theirs
    found = source.branch("headgate/shop/k1")
    assert found is not None
    assert (found.oid, found.subject) == (theirs, "theirs")


def test_a_remote_that_is_gone_is_unreadable(top: Path) -> None:
    parent = commit(top, {"a.yaml": "a: 1\n"})
    git(top, "remote", "add", "origin", str(top.parent / "gone.git"))
    with pytest.raises(SourceUnreadable, match="remote"):
        put(opened(top, remote="origin"), parent, {"a.yaml": "a: 2\n"})


def test_a_remote_that_takes_nothing_is_reported(top: Path) -> None:
    parent = commit(top, {"a.yaml": "a: 1\n"})
    far = clone_bare(top, top.parent / "far.git")
    git(far, "config", "transfer.hideRefs", "refs/heads/headgate")
    with pytest.raises(SourceUnreadable, match="Could not send"):
        put(opened(top, remote="origin"), parent, {"a.yaml": "a: 2\n"})
    assert branch_tip(far, "headgate/shop/k1") == ""


@pytest.mark.parametrize(
    "style",
    [
        pytest.param(("merge", "--quiet", "--no-ff", "-m", "merge it"), id="a merge commit"),
        pytest.param(("merge", "--quiet", "--squash"), id="squashed"),
        pytest.param(("cherry-pick",), id="rebased"),
    ],
)
def test_a_branch_that_was_merged_is_known_by_what_it_changed(top: Path, style: tuple[str, ...]) -> None:
    lines = [f"{name}: 1\n" for name in "abcdefgh"]
    parent = commit(top, {"a.yaml": "".join(lines)})
    source = opened(top)
    made = put(source, parent, {"a.yaml": "".join(["a: 2\n", *lines[1:]])})
    commit(top, {"a.yaml": "".join([*lines[:-1], "h: 3\n"])})
    assert not source.has_change(git(top, "rev-parse", "main"), made.oid)
    git(top, *style, made.oid)
    if "--squash" in style:
        git(top, "commit", "--quiet", "-m", "squashed")
    assert source.has_change(git(top, "rev-parse", "main"), made.oid)
    commit(top, {"a.yaml": "".join(lines)}, "taken back")
    assert source.has_change(git(top, "rev-parse", "main"), made.oid)


def test_a_file_can_go(top: Path) -> None:
    parent = commit(top, {"a.yaml": "a: 1\n", "b.yaml": "b: 1\n"})
    source = opened(top)
    made = source.commit_files(
        "headgate/shop/k1", parent=parent, files={"b.yaml": None}, message="gone\n", author=BOB, when=NOON
    )
    assert set(source.files(made.oid)) == {"a.yaml"}
