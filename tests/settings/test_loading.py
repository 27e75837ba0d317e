from pathlib import Path

import pytest

from core.errors import SettingsError
from core.model.forgeplace import ForgePlace
from core.model.hubserver import HubServer
from core.model.live import LiveCluster, LiveFolder, LivePlace
from core.model.source import Command, Files, Kustomize, Named, Source, SpaceSource, Splitting, Units
from core.model.space import CleanMerges, Promotion, Space
from core.settings.loading import find_settings, load_settings, parse_settings
from core.settings.settings import GitSettings, Settings, SpaceSettings

FILE = Path("/repo/headgate.yaml")


def parsed(text: str) -> Settings:
    return parse_settings(text, file=FILE)


def space(text: str) -> SpaceSettings:
    (one,) = parsed(f"version: 1\nspaces:\n  shop: {text}\n").spaces
    return one


def test_the_shortest_file_means_the_usual_things() -> None:
    assert parsed("version: 1\nspaces: {shop: {}}\n") == Settings(
        file=FILE,
        hub="embedded",
        git=GitSettings(branch="main", remote="origin"),
        spaces=(SpaceSettings(name="shop"),),
    )


def test_nothing_of_a_forge_need_be_said_and_never_means_never() -> None:
    git = parsed("version: 1\ngit: {forge: {draft: always, auto_merge: never}}\nspaces: {shop: {}}\n").git
    assert git == GitSettings(forge=ForgePlace(draft=True))


def test_everything_can_be_said() -> None:
    settings = parsed(
        """\
version: 1
hub: https://hub.example.com
git:
  branch: release/1
  remote: none
  forge: {kind: gitea, url: https://git.test/x, ca: /ca.pem, proxy: p:1, draft: never, auto_merge: rebase}
spaces:
  shop-prod-east:
    labels: {environment: prod, region: us-east-1}
    source: {kustomize: infra/overlays/prod-east}
    units: {web: [Deployment/web, "Service/*"], rest: "*/*"}
    live: {context: prod-east, namespace: shop}
    promote: review
    clean_merges: auto
schemas: [platform/xrd/*.yaml]
policies: policies/*.yaml
"""
    )
    assert settings == Settings(
        file=FILE,
        hub="https://hub.example.com",
        server=HubServer(url="https://hub.example.com"),
        git=GitSettings(
            branch="release/1",
            remote="none",
            forge=ForgePlace(
                kind="gitea",
                url="https://git.test/x",
                authorities=Path("/ca.pem"),
                proxy="p:1",
                draft=False,
                auto_merge="rebase",
            ),
        ),
        spaces=(
            SpaceSettings(
                name="shop-prod-east",
                labels={"environment": "prod", "region": "us-east-1"},
                source=Kustomize(path="infra/overlays/prod-east"),
                units=Named(units=(("web", ("Deployment/web", "Service/*")), ("rest", ("*/*",)))),
                live=LiveCluster(context="prod-east"),
                namespace="shop",
                promote=Promotion.REVIEW,
                clean_merges=CleanMerges.AUTO,
            ),
        ),
        schemas=("platform/xrd/*.yaml",),
        policies=("policies/*.yaml",),
    )


@pytest.mark.parametrize(
    ("text", "source", "units"),
    [
        pytest.param(
            "{source: {files: 'a/*.yaml'}}",
            Files(globs=("a/*.yaml",)),
            Splitting.ONE_PER_RESOURCE,
            id="one glob",
        ),
        pytest.param(
            "{source: {files: [a, b]}, units: one-per-file}",
            Files(globs=("a", "b")),
            Splitting.ONE_PER_FILE,
            id="globs",
        ),
        pytest.param(
            "{source: {command: [./render.sh, prod]}}",
            Command(argv=("./render.sh", "prod")),
            Splitting.ONE_PER_RESOURCE,
            id="a command",
        ),
        pytest.param("{labels: {a: b}}", None, Splitting.ONE_PER_RESOURCE, id="none at all"),
    ],
)
def test_a_source_is_one_of_three(text: str, source: Source | None, units: Units) -> None:
    one = space(text)
    assert (one.source, one.units) == (source, units)


@pytest.mark.parametrize(
    ("text", "live", "namespace"),
    [
        pytest.param(
            "{folder: live/prod}", LiveFolder(path=Path("/repo/live/prod")), "", id="a folder beside the file"
        ),
        pytest.param(
            "{folder: /srv/prod, namespace: shop}", LiveFolder(path=Path("/srv/prod")), "shop", id="elsewhere"
        ),
        pytest.param("{context: prod}", LiveCluster(context="prod"), "", id="a cluster"),
    ],
)
def test_a_live_side_is_a_folder_or_a_cluster(text: str, live: LivePlace, namespace: str) -> None:
    one = space(f"{{live: {text}}}")
    assert (one.live, one.namespace) == (live, namespace)


