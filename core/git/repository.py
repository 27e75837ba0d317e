"""The repository that the settings describe: read from its objects, written by branches of our own.

Plumbing in the mirror does the work; GitPython reads the configuration that names the remote, in this process
and only when a branch is to be sent or looked for there (reliability.md D3, performance.md §5).
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from core.errors import InputRefused, StorageUnwritable
from core.git.commits import COMMITTER, commit_stream
from core.git.configured import configured, objects_of
from core.git.found import Found, find
from core.git.mirror import prepare_mirror
from core.git.paths import check_branch, check_paths
from core.git.reading import Objects
from core.git.refs import Refs
from core.git.remote import Remote, address_of
from core.git.sealed import Git, offline, words_of
from core.model.proposal import Commit
from core.ports.processes import Run
from core.ports.trees import TreeFile
from core.safetext import safe_line

__all__ = ["NO_REMOTE", "GitRepository", "open_repository"]

NO_REMOTE: Final = "none"
"""The value of ``git.remote`` that keeps branches in the user's own repository."""

_OURS: Final = "headgate/"


def open_repository(
    folder: Path, *, branch: str, remote: str, state: Path, run: Run, environment: Mapping[str, str]
) -> "GitRepository":
    """Open the repository that a folder is in, and prepare the mirror it is read through.

    Args:
        folder: in the work tree, or a bare repository.
        branch: the branch that proposals come from (``git.branch``).
        remote: name of the remote that branches are sent to (``git.remote``); `NO_REMOTE`, or a name that
            the repository does not know, keeps them in the repository itself.
        state: the private folder of this workspace; the mirror stands in it.
        run: starts programs.
        environment: where ssh's agent is found.

    Raises:
        SourceUnreadable: there is no repository, or git cannot read it.
        StorageUnwritable: the state folder cannot be written.
        ToolMissing: there is no git.
    """
    found = find(folder)
    user = Git(run=run, variables=offline(found.own))
    mirror = state / "git"
    kind = user.ask("rev-parse", "--show-object-format").decode("ascii", "replace").strip()
    prepare_mirror(mirror, objects=found.common / "objects", object_format=kind)
    return GitRepository(
        found, Refs(user), mirror, branch=branch, remote=remote, run=run, environment=environment
    )


