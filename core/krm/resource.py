"""Which resource a document is: API version, kind, namespace and name."""

from dataclasses import dataclass
from typing import Final

from core.errors import UsageError
from core.krm.values import Value

__all__ = ["ResourceId", "identify"]

_PARTS: Final = 4


@dataclass(frozen=True, slots=True, order=True)
class ResourceId:
    """The name of a resource, printed ``apiVersion/kind/namespace/name``.

    Two ids name the same resource when group, kind, namespace and name agree; the version is shown, not
    compared (domain.md §3.9): ask `key`.

    >>> web = ResourceId("apps/v1", "Deployment", "shop", "web")
    >>> str(web), str(ResourceId("v1", "Namespace", "", "shop"))
    ('apps/v1/Deployment/shop/web', 'v1/Namespace//shop')
    >>> ResourceId.parse(str(web)) == web
    True
    """

    api_version: str
    kind: str
    namespace: str
    name: str

    def __str__(self) -> str:
        return f"{self.api_version}/{self.kind}/{self.namespace}/{self.name}"

    @property
    def group(self) -> str:
        """The API group; empty for the core group."""
        return self.api_version.rpartition("/")[0]

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it the same resource on every side: group, kind, namespace, name."""
        return (self.group, self.kind, self.namespace, self.name)

    @classmethod
    def parse(cls, text: str) -> "ResourceId":
        """Read the printed form back.

        Raises:
            UsageError: not four or five parts between slashes.
        """
        parts = text.rsplit("/", 3)
        if len(parts) != _PARTS:
            raise UsageError(
                f"Could not read the resource name {text!r}",
                why="it should be apiVersion/kind/namespace/name, with an empty namespace for cluster kinds",
                next_step="copy it from headgate show",
            )
        return cls(*parts)


def identify(document: Value) -> ResourceId | None:
    """Read a document's identity; None where it has no text apiVersion, kind or metadata.name."""
    if not isinstance(document, dict):
        return None
    metadata = document.get("metadata")
    if not isinstance(metadata, dict):
        return None
    api_version, kind, name = document.get("apiVersion"), document.get("kind"), metadata.get("name")
    namespace = metadata.get("namespace") or ""
    if isinstance(api_version, str) and isinstance(kind, str) and isinstance(name, str) and name:
        return ResourceId(api_version, kind, namespace if isinstance(namespace, str) else "", name)
    return None
