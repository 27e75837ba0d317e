import pytest

from core.errors import Blocked
from core.git.objects import Entry
from core.git.paths import check_branch, check_paths

TREE = {
    "a/b.yaml": Entry("100644", "1"),
    "run.sh": Entry("100755", "2"),
    "link": Entry("120000", "3"),
    "sub": Entry("160000", "4"),
}


@pytest.mark.parametrize(
    "path", ["a/b.yaml", "run.sh", "new.yaml", "a/new/c.yaml", "ünïcode.yaml", "-x.yaml", "a b"]
)
def test_a_regular_file_may_be_written(path: str) -> None:
    check_paths([path], TREE)


@pytest.mark.parametrize(
    ("path", "why"),
    [
        pytest.param("../x", "plain path", id="out of the tree"),
        pytest.param("a/../../x", "plain path", id="out of the tree by a detour"),
        pytest.param("/etc/passwd", "plain path", id="absolute"),
        pytest.param("a//b", "plain path", id="an empty part"),
        pytest.param("", "plain path", id="nothing"),
        pytest.param(".git/config", "read a part of it as .git", id="the git folder"),
        pytest.param("sub2/.GIT/config", "read a part of it as .git", id="the git folder in capitals"),
        pytest.param("git~1/config", "read a part of it as .git", id="its short name on NTFS"),
        pytest.param(".git./config", "read a part of it as .git", id="a trailing dot on NTFS"),
        pytest.param(".git::$INDEX_ALLOCATION/x", "read a part of it as .git", id="a stream on NTFS"),
        pytest.param(".g\u200cit/config", "invisible", id="an ignored character on HFS"),
        pytest.param("a\\b.yaml", "backslash", id="a backslash"),
        pytest.param("a\nb.yaml", "control", id="a line break"),
        pytest.param("a\x1b.yaml", "control", id="an escape"),
        pytest.param("link", "link or a submodule", id="a link"),
        pytest.param("link/x.yaml", "no folder", id="behind a link"),
        pytest.param("sub", "link or a submodule", id="a submodule"),
        pytest.param("sub/x/y.yaml", "no folder", id="inside a submodule"),
        pytest.param("run.sh/x", "no folder", id="below a file"),
        pytest.param("a", "it is a folder", id="a folder"),
        pytest.param("A/B.yaml", "only in case", id="a twin in capitals"),
    ],
)
def test_what_is_no_regular_file_is_blocked(path: str, why: str) -> None:
    with pytest.raises(Blocked, match=why):
        check_paths([path], TREE)


def test_a_branch_of_ours_may_be_written() -> None:
    check_branch("headgate/shop-prod-east/01KABC.x", target="main")


@pytest.mark.parametrize(
    ("name", "target"),
    [
        pytest.param("main", "main", id="the target"),
        pytest.param("headgate/main", "headgate/main", id="a target that looks like ours"),
        pytest.param("feature/x", "main", id="somebody's branch"),
        pytest.param("headgate", "main", id="the bare prefix"),
        pytest.param("headgate/", "main", id="an empty name"),
        pytest.param("headgate//x", "main", id="an empty part"),
        pytest.param("headgate/-x", "main", id="an option"),
        pytest.param("headgate/a..b", "main", id="two dots"),
        pytest.param("headgate/a.lock", "main", id="a lock"),
        pytest.param("headgate/a./b", "main", id="a trailing dot"),
        pytest.param("headgate/a b", "main", id="a blank"),
        pytest.param("headgate/a\n", "main", id="a line break"),
        pytest.param("headgate/a@{1}", "main", id="a reflog expression"),
    ],
)
def test_a_branch_that_is_not_ours_is_blocked(name: str, target: str) -> None:
    with pytest.raises(Blocked):
        check_branch(name, target=target)
