"""The live side that is a folder: observed file by file, and written field by field."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from core.errors import HeadgateError, SideMoved
from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.edit.values import is_same, value_at
from core.krm.parts import joined, parts_of
from core.krm.read.documents import read, read_resources
from core.krm.resource import ResourceId, identify
from core.krm.values import ABSENT, Value
from core.live.folder.around import around_in, by_name
from core.live.folder.manifests import Manifest, Manifests
from core.live.folder.placing import add_file, free_name, remove_file, replace_file
from core.ports.around import Surroundings
from core.ports.effects import Clock
from core.ports.live import Observed

__all__ = ["FolderLive"]

_Key: TypeAlias = tuple[str, str, str, str]


class FolderLive:
    """Implements `core.ports.live.Live` for the spaces that one folder stands for."""

    def __init__(self, folder: Path, *, namespace: str, clock: Clock) -> None:
        self._folder = folder
        self._namespace = namespace
        self._clock = clock
        self._manifests = Manifests(folder, namespace)

    def observes(self, space: str) -> bool:
        """Say that the space is live here."""
        return bool(space)

    def observe(self, space: str, resources: Sequence[ResourceId]) -> Observed:
        """Read resources; see the port. Everything in the folder must be readable for any to be known."""
        del space
        there = self._manifests.by_key()
        found = [there[resource.key].part.text for resource in resources if resource.key in there]
        missing = tuple(resource for resource in resources if resource.key not in there)
        return Observed(text=joined(found), missing=missing, when=self._clock.now())

    def around(self, targets: Sequence[Value]) -> Surroundings:
        """Find whoever may take back an edit of objects; see `core.ports.around.LooksAround`."""
        return around_in(self._manifests, targets)

    def reads(self, resources: Sequence[ResourceId]) -> Mapping[_Key, Value | HeadgateError]:
        """Read resources that were referred to; see `core.live.following.Reads`."""
        return by_name(self._manifests, resources)

    def apply(
        self,
        space: str,
        changes: Sequence[FieldChange],
        *,
        whole: str,
        token: str,
        seen: Sequence[FieldChange] = (),
    ) -> str:
        """Set fields in the files that hold them; see the port.

        Setting a field twice is the same as once, so the token is not needed to tell a repeat.

        Raises:
            SideMoved: a field is not as it was seen; nothing was written.
            EditRefused: a file cannot be edited so that just these fields change; nothing was written.
        """
        del space, token
        there = self._manifests.by_key()
        _as_seen(changes, seen, there)
        known = [change for change in changes if _key(change) in there]
        absent = [change for change in changes if _key(change) not in there and change.value is not ABSENT]
        edited, fields = self._edited(known, there)
        added = self._added(absent, whole)
        for file, (before, text) in edited.items():
            if read(text).documents:
                replace_file(file, text, seen=before)
            else:
                remove_file(file, seen=before)
        for resource, text in added:
            add_file(free_name(self._folder, resource), text)
        return _in_words(fields, [file.name for file in edited], [str(resource) for resource, _ in added])

    def _edited(
        self, changes: Sequence[FieldChange], there: dict[_Key, Manifest]
    ) -> tuple[dict[Path, tuple[str, str]], int]:
        """Work out the new text of every file that changes, and for how many fields; nothing is written."""
        by_file: dict[Path, list[FieldChange]] = {}
        for change in changes:
            manifest = there[_key(change)]
            own = identify(manifest.part.value) or manifest.part.id
            by_file.setdefault(manifest.file, []).append(
                FieldChange(resource=own, path=change.path, value=change.value)
            )
        seen = {manifest.file: manifest.text for manifest in there.values()}
        texts = {file: (seen[file], edit(seen[file], wanted)) for file, wanted in by_file.items()}
        moved = {file: pair for file, pair in texts.items() if pair[0] != pair[1]}
        return moved, sum(len(by_file[file]) for file in moved)

    def _added(self, changes: Sequence[FieldChange], whole: str) -> list[tuple[ResourceId, str]]:
        wanted = {_key(change) for change in changes}
        if not wanted:
            return []
        parts = {part.id.key: part for part in parts_of(read_resources(whole, namespace=self._namespace))}
        if gone := sorted(key for key in wanted if key not in parts):
            raise SideMoved(
                f"Did not write to {self._folder}",
                why=f"{'/'.join(gone[0])} is not live any more, and the hub's text does not hold it",
                next_step="headgate drift shows what is there now",
            )
        return [(parts[key].id, parts[key].text.removeprefix("---\n")) for key in sorted(wanted)]


def _as_seen(
    changes: Sequence[FieldChange], seen: Sequence[FieldChange], there: Mapping[_Key, Manifest]
) -> None:
    """Refuse where a field holds neither what was seen nor what it shall hold."""
    wanted = {(_key(change), str(change.path)): change.value for change in changes}
    for one in seen:
        manifest = there.get(_key(one))
        now = value_at(manifest.part.value, one.path) if manifest else ABSENT
        if not is_same(now, one.value) and not is_same(now, wanted.get((_key(one), str(one.path)), now)):
            raise SideMoved(
                f"Did not set {one.path} live",
                why="it holds another value than the decision was made over",
                next_step="headgate drift shows what is there now",
            )


def _key(change: FieldChange) -> _Key:
    if isinstance(change.resource, int):
        raise TypeError("live fields are named by their resource")
    return change.resource.key


def _in_words(fields: int, files: Sequence[str], added: Sequence[str]) -> str:
    if not files and not added:
        return "it was live already"
    done = (
        [f"set {fields} {'field' if fields == 1 else 'fields'} in {', '.join(sorted(files))}"]
        if files
        else []
    )
    done += [f"added {', '.join(added)}"] if added else []
    return " and ".join(done)
