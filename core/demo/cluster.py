"""The story's clusters: one folder of objects a space, as API servers would return them."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import yaml

from core.demo.apiserver.fields import Map, mapping, maps, put
from core.demo.apiserver.owners import take_over
from core.demo.apiserver.served import Delivery, served
from core.demo.apiserver.status import status_of
from core.demo.timeline import StoryClock
from core.errors import StorageUnwritable
from core.fieldpath import FieldPath
from core.krm.resource import ResourceId
from core.krm.values import Absent, Value

__all__ = ["Clusters"]

_OBSERVED: Final = FieldPath(("status", "atProvider"))
_MODIFIED: Final = _OBSERVED / "lastModified"


class Clusters:
    """Live objects of all spaces, written through to ``<folder>/<space>/<kind>-<name>.yaml``."""

    def __init__(self, folder: Path, clock: StoryClock) -> None:
        self._folder = folder
        self._clock = clock
        self._objects: dict[tuple[str, ResourceId], Map] = {}
        self._deliveries: Counter[tuple[str, ResourceId]] = Counter()

    def start(self, spaces: Iterable[str]) -> None:
        """Make the empty cluster of each space.

        Raises:
            StorageUnwritable: a folder cannot be made.
        """
        for space in spaces:
            folder = self._folder / space
            try:
                folder.mkdir(parents=True)
            except OSError as error:
                raise _unwritable(folder, error) from error

    def deliver(self, space: str, manifests: Iterable[tuple[ResourceId, Map]]) -> None:
        """Apply manifests as the delivery tool does: each becomes what the server returns for it.

        Raises:
            StorageUnwritable: a file cannot be written.
        """
        for resource, manifest in manifests:
            before = mapping(self._objects.get((space, resource), {}).get("metadata"))
            self._deliveries[space, resource] += 1
            delivery = Delivery(
                cluster=space,
                created=str(before.get("creationTimestamp", self._clock.now())),
                applied=self._clock.now(),
                generation=self._deliveries[space, resource],
            )
            self._write(space, resource, served(manifest, delivery))

    def edit(
        self, space: str, resource: ResourceId, path: FieldPath, value: Value | Absent, *, manager: str
    ) -> None:
        """Change one field as somebody with kubectl does.

        Raises:
            StorageUnwritable: the file cannot be written.
        """
        document = self._objects[space, resource]
        put(document, path, value)
        take_over(document, path, value, manager=manager, time=self._clock.now())
        if document["kind"] == "Deployment":
            document["status"] = status_of(document, since=self._clock.now())
        if "generation" in mapping(document["metadata"]):
            self._bump(document, "generation")
        self._write(space, resource, document)

    def observe(self, space: str, resource: ResourceId, path: FieldPath, value: Value) -> None:
        """Let the provider see another value in the cloud: ``path`` is below ``status.atProvider``.

        Raises:
            StorageUnwritable: the file cannot be written.
        """
        document = self._objects[space, resource]
        put(document, FieldPath((*_OBSERVED.steps, *path.steps)), value)
        put(document, _MODIFIED, self._clock.now())
        for owner in maps(mapping(document["metadata"])["managedFields"]):
            if owner.get("subresource") == "status":
                owner["time"] = self._clock.now()
        self._write(space, resource, document)

    def _bump(self, document: Map, field: str) -> None:
        metadata = mapping(document["metadata"])
        number = int(str(metadata[field])) + 1
        metadata[field] = str(number) if isinstance(metadata[field], str) else number

    def _write(self, space: str, resource: ResourceId, document: Map) -> None:
        self._bump(document, "resourceVersion")
        self._objects[space, resource] = document
        path = self._folder / space / f"{resource.kind.lower()}-{resource.name}.yaml"
        try:
            path.write_text(yaml.dump(document, Dumper=_Dumper, allow_unicode=True), encoding="utf-8")
        except OSError as error:
            raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> StorageUnwritable:
    return StorageUnwritable(
        f"Could not write {path}",
        why=error.strerror or str(error),
        changed="what was made until then stays",
        next_step="free some space, or give another folder: headgate demo --dir FOLDER",
    )


class _Dumper(yaml.CSafeDumper):
    """Prints every object whole, as kubectl does: no anchors for what two places share."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the name is PyYAML's
        return True