class GitRepository:
    """Implements `core.ports.repository.Repository` and `core.ports.trees.Trees`."""

    def __init__(
        self,
        found: Found,
        refs: Refs,
        mirror: Path,
        *,
        branch: str,
        remote: str,
        run: Run,
        environment: Mapping[str, str],
    ) -> None:
        self.top = found.top
        self._found = found
        self._refs = refs
        self._mirror = mirror
        self._branch = branch
        self._remote_name = remote
        self._run = run
        self._environment = environment
        self._sealed = {**offline(mirror), "GIT_SHALLOW_FILE": str(found.common / "shallow")}
        self._objects = Objects(Git(run=run, variables=self._sealed))
        self._followed: Commit | None = None

    def newest(self) -> Commit:
        """Fetch the newest commit of the branch from the remote; see `core.ports.upstream`.

        Where there is no remote, it is the head of the branch as it is here.
        """
        remote = self._remote()
        found = self._far_branch(remote, self._branch) if remote else None
        if remote and found is None:
            raise self._refs.no_such("branch", self._branch)
        self._followed = found
        return self.head()

    def resolve(self, revision: str) -> Commit:
        """Find a commit; see the port."""
        if self._followed is not None and revision == self._followed.oid:
            return self._followed
        oid = self._refs.commit_id(revision)
        if oid is None:
            raise self._refs.no_such("commit", revision)
        return self._objects.commit(oid)

    def head(self) -> Commit:
        """Find the newest commit of the branch in the settings.

        The local branch is meant; where there is none, as in a CI checkout, what was last fetched of it.
        After `newest` it is what that found.
        """
        tip = self._followed or self.branch(self._branch)
        if tip is None:
            raise self._refs.no_such("branch", self._branch)
        return tip

    def log(self, *, limit: int, path: str | None = None) -> Sequence[Commit]:
        """List commits of the branch; see the port."""
        return self._objects.history(self.head().oid, limit=limit, path=path)

    def contains(self, oid: str, ancestor: str) -> bool:
        """Tell whether a commit is in another's history; see the port."""
        return self._objects.contains(oid, ancestor)

    def has_left(self, oid: str) -> bool:
        """Tell whether the branch was moved away from a commit; see the port."""
        head = self.head().oid
        if self.contains(head, oid) or self._found.shallow is not None or not self._objects.has(oid):
            return False
        fetched = self._refs.commit_id(f"refs/remotes/{self._remote_name}/{self._branch}") or head
        return not any(self.contains(*pair) for pair in ((oid, head), (fetched, oid), (oid, fetched)))

    def has_change(self, oid: str, tip: str) -> bool:
        """Tell whether a branch was merged, in any style; see the port."""
        return self._objects.has_change(oid, tip)

    def files(self, oid: str) -> Mapping[str, str]:
        """Map paths to blob ids; see the port. Files whose names are not UTF-8 are out."""
        return {path: entry.oid for path, entry in self._objects.entries(oid).items() if entry.is_file}

    def tree(self, oid: str) -> Mapping[str, TreeFile]:
        """Map paths to blob ids and modes; see `core.ports.trees`."""
        return {
            path: TreeFile(blob=entry.oid, executable=entry.is_executable)
            for path, entry in self._objects.entries(oid).items()
            if entry.is_file
        }

    def contents(self, oid: str, paths: Sequence[str]) -> Mapping[str, bytes]:
        """Read files as bytes; see `core.ports.trees`."""
        return self._objects.contents(oid, paths)

    def read(self, oid: str, paths: Sequence[str]) -> Mapping[str, str]:
        """Read files as text; see the port."""
        return {path: _text(path, content) for path, content in self._objects.contents(oid, paths).items()}

    def last_change(self, oid: str, path: str) -> Commit | None:
        """Find who touched a file last; see the port."""
        return self._objects.last_change(oid, path)

    def blame(self, oid: str, path: str) -> Sequence[Commit]:
        """Name the commit of each line of a file; see the port."""
        return self._objects.blame(oid, path)

    def is_cut_off(self, oid: str) -> bool:
        """Tell whether history ends here because the clone is shallow; see the port."""
        shallow = self._found.shallow
        return shallow is not None and oid in shallow.read_text(encoding="ascii").split()

    def branch(self, name: str) -> Commit | None:
        """Read the tip of a branch; of one of ours where it was sent to, of another in the repository."""
        if name.startswith(_OURS) and (remote := self._remote()):
            return self._far_branch(remote, name)
        oid = self._refs.commit_id(f"refs/heads/{name}")
        if oid is None and not name.startswith(_OURS):
            oid = self._refs.commit_id(f"refs/remotes/{self._remote_name}/{name}")
        return None if oid is None else self._objects.commit(oid)

    def commit_files(
        self,
        branch: str,
        *,
        parent: str,
        files: Mapping[str, str | None],
        message: str,
        author: str,
        when: str,
    ) -> Commit:
        """Put one commit on a new branch, in the repository or at its remote; see the port."""
        check_branch(branch, target=self._branch)
        made = self.make_commit(parent=parent, files=files, message=message, author=author, when=when)
        self.send(branch, made.oid)
        return made

    def make_commit(
        self, *, parent: str, files: Mapping[str, str | None], message: str, author: str, when: str
    ) -> Commit:
        """Make a commit that no name leads to; one of the mirror's own keeps it. See the port."""
        modes = self._objects.entries(parent)
        check_paths(files, modes)
        stream = commit_stream(
            parent=parent, files=files, modes=modes, message=message, author=author, when=when
        )
        oid = _made(Git(run=self._run, variables=self._sealed), stream)
        if self._remote() is None:
            _made(Git(run=self._run, variables={**self._sealed, **objects_of(self._found)}), stream)
        return self._objects.commit(oid)

    def send(self, branch: str, oid: str, *, over: str = "") -> None:
        """Let a branch of ours lead to a commit, in the repository or at its remote; see the port."""
        check_branch(branch, target=self._branch)
        if remote := self._remote():
            remote.send(branch, oid, over=over)
        else:
            self._refs.put(branch, oid, over=over)

    def drop(self, branch: str, oid: str) -> bool:
        """Take a branch of ours away at the remote, if it is still at a commit; see the port."""
        check_branch(branch, target=self._branch)
        remote = self._remote()
        return remote is not None and remote.drop(branch, oid)

    def is_ours(self, oid: str) -> bool:
        """Tell whether a branch with this tip holds nothing but what `make_commit` made; see the port."""
        ours = self._objects.commit(oid).committer == COMMITTER
        return ours and self._objects.ahead(self.head().oid, oid) <= 1

    @property
    def address(self) -> str:
        """Say where branches are sent, without credentials; "" where they stay in the repository.

        Raises:
            Blocked: the remote's URL is none that is used.
            SourceUnreadable: the repository's configuration cannot be read.
        """
        remote = self._remote()
        return remote.shown if remote else ""

    def _far_branch(self, remote: Remote, name: str) -> Commit | None:
        oid = remote.tip(name)
        if oid is None:
            return None
        if not self._objects.has(oid):
            remote.fetch(name)
        return self._objects.commit(oid)

    def _remote(self) -> Remote | None:
        if self._remote_name == NO_REMOTE:
            return None
        section = f'remote "{self._remote_name}"'
        url = configured(self._found, section, "pushurl") or configured(self._found, section, "url")
        if not url:
            return None
        return Remote(self._run, self._mirror, address_of(url, top=self._found.top), self._environment)


def _made(git: Git, stream: bytes) -> str:
    """Make the commit's objects; the only ref that is written is one of the mirror."""
    made = git.attempt("fast-import", "--quiet", "--date-format=raw", data=stream)
    if made.code:
        raise StorageUnwritable(
            "Could not write a commit",
            why=words_of(made),
            next_step="check that there is room, and that state folder and repository are writable",
        )
    return made.out.decode().strip()


def _text(path: str, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputRefused(
            f"Could not read {safe_line(path)} as text",
            why=f"line {line} holds bytes that are not UTF-8",
            next_step="save the file as UTF-8, or leave it out of the source in headgate.yaml",
        ) from None
