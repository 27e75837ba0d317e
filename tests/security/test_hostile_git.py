"""A hostile repository under every command: no program of it runs, no name of it becomes an option."""

import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Blocked, HeadgateError
from core.git.objects import Entry
from core.git.paths import check_branch, check_paths
from core.git.reading import Objects
from core.git.refs import Refs
from core.git.remote import Address, Remote
from core.git.sealed import Command, Git
from core.ports.processes import Finished
from core.system import processes
from tests.builders.hostile import arm
from tests.builders.repo import clone_bare, git
from tests.builders.shop import WEB, conflicted
from tests.builders.terminal import run
from tests.builders.world import World

REASON = ("--reason", "load test L-9")
COMMANDS: Final = (
    ("status", "--all"),
    ("propose", "--dry-run"),
    ("propose",),
    ("show", WEB, "--explain"),
    ("history", WEB),
    ("blame", WEB),
    ("drift",),
    ("capture",),
    ("resolve", WEB, "--take", "hub", *REASON, "--yes"),
    ("sync-back", "--dry-run"),
    ("sync-back",),
    ("restore", f"{WEB}@1", *REASON, "--yes"),
    ("resume",),
    ("audit", "verify"),
    ("doctor",),
    ("init", "--git"),
    ("init",),
)


@pytest.fixture
def hostile(tmp_path: Path) -> World:
    """Arm the repository of a shop, and the bare one that it sends branches to."""
    made = conflicted(tmp_path)
    settings = (made.top / "headgate.yaml").read_text().replace("remote: none", "remote: origin")
    made.commit(
        {"headgate.yaml": settings, ".gitattributes": "* filter=evil diff=evil merge=evil\n"}, "attributes"
    )
    far = clone_bare(made.top, tmp_path / "far.git")
    for git_dir in (made.top / ".git", far):
        arm(git_dir, tmp_path / "canary")
    return made


def caught(made: World) -> list[str]:
    """List what ran."""
    return sorted(file.name for file in (made.top.parent / "canary").iterdir())


def test_no_command_runs_a_program_of_the_repository_or_of_its_remote(
    hostile: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = recorded(monkeypatch)
    codes = {argv: run(hostile.top, *argv).code for argv in COMMANDS}
    assert caught(hostile) == []
    assert {argv: code for argv, code in codes.items() if code not in {0, 3}} == {("init",): 2}
    assert "headgate/" in git(hostile.top.parent / "far.git", "for-each-ref", variables={"GIT_DIR": "."})
    assert {argv[0] for argv in started} == {"git"}
    assert {command_of(argv) for argv in started} <= {*get_args(Command), "config"}


def test_the_traps_are_set(hostile: World) -> None:
    subprocess.run(["git", "status"], cwd=hostile.top, capture_output=True, check=False)
    assert caught(hostile)


def recorded(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Note what is started."""
    started: list[list[str]] = []
    start = processes._started

    def noted(argv: Sequence[str], cwd: Path | None, env: Mapping[str, str], *, fed: bool) -> object:
        started.append(list(argv))
        return start(argv, cwd, env, fed=fed)

    monkeypatch.setattr(processes, "_started", noted)
    return started


def command_of(argv: Sequence[str]) -> str:
    """Read git's command behind the settings that seal it."""
    words = list(argv[1:])
    while words[0] == "-c":
        words = words[2:]
    return words[0]


NAMES = st.one_of(
    st.sampled_from(
        ["--upload-pack=touch x", "-x", "--output=x", "--exec=x", "-c", "--", "--end-of-options", "a\nb"]
    ),
    st.text(min_size=1, max_size=12).map(lambda text: "-" + text),
    st.text(max_size=12),
)
OIDS = st.one_of(NAMES, st.just("a" * 40))


class Noted:
    """Starts nothing, keeps what it was to start, and answers as a repository that knows every commit."""

    def __init__(self) -> None:
        self.argvs: list[list[str]] = []

    def __call__(self, argv: Sequence[str], **_: object) -> Finished:
        self.argvs.append(list(argv))
        return Finished(code=0, out=b"", err=b"")


def options_in(argv: Sequence[str]) -> list[str]:
    """List the words that git would read as options of its command."""
    words = argv[argv.index(command_of(argv)) + 1 :]
    for end in ("--end-of-options", "--"):
        if end in words:
            words = words[: words.index(end)]
    return [word for word in words if word.startswith("-")]


OURS: Final = re.compile(
    r"-e|-r|-z|-m|--batch|--is-ancestor|--full-tree|--verify|--quiet|--refs|--max-count=\d+|--no-[a-z-]+|--porcelain"
    r"|--format=%\(refname:short\)|--recurse-submodules=no|--date-format=raw|--force-with-lease=refs/heads/.*"
    r"|--(?:upload|receive)-pack=git -c core\.hooksPath=/dev/null .*",
    re.DOTALL,
)


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda git, name, _: Refs(git).commit_id(name), id="looking a name up"),
        pytest.param(lambda git, name, oid: Refs(git).put(name, oid), id="making a branch"),
        pytest.param(lambda git, name, oid: Refs(git).put(name, oid, over=name), id="moving a branch"),
        pytest.param(lambda git, _, oid: Objects(git).entries(oid), id="listing a tree"),
        pytest.param(lambda git, name, oid: Objects(git).contains(oid, name), id="looking for an ancestor"),
        pytest.param(
            lambda git, name, oid: Objects(git).history(oid, limit=3, path=name), id="reading history"
        ),
        pytest.param(lambda git, name, oid: Objects(git).last_change(oid, name), id="who touched it last"),
        pytest.param(lambda git, name, oid: Objects(git).contents(oid, [name]), id="reading a file"),
        pytest.param(lambda git, name, _: far(git, name).tip(name), id="asking the remote"),
        pytest.param(lambda git, name, _: far(git, name).fetch(name), id="fetching"),
        pytest.param(lambda git, name, oid: far(git, name).send(name, oid), id="sending"),
    ],
)
@given(name=NAMES, oid=OIDS)
def test_no_name_from_outside_becomes_an_option(
    ask: Callable[[Git, str, str], object], name: str, oid: str
) -> None:
    noted = Noted()
    with suppress(HeadgateError, StopIteration, UnicodeError):
        ask(Git(run=noted, variables={}), name, oid)
    assert [word for argv in noted.argvs for word in options_in(argv) if not OURS.fullmatch(word)] == []
    assert {command_of(argv) for argv in noted.argvs} <= set(get_args(Command))


