"""Discovery and OpenAPI, as the server answers them."""

from typing import TYPE_CHECKING, Any

from tests.fakes.kube.asked import Asked
from tests.fakes.kube.kinds import Kind, recorded
from tests.fakes.kube.refusing import no_kind

if TYPE_CHECKING:
    from tests.fakes.kube.server import KubeServer

__all__ = ["discovery", "openapi"]

Json = dict[str, Any]


def discovery(kube: "KubeServer", request: Asked) -> Json | None:
    """Answer a discovery request; None where it is none."""
    match request.path.strip("/").split("/"):
        case ["version"]:
            return dict(recorded("version.json"))
        case ["api"]:
            return {"kind": "APIVersions", "versions": ["v1"]}
        case ["apis"]:
            return _groups(kube)
        case ["api", version]:
            return _resources(kube, "", version)
        case ["apis", group, version]:
            return _resources(kube, group, version)
        case _:
            return None


def openapi(kube: "KubeServer", request: Asked) -> Json | None:
    """Answer a request for schemas; the recorded group's, and those of CRDs, are there."""
    match request.path.strip("/").split("/"):
        case ["openapi", "v3"]:
            paths = {
                f"apis/{group}/{version}": group
                for group, versions in kube.kinds.groups().items()
                for version in versions
            }
            return {"paths": {one: {"serverRelativeURL": f"/openapi/v3/{one}"} for one in paths}}
        case ["openapi", "v3", "apis", "messagewall.demo", "v1alpha1"]:
            return dict(recorded("openapi-v3-claims.json"))
        case ["openapi", "v3", *_]:
            raise no_kind()
        case _:
            return None


def _groups(kube: "KubeServer") -> Json:
    groups = []
    for group, versions in kube.kinds.groups().items():
        named = [{"groupVersion": f"{group}/{version}", "version": version} for version in versions]
        groups.append({"name": group, "versions": named, "preferredVersion": named[0]})
    return {"kind": "APIGroupList", "apiVersion": "v1", "groups": groups}


def _resources(kube: "KubeServer", group: str, version: str) -> Json:
    kinds = kube.kinds.of(group, version)
    if not kinds:
        raise no_kind()
    name = f"{group}/{version}" if group else version
    found = [one for kind in kinds for one in _resource(kind)]
    return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": name, "resources": found}


def _resource(kind: Kind) -> list[Json]:
    verbs = ["create", "delete", "get", "list", "patch", "update", "watch"]
    whole = {
        "name": kind.plural,
        "singularName": kind.kind.lower(),
        "namespaced": kind.namespaced,
        "kind": kind.kind,
    }
    parts = [
        {**whole, "name": f"{kind.plural}/{sub}", "verbs": ["get", "patch", "update"]}
        for sub in sorted(kind.subresources)
    ]
    return [{**whole, "verbs": verbs}, *parts]
