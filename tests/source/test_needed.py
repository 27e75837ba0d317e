from collections.abc import Mapping

import pytest

from core.errors import InputRefused, SourceUnreadable
from core.source.needed import Needed, needed_files


def needed(tree: Mapping[str, str], folder: str = "over") -> Needed:
    return needed_files(tree, folder, lambda path: tree[path])


@pytest.mark.parametrize(
    ("tree", "files"),
    [
        pytest.param(
            {"over/kustomization.yaml": "resources: [a.yaml]", "over/a.yaml": "", "over/b.yaml": ""},
            ("over/kustomization.yaml", "over/a.yaml"),
            id="what it lists, and not what stands beside it",
        ),
        pytest.param(
            {
                "over/kustomization.yaml": "resources: [../base]",
                "base/kustomization.yml": "resources: [x.yaml]",
                "base/x.yaml": "",
            },
            ("over/kustomization.yaml", "base/kustomization.yml", "base/x.yaml"),
            id="what a base lists",
        ),
        pytest.param(
            {
                "over/Kustomization": "configMapGenerator: [{name: c, files: [k=c.txt, d.txt]}]",
                "over/c.txt": "",
                "over/d.txt": "",
            },
            ("over/Kustomization", "over/c.txt", "over/d.txt"),
            id="files of a generator, with and without a key",
        ),
        pytest.param(
            {"over/kustomization.yaml": "patches: [{path: ./p/../p.yaml}]", "over/p.yaml": ""},
            ("over/kustomization.yaml", "over/p.yaml"),
            id="a path with detours",
        ),
        pytest.param(
            {
                "over/kustomization.yaml": "helmGlobals: {chartHome: charts}",
                "over/charts/a/Chart.yaml": "",
                "over/charts/b": "",
            },
            ("over/kustomization.yaml", "over/charts/a/Chart.yaml", "over/charts/b"),
            id="a folder that is no kustomization, whole",
        ),
        pytest.param(
            {
                "over/kustomization.yaml": "resources: [../other]",
                "other/kustomization.yaml": "resources: [../over]",
            },
            ("over/kustomization.yaml", "other/kustomization.yaml"),
            id="a circle, once",
        ),
        pytest.param(
            {
                "over/kustomization.yaml": "resources: [../../etc/passwd, /etc/passwd, gone.yaml]",
                "etc/passwd": "",
            },
            ("over/kustomization.yaml",),
            id="nothing outside the tree",
        ),
    ],
)
def test_files_are_found_by_following_what_kustomizations_name(
    tree: Mapping[str, str], files: tuple[str, ...]
) -> None:
    assert needed(tree) == Needed(files=files, is_closed=True)


@pytest.mark.parametrize(
    "far",
    ["https://h.example/x.yaml", "git@h.example:x", "github.com/a/b//c", "ssh://h.example/x", "a/b?ref=v1"],
)
def test_a_base_from_elsewhere_leaves_the_build_open(far: str) -> None:
    assert not needed({"over/kustomization.yaml": f"resources: ['{far}']"}).is_closed


def test_the_top_of_the_tree_can_be_built() -> None:
    assert needed({"kustomization.yaml": "resources: [a/b.yaml]", "a/b.yaml": ""}, ".").files == (
        "kustomization.yaml",
        "a/b.yaml",
    )


def test_a_folder_without_a_kustomization_and_one_that_is_no_yaml_are_told_apart() -> None:
    with pytest.raises(SourceUnreadable):
        needed({"over/a.yaml": ""})
    with pytest.raises(InputRefused, match=r"over/kustomization\.yaml"):
        needed({"over/kustomization.yaml": "a: ["})
