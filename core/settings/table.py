"""The table of everything that may stand in headgate.yaml."""

from typing import Final

from core.model.source import Splitting
from core.model.space import CleanMerges, Promotion
from core.settings.settings import EMBEDDED
from core.settings.shapes import Either, Fixed, ListOf, MapOf, Row, Table, Text, Word

__all__ = ["SETTINGS"]

_NAME: Final = Text(
    what="a name of lower-case letters, digits, '.', '_' and '-'", pattern=r"[a-z0-9][a-z0-9._-]{0,127}"
)
_BELOW_TOP: Final = r"(?!/)(?!(?:.*/)?\.\.(?:/|$)).+"
_GLOB: Final = Text(what="a glob from the repository's top, without '..'", pattern=_BELOW_TOP)
_GLOBS: Final = Either(text=_GLOB, list=ListOf(of=_GLOB))

_SOURCE: Final = Table(
    one_of=("files", "kustomize", "command"),
    rows=(
        Row(key="files", shape=_GLOBS, why="manifests as they are; `**` crosses folders"),
        Row(
            key="kustomize",
            shape=Text(what="a folder below the repository's top", pattern=_BELOW_TOP),
            why="what kustomize build makes of a folder",
        ),
        Row(
            key="command",
            shape=ListOf(of=Text(what="a word of a command")),
            why="what a program prints when it runs at the top of the tree",
        ),
    ),
)
_UNITS: Final = Either(
    text=Word(words=tuple(Splitting)),
    map=MapOf(name=_NAME, of=Either(text=Text(what="a glob"), list=ListOf(of=Text(what="a glob")))),
)
_LIVE: Final = Table(
    one_of=("folder", "context"),
    rows=(
        Row(
            key="folder",
            shape=Text(what="a folder; a relative one is taken from where headgate.yaml stands"),
            why="a folder of manifests that stands for a cluster",
        ),
        Row(key="context", shape=Text(what="a context's name"), why="a context of the kubeconfig"),
        Row(
            key="namespace",
            shape=Text(what="a namespace's name", pattern=r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"),
            why="where resources belong that name no namespace",
        ),
    ),
)
_SPACE: Final = Table(
    rows=(
        Row(
            key="labels",
            shape=MapOf(name=Text(what="a label's name"), of=Text(what="a text", pattern=r".*")),
            why="free words; environment: prod makes it production",
        ),
        Row(key="source", shape=_SOURCE, why="where its units come from in Git"),
        Row(
            key="units",
            shape=_UNITS,
            why="how documents become units, or their names, each with globs",
            usual=Splitting.ONE_PER_RESOURCE,
        ),
        Row(key="live", shape=_LIVE, why="where it runs"),
        Row(
            key="promote",
            shape=Word(words=tuple(Promotion)),
            why="whether a Git change on an unmoved Head goes in by itself",
            usual=Promotion.AUTO,
        ),
        Row(
            key="clean_merges",
            shape=Word(words=tuple(CleanMerges)),
            why="whether one on a moved Head does, when no field collides",
            usual=CleanMerges.REVIEW,
        ),
    ),
)
_URL: Final = Text(
    what="an https:// URL, or an http:// one of this machine",
    pattern=r"(?:https://[^\s/@]+|http://(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?)(?:/\S*)?",
)
_PROXY: Final = Row(
    key="proxy",
    shape=Text(what="host:port", pattern=r"[^\s/@:]+:\d{1,5}"),
    why="the proxy on the way; nothing of the environment is asked",
)
_FORGE: Final = Table(
    rows=(
        Row(
            key="kind",
            shape=Word(words=("github", "gitlab", "gitea")),
            why="its API, where the remote's host does not tell; Forgejo is gitea",
        ),
        Row(key="url", shape=_URL, why="where people open it, where that is not the remote's host"),
        Row(
            key="ca",
            shape=Text(what="a file outside the repository", pattern=r"[/~].+"),
            why="certificates in PEM that alone are believed for it",
        ),
        _PROXY,
        Row(
            key="draft",
            shape=Word(words=("always", "never")),
            why="whether pull requests are drafts; without it they are opened ready, and people decide",
        ),
        Row(
            key="auto_merge",
            shape=Word(words=("never", "merge", "squash", "rebase")),
            why="how it merges by itself, once checks are green, what is of low risk and not production",
            usual="never",
        ),
    )
)
_GIT: Final = Table(
    rows=(
        Row(
            key="branch",
            shape=Text(what="a branch name", pattern=r"[^\s~^:?*\[\\-][^\s~^:?*\[\\]*"),
            why="the branch that people author on",
            usual="main",
        ),
        Row(
            key="remote",
            shape=Text(what="a remote's name", pattern=r"[A-Za-z0-9][A-Za-z0-9._/-]*"),
            why="where branches are sent; none keeps them in this repository",
            usual="origin",
        ),
        Row(key="forge", shape=_FORGE, why="the forge that the remote is at, and its pull requests"),
    )
)
_VARIABLE: Final = Text(what="a variable's name", pattern=r"[A-Za-z_][A-Za-z0-9_]*")
_HUB: Final = Either(
    text=Text(what="embedded, or an https:// URL", pattern=f"embedded|{_URL.pattern}"),
    map=Table(
        one_of=(EMBEDDED, "url"),
        rows=(
            Row(
                key=EMBEDDED,
                shape=Text(what="a file"),
                why="the file of the embedded hub; a relative one is taken from where headgate.yaml stands",
            ),
            Row(key="url", shape=_URL, why="a ConfigHub server, without /api"),
            Row(
                key="ca",
                shape=Text(what="a file"),
                why="certificates in PEM that alone are believed for it; relative as above",
            ),
            _PROXY,
            Row(key="token", shape=_VARIABLE, why="the variable with the token, before any other login"),
            Row(key="worker_id", shape=_VARIABLE, why="the variable with a worker's id, likewise"),
            Row(key="worker_secret", shape=_VARIABLE, why="the variable with the worker's secret"),
        ),
    ),
)

SETTINGS: Final[Table] = Table(
    rows=(
        Row(key="version", shape=Fixed(value=1), why="the form of this file", required=True),
        Row(key="hub", shape=_HUB, why="the authority", usual=EMBEDDED),
        Row(key="git", shape=_GIT, why="the repository that this file is in"),
        Row(
            key="spaces",
            shape=MapOf(name=_NAME, of=_SPACE),
            why="the spaces of the hub that this repository feeds",
            required=True,
        ),
        Row(
            key="audit",
            shape=Table(
                rows=(
                    Row(
                        key="syslog",
                        shape=Text(
                            what="a socket's path or host:port", pattern=r"/\S+|[A-Za-z0-9.-]+(?::\d{1,5})?"
                        ),
                        why="where the newest record's hash is sent, so that a tail that is cut off shows",
                    ),
                )
            ),
            why="the record of every attempt",
        ),
        Row(key="schemas", shape=_GLOBS, why="CRDs and XRDs: list types and defaults"),
        Row(key="policies", shape=_GLOBS, why="rules that a result must keep"),
    )
)
