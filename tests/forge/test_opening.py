"""From a remote's URL to a forge that works, or that says what it lacks."""

from pathlib import Path

import pytest

from core.errors import SettingsError, SourceUnreadable
from core.forge.opening import ForgeSettings, open_forge, settings_of
from core.forge.place import ForgeKind
from core.model.forgeplace import ForgePlace
from core.net.site import Proxy, Trust
from core.ports.forge import Forge, MergeMethod, Outcome, PullRequest, PullState
from tests.builders.faults import means
from tests.builders.forges import BRANCH, dialect_of, offer
from tests.builders.loopback import Loopback, well_behaved
from tests.fakes.forges import TOKEN, Hosted

USUAL = ForgeSettings()


def forge_for(remote: str, env: dict[str, str], settings: ForgeSettings = USUAL) -> Forge | None:
    return open_forge(remote, settings=settings, env=env, means=means([]))


def test_a_folder_has_no_forge() -> None:
    assert forge_for("/srv/git/shop.git", {"GITHUB_TOKEN": "x"}) is None


@pytest.mark.parametrize(
    ("kind", "variables"),
    [
        pytest.param(ForgeKind.GITHUB, {"GH_ENTERPRISE_TOKEN": TOKEN, "GH_HOST": "127.0.0.1"}, id="GitHub"),
        pytest.param(ForgeKind.GITLAB, {"GITLAB_TOKEN": TOKEN, "GITLAB_HOST": "127.0.0.1"}, id="GitLab"),
        pytest.param(
            ForgeKind.GITEA, {"GITEA_TOKEN": TOKEN, "GITEA_SERVER_URL": "http://127.0.0.1"}, id="Gitea"
        ),
    ],
)
def test_a_forge_of_ones_own_is_used_from_its_url_and_the_environment(
    kind: ForgeKind, variables: dict[str, str]
) -> None:
    hosted = Hosted()
    with Loopback(well_behaved(dialect_of(kind, hosted))) as server:
        forge = forge_for(f"{server.url}/acme/shop.git", variables, ForgeSettings(kind=kind))
        assert forge is not None
        assert forge.offer(offer()).outcome is Outcome.CREATED
        forge.release()
        schemes = {request.headers["authorization"].partition(" ")[0] for request in server.requests}
    assert schemes == {"token" if kind is ForgeKind.GITEA else "Bearer"}
    assert forge.title.endswith("at 127.0.0.1 acme/shop")


PULL = PullRequest(
    number=1,
    url="u",
    state=PullState.OPEN,
    draft=False,
    title="t",
    body="b",
    labels=(),
    branch=BRANCH,
    head="h",
    base="main",
)


def test_without_a_token_it_says_where_a_person_opens_it() -> None:
    forge = forge_for("git@github.com:acme/shop.git", {})
    assert forge is not None
    with pytest.raises(SourceUnreadable) as refused:
        forge.offer(offer())
    page = f"https://github.com/acme/shop/compare/main...{BRANCH}"
    assert forge.compare_url(BRANCH, "main") == page
    assert refused.value.why == "there is no token for github.com"
    assert refused.value.next_step == (
        f"set GITHUB_TOKEN or run gh auth login --hostname github.com, or open it by hand: {page}"
    )
    assert forge.title == "GitHub acme/shop"


def test_without_a_token_nothing_is_asked_of_anybody() -> None:
    forge = forge_for("https://gitea.acme.test/acme/shop", {})
    assert forge is not None
    for ask in (
        forge.default_branch,
        lambda: forge.branch("main"),
        lambda: forge.pulls(BRANCH, base="main"),
        lambda: forge.pull(1),
        lambda: forge.comment(1, key="k", text="t"),
        lambda: forge.close(1),
        lambda: forge.merge_when_green(PULL, MergeMethod.MERGE),
    ):
        with pytest.raises(
            SourceUnreadable, match=r"set GITEA_SERVER_URL=https://gitea\.acme\.test and GITEA_TOKEN"
        ):
            ask()


def test_what_rights_a_token_needs_is_said_where_it_lacks_them() -> None:
    hosted = Hosted()
    with Loopback(well_behaved(dialect_of(ForgeKind.GITLAB, hosted))) as server:
        env = {"GITLAB_TOKEN": "wrong", "GITLAB_HOST": "127.0.0.1"}
        forge = forge_for(f"{server.url}/acme/shop.git", env, ForgeSettings(kind=ForgeKind.GITLAB))
        assert forge is not None
        with pytest.raises(SourceUnreadable) as refused:
            forge.default_branch()
        forge.release()
    assert refused.value.next_step == (
        "give the token the scope api, and the role Developer in the project (it is from GITLAB_TOKEN)"
    )


def test_what_headgate_yaml_says_of_the_forge_is_used(tmp_path: Path) -> None:
    (tmp_path / "own.pem").write_text("PEM")
    place = ForgePlace(kind="gitea", url="https://git.test", authorities=tmp_path / "own.pem", proxy="p:3128")
    assert settings_of(place, top=tmp_path / "clone") == ForgeSettings(
        kind=ForgeKind.GITEA,
        url="https://git.test",
        trust=Trust(authorities="PEM"),
        proxy=Proxy(host="p", port=3128),
    )
    assert settings_of(ForgePlace(), top=tmp_path) == USUAL


def test_certificates_out_of_the_clone_are_believed_by_nobody(tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    clone.mkdir()
    (clone / "own.pem").write_text("PEM")
    (tmp_path / "link.pem").symlink_to(clone / "own.pem")
    for file in (clone / "own.pem", tmp_path / "link.pem", clone / ".." / "clone" / "own.pem"):
        with pytest.raises(SettingsError, match="Could not use the certificates"):
            settings_of(ForgePlace(authorities=file), top=clone)
