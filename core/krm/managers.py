"""managedFields: which tool wrote which live field, by what the API server recorded.

Names tools, never persons. A field without an owner came from a webhook or is older than the record.
Source: Kubernetes, Server-Side Apply, field management; domain.md §3.1.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from core.fieldpath import FieldPath, Index, Item, Member, Step
from core.krm.rules.owners import is_untrusted
from core.krm.values import Value

__all__ = ["NOBODY", "Manager", "Owners", "managers_at", "newest_first", "owners"]

_Fields: TypeAlias = dict[str, Value]


class Manager(NamedTuple):
    """Who wrote a field.

    Attributes:
        name: the tool, as it calls itself.
        operation: ``Apply`` or ``Update``.
        subresource: ``scale`` and the like; "" for the object itself.
        when: RFC 3339 UTC; "" where not recorded.
    """

    name: str
    operation: str
    subresource: str
    when: str

    @property
    def is_person(self) -> bool:
        """A person with a tool stands behind it."""
        return is_untrusted(self.name)


@dataclass(frozen=True, slots=True, eq=False)
class Owners:
    """The owners of one place and of what is below it; what nobody asks for is not even read.

    Attributes:
        held: what each manager owns here, as the API server wrote it.
    """

    held: tuple[tuple[_Fields, Manager], ...] = ()

    @property
    def here(self) -> list[Manager]:
        """Who owns the place itself."""
        return [manager for fields, manager in self.held if not fields or "." in fields]

    def below(self, step: Step) -> "Owners":
        """Go one step down; `NOBODY` where nobody owns anything."""
        match step:
            case str():
                return self._part(f"f:{step}")
            case Member(value=value):
                return self._part(f"v:{json.dumps(value, ensure_ascii=False)}")
            case Index(at=at):
                return self._part(f"i:{at}")
            case Item(keys=keys):
                return self._item(dict(keys))

    def at(self, path: FieldPath) -> "Owners":
        """Go to a place; `NOBODY` where nobody owns anything."""
        found = self
        for step in path.steps:
            found = found.below(step)
        return found

    def everyone(self) -> list[Manager]:
        """Collect who owns this place or anything below it."""
        names = dict.fromkeys(key for fields, _ in self.held for key in fields if _is_readable(key))
        parts = sorted(names, key=lambda key: key.startswith("k:"))  # items last, otherwise as they came
        return [*self.here, *(manager for key in parts for manager in self._part(key).everyone())]

    def _part(self, key: str) -> "Owners":
        found = [
            (below, manager) for fields, manager in self.held if isinstance(below := fields.get(key), dict)
        ]
        return Owners(tuple(found)) if found else NOBODY

    def _item(self, wanted: Mapping[str, Value]) -> "Owners":
        """Find the first item with these keys, and whatever anybody owns of it."""
        for fields, _ in self.held:
            for key in fields:
                named = _named(key) if key.startswith("k:") else None
                if named is not None and wanted.items() <= named.items():
                    return self._part(key)
        return NOBODY


NOBODY: Final = Owners()


def owners(live: Value) -> Owners:
    """Read an object's managedFields; what is malformed owns nothing. Linear in their size."""
    metadata = live.get("metadata") if isinstance(live, dict) else None
    entries = metadata.get("managedFields") if isinstance(metadata, dict) else None
    found = [
        (fields, _manager(entry))
        for entry in (entries if isinstance(entries, list) else ())
        if isinstance(entry, dict) and isinstance(fields := entry.get("fieldsV1"), dict)
    ]
    return Owners(tuple(found))


def _manager(entry: dict[str, Value]) -> Manager:
    return Manager(*(_text(entry.get(name)) for name in ("manager", "operation", "subresource", "time")))


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _is_readable(key: str) -> bool:
    return key != "." and not (key.startswith("k:") and _named(key) is None)


@lru_cache(maxsize=4096)
def _named(key: str) -> _Fields | None:
    """Read the keys that an item is known by; the same few stand in most objects, and nobody changes them."""
    try:
        found = json.loads(key[2:])
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def managers_at(live: Value, path: FieldPath) -> list[Manager]:
    """Name who owns a place, the newest first; for a place nobody owns, who owns what is below it.

    >>> fields = {"f:spec": {"f:replicas": {}}}
    >>> live = {"metadata": {"managedFields": [{"manager": "kubectl-edit", "fieldsV1": fields}]}}
    >>> [manager.name for manager in managers_at(live, FieldPath.parse("spec.replicas"))]
    ['kubectl-edit']
    """
    found = owners(live).at(path)
    return newest_first(found.here or found.everyone())


def newest_first(found: list[Manager]) -> list[Manager]:
    """Order managers by the time of their last write."""
    return sorted(found, key=lambda manager: manager.when, reverse=True)
