"""A token goes to the host that it is for, and nothing in a clone can send it elsewhere."""

from pathlib import Path

import pytest

from core.errors import SourceUnreadable
from core.forge.place import ForgeKind, place_of
from core.forge.tokens import known_hosts, token_for
from core.net.address import base_of


def found(kind: str, host: str, env: dict[str, str]) -> tuple[str, str] | None:
    token = token_for(ForgeKind(kind), base_of(f"https://{host}", setting="the test"), env)
    return (token.secret.reveal(), token.source) if token else None


@pytest.mark.parametrize(
    ("kind", "host", "env", "token"),
    [
        pytest.param("github", "github.com", {"GITHUB_TOKEN": "a"}, "a", id="GitHub's own"),
        pytest.param(
            "github", "github.com", {"GITHUB_TOKEN": "a", "GH_TOKEN": "b"}, "b", id="gh's counts first"
        ),
        pytest.param("github", "acme.ghe.com", {"GH_TOKEN": "a"}, "a", id="data residency"),
        pytest.param(
            "github", "ghe.test", {"GITHUB_TOKEN": "a", "GH_TOKEN": "b"}, None, id="one's own: not it"
        ),
        pytest.param(
            "github",
            "ghe.test",
            {"GH_ENTERPRISE_TOKEN": "a", "GH_HOST": "ghe.test"},
            "a",
            id="one's own, named",
        ),
        pytest.param("github", "ghe.test", {"GH_ENTERPRISE_TOKEN": "a"}, None, id="one's own, not named"),
        pytest.param(
            "github",
            "ghe.test",
            {"GITHUB_TOKEN": "a", "GITHUB_SERVER_URL": "https://ghe.test"},
            "a",
            id="in a workflow of one's own",
        ),
        pytest.param(
            "github",
            "github.com",
            {"GITHUB_TOKEN": "a", "GITHUB_SERVER_URL": "https://ghe.test"},
            None,
            id="a workflow's token is not for github.com",
        ),
        pytest.param("gitlab", "gitlab.com", {"GITLAB_TOKEN": "a"}, "a", id="GitLab's own"),
        pytest.param("gitlab", "gitlab.evil.test", {"GITLAB_TOKEN": "a"}, None, id="another GitLab"),
        pytest.param(
            "gitlab",
            "git.test",
            {"GITLAB_TOKEN": "a", "GITLAB_HOST": "https://git.test:443/x"},
            "a",
            id="named as a URL",
        ),
        pytest.param(
            "gitlab", "git.test", {"GITLAB_TOKEN": "a", "CI_SERVER_HOST": "git.test"}, "a", id="in CI"
        ),
        pytest.param(
            "gitlab",
            "gitlab.com",
            {"GITLAB_TOKEN": "a", "GITLAB_HOST": "git.test"},
            None,
            id="it is for another",
        ),
        pytest.param("gitea", "codeberg.org", {"GITEA_TOKEN": "a"}, "a", id="Codeberg"),
        pytest.param("gitea", "git.test", {"GITEA_TOKEN": "a"}, None, id="a Gitea that nobody named"),
        pytest.param(
            "gitea",
            "git.test",
            {"GITEA_TOKEN": "a", "GITEA_SERVER_URL": "https://git.test/"},
            "a",
            id="a Gitea, named",
        ),
        pytest.param(
            "gitea",
            "git.test",
            {"GITHUB_TOKEN": "a", "GITHUB_SERVER_URL": "https://git.test"},
            "a",
            id="in a workflow of Gitea",
        ),
        pytest.param("gitea", "github.com", {"GITHUB_TOKEN": "a"}, None, id="of another kind"),
        pytest.param("github", "github.com", {"GITHUB_TOKEN": " \n"}, None, id="empty"),
        pytest.param("github", "github.com", {"GITHUB_TOKEN": "a\n"}, "a", id="with a line break at its end"),
    ],
)
def test_a_token_of_the_environment(kind: str, host: str, env: dict[str, str], token: str | None) -> None:
    assert (found(kind, host, env) or (None, ""))[0] == token


