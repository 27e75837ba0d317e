"""Where a repository is on a forge, from the URL git has."""

import pytest

from core.errors import SettingsError
from core.forge.place import ForgeKind, place_of

HOSTS = {"git.acme.test": ForgeKind.GITLAB}


@pytest.mark.parametrize(
    ("remote", "kind", "web", "api", "path"),
    [
        pytest.param(
            "https://github.com/acme/shop.git", "github", "https://github.com", "https://api.github.com",
            "acme/shop", id="GitHub over https",
        ),
        pytest.param(
            "git@github.com:acme/shop.git", "github", "https://github.com", "https://api.github.com",
            "acme/shop", id="GitHub in short",
        ),
        pytest.param(
            "ssh://git@ssh.github.com:443/acme/shop.git", "github", "https://github.com",
            "https://api.github.com", "acme/shop", id="GitHub over ssh on 443",
        ),
        pytest.param(
            "https://acme.ghe.com/acme/shop", "github", "https://acme.ghe.com", "https://api.acme.ghe.com",
            "acme/shop", id="GitHub with data residency",
        ),
        pytest.param(
            "https://github.acme.test/acme/shop", "github", "https://github.acme.test",
            "https://github.acme.test/api", "acme/shop", id="GitHub of one's own, by its name",
        ),
        pytest.param(
            "https://gitlab.com/acme/ops/shop.git/", "gitlab", "https://gitlab.com",
            "https://gitlab.com/api/v4", "acme/ops/shop", id="GitLab with nested groups",
        ),
        pytest.param(
            "git@altssh.gitlab.com:acme/shop", "gitlab", "https://gitlab.com", "https://gitlab.com/api/v4",
            "acme/shop", id="GitLab over ssh on 443",
        ),
        pytest.param(
            "ssh://git@git.acme.test:2222/acme/shop.git", "gitlab", "https://git.acme.test",
            "https://git.acme.test/api/v4", "acme/shop", id="a host that glab knows, over ssh",
        ),
        pytest.param(
            "https://git.acme.test:8443/acme/shop.git", "gitlab", "https://git.acme.test:8443",
            "https://git.acme.test:8443/api/v4", "acme/shop", id="a port of the web",
        ),
        pytest.param(
            "https://codeberg.org/acme/shop", "gitea", "https://codeberg.org", "https://codeberg.org/api/v1",
            "acme/shop", id="Forgejo",
        ),
        pytest.param(
            "https://me:s3cret@github.com/acme/shop", "github", "https://github.com",
            "https://api.github.com", "acme/shop", id="a login in the URL is left out",
        ),
    ],
)  # fmt: skip
def test_a_forge_is_told_by_its_url(remote: str, kind: str, web: str, api: str, path: str) -> None:
    place = place_of(remote, hosts=HOSTS)
    assert place is not None
    assert (place.kind, str(place.web), str(place.api), place.path) == (kind, web, api, path)


@pytest.mark.parametrize(
    "remote",
    [
        pytest.param("/srv/git/shop.git", id="a folder"),
        pytest.param("../shop", id="a relative folder"),
        pytest.param("file:///srv/git/shop.git", id="a folder as a URL"),
        pytest.param("https://code.acme.test/acme/shop", id="a host that nobody knows"),
        pytest.param("https://notgithub.com/acme/shop", id="a look-alike"),
        pytest.param("https://hub.github-com.test/acme/shop", id="another look-alike"),
        pytest.param("ext::sh -c x", id="a program"),
        pytest.param("https://[", id="no URL"),
    ],
)
def test_what_is_no_forge_is_none(remote: str) -> None:
    assert place_of(remote, hosts=HOSTS) is None


def test_the_settings_say_what_a_host_is_and_where_it_lies() -> None:
    place = place_of(
        "https://code.acme.test/git/acme/shop.git",
        hosts={},
        kind=ForgeKind.GITEA,
        url="https://code.acme.test/git",
    )
    assert place is not None
    assert (str(place.api), place.path) == ("https://code.acme.test/git/api/v1", "acme/shop")
    by_ssh = place_of(
        "git@ssh.acme.test:acme/shop.git", hosts={}, kind=ForgeKind.GITEA, url="https://code.acme.test/git"
    )
    assert by_ssh is not None
    assert (by_ssh.web.host, by_ssh.path) == ("code.acme.test", "acme/shop")


@pytest.mark.parametrize(
    ("remote", "url", "why"),
    [
        pytest.param("https://github.com/shop", "", "names no repository there", id="no owner"),
        pytest.param("https://github.com/acme/../shop", "", "names no repository there", id="climbing"),
        pytest.param("https://github.com/acme/sh%20op", "", "names no repository there", id="a space"),
        pytest.param(
            "https://github.com/acme/shop", "http://github.com", "in clear", id="an address in clear"
        ),
        pytest.param("http://github.com/acme/shop", "", "in clear", id="a remote in clear"),
    ],
)
def test_what_credentials_cannot_go_to_is_refused(remote: str, url: str, why: str) -> None:
    with pytest.raises(SettingsError, match=why):
        place_of(remote, hosts={}, kind=ForgeKind.GITHUB, url=url)


@pytest.mark.parametrize(
    ("remote", "page"),
    [
        pytest.param(
            "https://github.com/acme/shop",
            "https://github.com/acme/shop/compare/main...headgate/a%231",
            id="GitHub",
        ),
        pytest.param(
            "https://gitlab.com/acme/shop",
            "https://gitlab.com/acme/shop/-/merge_requests/new"
            "?merge_request%5Bsource_branch%5D=headgate%2Fa%231&merge_request%5Btarget_branch%5D=main",
            id="GitLab",
        ),
        pytest.param(
            "https://codeberg.org/acme/shop",
            "https://codeberg.org/acme/shop/compare/main...headgate/a%231",
            id="Gitea",
        ),
    ],
)  # fmt: skip
def test_a_person_is_shown_where_to_open_it_by_hand(remote: str, page: str) -> None:
    place = place_of(remote, hosts={})
    assert place is not None
    assert place.compare_url("headgate/a#1", "main") == page
