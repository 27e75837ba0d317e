"""Gitea's way of answering: labels by number, drafts by title, a look-up by base and head."""

from collections.abc import Sequence
from typing import Any

from tests.builders.loopback import Reply, Request, json_reply
from tests.fakes.forges import ForgeDialect, HostedPull, body_of, route

__all__ = ["GiteaDialect"]

WHEN = "2026-02-16T12:00:00Z"


class GiteaDialect(ForgeDialect):
    prefix = "/api/v1/repos/acme/shop"

    def repository(self, _: Request, __: Sequence[str]) -> Reply:
        may = {"pull": True, "push": self.hosted.may_push, "admin": False}
        named = {"id": 1, "full_name": "acme/shop", "default_branch": self.hosted.default}
        return json_reply({**named, "permissions": may})

    def branch(self, _: Request, parts: Sequence[str]) -> Reply:
        (name,) = parts
        if name not in self.hosted.branches:
            return self.wrong(404, "branch does not exist")
        protected = name in self.hosted.protected
        return json_reply(
            {"name": name, "commit": {"id": self.hosted.branches[name]}, "protected": protected}
        )

    def status(self, _: Request, __: Sequence[str]) -> Reply:
        return json_reply({"state": "pending", "total_count": int(self.hosted.has_checks)})

    def labels(self, request: Request, _: Sequence[str]) -> Reply:
        return self.paged(request, list(self.hosted.labels), self.label)

    def new_label(self, request: Request, _: Sequence[str]) -> Reply:
        if not self.hosted.labels_allowed:
            return self.wrong(403, "token does not have at least one of required scope(s)")
        self.hosted.writes += 1
        self.hosted.label_id(body_of(request)["name"])
        return json_reply(self.label(body_of(request)["name"]), status=201)

    def listed(self, request: Request, _: Sequence[str]) -> Reply:
        return self.paged(request, [*reversed(self.hosted.pulls)], self.whole)

    def by_base_and_head(self, _: Request, parts: Sequence[str]) -> Reply:
        base, head = parts
        found = [
            one for one in self.hosted.pulls if (one.base, one.branch) == (base, head) and not one.from_fork
        ]
        return json_reply(self.whole(found[0])) if found else self.wrong(404, "pull request does not exist")

    def create(self, request: Request, _: Sequence[str]) -> Reply:
        body = body_of(request)
        if body["head"] not in self.hosted.branches:
            return self.wrong(404, "head branch does not exist")
        made = self.hosted.created(body["head"], body["base"], body["title"], body["body"], draft=False)
        if made is None:
            return self.wrong(409, "pull request already exists for these targets [id: 5]")
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
        return json_reply(self.whole(pull), status=201)

    def merge(self, request: Request, parts: Sequence[str]) -> Reply:
        pull, body = self.found(parts[0]), body_of(request)
        assert pull is not None
        assert body["merge_when_checks_succeed"] is True
        if body["head_commit_id"] != self.hosted.head_of(pull):
            return self.wrong(409, "head out of date")
        if not self.hosted.allows_auto_merge:
            return self.wrong(405, "not allowed")
        self.hosted.writes += 1
        pull.merges_by_itself = True
        return Reply(status=201)

    def add_labels(self, request: Request, parts: Sequence[str]) -> Reply:
        pull = self.found(parts[0])
        if pull is None or not self.hosted.labels_allowed:
            return self.wrong(403, "no")
        self.hosted.writes += 1
        names = {number: name for name, number in self.hosted.labels.items()}
        pull.labels += [names[number] for number in body_of(request)["labels"]]
        return json_reply([self.label(name) for name in pull.labels])

    def remove_label(self, _: Request, parts: Sequence[str]) -> Reply:
        pull = self.found(parts[0])
        names = {str(number): name for name, number in self.hosted.labels.items()}
        if pull is None or names.get(parts[1]) not in pull.labels:
            return self.wrong(404, "Not Found")
        self.hosted.writes += 1
        pull.labels.remove(names[parts[1]])
        return Reply(status=204)

    def comments(self, _: Request, parts: Sequence[str]) -> Reply:
        pull = self.found(parts[0])
        return (
            json_reply([self.comment(one) for one in pull.comments]) if pull else self.wrong(404, "Not Found")
        )

    def add_comment(self, request: Request, parts: Sequence[str]) -> Reply:
        pull = self.found(parts[0])
        if pull is None:
            return self.wrong(404, "Not Found")
        return json_reply(self.comment(self.hosted.commented(pull, body_of(request)["body"])), status=201)

    def edit_comment(self, request: Request, parts: Sequence[str]) -> Reply:
        found = self.hosted.recommented(int(parts[0]), body_of(request)["body"])
        return json_reply(self.comment(found)) if found else self.wrong(404, "Not Found")

    def label(self, name: str) -> dict[str, Any]:
        return {"id": self.hosted.label_id(name), "name": name, "color": "5319e7"}

    def comment(self, one: tuple[int, str]) -> dict[str, Any]:
        return {"id": one[0], "body": one[1], "html_url": "u", "created_at": WHEN}

    def whole(self, pull: HostedPull) -> dict[str, Any]:
        gone = pull.branch not in self.hosted.branches
        title = f"WIP: {pull.title}" if pull.draft and not pull.title.startswith("WIP:") else pull.title
        head = {
            "label": pull.branch, "sha": self.hosted.head_of(pull), "repo_id": 2 if pull.from_fork else 1,
            "ref": f"refs/pull/{pull.number}/head" if gone else pull.branch,
        }  # fmt: skip
        return {
            "id": 1000 + pull.number, "number": pull.number, "title": title, "body": pull.body,
            "html_url": f"https://gitea.test/acme/shop/pulls/{pull.number}",
            "state": "open" if pull.state == "open" else "closed", "merged": pull.state == "merged",
            "merge_commit_sha": pull.merge_commit, "draft": title.startswith("WIP:"),
            "labels": [self.label(name) for name in pull.labels], "head": head,
            "base": {"label": pull.base, "ref": pull.base, "sha": "0" * 40, "repo_id": 1},
        }  # fmt: skip

    routes = (
        route("GET", "", repository),
        route("GET", "/api/v1/user", ForgeDialect.who),
        route("GET", "/branches/**", branch),
        route("GET", "/commits/*/status", status),
        route("GET", "/labels", labels),
        route("POST", "/labels", new_label),
        route("GET", "/pulls", listed),
        route("POST", "/pulls", create),
        route("GET", "/pulls/*", read),
        route("PATCH", "/pulls/*", update),
        route("POST", "/pulls/*/merge", merge),
        route("GET", "/pulls/*/**", by_base_and_head),
        route("POST", "/issues/*/labels", add_labels),
        route("DELETE", "/issues/*/labels/*", remove_label),
        route("GET", "/issues/*/comments", comments),
        route("POST", "/issues/*/comments", add_comment),
        route("PATCH", "/issues/comments/*", edit_comment),
    )