GH = """\
github.com:
    users:
        ann:
            oauth_token: gho_other
    user: ann
    oauth_token: gho_github
GHE.test:
    oauth_token: gho_own
keyring.test:
    user: ann
"""
GLAB = """\
host: gitlab.com
hosts:
    gitlab.com:
        token: !!null glpat-tagged
        api_host: gitlab.com
    git.acme.test:
        token: "glpat-own"
"""


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    for name, text in (("gh/hosts.yml", GH), ("glab-cli/config.yml", GLAB)):
        path = tmp_path / name
        path.parent.mkdir(mode=0o700)
        path.touch(mode=0o600)
        path.write_text(text)
    return {"XDG_CONFIG_HOME": str(tmp_path)}


@pytest.mark.parametrize(
    ("kind", "host", "token"),
    [
        pytest.param("github", "github.com", "gho_github", id="gh"),
        pytest.param("github", "ghe.test", "gho_own", id="gh, one's own"),
        pytest.param("github", "keyring.test", None, id="gh keeps it in the key ring"),
        pytest.param("gitlab", "gitlab.com", "glpat-tagged", id="glab, with its tag"),
        pytest.param("gitlab", "git.acme.test", "glpat-own", id="glab, one's own"),
        pytest.param("gitlab", "other.test", None, id="glab knows no such host"),
    ],
)
def test_a_login_of_gh_and_glab(env: dict[str, str], kind: str, host: str, token: str | None) -> None:
    assert (found(kind, host, env) or (None, ""))[0] == token


def test_the_environment_counts_before_the_files(env: dict[str, str]) -> None:
    assert found("github", "github.com", {**env, "GH_TOKEN": "mine"}) == ("mine", "GH_TOKEN")


def test_folders_may_be_named(env: dict[str, str]) -> None:
    folder = Path(env["XDG_CONFIG_HOME"])
    named = {"GH_CONFIG_DIR": str(folder / "gh"), "GLAB_CONFIG_DIR": str(folder / "glab-cli")}
    assert found("github", "github.com", named) == ("gho_github", str(folder / "gh" / "hosts.yml"))
    assert found("gitlab", "gitlab.com", {"HOME": str(folder)}) is None
    assert found("gitlab", "gitlab.com", named) is not None


def test_what_they_know_tells_what_a_host_is(env: dict[str, str]) -> None:
    known = known_hosts({**env, "GITEA_SERVER_URL": "https://tea.test"})
    assert known["git.acme.test"] is ForgeKind.GITLAB
    assert (known["keyring.test"], known["tea.test"]) == (ForgeKind.GITHUB, ForgeKind.GITEA)
    place = place_of("git@git.acme.test:acme/shop.git", hosts=known)
    assert place is not None


def test_a_login_file_that_others_may_write_is_not_believed(env: dict[str, str]) -> None:
    path = Path(env["XDG_CONFIG_HOME"]) / "gh" / "hosts.yml"
    path.chmod(0o666)
    with pytest.raises(SourceUnreadable, match="lets others in") as refused:
        found("github", "github.com", env)
    assert "gho_" not in str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"a: [", id="broken YAML"),
        pytest.param(b"\xff\xfe", id="no text"),
        pytest.param(b"[" * 100_000, id="a tower"),
    ],
)
def test_a_login_file_that_cannot_be_read_is_said_to_be(env: dict[str, str], content: bytes) -> None:
    (Path(env["XDG_CONFIG_HOME"]) / "gh" / "hosts.yml").write_bytes(content)
    with pytest.raises(SourceUnreadable, match=r"Could not use the login in .*hosts\.yml"):
        found("github", "github.com", env)


@pytest.mark.parametrize("content", ["", "just a text", "- a\n- b\n", "github.com: 7\n", "hosts:\n"])
def test_a_login_file_of_another_shape_holds_no_login(env: dict[str, str], content: str) -> None:
    for name in ("gh/hosts.yml", "glab-cli/config.yml"):
        (Path(env["XDG_CONFIG_HOME"]) / name).write_text(content)
    assert (found("github", "github.com", env), found("gitlab", "gitlab.com", env)) == (None, None)
