"""Kinds: under which path the API serves a kind, asked of the server once for each API version.

Source: Kubernetes API concepts, discovery; ``/api/v1`` and ``/apis/GROUP/VERSION``.
"""

import threading
from dataclasses import dataclass
from typing import Final

from core.errors import SourceUnreadable
from core.krm.resource import ResourceId
from core.live.cluster.connection import Connection
from core.net.address import path_of
from core.net.calls import reading
from core.net.values import Json
from core.safetext import safe_line

__all__ = ["Kinds", "Served"]

_NOT_FOUND: Final = 404


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One kind as the server serves it.

    Attributes:
        api_version: as a manifest writes it.
        kind: likewise.
        plural: its name in paths.
        namespaced: its objects live in namespaces.
    """

    api_version: str
    kind: str
    plural: str
    namespaced: bool

    @property
    def group(self) -> str:
        """The API group; "" for the core group."""
        return self.api_version.rpartition("/")[0]

    @property
    def resource(self) -> str:
        """The name that rights are given for, as ``deployments.apps``."""
        return f"{self.plural}.{self.group}" if self.group else self.plural

    def path(self, namespace: str = "", name: str = "") -> str:
        """Give the path of its objects in a namespace, or of one of them."""
        where = ["namespaces", namespace] if self.namespaced and namespace else []
        return path_of(*_root(self.api_version), *where, self.plural, *([name] if name else []))


class Kinds:
    """What one cluster serves, remembered for as long as this lives."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._found: dict[str, dict[str, Served]] = {}

    def served(self, resource: ResourceId) -> Served:
        """Find how a resource's own API version serves its kind.

        Raises:
            SourceUnreadable: the cluster cannot be asked, or does not serve the kind at this version: what is
                there is unknown, for another version would hold other fields.
        """
        found = self._of(resource.api_version).get(resource.kind)
        if found is None:
            with self._lock:
                self._found.pop(resource.api_version, None)
            found = self._of(resource.api_version).get(resource.kind)
        if found is None:
            context = safe_line(self._connection.access.context)
            raise SourceUnreadable(
                f"Could not look for {resource} in the cluster of context {context}",
                why=f"it does not serve the kind {resource.kind} at {resource.api_version}",
                next_step=f"kubectl --context {context} api-resources shows what it serves",
            )
        return found

    def offered(self, api_version: str, kind: str) -> Served | None:
        """Find how a kind is served, where it may well not be; None where it is not.

        Raises:
            SourceUnreadable: the cluster cannot be asked.
        """
        call = reading(f"ask which kinds {safe_line(api_version)} has", path_of(*_root(api_version)))
        with self._lock:
            known = self._found.get(api_version)
        if known is None and self._connection.answer(call).status == _NOT_FOUND:
            return None
        return self._of(api_version).get(kind)

    def _of(self, api_version: str) -> dict[str, Served]:
        with self._lock:
            known = self._found.get(api_version)
        if known is None:
            call = reading(f"ask which kinds {safe_line(api_version)} has", path_of(*_root(api_version)))
            known = _read(api_version, self._connection.read(call))
            with self._lock:
                self._found[api_version] = known
        return known


def _root(api_version: str) -> tuple[str, ...]:
    group, _, version = api_version.rpartition("/")
    return ("apis", group, version) if group else ("api", version)


def _read(api_version: str, listed: Json) -> dict[str, Served]:
    resources = listed.get("resources") if isinstance(listed, dict) else None
    found: dict[str, Served] = {}
    for one in resources if isinstance(resources, list) else []:
        name = one.get("name") if isinstance(one, dict) else None
        kind = one.get("kind") if isinstance(one, dict) else None
        if isinstance(one, dict) and isinstance(name, str) and isinstance(kind, str) and "/" not in name:
            found[kind] = Served(
                api_version=api_version, kind=kind, plural=name, namespaced=one.get("namespaced") is True
            )
    return found