@pytest.mark.parametrize(
    ("hub", "url", "path"),
    [
        pytest.param("embedded", "embedded", None, id="in the state folder"),
        pytest.param(
            "{embedded: ../hub.db}", "embedded", Path("/repo/../hub.db"), id="in a file that is shared"
        ),
        pytest.param("https://h.example:8443/x", "https://h.example:8443/x", None, id="a ConfigHub"),
        pytest.param("http://127.0.0.1:8080", "http://127.0.0.1:8080", None, id="one of this machine"),
    ],
)
def test_a_hub_is_embedded_or_far(hub: str, url: str, path: Path | None) -> None:
    settings = parsed(f"version: 1\nhub: {hub}\nspaces: {{}}\n")
    assert (settings.hub, settings.embedded_path) == (url, path)


def test_a_server_is_named_with_all_that_leads_to_it() -> None:
    names = ("HUB_TOKEN", "CI_ID", "CI_SECRET")
    settings = parsed(
        "version: 1\nspaces: {}\nhub: {url: https://hub.example.com, ca: ca.pem, proxy: 'proxy:3128',"
        " token: HUB_TOKEN, worker_id: CI_ID, worker_secret: CI_SECRET}\n"
    )
    assert settings.server == HubServer(
        url="https://hub.example.com",
        authorities=Path("/repo/ca.pem"),
        proxy="proxy:3128",
        token=names[0],
        worker_id=names[1],
        worker_secret=names[2],
    )
    assert settings.hub == "https://hub.example.com"


def test_a_space_becomes_what_the_rules_and_the_renderer_need() -> None:
    one = space(
        "{labels: {environment: prod}, source: {kustomize: x}, live: {context: c, namespace: shop},"
        " promote: review}"
    )
    assert one.space() == Space(
        name="shop", labels={"environment": "prod"}, namespace="shop", promote=Promotion.REVIEW
    )
    assert one.space().production
    assert one.rendered() == SpaceSource(
        space="shop", namespace="shop", source=Kustomize(path="x"), units=Splitting.ONE_PER_RESOURCE
    )
    assert space("{}").rendered() is None


