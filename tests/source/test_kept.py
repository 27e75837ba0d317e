from pathlib import Path

import pytest

from core.ports.trees import TreeFile
from core.source.kept import Kept, recipe


def test_a_text_is_kept_as_it_is_and_only_for_us(tmp_path: Path) -> None:
    Kept(tmp_path / "k").keep("one", "a: 1\r\n# ü\n")
    assert Kept(tmp_path / "k").text("one") == "a: 1\r\n# ü\n"
    assert Kept(tmp_path / "k").text("two") is None
    assert (tmp_path / "k" / "one").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("damage", [b"", b"x", b"0\na: 1\n", b"\xff"])
def test_a_text_that_is_not_as_it_was_written_is_not_kept(tmp_path: Path, damage: bytes) -> None:
    kept = Kept(tmp_path / "k")
    kept.keep("one", "a: 1\n")
    (tmp_path / "k" / "one").write_bytes(damage)
    assert kept.text("one") is None


@pytest.mark.parametrize("text", ["kind: Secret\n", '{"kind": "Secret"}', "kind : 'Secret'\n"])
def test_a_secret_is_not_kept(tmp_path: Path, text: str) -> None:
    kept = Kept(tmp_path / "k")
    kept.keep("one", f"apiVersion: v1\n{text}")
    assert kept.text("one") is None


def test_the_oldest_make_room(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "k", most=2)
    for name in ("one", "two", "three"):
        kept.keep(name, name)
    assert [kept.text(name) for name in ("one", "two", "three")] == [None, "two", "three"]


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "k").write_text("in the way")
    Kept(tmp_path / "k").keep("one", "a: 1\n")
    assert Kept(tmp_path / "k").text("one") is None


def test_a_recipe_changes_with_everything_that_a_build_depends_on(tmp_path: Path) -> None:
    program = tmp_path / "kustomize"
    program.write_text("1")
    tree = {"a": TreeFile(blob="1", executable=False), "b": TreeFile(blob="2", executable=False)}
    changed = {**tree, "b": TreeFile(blob="3", executable=False)}
    argv = (str(program), "build", "./a")
    before = [
        recipe(argv, ["a", "b"], tree),
        recipe(argv, ["a"], tree),
        recipe((*argv[:2], "./b"), ["a", "b"], tree),
        recipe(argv, ["a", "b"], changed),
    ]
    assert recipe(argv, ["b", "a"], tree) == before[0]
    program.write_text("22")
    assert len({*before, recipe(argv, ["a", "b"], tree)}) == 5
