"""What a propose did, for scripts and for the page of a CI run."""

from dataclasses import dataclass

from core.errors import HeadgateError, SourceUnreadable
from core.model.item import Item
from core.model.names import UnitName
from core.model.proposal import Commit
from core.report.proposed import json_proposed, markdown_proposed
from tests.fakes.inbox import waiting
from tests.fakes.waiting import HOSTILE

COMMIT = Commit(
    oid="4be1f00d" * 5, author="Ada <ada@example.com>", authored="2025-10-09T08:00:00Z", subject="bump"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    unit: UnitName
    became: str
    revision: int = 0
    item: Item | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    what: str
    error: HeadgateError


WAITS = Outcome(unit=UnitName("a", "web"), became="pending", item=waiting()[1].item, why="both changed it")
WENT = Outcome(unit=UnitName("a", "cart"), became="promoted", revision=7, why="spec.replicas")
QUIET = Outcome(unit=UnitName("a", "api"), became="nothing new")


def test_what_waits_names_its_item_and_what_went_in_its_revision() -> None:
    form = json_proposed(COMMIT, [WAITS, WENT], dry_run=False)
    assert form["units"] == [
        {
            "unit": "a/web",
            "space": "a",
            "became": "pending",
            "revision": 0,
            "item": "it-web-conflict",
            "kind": "conflict",
            "why": "both changed it",
        },
        {"unit": "a/cart", "space": "a", "became": "promoted", "revision": 7, "why": "spec.replicas"},
    ]
    assert (form["pending"], form["dry_run"]) == (1, False)


def test_the_summary_tells_what_waits_what_went_in_and_counts_the_rest() -> None:
    assert markdown_proposed(COMMIT, [WAITS, WENT, QUIET]).splitlines() == [
        "### Headgate: 1 unit waits for a decision",
        "",
        r"Commit 4be1f00 bump, by Ada \<ada\@example.com\>",
        "",
        "| unit | kind | undecided | why | look |",
        "| --- | --- | --- | --- | --- |",
        "| a/web | conflict | 3 of 6 | both changed it | `headgate show it-web-conflict` |",
        "",
        "| unit | became | what |",
        "| --- | --- | --- |",
        "| a/cart | promoted, revision 7 | spec.replicas |",
        "",
        "1 unit with nothing new.",
    ]


def test_what_failed_comes_first_with_its_reason() -> None:
    failed = Failed(
        what="a/*", error=SourceUnreadable("Could not render a", why="no | kustomize", next_step="n")
    )
    assert json_proposed(COMMIT, [], [failed], dry_run=False)["failed"] == [
        {"what": "a/*", "code": 6, "why": "Could not render a: no | kustomize", "next": "n"}
    ]
    line = r"- **a/\* failed**: Could not render a: no \| kustomize"
    assert markdown_proposed(COMMIT, [WAITS], [failed]).splitlines()[4] == line


def test_a_commit_message_cannot_write_markup_into_the_summary() -> None:
    hostile = Commit(oid="a" * 40, author="x", authored="", subject=f"| <img> [a](b) `c` @all\n# {HOSTILE}")
    line = markdown_proposed(hostile, []).splitlines()[2]
    assert r"\| \<img\> \[a\]\(b\) \`c\` \@all" in line
    assert "\x1b" not in line
