"""S20: types and YAML dialects, from a hand-written file to the branch that mends it."""

from pathlib import Path

import pytest

from core.krm.read.documents import read
from core.krm.values import Value
from core.merge.places import Side
from core.merge.resolution import Field
from core.model.names import UnitName
from tests.builders.repo import git
from tests.builders.world import World, world
from tests.scenarios.claims import XRD

UNIT = "dev/typed"
SETTINGS = """\
version: 1
hub: embedded
git: {branch: main, remote: none}
spaces:
  dev:
    source: {files: "dev/*.yaml"}
    units: one-per-file
schemas: [xrd.yaml]
"""
BY_HAND = """\
# Written by hand
# and kept tidy.
---
apiVersion: messagewall.demo/v1alpha1
kind: ServerlessEventAppClaim
metadata:
  name: typed
data:
  mode: 0644  # rw for us
  flag: on
  when: 12:30
  acct: 012345678901
  ver: "1e3"
spec: {awsAccountId: 205074708100}
"""
HUB = (
    BY_HAND.replace("0644", "420").replace("flag: on", 'flag: "on"').replace("205074708100", '"205074708100"')
)
SET = (("data.flag", "off"), ("data.note", "no"), ("data.port", "8080"), ("data.date", "2026-02-16"))


@pytest.fixture
def made(tmp_path: Path) -> World:
    """The hub holds the values with their types; then somebody writes the file by hand."""
    made = world(tmp_path, SETTINGS, {"xrd.yaml": XRD, "dev/typed.yaml": HUB})
    made.desk("ci").propose()
    made.commit({"dev/typed.yaml": BY_HAND}, "tidy up")
    made.desk("ci").propose()
    return made


def fields(made: World) -> dict[str, Field]:
    return {str(field.path): field for field in made.desk().open(UNIT).resolution.fields}


def test_a_number_in_another_notation_is_no_difference_and_the_others_are_not_merged(made: World) -> None:
    assert set(fields(made)) == {"data.flag", "spec.awsAccountId"}
    assert [(item.conflicts, made.head(UNIT)) for item in made.items()] == [
        (("data.flag", "spec.awsAccountId"), 1)
    ]


@pytest.mark.parametrize(
    ("path", "on_git", "hub", "why"),
    [
        pytest.param("data.flag", True, "on", "text became true or false", id="an ambiguous word"),
        pytest.param(
            "spec.awsAccountId",
            205074708100,
            "205074708100",
            "text became a number; the schema asks for text",
            id="an account number without quotes",
        ),
    ],
)
def test_a_change_of_type_is_shown_with_both_values_and_its_reason(
    made: World, path: str, on_git: Value, hub: Value, why: str
) -> None:
    place = fields(made)[path].place
    assert (place.git, place.hub, place.why) == (on_git, hub, why)


@pytest.mark.parametrize(
    ("path", "word"),
    [
        pytest.param("data.flag", 'kubectl reads true, YAML 1.2 tools the text "on"', id="on"),
        pytest.param("data.mode", "kubectl reads the number 420", id="an octal number"),
        pytest.param("data.when", 'kubectl reads the text "12:30"', id="a time"),
        pytest.param("data.acct", "kubectl reads the number 12345678901", id="a leading zero that is lost"),
    ],
)
def test_words_that_tools_read_differently_are_warned_of(made: World, path: str, word: str) -> None:
    warned = {str(one.path): one.what for one in made.desk().open(UNIT).warned}
    assert warned[path].startswith(word)


@pytest.fixture
def mended(made: World) -> str:
    """The operator sets texts that look like something else, takes the hub's, and offers it all to Git."""
    desk = made.desk()
    desk.carry_out(desk.plan_set(UnitName.parse(UNIT), SET, reason="what the app reads"))
    made.take(UNIT, Side.HUB)
    branch = made.desk().sync_back().branches[0].name
    return git(made.top, "show", f"{branch}:dev/typed.yaml") + "\n"


def test_texts_that_look_like_something_else_are_written_in_quotes(mended: str) -> None:
    lines = {line.strip() for line in mended.splitlines()}
    assert lines >= {'flag: "off"', 'note: "no"', 'port: "8080"', 'date: "2026-02-16"'}


def test_what_nobody_decided_keeps_its_bytes(mended: str) -> None:
    kept = [line for line in BY_HAND.splitlines() if "flag" not in line and "awsAccountId" not in line]
    assert [line for line in mended.splitlines() if line in kept] == kept


def test_the_new_file_means_what_the_hub_holds(made: World, mended: str) -> None:
    on_git, hub = (read(text).documents[0].value for text in (mended, made.text(UNIT)))
    assert on_git == hub
    assert isinstance(on_git, dict)
    assert on_git["data"] == {
        "mode": 420,
        "when": "12:30",
        "acct": 12345678901,
        "ver": "1e3",
        "flag": "off",
        "note": "no",
        "port": "8080",
        "date": "2026-02-16",
    }
