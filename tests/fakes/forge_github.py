"""GitHub's way of answering, as GitHub Enterprise Server: REST in /api/v3, GraphQL in /api/graphql."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from tests.builders.loopback import Reply, Request, json_reply
from tests.fakes.forges import ForgeDialect, HostedPull, body_of, route

__all__ = ["GitHubDialect"]

REPOSITORY = {"id": 1, "full_name": "acme/shop"}
FORK = {"id": 2, "full_name": "mallory/shop"}
USER = {"login": "bot", "id": 7}
WHEN = "2026-02-16T12:00:00Z"


class GitHubDialect(ForgeDialect):
    prefix = "/api/v3/repos/acme/shop"

    def __call__(self, request: Request) -> Reply:
        if request.path == "/api/graphql":
            return self.graphql(request)
        return super().__call__(request)

    def wrong(self, status: int, message: str, **more: object) -> Reply:
        return super().wrong(status, message, documentation_url="https://docs.example/rest", **more)

    def repository(self, _: Request, __: Sequence[str]) -> Reply:
        may = {"pull": True, "push": self.hosted.may_push, "admin": False}
        return json_reply({**REPOSITORY, "default_branch": self.hosted.default, "permissions": may})

    def branch(self, _: Request, parts: Sequence[str]) -> Reply:
        (name,) = parts
        if name not in self.hosted.branches:
            return self.wrong(404, "Branch not found")
        protected = name in self.hosted.protected
        return json_reply(
            {"name": name, "commit": {"sha": self.hosted.branches[name]}, "protected": protected}
        )

    def listed(self, request: Request, _: Sequence[str]) -> Reply:
        query = dict(parse_qsl(request.target.partition("?")[2]))
        owner, _colon, branch = query["head"].partition(":")
        rows = [
            one
            for one in reversed(self.hosted.pulls)
            if (one.branch, one.base, owner) == (branch, query["base"], "acme")
            and (query["state"] == "all" or one.state == query["state"])
        ]
        return self.paged(request, rows, self.simple)

    def create(self, request: Request, _: Sequence[str]) -> Reply:
        body = body_of(request)
        if body["head"] not in self.hosted.branches:
            return self.invalid({"resource": "PullRequest", "field": "head", "code": "invalid"})
        made = self.hosted.created(
            body["head"], body["base"], body["title"], body["body"], draft=body["draft"]
        )
        if made is None:
            message = f"A pull request already exists for acme:{body['head']}."
            return self.invalid({"resource": "PullRequest", "code": "custom", "message": message})
        return json_reply(self.whole(made), status=201)

    def read(self, _: Request, parts: Sequence[str]) -> Reply:
        pull = self.found(parts[0])
        return json_reply(self.whole(pull)) if pull else self.wrong(404, "Not Found")

    def update(self, request: Request, parts: Sequence[str]) -> Reply:
        pull = self.found(parts[0])
        if pull is None:
            return self.wrong(404, "Not Found")
        self.hosted.writes += 1
        for name, value in body_of(request).items():
            setattr(pull, name, value)
        return json_reply(self.whole(pull))

    def add_labels(self, request: Request, parts: Sequence[str]) -> Reply:
        pull = self.found(parts[0])
        if pull is None or not self.hosted.labels_allowed:
            return self.wrong(403, "Resource not accessible by integration")
        self.hosted.writes += 1
        pull.labels += [name for name in body_of(request)["labels"] if name not in pull.labels]
        return json_reply([self.label(name) for name in pull.labels])

    def remove_label(self, _: Request, parts: Sequence[str]) -> Reply:
        pull = self.found(parts[0])
        if pull is None or parts[1] not in pull.labels:
            return self.wrong(404, "Label does not exist")
        self.hosted.writes += 1
        pull.labels.remove(parts[1])
        return json_reply([self.label(name) for name in pull.labels])

    def comments(self, request: Request, parts: Sequence[str]) -> Reply:
        pull = self.found(parts[0])
        return self.paged(request, pull.comments, self.comment) if pull else self.wrong(404, "Not Found")

    def add_comment(self, request: Request, parts: Sequence[str]) -> Reply:
        pull = self.found(parts[0])
        if pull is None:
            return self.wrong(404, "Not Found")
        return json_reply(self.comment(self.hosted.commented(pull, body_of(request)["body"])), status=201)

    def edit_comment(self, request: Request, parts: Sequence[str]) -> Reply:
        found = self.hosted.recommented(int(parts[0]), body_of(request)["body"])
        return json_reply(self.comment(found)) if found else self.wrong(404, "Not Found")

    def graphql(self, request: Request) -> Reply:
        body = body_of(request)
        what = re.search(r"\{ *(\w+)\(input", body["query"])
        pull = self.found(body["variables"]["id"].removeprefix("PR_"))
        assert what is not None
        assert pull is not None
        if what[1] == "enablePullRequestAutoMerge":
            if not self.hosted.allows_auto_merge:
                return json_reply(
                    {"data": None, "errors": [{"message": "Auto merge is not allowed for this repository"}]}
                )
            assert body["variables"]["head"] == self.hosted.head_of(pull)
            pull.merges_by_itself = True
        else:
            pull.draft = what[1] == "convertPullRequestToDraft"
        self.hosted.writes += 1
        return json_reply({"data": {what[1]: {"clientMutationId": None}}})

    def invalid(self, error: dict[str, str]) -> Reply:
        return self.wrong(422, "Validation Failed", errors=[error])

    def label(self, name: str) -> dict[str, Any]:
        number = self.hosted.label_id(name)
        return {
            "id": number, "node_id": "L", "url": "u", "name": name, "description": None, "color": "ededed",
            "default": False,
        }  # fmt: skip

    def comment(self, one: tuple[int, str]) -> dict[str, Any]:
        return {"id": one[0], "node_id": "C", "url": "u", "html_url": "u", "issue_url": "u", "user": USER,
                "body": one[1], "created_at": WHEN, "updated_at": WHEN}  # fmt: skip

    def simple(self, pull: HostedPull) -> dict[str, Any]:
        merged = pull.state == "merged"
        head = {
            "label": "x",
            "ref": pull.branch,
            "repo": FORK if pull.from_fork else REPOSITORY,
            "sha": self.hosted.head_of(pull),
            "user": USER,
        }
        base = {"label": "acme:main", "ref": pull.base, "repo": REPOSITORY, "sha": "0" * 40, "user": USER}
        return {
            "url": "u", "id": pull.number, "node_id": f"PR_{pull.number}", "number": pull.number,
            "html_url": f"https://ghe.test/acme/shop/pull/{pull.number}",
            "state": "open" if pull.state == "open" else "closed", "locked": False, "title": pull.title,
            "user": USER, "body": pull.body or None, "labels": [self.label(name) for name in pull.labels],
            "created_at": WHEN, "updated_at": WHEN, "closed_at": None, "merged_at": WHEN if merged else None,
            "merge_commit_sha": pull.merge_commit if merged else "f" * 40, "head": head, "base": base,
            "draft": pull.draft,
        }  # fmt: skip

    def whole(self, pull: HostedPull) -> dict[str, Any]:
        return {
            **self.simple(pull), "merged": pull.state == "merged", "mergeable": None,
            "mergeable_state": "unknown", "comments": 0, "commits": 1, "additions": 1, "deletions": 1,
            "changed_files": 1,
        }  # fmt: skip

    routes = (
        route("GET", "", repository),
        route("GET", "/api/v3/user", ForgeDialect.who),
        route("GET", "/branches/*", branch),
        route("GET", "/pulls", listed),
        route("POST", "/pulls", create),
        route("GET", "/pulls/*", read),
        route("PATCH", "/pulls/*", update),
        route("POST", "/issues/*/labels", add_labels),
        route("DELETE", "/issues/*/labels/*", remove_label),
        route("GET", "/issues/*/comments", comments),
        route("POST", "/issues/*/comments", add_comment),
        route("PATCH", "/issues/comments/*", edit_comment),
    )
