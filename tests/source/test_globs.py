import pytest

from core.source.globs import fixed_folder, matches


@pytest.mark.parametrize(
    ("glob", "path", "answer"),
    [
        pytest.param("a/*.yaml", "a/x.yaml", True, id="a star in a name"),
        pytest.param("a/*.yaml", "a/b/x.yaml", False, id="a star stays in its folder"),
        pytest.param("a/**/*.yaml", "a/x.yaml", True, id="two stars are no folder"),
        pytest.param("a/**/*.yaml", "a/b/c/x.yaml", True, id="or many"),
        pytest.param("**/*.yaml", "x.yaml", True, id="from the top"),
        pytest.param("a/**", "a/b/x", True, id="everything below"),
        pytest.param("a/**", "b/a/x", False, id="but nothing beside"),
        pytest.param("a", "a", True, id="a plain name"),
        pytest.param("a", "a/b", False, id="is no folder"),
        pytest.param("./a/x.yaml", "a/x.yaml", True, id="a dot at the beginning says nothing"),
        pytest.param("a/?.yaml", "a/x.yaml", True, id="a question mark is one character"),
        pytest.param("a/?.yaml", "a/xy.yaml", False, id="and only one"),
        pytest.param("a/[xy].yaml", "a/y.yaml", True, id="one of a set"),
        pytest.param("a/[!xy].yaml", "a/y.yaml", False, id="none of a set"),
        pytest.param("a/[x-z]/b", "a///b", False, id="a set holds no slash"),
        pytest.param("a/*", "a/.x", False, id="hidden files are out"),
        pytest.param("a/.*", "a/.x", True, id="unless asked for"),
        pytest.param("**", ".github/ci.yml", False, id="and hidden folders too"),
        pytest.param("a.b", "axb", False, id="a dot is a dot"),
        pytest.param("a(b)+$", "a(b)+$", True, id="nothing else is special"),
        pytest.param("Deployment/*", "Deployment/web", True, id="kind and name"),
        pytest.param("*/web", "Service/web", True, id="any kind"),
    ],
)
def test_a_glob_means_these_paths(glob: str, path: str, *, answer: bool) -> None:
    assert matches(glob, path) is answer


@pytest.mark.parametrize(
    ("glob", "folder"),
    [
        ("a/b/*.yaml", "a/b/"),
        ("a/*/c/*.yaml", "a/"),
        ("**", ""),
        ("a/b.yaml", "a/"),
        ("x.yaml", ""),
        ("a/[bc]/d", "a/"),
    ],
)
def test_the_fixed_part_of_a_glob_is_its_folder_before_anything_wild(glob: str, folder: str) -> None:
    assert fixed_folder(glob) == folder
