"""What a sync-back did, as JSON."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from core.model.item import UnknownUnit
from core.model.names import UnitName
from core.model.proposal import Commit
from core.report.inbox import json_unknown

__all__ = ["BranchForm", "LeftOutForm", "PullForm", "TriedForm", "json_branches"]


class TriedForm(Protocol):
    """One candidate edit, as far as it is reported; `core.ports.source_edits.Tried` fits."""

    @property
    def how(self) -> str:
        """What it edits."""

    @property
    def confidence(self) -> str:
        """How plainly that sets the field."""

    @property
    def files(self) -> Sequence[str]:
        """The files it would change."""

    @property
    def objection(self) -> str:
        """What speaks against it; "" where it was proved."""

    @property
    def also(self) -> Sequence[str]:
        """What else it would change."""


class PullForm(Protocol):
    """A pull request, as far as it is reported; `core.ports.forge.PullRequest` fits."""

    @property
    def number(self) -> int:
        """Within the repository."""

    @property
    def url(self) -> str:
        """For people."""

    @property
    def state(self) -> str:
        """Where it stands."""

    @property
    def draft(self) -> bool:
        """It is not to be merged yet."""


class BranchForm(Protocol):
    """One space's branch, as far as it is reported; `core.sync.sync_back.Branch` fits."""

    @property
    def space(self) -> str:
        """Which space."""

    @property
    def name(self) -> str:
        """Of the branch."""

    @property
    def commit(self) -> Commit | None:
        """Its tip; None where none was made."""

    @property
    def fields(self) -> Sequence[str]:
        """What it carries, as ``unit#path``."""

    @property
    def files(self) -> Sequence[str]:
        """What it edits."""

    @property
    def diff(self) -> Sequence[str]:
        """Of the sources, masked."""

    @property
    def standing(self) -> bool:
        """It was there already."""

    @property
    def how(self) -> Sequence[str]:
        """What is edited for each field."""

    @property
    def tried(self) -> Sequence[Sequence[TriedForm]]:
        """Every candidate of each field; empty where nobody asked."""

    @property
    def proved_in(self) -> Sequence[str]:
        """The spaces that were rendered again for the proof."""

    @property
    def pull(self) -> "PullForm | None":
        """Its pull request; None where there is none."""

    @property
    def said(self) -> str:
        """What became of the pull request in this run."""

    @property
    def by_hand(self) -> str:
        """How a person goes on with the branch where no pull request can be opened."""


class LeftOutForm(Protocol):
    """A field that no branch carries; `core.sync.sync_back.LeftOut` fits."""

    @property
    def unit(self) -> UnitName:
        """Whose field."""

    @property
    def path(self) -> str:
        """Which field."""

    @property
    def why(self) -> str:
        """Why no branch carries it."""

    @property
    def options(self) -> Sequence[str]:
        """What a person can do about it."""


def json_branches(
    branches: Iterable[BranchForm],
    left_out: Iterable[LeftOutForm],
    unknown: Sequence[UnknownUnit],
    cleaned: Sequence[str] = (),
) -> dict[str, object]:
    """Give the branches with what they carry, what none carries, what is unread, and which are gone."""
    return {
        "branches": [_branch(branch) for branch in branches],
        "left_out": [
            {"unit": str(one.unit), "path": one.path, "why": one.why, "options": list(one.options)}
            for one in left_out
        ],
        "unknown": json_unknown(unknown),
        "cleaned": list(cleaned),
    }


def _branch(branch: BranchForm) -> dict[str, object]:
    return {
        "space": branch.space,
        "branch": branch.name,
        "commit": branch.commit.oid if branch.commit else None,
        "fields": list(branch.fields),
        "files": list(branch.files),
        "diff": list(branch.diff),
        "standing": branch.standing,
        "how": list(branch.how),
        "proved_in": list(branch.proved_in),
        "pull": _pull(branch.pull) if branch.pull else None,
        "said": branch.said,
        "by_hand": branch.by_hand,
        "tried": [[_tried(one) for one in field] for field in branch.tried],
    }


def _pull(pull: PullForm) -> dict[str, object]:
    return {"number": pull.number, "url": pull.url, "state": str(pull.state), "draft": pull.draft}


def _tried(one: TriedForm) -> dict[str, object]:
    return {
        "how": one.how,
        "confidence": str(one.confidence),
        "files": list(one.files),
        "objection": one.objection,
        "also": list(one.also),
    }
