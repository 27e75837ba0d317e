"""Gitea and Forgejo: REST v1. A draft is a title that begins with ``WIP:``; labels go by numbers.

Source: Gitea, API description (swagger) v1, operations on pull requests, issues and branches.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from core.forge.api import Remark, Text
from core.forge.drafts import DraftMark
from core.forge.marks import key_of
from core.forge.place import Place
from core.forge.rest import Rest, change, creation
from core.net.address import path_of
from core.net.calls import Call
from core.net.client import Client
from core.net.values import Json, Picked
from core.ports.forge import ForgeBranch, MergeMethod, PullRequest, PullState, ScheduledMerge, Standing
from core.progress import Stop
from core.safetext import safe_line

__all__ = ["Gitea"]

_PAGE: Final = ("limit", "50")
_LOOKED_AT: Final = 1000
_NOBODY: Final = frozenset({403, 404})
"""How many pull requests are gone through for one of a branch; the API has no filter by branch."""

_DRAFT: Final = DraftMark("WIP: ", re.compile(r"(?:wip:|\[wip\])\s*", re.IGNORECASE))
_COLOUR: Final = "#5319e7"
_HOW: Final = {MergeMethod.MERGE: "merge", MergeMethod.SQUASH: "squash", MergeMethod.REBASE: "rebase"}
_NOT_NOW: Final = frozenset({405, 409})
"""Not mergeable or not allowed, or the branch moved."""


class Gitea:
    """Implements `core.forge.api.Api`."""

    title_limit = 240
    body_limit = 60_000

    def __init__(self, client: Client, place: Place) -> None:
        self._rest = Rest(client)
        self._path = place.path

    def standing(self) -> Standing:
        """Ask who we are there; a token without the scope read:user does not say."""
        may = self._rest.read(f"read {safe_line(self._path)}", self._at()).get("permissions")
        push = may.get("push") if may else None
        user = self._rest.find("read who we are", path_of("user"), absent=_NOBODY)
        lacks = ("write:repository",) if push is not None and not push.flag() else ()
        return Standing(who=user["login"].text() if user else "", lacks=lacks)

    def default_branch(self) -> str:
        """Read the repository's default branch."""
        return self._rest.read(f"read {safe_line(self._path)}", self._at())["default_branch"].text()

    def branch(self, name: str) -> ForgeBranch | None:
        """Read a branch; a name with slashes is several segments here."""
        path = self._at("branches", *name.split("/"))
        found = self._rest.find(f"read the branch {safe_line(name)}", path)
        if found is None:
            return None
        return ForgeBranch(name=name, head=found["commit"]["id"].text(), protected=found["protected"].flag())

    def pulls(self, branch: str, base: str, stop: Stop | None) -> Sequence[PullRequest]:
        """List those of a branch of this repository to a base: asked for by both first, which is quick."""
        doing = f"look for pull requests of {safe_line(branch)}"
        if "/" not in base:
            there = self._rest.find(doing, self._at("pulls", base, *branch.split("/")), stop=stop)
            if there is None:
                return []
        rows = self._rest.rows(
            doing, self._at("pulls"), ("state", "all"), ("sort", "recentupdate"), _PAGE, stop=stop
        )
        ours = (row for row in islice(rows, _LOOKED_AT) if _is_own(row, branch, base))
        return [_pull(row) for row in ours]

    def pull(self, number: int) -> PullRequest:
        """Read one."""
        return _pull(self._rest.read(f"read pull request {number}", self._at("pulls", number)))

    def create(self, branch: str, base: str, text: Text, *, draft: bool, stop: Stop | None) -> PullRequest:
        """Open one; Gitea answers 409 where there is an open one."""
        call = creation(
            f"open a pull request for {safe_line(branch)}",
            f"the pull request of {safe_line(self._path)}",
            self._at("pulls"),
        )
        title = _DRAFT.titled(text.title, draft=draft)
        body: dict[str, Json] = {"title": title, "body": text.body, "head": branch, "base": base}
        return _pull(self._rest.write(call, body, stop=stop))

    def edit(self, pull: PullRequest, text: Text, stop: Stop | None) -> PullRequest:
        """Change what one says; a draft stays one."""
        body: dict[str, Json] = {"title": _DRAFT.titled(text.title, draft=pull.draft), "body": text.body}
        return self._patch("edit", pull.number, body, stop)

    def set_draft(self, pull: PullRequest, *, draft: bool, stop: Stop | None) -> PullRequest:
        """Say whether it may be merged."""
        return self._patch("retitle", pull.number, {"title": _DRAFT.titled(pull.title, draft=draft)}, stop)

    def add_labels(self, pull: PullRequest, labels: Iterable[str], stop: Stop | None) -> None:
        """Give it labels; those that the repository does not know are made first."""
        known = self._labels(stop)
        numbers: list[Json] = [known.get(label) or self._new_label(label, stop) for label in labels]
        call = self._change("label", pull.number, "POST", "issues", pull.number, "labels")
        self._rest.send(call, {"labels": numbers}, stop=stop)

    def remove_labels(self, pull: PullRequest, labels: Iterable[str], stop: Stop | None) -> None:
        """Take labels from it."""
        known = self._labels(stop)
        for label in labels:
            if label in known:
                path = ("issues", pull.number, "labels", known[label])
                self._rest.send(self._change("unlabel", pull.number, "DELETE", *path), None, stop=stop)

    def remarks(self, number: int, stop: Stop | None) -> Iterator[Remark]:
        """Go through its comments, oldest first."""
        path = self._at("issues", number, "comments")
        for row in self._rest.rows(f"read the comments of pull request {number}", path, stop=stop):
            yield Remark(row["id"].number(), row["body"].text())

    def remark(self, number: int, text: str, stop: Stop | None) -> None:
        """Write a comment."""
        path = self._at("issues", number, "comments")
        call = creation(f"comment on pull request {number}", f"the comment on {number}", path)
        self._rest.send(call, {"body": text}, stop=stop)

    def edit_remark(self, number: int, remark: Remark, text: str, stop: Stop | None) -> None:
        """Change a comment."""
        call = self._change("edit the comment on", number, "PATCH", "issues", "comments", remark.id)
        self._rest.send(call, {"body": text}, stop=stop)

    def close(self, number: int, stop: Stop | None) -> PullRequest:
        """Close one without a merge."""
        return self._patch("close", number, {"state": "closed"}, stop)

    def merge_when_green(self, pull: PullRequest, method: MergeMethod) -> ScheduledMerge:
        """Ask for a merge once the checks are green; without checks the forge would merge at once."""
        status = self._rest.read("read the checks", self._at("commits", pull.head, "status"))
        if status["total_count"].number() == 0:
            return ScheduledMerge(asked=False, why="the forge runs no checks to wait for")
        call = self._change("ask for the merge of", pull.number, "POST", "pulls", pull.number, "merge")
        body: dict[str, Json] = {
            "Do": _HOW[method],
            "head_commit_id": pull.head,
            "merge_when_checks_succeed": True,
        }
        answer = self._rest.send(replace(call, also=_NOT_NOW), body)
        if answer.status in _NOT_NOW:
            return ScheduledMerge(asked=False, why=f"the forge does not take it for now ({answer.status})")
        return ScheduledMerge(asked=True)

    def _labels(self, stop: Stop | None) -> dict[str, int]:
        rows = self._rest.rows("read the labels", self._at("labels"), _PAGE, stop=stop)
        return {row["name"].text(): row["id"].number() for row in rows}

    def _new_label(self, name: str, stop: Stop | None) -> int:
        call = creation(f"make the label {safe_line(name)}", "the label", self._at("labels"))
        return self._rest.write(call, {"name": name, "color": _COLOUR}, stop=stop)["id"].number()

    def _patch(self, verb: str, number: int, body: dict[str, Json], stop: Stop | None) -> PullRequest:
        call = self._change(verb, number, "PATCH", "pulls", number)
        return _pull(self._rest.write(call, body, stop=stop))

    def _change(self, verb: str, number: int, method: str, *segments: str | int) -> Call:
        return change(f"{verb} pull request {number}", f"pull request {number}", method, self._at(*segments))

    def _at(self, *segments: str | int) -> str:
        return path_of("repos", *self._path.split("/"), *segments)


def _is_own(row: Picked, branch: str, base: str) -> bool:
    """Tell a branch of this repository from a fork's; ``label`` keeps its name when the branch is gone."""
    head, to = row["head"], row["base"]
    same = head["repo_id"].number() == to["repo_id"].number()
    return same and head["label"].text() == branch and to["ref"].text() == base


def _pull(row: Picked) -> PullRequest:
    body, commit, title = row.get("body"), row.get("merge_commit_sha"), row["title"].text()
    text = body.text() if body else ""
    merged = row["merged"].flag()
    closed = PullState.MERGED if merged else PullState.CLOSED
    labels = row.get("labels")
    return PullRequest(
        number=row["number"].number(),
        url=row["html_url"].text(),
        state=PullState.OPEN if row["state"].text() == "open" else closed,
        draft=_DRAFT.is_on(title),
        title=_DRAFT.plain(title),
        body=text,
        labels=tuple(label["name"].text() for label in labels) if labels else (),
        branch=row["head"]["label"].text(),
        head=row["head"]["sha"].text(),
        base=row["base"]["ref"].text(),
        merge_commit=commit.text() if merged and commit else "",
        key=key_of(text),
    )
