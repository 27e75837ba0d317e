"""The twin of a plan: the command line that it prints makes the same choices again."""

import shlex
from pathlib import Path

import pytest

from core.krm.values import ABSENT, Absent, Value
from core.merge.places import Side
from core.merge.resolution import Choice, Edited, Resolution
from tests.builders.shop import deployment
from tests.builders.terminal import console
from tests.builders.world import World
from tests.sync.one_unit import UNIT, chosen, git, hub, item, items, one_unit, propose
from tests.sync.shapes import SHAPES, standing
from tui.cli.choices import chosen as read_choices
from tui.cli.given import Given
from tui.cli.parser import parse


def typed_again(twin: str) -> Given:
    program, *argv = shlex.split(twin)
    assert program == "headgate"
    return parse(argv, width=80)


def choices_of(made: World, twin: str) -> Resolution:
    given = typed_again(twin)
    (named,) = given.texts("item")
    opened = made.desk().open(named)
    return read_choices(opened.resolution, given, console())


VALUES: list[Value | Absent] = [
    ABSENT,
    None,
    True,
    0,
    -7,
    1.5,
    10**20,
    "",
    " ",
    "plain",
    "two words",
    "true",
    "Null",
    "~",
    "on",
    "y",
    "0644",
    "012345678901",
    "1e3",
    "12:30",
    "2026-02-16",
    "a: b",
    "- a",
    "#no comment",
    'say "hi"',
    "it's",
    "back\\slash",
    "two\nlines\n",
    "tab\there",
    "$HOME `id` $(id)",
    "a=b",
    "--set",
    "é ✓ 😀",
    "\x7f\x85\u2028",
    "{not: a map}",
    ["a", 1, None, True],
    {"cpu": "1", "on": "yes", "0644": 420},
    [],
    {},
]


@pytest.fixture(scope="module")
def open_conflict(tmp_path_factory: pytest.TempPathFactory) -> World:
    """One field that Git and the hub both changed; nothing is decided here."""
    home = tmp_path_factory.mktemp("twin")
    patch = pytest.MonkeyPatch()
    patch.setenv("XDG_STATE_HOME", str(home / "state"))
    try:
        made = standing(home, "field", "YZB")
        propose(made)
    finally:
        patch.undo()
    return made


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_typed_value_is_read_as_itself(
    open_conflict: World, monkeypatch: pytest.MonkeyPatch, value: Value | Absent
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(open_conflict.top.parent / "state"))
    plan = chosen(open_conflict, "conflict", Edited(value))
    ((_, choice),) = choices_of(open_conflict, plan.twin).choices
    assert isinstance(choice, Edited)
    assert (choice.value, type(choice.value)) == (value, type(value))


@pytest.mark.parametrize("side", [Side.GIT, Side.HUB, Side.LIVE, Side.BASE])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_taken_side_is_read_as_itself(tmp_path: Path, shape: str, side: Side) -> None:
    made = standing(tmp_path, shape, "YXB" if shape != "field" else "YZB")
    propose(made)
    plan = chosen(made, "conflict", side)
    assert [choice for _, choice in choices_of(made, plan.twin).choices] == [side]
    assert typed_again(plan.twin).text("reason") == "load test L-9"


def test_fields_of_several_resources_are_told_apart(tmp_path: Path) -> None:
    def two(first: int, second: int) -> str:
        return deployment(replicas=first) + "---\n" + deployment("cart", replicas=second)

    made = one_unit(tmp_path, two(2, 2))
    hub(made, two(4, 4))
    git(made, two(3, 3))
    propose(made)
    desk = made.desk()
    opened = desk.open(item(made, "conflict").id)
    first, second = (field.key for field in opened.resolution.fields)
    mixed = opened.resolution.choose([first], Side.GIT).choose([second], Edited(7))
    plan = desk.plan(opened, mixed, reason="one each")
    assert choices_of(made, plan.twin).choices == mixed.choices


@pytest.mark.parametrize("key", ["team.io/oncall", "a=b", "with space", 'with"quote', "with]bracket"])
def test_a_key_of_any_kind_is_found_again(tmp_path: Path, key: str) -> None:
    def annotated(value: str) -> str:
        quoted = key.replace('"', '\\"')
        return deployment().replace("metadata:\n", f'metadata:\n  annotations: {{"{quoted}": {value}}}\n', 1)

    made = one_unit(tmp_path, annotated("b"))
    hub(made, annotated("h"))
    git(made, annotated("g"))
    propose(made)
    plan = chosen(made, "conflict", Edited("mine"))
    assert [choice for _, choice in choices_of(made, plan.twin).choices] == [Edited("mine")]


def test_what_rules_decide_is_taken_clean(tmp_path: Path) -> None:
    made = one_unit(tmp_path, deployment())
    hub(made, deployment(grace=60))
    git(made, deployment(replicas=4))
    propose(made)
    twin = chosen(made, "proposal", Side.HUB).twin
    assert (typed_again(twin).text("take"), choices_of(made, twin).choices) == ("clean", ())


@pytest.mark.parametrize("now", [True, False])
def test_an_apply_is_asked_for_again(tmp_path: Path, *, now: bool) -> None:
    made = standing(tmp_path, "field", "YZB")
    propose(made)
    assert typed_again(chosen(made, "conflict", Side.GIT, live=now).twin).flag("apply") is now


@pytest.mark.parametrize(
    ("sides", "kind", "choice"),
    [
        pytest.param("BBY", "capture", Side.HUB, id="a drift put back"),
        pytest.param("BBY", "capture", Side.LIVE, id="a drift taken"),
        pytest.param("BYB", "sync-back", Side.GIT, id="a hub change given up"),
    ],
)
def test_every_kind_of_item_has_a_twin(tmp_path: Path, sides: str, kind: str, choice: Choice) -> None:
    made = standing(tmp_path, "field", sides)
    plan = chosen(made, kind, choice, paths=["spec.replicas"])
    assert [one for _, one in choices_of(made, plan.twin).choices] == [choice]


def test_the_twin_names_the_item_by_its_whole_id(tmp_path: Path) -> None:
    made = standing(tmp_path, "field", "YZB")
    propose(made)
    twin = chosen(made, "conflict", Side.GIT).twin
    given = typed_again(twin)
    assert (given.command, list(given.texts("item"))) == ("resolve", [items(made)[0].id])
    assert UNIT not in twin
