from pathlib import Path

import pytest

from core.model.source import Files, Kustomize, Source
from core.settings.loading import parse_settings
from core.settings.shapes import Either, MapOf, Row, Shape, Table
from core.settings.table import SETTINGS
from core.settings.template import Sketch, sketches, template

FILE = Path("/repo/headgate.yaml")


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        pytest.param(
            [
                "app/base/kustomization.yaml",
                "app/overlays/dev/kustomization.yaml",
                "app/overlays/prod/kustomization.yml",
            ],
            (
                Sketch(name="app-dev", key="kustomize", value="app/overlays/dev"),
                Sketch(name="app-prod", key="kustomize", value="app/overlays/prod"),
            ),
            id="one for each overlay",
        ),
        pytest.param(
            ["app/Kustomization"],
            (Sketch(name="app", key="kustomize", value="app"),),
            id="one for a lone kustomization",
        ),
        pytest.param(
            [
                "deploy/Prod East/a.yaml",
                "deploy/Prod East/b.yaml",
                "deploy/dev/a.json",
                ".github/workflows/ci.yml",
                "x.yaml",
            ],
            (
                Sketch(name="deploy-prod-east", key="files", value="deploy/Prod East/*.yaml"),
                Sketch(name="deploy-dev", key="files", value="deploy/dev/*.yaml"),
            ),
            id="one for each folder of manifests",
        ),
        pytest.param(["README.md"], (), id="none where nothing is known"),
    ],
)
def test_spaces_are_guessed_from_file_names(paths: list[str], found: tuple[Sketch, ...]) -> None:
    assert sketches(paths) == found


@pytest.mark.parametrize(
    ("sketch", "source"),
    [
        pytest.param(
            Sketch(name="a-prod", key="kustomize", value="over lays/prod"),
            Kustomize(path="over lays/prod"),
            id="kustomize",
        ),
        pytest.param(
            Sketch(name="1e3", key="files", value='q"x\\y/*.yaml'),
            Files(globs=('q"x\\y/*.yaml',)),
            id="hard to quote",
        ),
        pytest.param(
            Sketch(name="true", key="files", value="null"),
            Files(globs=("null",)),
            id="words that are no texts",
        ),
    ],
)
def test_what_is_written_reads_back_as_it_was_meant(sketch: Sketch, source: Source) -> None:
    settings = parse_settings(template(branch="on", remote="none", spaces=[sketch]), file=FILE)
    (space,) = settings.spaces
    assert (space.name, space.source, settings.git.branch, settings.git.remote) == (
        sketch.name,
        source,
        "on",
        "none",
    )


def test_a_repository_of_which_nothing_is_known_gets_an_example_that_is_valid() -> None:
    text = template(branch="main", remote="origin", spaces=[])
    assert [space.name for space in parse_settings(text, file=FILE).spaces] == ["example"]


def rows(shape: Shape | None) -> list[Row]:
    match shape:
        case Table(rows=found):
            return [row for one in found for row in (one, *rows(one.shape))]
        case MapOf(of=part):
            return rows(part)
        case Either(map=table):
            return rows(table)
        case _:
            return []


def test_every_key_is_shown_to_a_newcomer() -> None:
    text = template(branch="main", remote="origin", spaces=[])
    assert [row.key for row in rows(SETTINGS) if f"{row.key}:" not in text and row.key != "embedded"] == []
