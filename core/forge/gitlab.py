"""GitLab, gitlab.com or one's own: REST v4. Its merge requests are pull requests here.

Source: GitLab, Merge requests API, Notes API, Branches API. A draft is a title that begins with ``Draft:``.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from core.forge.api import Remark, Text
from core.forge.drafts import DraftMark
from core.forge.marks import key_of
from core.forge.place import Place
from core.forge.rest import Rest, change, creation
from core.net.address import path_of
from core.net.client import Client
from core.net.values import Json, Picked
from core.ports.forge import ForgeBranch, MergeMethod, PullRequest, PullState, ScheduledMerge, Standing
from core.progress import Stop
from core.safetext import safe_line

__all__ = ["GitLab"]

_PAGE: Final = ("per_page", "100")
_DRAFT: Final = DraftMark("Draft: ", re.compile(r"(?:\[draft\]|draft:|\(draft\))\s*", re.IGNORECASE))
_STATES: Final = {"merged": PullState.MERGED, "closed": PullState.CLOSED}
_NOT_NOW: Final = frozenset({405, 406, 409, 422})
_NOBODY: Final = frozenset({403, 404})
_ROLES: Final = ("project_access", "group_access")
_DEVELOPER: Final = 30
"""Not mergeable, or not yet, or the branch moved. Source: GitLab, Merge a merge request."""


class GitLab:
    """Implements `core.forge.api.Api`."""

    title_limit = 240
    body_limit = 1_000_000

    def __init__(self, client: Client, place: Place) -> None:
        self._rest = Rest(client)
        self._path = place.path

    def standing(self) -> Standing:
        """Ask who we are there, and which role we have in the project."""
        may = self._rest.read(f"read {safe_line(self._path)}", self._at()).get("permissions")
        access = [one for key in _ROLES if may and (one := may.get(key))]
        user = self._rest.find("read who we are", path_of("user"), absent=_NOBODY)
        is_low = bool(may) and max((one["access_level"].number() for one in access), default=0) < _DEVELOPER
        return Standing(
            who=user["username"].text() if user else "", lacks=("role Developer",) if is_low else ()
        )

    def default_branch(self) -> str:
        """Read the project's default branch."""
        return self._rest.read(f"read {safe_line(self._path)}", self._at())["default_branch"].text()

    def branch(self, name: str) -> ForgeBranch | None:
        """Read a branch; a name with slashes is one segment here."""
        doing = f"read the branch {safe_line(name)}"
        found = self._rest.find(doing, self._at("repository", "branches", name))
        if found is None:
            return None
        return ForgeBranch(name=name, head=found["commit"]["id"].text(), protected=found["protected"].flag())

    def pulls(self, branch: str, base: str, stop: Stop | None) -> Sequence[PullRequest]:
        """List those of a branch of this project to a base."""
        rows = self._rest.rows(
            f"look for merge requests of {safe_line(branch)}",
            self._at("merge_requests"),
            ("state", "all"),
            ("source_branch", branch),
            ("target_branch", base),
            _PAGE,
            stop=stop,
        )
        return [_pull(row) for row in rows if _is_own(row, branch)]

    def pull(self, number: int) -> PullRequest:
        """Read one."""
        return _pull(self._read(number, None))

    def create(self, branch: str, base: str, text: Text, *, draft: bool, stop: Stop | None) -> PullRequest:
        """Open one; GitLab answers 409 where there is an open one."""
        call = creation(
            f"open a merge request for {safe_line(branch)}",
            f"the merge request of {safe_line(self._path)}",
            self._at("merge_requests"),
        )
        body: dict[str, Json] = {
            "source_branch": branch,
            "target_branch": base,
            "title": _DRAFT.titled(text.title, draft=draft),
            "description": text.body,
            "remove_source_branch": True,
        }
        return _pull(self._rest.write(call, body, stop=stop))

    def edit(self, pull: PullRequest, text: Text, stop: Stop | None) -> PullRequest:
        """Change what one says; a draft stays one."""
        body: dict[str, Json] = {
            "title": _DRAFT.titled(text.title, draft=pull.draft),
            "description": text.body,
        }
        return self._put("edit", pull.number, body, stop)

    def set_draft(self, pull: PullRequest, *, draft: bool, stop: Stop | None) -> PullRequest:
        """Say whether it may be merged."""
        return self._put("retitle", pull.number, {"title": _DRAFT.titled(pull.title, draft=draft)}, stop)

    def add_labels(self, pull: PullRequest, labels: Iterable[str], stop: Stop | None) -> None:
        """Give it labels; GitLab makes those it does not know."""
        self._put("label", pull.number, {"add_labels": ",".join(labels)}, stop)

    def remove_labels(self, pull: PullRequest, labels: Iterable[str], stop: Stop | None) -> None:
        """Take labels from it."""
        self._put("label", pull.number, {"remove_labels": ",".join(labels)}, stop)

    def remarks(self, number: int, stop: Stop | None) -> Iterator[Remark]:
        """Go through its notes, without those that GitLab writes itself."""
        rows = self._rest.rows(
            f"read the comments of merge request {number}",
            self._at("merge_requests", number, "notes"),
            ("sort", "asc"),
            ("order_by", "created_at"),
            _PAGE,
            stop=stop,
        )
        for row in rows:
            if not row["system"].flag():
                yield Remark(row["id"].number(), row["body"].text())

    def remark(self, number: int, text: str, stop: Stop | None) -> None:
        """Write a note."""
        path = self._at("merge_requests", number, "notes")
        call = creation(f"comment on merge request {number}", f"the comment on {number}", path)
        self._rest.send(call, {"body": text}, stop=stop)

    def edit_remark(self, number: int, remark: Remark, text: str, stop: Stop | None) -> None:
        """Change a note."""
        path = self._at("merge_requests", number, "notes", remark.id)
        call = change(f"edit the comment on merge request {number}", f"the comment on {number}", "PUT", path)
        self._rest.send(call, {"body": text}, stop=stop)

    def close(self, number: int, stop: Stop | None) -> PullRequest:
        """Close one without a merge."""
        return self._put("close", number, {"state_event": "close"}, stop)

    def merge_when_green(self, pull: PullRequest, method: MergeMethod) -> ScheduledMerge:
        """Ask for a merge once the pipeline is through; without a pipeline GitLab would merge at once."""
        now = self._read(pull.number, None)
        if now.get("head_pipeline") is None:
            return ScheduledMerge(asked=False, why="GitLab runs no pipeline to wait for")
        path = self._at("merge_requests", pull.number, "merge")
        call = change(f"ask for the merge of merge request {pull.number}", "the merge", "PUT", path)
        body: dict[str, Json] = {
            "sha": pull.head,
            "squash": method is MergeMethod.SQUASH,
            "auto_merge": True,
            "merge_when_pipeline_succeeds": True,  # its name before GitLab 17.11
        }
        answer = self._rest.send(replace(call, also=_NOT_NOW), body)
        if answer.status in _NOT_NOW:
            return ScheduledMerge(asked=False, why=f"GitLab does not take it for now ({answer.status})")
        return ScheduledMerge(asked=True)

    def _read(self, number: int, stop: Stop | None) -> Picked:
        return self._rest.read(f"read merge request {number}", self._at("merge_requests", number), stop=stop)

    def _put(self, verb: str, number: int, body: dict[str, Json], stop: Stop | None) -> PullRequest:
        path = self._at("merge_requests", number)
        call = change(f"{verb} merge request {number}", f"merge request {number}", "PUT", path)
        return _pull(self._rest.write(call, body, stop=stop))

    def _at(self, *segments: str | int) -> str:
        return path_of("projects", self._path, *segments)


