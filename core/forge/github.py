"""GitHub, github.com or one's own: REST of 2022-11-28, and GraphQL for the two things that REST lacks.

Source: GitHub, REST API documentation (pulls, issues, branches); GraphQL mutations of pull requests.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from core.errors import InputRefused, SideMoved
from core.forge.api import Remark, Text
from core.forge.marks import key_of
from core.forge.place import Place
from core.forge.rest import Rest, change, creation
from core.net.address import path_of
from core.net.calls import Call
from core.net.client import Client
from core.net.values import Json, Picked, picked
from core.net.words import said
from core.ports.forge import ForgeBranch, MergeMethod, PullRequest, PullState, ScheduledMerge, Standing
from core.progress import Stop
from core.safetext import safe_line

__all__ = ["HEADERS", "GitHub"]

HEADERS: Final = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}

_INVALID: Final = frozenset({422})
_NOBODY: Final = frozenset({403, 404})
_PAGE: Final = ("per_page", "100")
_READY: Final = "markPullRequestReadyForReview"
_DRAFT: Final = "convertPullRequestToDraft"
_AUTO_MERGE: Final = (
    "mutation($id: ID!, $head: GitObjectID!, $how: PullRequestMergeMethod!) {"
    " enablePullRequestAutoMerge(input: {pullRequestId: $id, expectedHeadOid: $head, mergeMethod: $how})"
    " {clientMutationId}}"
)


class GitHub:
    """Implements `core.forge.api.Api`."""

    title_limit = 250
    body_limit = 65_000

    def __init__(self, client: Client, place: Place) -> None:
        self._rest = Rest(client)
        self._path = place.path
        self._owner = place.path.partition("/")[0]
        self._version = ("v3",) if place.api.prefix else ()

    def standing(self) -> Standing:
        """Ask who we are there; the token of an app or a workflow is nobody's, and is told so."""
        may = self._rest.read(f"read {self._named()}", self._at()).get("permissions")
        push = may.get("push") if may else None
        user = self._rest.find("read who we are", path_of(*self._version, "user"), absent=_NOBODY)
        lacks = ("contents: write",) if push is not None and not push.flag() else ()
        return Standing(who=user["login"].text() if user else "", lacks=lacks)

    def default_branch(self) -> str:
        """Read the repository's default branch."""
        return self._rest.read(f"read {self._named()}", self._at())["default_branch"].text()

    def branch(self, name: str) -> ForgeBranch | None:
        """Read a branch; a name with slashes is one segment here."""
        found = self._rest.find(f"read the branch {safe_line(name)}", self._at("branches", name))
        if found is None:
            return None
        return ForgeBranch(name=name, head=found["commit"]["sha"].text(), protected=found["protected"].flag())

    def pulls(self, branch: str, base: str, stop: Stop | None) -> Sequence[PullRequest]:
        """List those of a branch of this repository to a base."""
        rows = self._rest.rows(
            f"look for pull requests of {safe_line(branch)}",
            self._at("pulls"),
            ("state", "all"),
            ("head", f"{self._owner}:{branch}"),
            ("base", base),
            _PAGE,
            stop=stop,
        )
        return [_pull(row) for row in rows if _is_own(row, branch)]

    def pull(self, number: int) -> PullRequest:
        """Read one."""
        return _pull(self._rest.read(f"read pull request {number}", self._at("pulls", number)))

    def create(self, branch: str, base: str, text: Text, *, draft: bool, stop: Stop | None) -> PullRequest:
        """Open one; 422 with "already exists" is a conflict, other 422 are refusals."""
        call = creation(
            f"open a pull request for {safe_line(branch)}",
            f"the pull request of {self._named()}",
            self._at("pulls"),
            also=_INVALID,
        )
        body: dict[str, Json] = {"title": text.title, "body": text.body, "head": branch, "base": base}
        answer = self._rest.send(call, {**body, "draft": draft}, stop=stop)
        if answer.status not in _INVALID:
            return _pull(picked(self._rest.client, call, answer))
        words = safe_line(said(answer.body, "json"))[:200]
        exists = "already exists" in words
        kind = SideMoved if exists else InputRefused
        raise kind(
            f"Could not {call.doing}",
            why=f"GitHub says: {words}",
            next_step="look at the open one" if exists else "correct what GitHub names; nothing was written",
            ref=f"request {safe_line(answer.request_id)}",
        )

    def edit(self, pull: PullRequest, text: Text, stop: Stop | None) -> PullRequest:
        """Change what one says."""
        call = self._change(f"edit pull request {pull.number}", "PATCH", "pulls", pull.number)
        return _pull(self._rest.write(call, {"title": text.title, "body": text.body}, stop=stop))

    def set_draft(self, pull: PullRequest, *, draft: bool, stop: Stop | None) -> PullRequest:
        """Say whether it may be merged."""
        what = _DRAFT if draft else _READY
        mutation = f"mutation($id: ID!) {{{what}(input: {{pullRequestId: $id}}) {{clientMutationId}}}}"
        refused = self._mutate(f"make pull request {pull.number} a draft or ready", mutation, pull, {}, stop)
        if refused:
            raise InputRefused(
                f"Could not make pull request {pull.number} {'a draft' if draft else 'ready'}",
                why=f"GitHub says: {refused}",
                next_step=f"do it by hand: {safe_line(pull.url)}",
            )
        return self.pull(pull.number)

    def add_labels(self, pull: PullRequest, labels: Iterable[str], stop: Stop | None) -> None:
        """Give it labels; GitHub makes those it does not know."""
        call = self._change(f"label pull request {pull.number}", "POST", "issues", pull.number, "labels")
        self._rest.send(call, {"labels": list(labels)}, stop=stop)

    def remove_labels(self, pull: PullRequest, labels: Iterable[str], stop: Stop | None) -> None:
        """Take labels from it."""
        for label in labels:
            doing = f"take a label from pull request {pull.number}"
            self._rest.send(
                self._change(doing, "DELETE", "issues", pull.number, "labels", label), None, stop=stop
            )

    def remarks(self, number: int, stop: Stop | None) -> Iterator[Remark]:
        """Go through its comments."""
        path = self._at("issues", number, "comments")
        for row in self._rest.rows(f"read the comments of pull request {number}", path, _PAGE, stop=stop):
            body = row.get("body")
            yield Remark(row["id"].number(), body.text() if body else "")

    def remark(self, number: int, text: str, stop: Stop | None) -> None:
        """Write a comment."""
        doing = f"comment on pull request {number}"
        call = creation(doing, f"the comment on {number}", self._at("issues", number, "comments"))
        self._rest.send(call, {"body": text}, stop=stop)

    def edit_remark(self, number: int, remark: Remark, text: str, stop: Stop | None) -> None:
        """Change a comment."""
        doing = f"edit the comment on pull request {number}"
        self._rest.send(
            self._change(doing, "PATCH", "issues", "comments", remark.id), {"body": text}, stop=stop
        )

    def close(self, number: int, stop: Stop | None) -> PullRequest:
        """Close one without a merge."""
        call = self._change(f"close pull request {number}", "PATCH", "pulls", number)
        return _pull(self._rest.write(call, {"state": "closed"}, stop=stop))

    def merge_when_green(self, pull: PullRequest, method: MergeMethod) -> ScheduledMerge:
        """Enable auto-merge; GitHub refuses it where the repository does, or nothing is left to wait for."""
        more = {"head": pull.head, "how": method.upper()}
        doing = f"ask for the merge of pull request {pull.number}"
        refused = self._mutate(doing, _AUTO_MERGE, pull, more, None)
        return ScheduledMerge(asked=not refused, why=f"GitHub says: {refused}" if refused else "")

    def _mutate(
        self, doing: str, mutation: str, pull: PullRequest, more: dict[str, str], stop: Stop | None
    ) -> str:
        """Send a GraphQL mutation of a pull request; gives what GitHub has against it, "" for nothing."""
        node = self._rest.read(f"read pull request {pull.number}", self._at("pulls", pull.number), stop=stop)
        call = change(doing, f"pull request {pull.number}", "POST", path_of("graphql"))
        variables = {"id": node["node_id"].text(), **more}
        answer = self._rest.write(call, {"query": mutation, "variables": dict(variables)}, stop=stop)
        errors = answer.get("errors")
        return safe_line("; ".join(one["message"].text() for one in errors))[:200] if errors else ""

    def _change(self, doing: str, method: str, *segments: str | int) -> Call:
        return change(doing, f"the pull request of {self._named()}", method, self._at(*segments))

    def _at(self, *segments: str | int) -> str:
        return path_of(*self._version, "repos", *self._path.split("/"), *segments)

    def _named(self) -> str:
        return safe_line(self._path)


def _is_own(row: Picked, branch: str) -> bool:
    """Tell a branch of this repository from a fork's of the same name."""
    theirs = row["head"].get("repo")
    same = theirs is not None and theirs["full_name"].text() == row["base"]["repo"]["full_name"].text()
    return same and row["head"]["ref"].text() == branch


def _pull(row: Picked) -> PullRequest:
    merged = row.get("merged_at") is not None
    body, commit, draft = row.get("body"), row.get("merge_commit_sha"), row.get("draft")
    text = body.text() if body else ""
    closed = PullState.MERGED if merged else PullState.CLOSED
    return PullRequest(
        number=row["number"].number(),
        url=row["html_url"].text(),
        state=PullState.OPEN if row["state"].text() == "open" else closed,
        draft=draft.flag() if draft else False,
        title=row["title"].text(),
        body=text,
        labels=tuple(label["name"].text() for label in row["labels"]),
        branch=row["head"]["ref"].text(),
        head=row["head"]["sha"].text(),
        base=row["base"]["ref"].text(),
        merge_commit=commit.text() if merged and commit else "",
        key=key_of(text),
    )
