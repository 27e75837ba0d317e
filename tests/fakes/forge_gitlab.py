"""GitLab's way of answering: merge requests, drafts by title, labels by name, notes."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from tests.builders.loopback import Reply, Request, json_reply
from tests.fakes.forges import ForgeDialect, HostedPull, body_of, route

__all__ = ["GitLabDialect"]

WHEN = "2026-02-16T12:00:00Z"
AUTHOR = {"id": 7, "username": "bot"}
STATES = {"open": "opened"}


class GitLabDialect(ForgeDialect):
    prefix = "/api/v4/projects/acme%2Fshop"

    def project(self, _: Request, __: Sequence[str]) -> Reply:
        access = {"access_level": 30 if self.hosted.may_push else 20, "notification_level": 3}
        named = {"id": 1, "path_with_namespace": "acme/shop", "default_branch": self.hosted.default}
        return json_reply({**named, "permissions": {"project_access": access, "group_access": None}})

    def branch(self, _: Request, parts: Sequence[str]) -> Reply:
        (name,) = parts
        if name not in self.hosted.branches:
            return self.wrong(404, "404 Branch Not Found")
        return json_reply(
            {"name": name, "commit": {"id": self.hosted.branches[name]}, "merged": False, "default": False,
             "protected": name in self.hosted.protected, "can_push": True, "web_url": "u"}
        )  # fmt: skip

    def listed(self, request: Request, _: Sequence[str]) -> Reply:
        query = dict(parse_qsl(request.target.partition("?")[2]))
        wanted = (query["source_branch"], query["target_branch"])
        rows = [one for one in reversed(self.hosted.pulls) if (one.branch, one.base) == wanted]
        assert query["state"] == "all"
        return self.paged(request, rows, self.whole)

    def create(self, request: Request, _: Sequence[str]) -> Reply:
        body = body_of(request)
        branch, base = body["source_branch"], body["target_branch"]
        if branch not in self.hosted.branches:
            return self.wrong(400, "source branch does not exist")
        made = self.hosted.created(branch, base, body["title"], body["description"], draft=False)
        if made is None:
            standing = self.hosted.open_one(branch, base)
            number = standing.number if standing else 0
            message = f"Another open merge request already exists for this source branch: !{number}"
            return json_reply({"message": [message]}, status=409)
        return json_reply(self.whole(made), status=201)

    def read(self, _: Request, parts: Sequence[str]) -> Reply:
        pull = self.found(parts[0])
        return json_reply(self.whole(pull)) if pull else self.wrong(404, "404 Not found")

    def update(self, request: Request, parts: Sequence[str]) -> Reply:
        pull = self.found(parts[0])
        if pull is None:
            return self.wrong(404, "404 Not found")
        body = body_of(request)
        if not self.hosted.labels_allowed and {"add_labels", "remove_labels"} & body.keys():
            return self.wrong(403, "403 Forbidden")
        self.hosted.writes += 1
        pull.title = body.get("title", pull.title)
        pull.body = body.get("description", pull.body)
        pull.state = {"close": "closed"}.get(body.get("state_event", ""), pull.state)
        added = [name for name in body.get("add_labels", "").split(",") if name and name not in pull.labels]
        removed = body.get("remove_labels", "").split(",")
        pull.labels = [name for name in [*pull.labels, *added] if name not in removed]
        return json_reply(self.whole(pull))

    def merge(self, request: Request, parts: Sequence[str]) -> Reply:
        pull, body = self.found(parts[0]), body_of(request)
        assert pull is not None
        assert body["auto_merge"] is True
        if body["sha"] != self.hosted.head_of(pull):
            return self.wrong(409, "SHA does not match HEAD of source branch")
        if not self.hosted.allows_auto_merge:
            return self.wrong(405, "405 Method Not Allowed")
        self.hosted.writes += 1
        pull.merges_by_itself = True
        return json_reply(self.whole(pull))

    def notes(self, request: Request, parts: Sequence[str]) -> Reply:
        pull = self.found(parts[0])
        if pull is None:
            return self.wrong(404, "404 Not found")
        system = {**self.note((1, "changed the description")), "system": True}
        return self.paged(request, [system, *map(self.note, pull.comments)], lambda one: one)

    def add_note(self, request: Request, parts: Sequence[str]) -> Reply:
        pull = self.found(parts[0])
        if pull is None:
            return self.wrong(404, "404 Not found")
        return json_reply(self.note(self.hosted.commented(pull, body_of(request)["body"])), status=201)

    def edit_note(self, request: Request, parts: Sequence[str]) -> Reply:
        found = self.hosted.recommented(int(parts[1]), body_of(request)["body"])
        return json_reply(self.note(found)) if found else self.wrong(404, "404 Not found")

    def note(self, one: tuple[int, str]) -> dict[str, Any]:
        return {"id": one[0], "body": one[1], "author": AUTHOR, "created_at": WHEN, "system": False,
                "noteable_type": "MergeRequest"}  # fmt: skip

    def whole(self, pull: HostedPull) -> dict[str, Any]:
        draft = pull.draft or pull.title.startswith("Draft:")
        title = f"Draft: {pull.title}" if draft and not pull.title.startswith("Draft:") else pull.title
        return {
            "id": 1000 + pull.number, "iid": pull.number, "project_id": 1, "title": title,
            "description": pull.body or None, "state": STATES.get(pull.state, pull.state), "created_at": WHEN,
            "target_branch": pull.base, "source_branch": pull.branch, "target_project_id": 1,
            "source_project_id": 2 if pull.from_fork else 1, "author": AUTHOR, "labels": pull.labels,
            "draft": draft, "web_url": f"https://gitlab.test/acme/shop/-/merge_requests/{pull.number}",
            "sha": self.hosted.head_of(pull),
            "merge_commit_sha": None, "squash_commit_sha": pull.merge_commit,
            "head_pipeline": {"id": 1} if self.hosted.has_checks else None,
        }  # fmt: skip

    routes = (
        route("GET", "", project),
        route("GET", "/api/v4/user", ForgeDialect.who),
        route("GET", "/repository/branches/*", branch),
        route("GET", "/merge_requests", listed),
        route("POST", "/merge_requests", create),
        route("GET", "/merge_requests/*", read),
        route("PUT", "/merge_requests/*", update),
        route("PUT", "/merge_requests/*/merge", merge),
        route("GET", "/merge_requests/*/notes", notes),
        route("POST", "/merge_requests/*/notes", add_note),
        route("PUT", "/merge_requests/*/notes/*", edit_note),
    )