def _is_own(row: Picked, branch: str) -> bool:
    """Tell a branch of this project from a fork's of the same name."""
    theirs = row.get("source_project_id")
    same = theirs is not None and theirs.number() == row["target_project_id"].number()
    return same and row["source_branch"].text() == branch


def _pull(row: Picked) -> PullRequest:
    body, draft = row.get("description"), row["draft"].flag()
    text = body.text() if body else ""
    state = _STATES.get(row["state"].text(), PullState.OPEN)
    return PullRequest(
        number=row["iid"].number(),
        url=row["web_url"].text(),
        state=state,
        draft=draft,
        title=_DRAFT.plain(row["title"].text()) if draft else row["title"].text(),
        body=text,
        labels=tuple(label.text() for label in row["labels"]),
        branch=row["source_branch"].text(),
        head=_commit(row, "sha"),
        base=row["target_branch"].text(),
        merge_commit=_merged_as(row) if state is PullState.MERGED else "",
        key=key_of(text),
    )


def _merged_as(row: Picked) -> str:
    """Find the commit on the base: of the merge, of the squash, or of a fast-forward the tip itself."""
    found = (_commit(row, name) for name in ("merge_commit_sha", "squash_commit_sha", "sha"))
    return next((one for one in found if one), "")


def _commit(row: Picked, name: str) -> str:
    found = row.get(name)
    return found.text() if found else ""
