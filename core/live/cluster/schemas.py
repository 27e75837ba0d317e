"""Schemas of custom kinds, learnt from a cluster's OpenAPI and kept for when it is out of reach.

Everybody who may sign in may read OpenAPI; only administrators may list CRDs. What is saved has the form of
a CRD, so it is read as those of the settings are; a cluster that is out of reach later still has its
defaults and list types.
Source: Kubernetes, OpenAPI v3; domain.md §3.1, tier 2.
"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from core.errors import HeadgateError, SourceUnreadable
from core.live.cluster.connection import Connection
from core.net.address import path_of
from core.net.calls import reading
from core.net.values import Json
from core.safetext import safe_line
from core.store.files import write_private

__all__ = ["SavedSchemas", "definitions_in", "is_custom"]

_OWN: Final = frozenset({"", "apps", "autoscaling", "batch", "policy", "extensions"})
_KIND: Final = "x-kubernetes-group-version-kind"
_REFERENCE: Final = "#/components/schemas/"
_DEPTH: Final = 20

_Map = dict[str, Json]


def is_custom(api_version: str) -> bool:
    """Tell whether an API version's kinds are defined by CRDs.

    >>> [is_custom(one) for one in ("v1", "apps/v1", "rbac.authorization.k8s.io/v1", "messagewall.demo/v1")]
    [False, False, False, True]
    """
    group = api_version.rpartition("/")[0]
    return group not in _OWN and not group.endswith(".k8s.io")


class SavedSchemas:
    """The schemas that were learnt, one file an API version, in a private folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def texts(self) -> list[str]:
        """Read all of them, as texts of CRDs.

        Raises:
            SourceUnreadable: one cannot be read.
        """
        try:
            files = sorted(self._folder.glob("*.json")) if self._folder.is_dir() else []
            return [file.read_text("utf-8") for file in files]
        except (OSError, UnicodeError) as error:
            raise SourceUnreadable(
                f"Could not read the saved schemas in {self._folder}",
                why=getattr(error, "strerror", None) or "they are no text",
                next_step=f"remove {self._folder}; they are learnt anew from the clusters",
            ) from error

    def learn(self, connection: Connection, api_version: str) -> bool:
        """Fetch an API version's schemas and keep them; tells whether there were any.

        Raises:
            SourceUnreadable: the cluster cannot be asked.
            StorageUnwritable: they cannot be kept.
        """
        group, _, version = api_version.rpartition("/")
        call = reading(
            f"read the schemas of {safe_line(api_version)}", path_of("openapi", "v3", "apis", group, version)
        )
        found = list(definitions_in(connection.read(call)))
        if found:
            text = json.dumps({"apiVersion": "v1", "kind": "List", "items": found}, sort_keys=True)
            write_private(self._file(connection, api_version), text.encode())
        return bool(found)

    def learn_missing(self, connection: Connection, api_versions: set[str]) -> tuple[str, ...]:
        """Learn what is not kept yet; a cluster that does not say is asked again the next time.

        Returns:
            The API versions that are known only now.
        """
        learnt = []
        for one in sorted(api_versions):
            if is_custom(one) and not self._file(connection, one).exists():
                try:
                    learnt += [one] if self.learn(connection, one) else []
                except HeadgateError:
                    continue
        return tuple(learnt)

    def _file(self, connection: Connection, api_version: str) -> Path:
        about = f"{connection.access.context}\0{api_version}"
        return self._folder / f"{hashlib.sha256(about.encode()).hexdigest()[:24]}.json"


def definitions_in(document: Json) -> Iterator[_Map]:
    """Take the kinds out of an OpenAPI document, each as a CRD of one version."""
    components = document.get("components") if isinstance(document, dict) else None
    schemas = components.get("schemas") if isinstance(components, dict) else None
    for schema in (schemas if isinstance(schemas, dict) else {}).values():
        named = schema.get(_KIND) if isinstance(schema, dict) else None
        for one in named if isinstance(named, list) else []:
            if (
                isinstance(one, dict)
                and isinstance(schemas, dict)
                and not str(one.get("kind")).endswith("List")
            ):
                yield _definition(one, _whole(schema, schemas, _DEPTH))


def _definition(named: _Map, schema: Json) -> _Map:
    group, version, kind = (str(named.get(key, "")) for key in ("group", "version", "kind"))
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{kind.lower()}.{version}.{group}"},
        "spec": {
            "group": group,
            "names": {"kind": kind},
            "versions": [{"name": version, "schema": {"openAPIV3Schema": schema}}],
        },
    }


def _whole(schema: Json, schemas: _Map, depth: int) -> Json:
    """Put what is referred to in the reference's place; what refers to itself is cut at a depth."""
    if isinstance(schema, list):
        return [_whole(one, schemas, depth) for one in schema]
    if not isinstance(schema, dict) or depth == 0:
        return schema if not isinstance(schema, dict) else {}
    target = schema.get("$ref")
    only = schema.get("allOf")
    if target is None and isinstance(only, list) and len(only) == 1 and isinstance(only[0], dict):
        target = only[0].get("$ref")
    if isinstance(target, str) and target.startswith(_REFERENCE):
        return _whole(schemas.get(target.removeprefix(_REFERENCE), {}), schemas, depth - 1)
    return {key: _whole(part, schemas, depth - 1) for key, part in schema.items()}
