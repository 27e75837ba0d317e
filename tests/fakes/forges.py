"""A repository on a forge, as its pull requests, labels and comments; the dialects are beside it."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl

from tests.builders.described import unquoted
from tests.builders.loopback import Reply, Request, json_reply

__all__ = ["HEAD", "SQUASHED", "TOKEN", "ForgeDialect", "Hosted", "HostedPull", "body_of", "route"]

TOKEN: Final = "f0rge-t0ken-c4n4ry"  # noqa: S105  a canary
HEAD: Final = "1111111111111111111111111111111111111111"
SQUASHED: Final = "2222222222222222222222222222222222222222"


@dataclass
class HostedPull:
    number: int
    branch: str
    base: str
    title: str
    body: str
    draft: bool = False
    state: str = "open"
    labels: list[str] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)
    merge_commit: str | None = None
    from_fork: bool = False
    head: str = ""
    merges_by_itself: bool = False


@dataclass
class Hosted:
    """The repository ``acme/shop``; ``writes`` counts what was done to it."""

    default: str = "main"
    protected: tuple[str, ...] = ("main",)
    branches: dict[str, str] = field(default_factory=lambda: {"main": "0" * 40, "headgate/shop/a1": HEAD})
    pulls: list[HostedPull] = field(default_factory=list)
    labels: dict[str, int] = field(default_factory=dict)
    page: int = 2
    writes: int = 0
    has_checks: bool = True
    allows_auto_merge: bool = True
    before_create: Callable[["Hosted"], object] | None = None
    labels_allowed: bool = True
    may_push: bool = True
    user: str = "bot"
    next_id: int = 100

    def add(self, branch: str, **fields: object) -> HostedPull:
        usual = {"base": "main", "title": "sync", "body": ""}
        pull = HostedPull(len(self.pulls) + 1, branch, **{**usual, **fields})  # type: ignore[arg-type]  # by name
        self.pulls.append(pull)
        return pull

    def open_one(self, branch: str, base: str) -> HostedPull | None:
        ours = [one for one in self.pulls if (one.branch, one.base) == (branch, base) and not one.from_fork]
        return next((one for one in ours if one.state == "open"), None)

    def created(self, branch: str, base: str, title: str, body: str, *, draft: bool) -> HostedPull | None:
        """Make one, unless there is an open one; somebody else may be quicker."""
        if self.before_create is not None:
            hook, self.before_create = self.before_create, None
            hook(self)
        if self.open_one(branch, base):
            return None
        self.writes += 1
        return self.add(branch, base=base, title=title, body=body, draft=draft)

    def commented(self, pull: HostedPull, text: str) -> tuple[int, str]:
        self.next_id += 1
        self.writes += 1
        pull.comments.append((self.next_id, text))
        return pull.comments[-1]

    def recommented(self, number: int, text: str) -> tuple[int, str] | None:
        for pull in self.pulls:
            for at, (known, _) in enumerate(pull.comments):
                if known == number:
                    self.writes += 1
                    pull.comments[at] = (number, text)
                    return pull.comments[at]
        return None

    def squash(self, pull: HostedPull, *, delete_branch: bool = True) -> None:
        pull.state, pull.merge_commit = "merged", SQUASHED
        if delete_branch:
            self.branches.pop(pull.branch, None)

    def head_of(self, pull: HostedPull) -> str:
        """Say which commit it offers; of one that ended, which it offered."""
        return pull.head or self.branches.get(pull.branch, HEAD)

    def end(self, pull: HostedPull, state: str, *, merge_commit: str | None = None) -> None:
        """Close or merge one; its branch stays."""
        pull.head, pull.state, pull.merge_commit = self.head_of(pull), state, merge_commit

    def label_id(self, name: str) -> int:
        return self.labels.setdefault(name, len(self.labels) + 1)


Act = Callable[[Any, Request, Sequence[str]], Reply]


@dataclass(frozen=True)
class Route:
    method: str
    pattern: re.Pattern[str]
    act: Act


def route(method: str, path: str, act: Act) -> Route:
    """Name a path; each ``*`` is one segment, ``**`` the rest, and both are handed on as they were meant."""
    written = re.escape(path).replace(r"\*\*", "(.+)").replace(r"\*", "([^/]+)")
    return Route(method, re.compile(written), act)


class ForgeDialect:
    """Answers in the way of one forge; a subclass brings routes and words."""

    prefix = ""
    routes: Sequence[Route] = ()

    def __init__(self, hosted: Hosted | None = None) -> None:
        self.hosted = hosted or Hosted()

    def __call__(self, request: Request) -> Reply:
        if TOKEN not in request.headers.get("authorization", ""):
            return self.wrong(401, "Bad credentials")
        for one in self.routes:
            found = one.pattern.fullmatch(request.path.removeprefix(self.prefix))
            if found and one.method == request.method:
                return one.act(self, request, ["/".join(unquoted(part)) for part in found.groups()])
        return self.wrong(404, "Not Found")

    def wrong(self, status: int, message: str, **more: object) -> Reply:
        return json_reply({"message": message, **more}, status=status)

    def who(self, _: Request, __: Sequence[str]) -> Reply:
        """Say whose token it is; an app's is nobody's."""
        if not self.hosted.user:
            return self.wrong(403, "Resource not accessible by integration")
        return json_reply({"id": 7, "login": self.hosted.user, "username": self.hosted.user})

    def found(self, number: str) -> HostedPull | None:
        return next((one for one in self.hosted.pulls if str(one.number) == number), None)

    def paged(self, request: Request, rows: Sequence[Any], shown: Callable[[Any], object]) -> Reply:
        """Answer with one page, and the link to the next."""
        query = dict(parse_qsl(request.target.partition("?")[2]))
        page = int(query.get("page", "1"))
        first = (page - 1) * self.hosted.page
        here = [shown(row) for row in rows[first : first + self.hosted.page]]
        if first + self.hosted.page >= len(rows):
            return json_reply(here)
        rest = "&".join(f"{name}={value}" for name, value in query.items() if name != "page")
        link = f"<http://{request.headers['host']}{request.path}?{rest}&page={page + 1}>"
        return json_reply(here, Link=f'{link}; rel="next", {link}; rel="last"')


def body_of(request: Request) -> dict[str, Any]:
    found = json.loads(request.body)
    assert isinstance(found, dict)
    return found
