"""A world whose remote is a bare repository over smart HTTP, at a forge on loopback with its branches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

from core.forge.place import ForgeKind
from tests.builders import repo
from tests.builders.described import Described
from tests.builders.forges import dialect_of
from tests.builders.loopback import Loopback, Reply, Request, well_behaved
from tests.builders.shop import deployment
from tests.builders.world import World
from tests.fakes.forges import TOKEN, Hosted, HostedPull
from tests.fakes.git_http import git_server
from tests.sync.one_unit import one_unit, settings

__all__ = ["Forged", "forged"]

HELPER: Final = '[credential]\n\thelper = "!f() { echo username=me; echo password=s3cret; }; f"\n'
VARIABLES: Final = {
    ForgeKind.GITHUB: {"GH_ENTERPRISE_TOKEN": TOKEN, "GH_HOST": "127.0.0.1"},
    ForgeKind.GITLAB: {"GITLAB_TOKEN": TOKEN, "GITLAB_HOST": "127.0.0.1"},
    ForgeKind.GITEA: {"GITEA_TOKEN": TOKEN, "GITEA_SERVER_URL": "http://127.0.0.1"},
}
PLAIN: Final = settings(live=False).replace("remote: none", "remote: origin")


class _Tips(dict[str, str]):
    """The branches of a real repository, read when they are asked for."""

    def __init__(self, far: Path) -> None:
        super().__init__()
        self.far = far

    def __contains__(self, name: object) -> bool:
        return bool(repo.branch_tip(self.far, str(name)))

    def __getitem__(self, name: str) -> str:
        return repo.branch_tip(self.far, name)

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]  # texts only
        return self[name] or default


@dataclass
class Forged:
    """The world, its remote and its forge.

    Attributes:
        made: the world.
        far: the bare repository behind the remote.
        hosted: what the forge has.
        fault: answers a request in the forge's place; None leaves it to the forge.
    """

    made: World
    far: Path
    hosted: Hosted
    fault: Callable[[Request], Reply | None] = field(default=lambda _: None)

    @property
    def pull(self) -> HostedPull:
        """The one pull request that there is."""
        (found,) = self.hosted.pulls
        return found

    @property
    def branches(self) -> list[str]:
        """Our branches at the remote."""
        names = repo.git(self.far, "for-each-ref", "--format=%(refname:short)", "refs/heads/headgate")
        return names.splitlines()

    def fail(self, status: int, *, method: str = "", **headers: str) -> None:
        """Let the forge answer every request of a method, or every request, with a status."""

        def fault(request: Request) -> Reply | None:
            if method in {"", request.method}:
                return Reply(
                    status=status, body=b"{}", headers={"Content-Type": "application/json", **headers}
                )
            return None

        self.fault = fault

    def heal(self) -> None:
        self.fault = lambda _: None

    def merge(self, style: str) -> None:
        """Merge the pull request at the forge: ``--squash``, ``--no-ff`` or ``rebase``."""
        work = self.far.parent / "merging"
        repo.git(self.far.parent, "clone", "--quiet", str(self.far), str(work))
        tip = f"origin/{self.pull.branch}"
        if style == "rebase":
            repo.git(work, "cherry-pick", tip, variables={"GIT_COMMITTER_DATE": "2026-03-01T00:00:00Z"})
        else:
            repo.git(work, "merge", "--quiet", style, "-m", "merge it", tip)
        if style == "--squash":
            repo.git(work, "commit", "--quiet", "-m", "squashed")
        repo.git(work, "push", "--quiet", "origin", "main")
        self.hosted.end(self.pull, "merged", merge_commit=repo.branch_tip(self.far, "main"))

    def fetch(self) -> None:
        """Let the clone have what was merged."""
        repo.git(self.made.top, "pull", "--quiet", "--ff-only", str(self.far), "main")


@contextmanager
def forged(
    folder: Path,
    patch: pytest.MonkeyPatch,
    kind: ForgeKind = ForgeKind.GITHUB,
    *,
    signed_in: bool = True,
    more: str = "",
) -> Iterator[Forged]:
    """Give a world of one unit in which nothing waits; ``more`` are settings of the forge."""
    made = one_unit(folder, deployment(), config=PLAIN)
    (folder / "served" / "acme").mkdir(parents=True)
    far = repo.clone_bare(made.top, folder / "served" / "acme" / "shop.git")
    repo.git(far, "config", "http.receivepack", "true")
    hosted = Hosted(branches=_Tips(far), page=10)
    here = Forged(made, far, hosted)
    described = Described(f"forges/{kind}.yaml")(dialect_of(kind, hosted))

    def answer(request: Request) -> Reply:
        return here.fault(request) or described(request)

    (folder / "config" / "git").mkdir(parents=True)
    (folder / "config" / "git" / "config").write_text(HELPER)
    patch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    for name, value in VARIABLES[kind].items() if signed_in else ():
        patch.setenv(name, value)
    with git_server(folder / "served") as git, Loopback(well_behaved(answer)) as server:
        repo.git(made.top, "remote", "set-url", "origin", f"{git.url}/acme/shop.git")
        forge = f"remote: origin, forge: {{kind: {kind}, url: '{server.url}'{more}}}"
        (made.top / "headgate.yaml").write_text(PLAIN.replace("remote: origin", forge))
        yield here
