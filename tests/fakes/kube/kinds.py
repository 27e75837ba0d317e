"""Which kinds the loopback API server serves: those of a recorded discovery, and the CRDs it is given."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

__all__ = ["RECORDED", "Kind", "Kinds", "recorded"]

RECORDED: Final = Path(__file__).parents[2] / "data" / "kubernetes"

Json = dict[str, Any]


def recorded(name: str) -> Any:
    """Read a recorded answer."""
    return json.loads((RECORDED / name).read_text())


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind at one version.

    Attributes:
        schema: its structural schema; None for the server's own kinds.
    """

    group: str
    version: str
    kind: str
    plural: str
    namespaced: bool
    subresources: frozenset[str] = frozenset()
    schema: Json | None = None

    @property
    def api_version(self) -> str:
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def resource(self) -> str:
        return f"{self.plural}.{self.group}" if self.group else self.plural


@dataclass
class Kinds:
    """All kinds by group, version and plural."""

    by_path: dict[tuple[str, str, str], Kind] = field(default_factory=dict)

    def load(self) -> "Kinds":
        """Take the kinds of the recorded server; of its own, not of its CRDs."""
        for listed in recorded("discovery-aggregated.json")["items"]:
            name = listed["metadata"]["name"]
            if name != "messagewall.demo":
                for version in listed["versions"]:
                    for one in version["resources"]:
                        self.add(_aggregated(name, version["version"], one))
        for one in recorded("discovery-legacy-core.json")["resources"]:
            if "/" not in one["name"]:
                self.add(_legacy(one))
        return self

    def add(self, kind: Kind) -> None:
        self.by_path[kind.group, kind.version, kind.plural] = kind

    def define(self, crd: Json) -> None:
        """Serve what a CustomResourceDefinition defines."""
        spec = crd["spec"]
        for version in spec["versions"]:
            if version.get("served", True):
                self.add(
                    Kind(
                        group=spec["group"],
                        version=version["name"],
                        kind=spec["names"]["kind"],
                        plural=spec["names"]["plural"],
                        namespaced=spec["scope"] == "Namespaced",
                        subresources=frozenset(version.get("subresources", {})),
                        schema=version.get("schema", {}).get("openAPIV3Schema"),
                    )
                )

    def groups(self) -> dict[str, list[str]]:
        """List the named groups with their versions, the preferred first."""
        found: dict[str, list[str]] = {}
        for group, version, _ in self.by_path:
            if group and version not in found.setdefault(group, []):
                found[group].append(version)
        return found

    def of(self, group: str, version: str) -> list[Kind]:
        return [kind for (one, at, _), kind in self.by_path.items() if (one, at) == (group, version)]


def _aggregated(group: str, version: str, one: Json) -> Kind:
    return Kind(
        group=group,
        version=version,
        kind=one["responseKind"]["kind"],
        plural=one["resource"],
        namespaced=one["scope"] == "Namespaced",
        subresources=frozenset(sub["subresource"] for sub in one.get("subresources", [])),
    )


def _legacy(one: Json) -> Kind:
    return Kind(group="", version="v1", kind=one["kind"], plural=one["name"], namespaced=one["namespaced"])