def far(sealed: Git, url: str) -> Remote:
    """Reach a remote of any address at all: what may be called one is checked before."""
    return Remote(sealed.run, Path("/mirror"), Address(url=url, variables={}, local=False), {})


@given(NAMES)
def test_a_branch_that_may_be_written_is_one_of_ours_and_no_option(name: str) -> None:
    try:
        check_branch(name, target="main")
    except Blocked:
        return
    assert re.fullmatch(r"headgate(/[A-Za-z0-9][A-Za-z0-9._-]*)+", name)


PARTS = st.sampled_from(
    [
        "..", ".", "", ".git", ".GIT", "GIT~1", "git~2", ".git ", ".git.", ".g\u200cit",
        ".git::$INDEX_ALLOCATION", "\uff0egit", "-x.yaml", "a", "A", "link", "module", "a\\b", "a\nb",
        "a\x00", "c:",
    ]
)  # fmt: skip


@given(st.lists(PARTS, min_size=1, max_size=3).map("/".join))
def test_a_path_that_may_be_written_stays_in_the_tree_and_out_of_git(path: str) -> None:
    tree = {"link": Entry("120000", "b"), "module": Entry("160000", "c"), "a": Entry("100644", "d")}
    try:
        check_paths([path], tree)
    except Blocked:
        return
    parts = path.split("/")
    assert not {"", ".", ".."}.intersection(parts)
    assert not any(part.lower().rstrip(" .").startswith((".git", "git~")) for part in parts)
    assert parts[0] not in {"link", "module"}
    assert parts == ["a"] or parts[0] != "a"


def test_a_source_that_is_a_link_or_a_pointer_is_not_read_as_if_it_were_there(tmp_path: Path) -> None:
    made = conflicted(tmp_path)
    secret = tmp_path / "outside.yaml"
    secret.write_text("kind: Secret\n")
    (made.top / "prod" / "link.yaml").symlink_to(secret)
    made.commit(
        {
            "prod/lfs.yaml": "version https://git-lfs.github.com/spec/v1\noid sha256:"
            + "0" * 64
            + "\nsize 12\n"
        },
        "pointer",
    )
    ran = run(made.top, "propose")
    assert "Git LFS pointer" in ran.out + ran.err
    assert "kind: Secret" not in ran.out + ran.err
