"""Files of variables: read plainly, and changed in one word."""

import pytest

from core.source.variables import variables, with_variable

FILE = """\
# how many
REPLICAS=2 # two
export TEAM='the shop'
HOST="${REGION}.example.com"
REGION="east"
EMPTY=
not a variable
"""


def test_what_is_set_plainly_is_read_and_what_a_shell_works_out_is_not() -> None:
    assert variables(FILE) == {"REPLICAS": "2", "TEAM": "the shop", "REGION": "east", "EMPTY": ""}


@pytest.mark.parametrize(
    ("name", "value", "before", "after"),
    [
        pytest.param("REPLICAS", "12", "=2 #", "=12 #", id="a bare word keeps its comment"),
        pytest.param("REPLICAS", "a b", "=2 #", '="a b" #', id="a word with a blank gets quotes"),
        pytest.param("TEAM", "it", "'the shop'", "'it'", id="single quotes stay"),
        pytest.param("REGION", "it's", '"east"', '"it\'s"', id="double quotes stay"),
        pytest.param("EMPTY", "x", "EMPTY=", "EMPTY=x", id="an empty one is filled"),
    ],
)
def test_one_variable_changes_and_every_other_byte_stays(
    name: str, value: str, before: str, after: str
) -> None:
    edited = with_variable(FILE, name, value)
    assert edited == FILE.replace(before, after)
    assert variables(edited)[name] == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("GONE", "x", id="one that is not there"),
        pytest.param("HOST", "x", id="one that a shell works out"),
        pytest.param("TEAM", "it's", id="a quote inside the quotes that stand there"),
        pytest.param("REGION", "$HOME", id="what a shell would take for more than it says"),
        pytest.param("REPLICAS", "a\nb", id="lines"),
    ],
)
def test_what_cannot_be_written_plainly_is_not_written(name: str, value: str) -> None:
    assert with_variable(FILE, name, value) is None


def test_of_two_the_last_counts() -> None:
    assert with_variable("A=1\nA=2\n", "A", "3") == "A=1\nA=3\n"