def test_anchors_and_merge_keys_are_read() -> None:
    settings = parsed(
        "version: 1\nspaces:\n  a: &a {labels: {environment: dev}, promote: review}\n"
        "  b: {<<: *a, promote: auto}\n  c: *a\n"
    )
    assert [(one.labels, one.promote) for one in settings.spaces] == [
        ({"environment": "dev"}, Promotion.REVIEW),
        ({"environment": "dev"}, Promotion.AUTO),
        ({"environment": "dev"}, Promotion.REVIEW),
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param(
            "versoin: 1\nspaces: {}",
            "line 1, column 1: unknown key 'versoin' in headgate.yaml; the nearest known key is 'version'",
            id="a slip in a key",
        ),
        pytest.param(
            "version: 1\nspaces: {}\nzzz: 1",
            "line 3, column 1: unknown key 'zzz' in headgate.yaml; known keys are version, hub, git, "
            "spaces, audit, schemas, policies",
            id="a key like no other",
        ),
        pytest.param(
            "version: 1\nspaces: {}\ngit: {brnch: x}",
            "line 3, column 7: unknown key 'brnch' in git; the nearest known key is 'branch'",
            id="a slip further in",
        ),
        pytest.param(
            "version: 1\nspaces: {}\ngit: {forge: {ca: certificates/own.pem}}",
            "line 3, column 19: ca should be a file outside the repository, not 'certificates/own.pem'",
            id="a forge's CA out of the clone",
        ),
        pytest.param(
            "spaces: {}", "line 1, column 1: headgate.yaml needs the key 'version'", id="no version"
        ),
        pytest.param("version: 1", "line 1, column 1: headgate.yaml needs the key 'spaces'", id="no spaces"),
        pytest.param(
            "version: 2\nspaces: {}",
            "line 1, column 10: version should be 1, not the number 2",
            id="another version",
        ),
        pytest.param(
            "version: true\nspaces: {}",
            "line 1, column 10: version should be 1, not true",
            id="true is not 1",
        ),
        pytest.param("- a", "line 1, column 1: headgate.yaml should be a map, not a list", id="a list"),
        pytest.param(
            "version: 1\nspaces: [a]",
            "line 2, column 9: spaces should be a map, not a list",
            id="spaces in a list",
        ),
        pytest.param(
            "version: 1\nspaces: {Shop: {}}",
            "line 2, column 10: a name in spaces should be a name of lower-case letters, digits, "
            "'.', '_' and '-', not 'Shop'",
            id="a name that is no slug",
        ),
        pytest.param(
            "version: 1\nspaces: {a: {labels: {environment: on}}}",
            "line 2, column 36: environment should be a text, not true; write it in quotes",
            id="a label that is no text",
        ),
        pytest.param(
            "version: 1\nspaces: {a: {source: {}}}",
            "line 2, column 22: source needs exactly one of files, kustomize, command",
            id="a source of nothing",
        ),
        pytest.param(
            "version: 1\nspaces: {a: {source: {files: a, kustomize: b}}}",
            "line 2, column 22: source needs exactly one of files, kustomize, command",
            id="a source of two kinds",
        ),
        pytest.param(
            "version: 1\nspaces: {a: {source: {files: ../a}}}",
            "line 2, column 30: files should be a glob from the repository's top, without '..', not '../a'",
            id="a glob out of the tree",
        ),
        pytest.param(
            "version: 1\nspaces: {a: {source: {kustomize: /etc}}}",
            "line 2, column 34: kustomize should be a folder below the repository's top, not '/etc'",
            id="an absolute folder",
        ),
        pytest.param(
            "version: 1\nspaces: {a: {source: {command: []}}}",
            "line 2, column 32: command should be a list with at least one entry, not an empty list",
            id="no command",
        ),
        pytest.param(
            "version: 1\nspaces: {a: {source: {files: {x: y}}}}",
            "line 2, column 30: files should be a glob from the repository's top, "
            "without '..' or a list, not a map",
            id="globs in a map",
        ),
        pytest.param(
            "version: 1\nspaces: {a: {units: one-per-unit}}",
            "line 2, column 21: units should be one-per-resource or one-per-file, not 'one-per-unit'",
            id="an unknown way to split",
        ),
        pytest.param(
            "version: 1\nspaces: {a: {live: {namespace: x}}}",
            "line 2, column 20: live needs exactly one of folder, context",
            id="a live side of nothing",
        ),
        pytest.param(
            "version: 1\nspaces: {a: {promote: always}}",
            "line 2, column 23: promote should be auto or review, not 'always'",
            id="an unknown word",
        ),
        pytest.param(
            "version: 1\nspaces: {}\nhub: http://hub.example.com",
            "line 3, column 6: hub should be embedded, or an https:// URL, not 'http://hub.example.com'",
            id="a hub without TLS",
        ),
        pytest.param(
            "version: 1\nspaces: {}\nhub: https://me:pw@hub.example.com",
            "line 3, column 6: hub should be embedded, or an https:// URL, not 'https://***@hub.example.com'",
            id="a hub with a login",
        ),
        pytest.param(
            "version: 1\nspaces: {a: {<<: {promot: x}}}",
            "line 2, column 19: unknown key 'promot' in a; the nearest known key is 'promote'",
            id="a slip in what is merged in",
        ),
        pytest.param(
            "version: 1\nspaces: {a: {source: {kustomize: x}, units: one-per-file}}",
            "line 2, column 45: a has units: one-per-file, which needs source: {files: ...}",
            id="files for units of a source without files",
        ),
        pytest.param("version: 1\nversion: 1\nspaces: {}", "line 2, column 1", id="a key twice"),
        pytest.param("version: [", "line 1, column", id="no YAML"),
        pytest.param(
            "version: 1\nspaces: {}\n---\na: 1", "it should hold one document, not 2", id="two documents"
        ),
        pytest.param("# nothing", "it should hold one document, not 0", id="nothing"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, why: str) -> None:
    with pytest.raises(SettingsError) as wrong:
        parsed(text)
    assert why in wrong.value.why
    assert wrong.value.exit_code == 2


def test_all_problems_are_named_at_once_in_the_order_of_the_file() -> None:
    with pytest.raises(SettingsError) as wrong:
        parsed("version: 1\nhubb: x\ngit: {brnch: x}\nspaces: {A: {promot: x}}\n")
    lines = wrong.value.why.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "headgate.yaml, line 2, column 1",
        "headgate.yaml, line 3, column 7",
        "headgate.yaml, line 4, column 10",
        "headgate.yaml, line 4, column 14",
    ]


def test_the_file_is_found_in_a_folder_above(tmp_path: Path) -> None:
    (tmp_path / "headgate.yaml").write_text("version: 1\nspaces: {}\n")
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert find_settings(tmp_path / "a" / "b") == tmp_path / "headgate.yaml"
    assert load_settings(find_settings(tmp_path / "a")).file == tmp_path / "headgate.yaml"


def test_a_folder_without_settings_says_how_to_get_some(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="headgate init"):
        find_settings(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(None, id="it is not there"),
        pytest.param(b"version: 1 # \xff\n", id="it is no text"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "headgate.yaml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsError, match=r"headgate\.yaml"):
        load_settings(file)
