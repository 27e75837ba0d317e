"""Kubeconfig: found, distrusted where others may write to it, and read into an access.

What it may not do here: skip the check of certificates, sign in by a built-in provider or a password, go
through a proxy that is not asked for tunnels.
Source: reliability.md T31; Kubernetes, Organizing Cluster Access Using kubeconfig Files (merging: the first
file that names a thing wins).
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from core.errors import InputRefused, SourceUnreadable
from core.krm.read.documents import from_bytes, read
from core.krm.values import Value
from core.live.cluster.access import Access
from core.live.cluster.sections import Entry, access_of
from core.safetext import safe_line
from core.store.files import distrusted

__all__ = ["IN_CLUSTER", "context_access", "kubeconfig_files"]

IN_CLUSTER: Final = "in-cluster"
"""The context that stands for the service account of the pod that Headgate runs in."""

_ACCOUNT: Final = Path("/var/run/secrets/kubernetes.io/serviceaccount")
_LARGEST: Final = 5_000_000


def kubeconfig_files(env: Mapping[str, str]) -> list[Path]:
    """List the kubeconfig files, in kubectl's order: KUBECONFIG, else ``~/.kube/config``.

    >>> [str(path) for path in kubeconfig_files({"KUBECONFIG": "/a:/b", "HOME": "/h"})]
    ['/a', '/b']
    """
    named = env.get("KUBECONFIG", "")
    if named:
        return [Path(part) for part in named.split(":") if part]
    return [Path(env.get("HOME") or "~").expanduser() / ".kube" / "config"]


def context_access(
    context: str, *, env: Mapping[str, str], account: Path = _ACCOUNT, files: list[Path] | None = None
) -> Access:
    """Read how a context reaches its cluster.

    Args:
        context: its name; `IN_CLUSTER` for the pod's own account, unless a kubeconfig names one so.
        env: where the kubeconfig is looked for, and where the pod finds its API server.
        account: where the pod's account lies.
        files: the kubeconfig files, where they are named otherwise; None for the usual ones.

    Raises:
        SourceUnreadable: there is none, it cannot be read or trusted, or it asks for what Headgate refuses.
    """
    found = [_config(path) for path in (files or kubeconfig_files(env)) if _is_there(path)]
    contexts = dict(
        reversed([entry for config in found for entry in _entries(config, "contexts", "context")])
    )
    if context not in contexts:
        if context == IN_CLUSTER and env.get("KUBERNETES_SERVICE_HOST"):
            return _in_cluster(env, account)
        known = ", ".join(safe_line(name) for name in sorted(contexts)) or "none"
        raise _unreadable(context, f"no kubeconfig has this context; known are: {known}"[:300])
    clusters = dict(
        reversed([entry for config in found for entry in _entries(config, "clusters", "cluster")])
    )
    users = dict(reversed([entry for config in found for entry in _entries(config, "users", "user")]))
    wanted = contexts[context]
    cluster, user = wanted.text("cluster"), wanted.text("user")
    if cluster not in clusters or (user and user not in users):
        missing = f"cluster {cluster}" if cluster not in clusters else f"user {user}"
        raise _unreadable(context, f"its {safe_line(missing)} is not there")
    return access_of(context, wanted, clusters[cluster], users.get(user))


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return True


def _config(path: Path) -> tuple[Path, Value]:
    try:
        real = path.resolve(strict=True)
        distrust = distrusted(real)
        data = real.read_bytes() if distrust is None and real.stat().st_size <= _LARGEST else b""
    except OSError as error:
        raise _bad(path, error.strerror or str(error), f"see who may read {path}") from error
    if distrust is not None:
        raise _bad(path, distrust.why, distrust.next_step)
    try:
        documents = read(from_bytes(data, origin=safe_line(str(path)))).documents
    except InputRefused as error:
        raise _bad(path, error.why, "kubectl config view shows whether kubectl can read it") from error
    return real, documents[0].value if documents else {}


def _entries(config: tuple[Path, Value], section: str, part: str) -> Iterator[tuple[str, Entry]]:
    """Give a section's entries by name, the last first, so that the first of them all stays."""
    path, whole = config
    listed = whole.get(section) if isinstance(whole, dict) else None
    for one in reversed(listed if isinstance(listed, list) else []):
        body = one.get(part) if isinstance(one, dict) else None
        name = one.get("name") if isinstance(one, dict) else None
        if isinstance(name, str) and isinstance(body, dict):
            yield name, Entry(path=path, name=name, fields=body)


def _in_cluster(env: Mapping[str, str], account: Path) -> Access:
    host, port = env["KUBERNETES_SERVICE_HOST"], env.get("KUBERNETES_SERVICE_PORT", "443")
    server = f"https://{f'[{host}]' if ':' in host else host}:{port}"
    fields: dict[str, Value] = {"server": server, "certificate-authority": str(account / "ca.crt")}
    user: dict[str, Value] = {"tokenFile": str(account / "token")}
    wanted: dict[str, Value] = {}
    if (account / "namespace").is_file():
        wanted["namespace"] = (account / "namespace").read_text("ascii").strip()
    where = account / "token"
    return access_of(
        IN_CLUSTER,
        Entry(path=where, name=IN_CLUSTER, fields=wanted),
        Entry(path=where, name=IN_CLUSTER, fields=fields),
        Entry(path=where, name=IN_CLUSTER, fields=user, is_ours=False),
    )


def _unreadable(context: str, why: str) -> SourceUnreadable:
    return SourceUnreadable(
        f"Could not reach the cluster of context {safe_line(context)}",
        why=why,
        next_step="kubectl config get-contexts, then correct live: {context: ...} in headgate.yaml",
    )


def _bad(path: Path, why: str, next_step: str) -> SourceUnreadable:
    return SourceUnreadable(
        f"Could not read the kubeconfig {safe_line(str(path))}", why=why, next_step=next_step
    )
