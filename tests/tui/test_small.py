"""Drafts, ages, typed values, commands and the crash report."""

import pytest

from core.errors import SourceUnreadable
from core.krm.values import ABSENT
from core.merge.places import Side
from core.merge.resolution import Edited
from tests.fakes.inbox import waiting
from tui.ages import age, ago
from tui.crash import crash_report
from tui.drafts import Drafts
from tui.environment import scrub
from tui.twin import resolve_command
from tui.typed import read_typed
from tui.widgets.bars import Notice

WEB = next(one for one in waiting() if one.item.id == "it-web-conflict")
KEYS = [field.key for field in WEB.resolution.fields]


@pytest.mark.parametrize(
    ("seconds", "printed"),
    [
        (0, "now"),
        (59, "now"),
        (60, "1m"),
        (3599, "59m"),
        (3600, "1h"),
        (86400, "1d"),
        (400 * 86400, "1y"),
        (-5, "now"),
    ],
)
def test_an_age_has_few_letters(seconds: int, printed: str) -> None:
    assert age("1970-01-01T00:00:00Z", seconds) == printed


def test_an_age_nobody_knows_is_empty() -> None:
    assert (age("soon", 0), ago("", 0), ago("1970-01-01T00:00:00Z", 120)) == ("", "", "2m ago")


def test_a_draft_lives_until_its_last_choice_is_taken_back() -> None:
    drafts = Drafts()
    chosen = WEB.resolution.choose(KEYS[:1], Side.GIT)
    drafts.keep(WEB.item, chosen)
    assert (drafts.choices(WEB.item.id), drafts.left_of(WEB.item), len(drafts)) == (chosen.choices, 2, 1)
    drafts.keep(WEB.item, WEB.resolution)
    assert (drafts.choices(WEB.item.id), drafts.left_of(WEB.item), len(drafts)) == ((), 3, 0)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("3", 3),
        ('"3"', "3"),
        ("3x", "3x"),
        ("true", True),
        ("null", None),
        ("[1]", [1]),
        ("", ABSENT),
        ('""', ""),
        ("cpu: 1", {"cpu": 1}),
        ("NaN", "NaN"),
    ],
)
def test_a_typed_value_reads_as_yaml(typed: str, value: object) -> None:
    assert read_typed(typed).value == value


@pytest.mark.parametrize(
    "typed", ["[" * 5000, "{a: ", "a: 1\n---\nb: 2"], ids=["very deep", "cut off", "two documents"]
)
def test_what_is_no_value_says_why(typed: str) -> None:
    assert read_typed(typed).trouble


def test_the_command_says_the_choices_and_is_quoted() -> None:
    chosen = WEB.resolution.choose(KEYS[:1], Edited("a b")).choose(KEYS[2:3], Side.HUB)
    assert resolve_command([WEB.item], chosen) == (
        "headgate resolve it-web-conflict --set 'spec.replicas=\"a b\"' --path "
        "'spec.template.spec.containers[name=web].env[name=LOG_LEVEL].value=hub' --dry-run"
    )
    clean = "headgate resolve it-web-conflict --take clean --dry-run"
    assert resolve_command([WEB.item], WEB.resolution) == clean


def test_the_crash_report_has_places_and_no_words_of_the_error() -> None:
    with pytest.raises(ValueError, match="canary") as caught:
        int("ghp_canary")
    report = crash_report(caught.value, {})
    assert ("ValueError" in report, "test_small.py" in report, "canary" in report) == (True, True, False)


def test_scrubbing_deletes_what_steers_the_library_and_nothing_else() -> None:
    environment = {"TEXTUAL_PRESS": "y", "textual_log": "x", "TERM": "xterm"}
    scrub(environment)
    assert environment == {"TERM": "xterm"}


def test_what_an_error_quotes_never_pushes_away_what_changed_and_what_to_do() -> None:
    notice = Notice()
    notice.fail(
        SourceUnreadable("\N{CJK UNIFIED IDEOGRAPH-4E16}" * 300, why="x" * 500, next_step="R reads again")
    )
    shown = ["".join(span.text for span in line) for line in notice.lines(60)]
    assert len(shown) == 9
    assert [row.split() for row in shown[-2:]] == [["Changed", "nothing"], ["Next", "R", "reads", "again"]]
