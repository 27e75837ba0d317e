"""The sections of a kubeconfig, read strictly: what Headgate does not do is refused in words."""

import base64
import binascii
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from core.errors import SourceUnreadable
from core.krm.values import Value
from core.live.cluster.access import Access, Impersonation, Program
from core.net.site import Proxy, Trust
from core.safetext import safe_line
from core.secret import Secret
from core.store.files import distrusted

__all__ = ["Entry", "access_of", "read_trusted"]

_PROXY_PORT: Final = 3128


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One cluster, user or context of a kubeconfig.

    Attributes:
        path: the file it is from; relative paths in it are taken from there.
        name: its name.
        fields: what it says.
        is_ours: the files it names must be ours too; a pod's account is root's.
    """

    path: Path
    name: str
    fields: dict[str, Value]
    is_ours: bool = True

    def text(self, key: str) -> str:
        """Read a text; "" where there is none."""
        found = self.fields.get(key)
        if found is None:
            return ""
        if not isinstance(found, str):
            raise self.refused(f"{key} is no text")
        return found

    def file(self, key: str) -> Path | None:
        """Find a file that is named; None where none is."""
        named = self.text(key)
        return self.path.parent / Path(named).expanduser() if named else None

    def pem(self, key: str) -> str:
        """Read what is written as ``KEY-data``, or lies in the file ``KEY``; "" for neither."""
        data = self.text(f"{key}-data")
        if data:
            try:
                return base64.b64decode(data, validate=True).decode("ascii")
            except (binascii.Error, UnicodeDecodeError, ValueError):
                raise self.refused(f"{key}-data is no PEM in base64") from None
        file = self.file(key)
        return read_trusted(file, self) if file is not None else ""

    def refused(self, why: str, *, next_step: str = "") -> SourceUnreadable:
        """Make the error of an entry that cannot be used."""
        return SourceUnreadable(
            f"Could not use {safe_line(self.name)} of the kubeconfig {safe_line(str(self.path))}",
            why=why,
            next_step=next_step or "correct it with kubectl config set-cluster or set-credentials",
        )


def read_trusted(file: Path, entry: Entry) -> str:
    """Read a file that a kubeconfig names, unless others may write to it.

    Raises:
        SourceUnreadable: it cannot be read, or not be trusted.
    """
    try:
        real = file.resolve(strict=True)
        distrust = distrusted(real) if entry.is_ours else None
        text = real.read_text("utf-8")
    except (OSError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise entry.refused(f"{safe_line(str(file))}: {why}", next_step=f"see who may read {file}") from error
    if distrust is not None:
        raise entry.refused(f"{safe_line(str(file))}: {distrust.why}", next_step=distrust.next_step)
    return text


def access_of(context: str, wanted: Entry, cluster: Entry, user: Entry | None) -> Access:
    """Join a context's cluster and user.

    Raises:
        SourceUnreadable: one of them asks for what Headgate refuses, or cannot be read.
    """
    if cluster.fields.get("insecure-skip-tls-verify"):
        raise cluster.refused(
            "it says insecure-skip-tls-verify, and Headgate believes no server whose name it cannot check",
            next_step=f"kubectl config set-cluster {cluster.name} --certificate-authority=FILE",
        )
    server = cluster.text("server")
    if not server:
        raise cluster.refused("it names no server")
    signed = user or Entry(path=wanted.path, name="", fields={})
    _only_known_ways(signed)
    token_file = signed.file("tokenFile")
    token = signed.text("token")
    return Access(
        context=context,
        server=server,
        source=str(wanted.path),
        trust=Trust(
            authorities=cluster.pem("certificate-authority"),
            identity=_identity(signed),
            server_name=cluster.text("tls-server-name"),
        ),
        proxy=_proxy(cluster),
        namespace=wanted.text("namespace"),
        token=Secret(token) if token and token_file is None else None,
        token_file=str(token_file) if token_file is not None else "",
        program=_program(signed),
        acts_as=_acts_as(signed),
    )


def _only_known_ways(user: Entry) -> None:
    if user.fields.get("auth-provider"):
        raise user.refused(
            "it signs in with an auth-provider, which Kubernetes gave up in 1.26",
            next_step="sign in again with your provider's own program, which writes an exec section",
        )
    if user.fields.get("username") or user.fields.get("password"):
        raise user.refused(
            "it signs in with a password, which Kubernetes gave up in 1.19",
            next_step=f"kubectl config set-credentials {user.name} --token=... with a token",
        )


def _identity(user: Entry) -> Secret | None:
    certificate, key = user.pem("client-certificate"), user.pem("client-key")
    if bool(certificate) != bool(key):
        raise user.refused("it has a client certificate without its key, or a key without its certificate")
    return Secret(f"{certificate}\n{key}") if certificate else None


def _proxy(cluster: Entry) -> Proxy | None:
    url = cluster.text("proxy-url")
    if not url:
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme != "http" or not host:
        raise cluster.refused(
            "its proxy-url is none that is asked for tunnels over http://",
            next_step=f"kubectl config set-cluster {cluster.name} --proxy-url=http://HOST:PORT",
        )
    login = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}" if parts.username else ""
    return Proxy(host=host, port=port or _PROXY_PORT, login=Secret(login) if login else None)


def _program(user: Entry) -> Program | None:
    wanted = user.fields.get("exec")
    if not wanted:
        return None
    if not isinstance(wanted, dict):
        raise user.refused("its exec section is no map")
    entry = Entry(path=user.path, name=user.name, fields=wanted)
    command = entry.text("command")
    if not command:
        raise user.refused("its exec section names no command")
    if "/" in command and not command.startswith("/"):
        command = str(user.path.parent / command)
    return Program(
        command=command,
        arguments=tuple(_texts(entry, "args")),
        environment=tuple(_variables(entry)),
        api_version=entry.text("apiVersion") or Program(command=command).api_version,
        hint=entry.text("installHint"),
        shares_cluster=bool(wanted.get("provideClusterInfo")),
    )


def _texts(entry: Entry, key: str) -> list[str]:
    found = entry.fields.get(key)
    words = found if isinstance(found, list) else []
    if not all(isinstance(word, str) for word in words):
        raise entry.refused(f"{key} of its exec section are not all text")
    return [str(word) for word in words]


def _variables(entry: Entry) -> list[tuple[str, str]]:
    found = entry.fields.get("env")
    pairs = [one for one in (found if isinstance(found, list) else []) if isinstance(one, dict)]
    return [(str(one.get("name", "")), str(one.get("value", ""))) for one in pairs]


def _acts_as(user: Entry) -> Impersonation | None:
    name = user.text("as")
    if not name:
        return None
    groups, extra = _texts(user, "as-groups"), user.fields.get("as-user-extra")
    if len(groups) > 1 or extra:
        raise user.refused(
            "it impersonates with several groups or further claims, and Headgate sends one group and a uid",
            next_step="impersonate one group that has the rights, or sign in as a user who has them",
        )
    return Impersonation(user=name, group=groups[0] if groups else "", uid=user.text("as-uid"))
