"""What a propose did: JSON for scripts, Markdown for the step summary of a CI run."""

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from core.errors import HeadgateError
from core.model.item import Item
from core.model.names import UnitName
from core.model.proposal import Commit
from core.safetext import safe_line

__all__ = ["FailedForm", "OutcomeForm", "json_commit", "json_proposed", "markdown_proposed"]

_QUIET = frozenset({"nothing new", "base commit advanced"})
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|~@-])")


class OutcomeForm(Protocol):
    """One unit after a propose, as far as it is reported; `core.sync.propose.UnitOutcome` fits."""

    @property
    def unit(self) -> UnitName:
        """Which unit."""

    @property
    def became(self) -> str:
        """What became of it, in words."""

    @property
    def revision(self) -> int:
        """Number of the new revision; 0 for none."""

    @property
    def item(self) -> Item | None:
        """What waits now; None where nothing does."""

    @property
    def why(self) -> str:
        """Why it waits, or what went in."""


class FailedForm(Protocol):
    """What could not be proposed; `core.sync.propose.Failed` fits."""

    @property
    def what(self) -> str:
        """A unit, or a space as ``space/*``."""

    @property
    def error(self) -> HeadgateError:
        """Why."""


def json_proposed(
    commit: Commit, outcomes: Sequence[OutcomeForm], failed: Sequence[FailedForm] = (), *, dry_run: bool
) -> dict[str, object]:
    """Give what became of every unit; ``item`` and ``kind`` are there where something waits."""
    return {
        "commit": json_commit(commit),
        "dry_run": dry_run,
        "units": [_outcome(outcome) for outcome in outcomes],
        "pending": sum(outcome.item is not None for outcome in outcomes),
        "failed": [_failure(one) for one in failed],
    }


def json_commit(commit: Commit) -> dict[str, object]:
    """Give a commit."""
    return {
        "oid": commit.oid,
        "author": commit.author,
        "authored": commit.authored,
        "subject": commit.subject,
    }


def markdown_proposed(
    commit: Commit,
    outcomes: Sequence[OutcomeForm],
    failed: Sequence[FailedForm] = (),
    *,
    dry_run: bool = False,
) -> str:
    """Write a step summary: what failed, what waits, what went in, and a count of the rest.

    Outside text is inert in it: no markup, no mentions, one line a cell.
    """
    said = ["", "What would become of it; nothing was written."] if dry_run else []
    return "\n".join([*_markdown(commit, outcomes, failed), *said, ""])


def _outcome(outcome: OutcomeForm) -> dict[str, object]:
    waits = {"item": outcome.item.id, "kind": outcome.item.kind.value} if outcome.item else {}
    return {
        "unit": str(outcome.unit),
        "space": outcome.unit.space,
        "became": str(outcome.became),
        "revision": outcome.revision,
        **waits,
        "why": outcome.why,
    }


def _failure(one: FailedForm) -> dict[str, object]:
    error = one.error
    return {
        "what": one.what,
        "code": error.exit_code,
        "why": f"{error.what}: {error.why}",
        "next": error.next_step,
    }


def _markdown(commit: Commit, outcomes: Sequence[OutcomeForm], failed: Sequence[FailedForm]) -> Iterator[str]:
    waits = [outcome for outcome in outcomes if outcome.item is not None]
    moved = [one for one in outcomes if one.item is None and str(one.became) not in _QUIET]
    yield f"### Headgate: {_count(len(waits))} for a decision"
    yield ""
    yield f"Commit {commit.oid[:7]} {_cell(commit.subject)}, by {_cell(commit.author)}"
    if failed:
        yield ""
        yield from (
            f"- **{_cell(one.what)} failed**: {_cell(one.error.what)}: {_cell(one.error.why)}"
            for one in failed
        )
    if waits:
        yield from ("", "| unit | kind | undecided | why | look |", "| --- | --- | --- | --- | --- |")
        yield from (_waiting_row(outcome, outcome.item) for outcome in waits if outcome.item is not None)
    if moved:
        yield from ("", "| unit | became | what |", "| --- | --- | --- |")
        yield from (f"| {_cell(str(one.unit))} | {_became(one)} | {_cell(one.why)} |" for one in moved)
    quiet = len(outcomes) - len(waits) - len(moved)
    if quiet:
        yield from ("", f"{quiet} unit{'s' if quiet != 1 else ''} with nothing new.")


def _count(waits: int) -> str:
    return f"{waits} unit{' waits' if waits == 1 else 's wait'}"


def _waiting_row(outcome: OutcomeForm, item: Item) -> str:
    undecided = f"{item.undecided} of {item.fields}"
    why = _cell(outcome.why or item.reason)
    return f"| {_cell(str(outcome.unit))} | {item.kind} | {undecided} | {why} | `headgate show {item.id}` |"


def _became(outcome: OutcomeForm) -> str:
    number = f", revision {outcome.revision}" if outcome.revision else ""
    return f"{outcome.became}{number}"


def _cell(text: str) -> str:
    return _MARKUP.sub(r"\\\1", safe_line(text))
