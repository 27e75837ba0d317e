"""managedFields: which tool wrote which live field, by what the API server recorded.

Names tools, never persons. A field without an owner came from a webhook or is older than the record.
Source: Kubernetes, Server-Side Apply, field management; domain.md §3.1.
"""

import json
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from core.fieldpath import FieldPath, Index, Item, Member, Step
from core.krm.rules.owners import is_untrusted
from core.krm.values import Value

__all__ = ["NOBODY", "Manager", "Owners", "managers_at", "newest_first", "owners"]


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


@dataclass(slots=True, eq=False)
class Owners:
    """The owners of one place and of what is below it; filled by `owners`, then read only."""

    here: list[Manager] = field(default_factory=list)
    parts: "dict[str, Owners]" = field(default_factory=dict)
    keyed: "list[tuple[dict[str, Value], Owners]]" = field(default_factory=list)

    def below(self, step: Step) -> "Owners":
        """Go one step down; `NOBODY` where nobody owns anything."""
        match step:
            case str():
                return self.parts.get(f"f:{step}", NOBODY)
            case Member(value=value):
                return self.parts.get(f"v:{json.dumps(value, ensure_ascii=False)}", NOBODY)
            case Index(at=at):
                return self.parts.get(f"i:{at}", NOBODY)
            case Item(keys=keys):
                wanted = dict(keys)
                return next((found for key, found in self.keyed if wanted.items() <= key.items()), NOBODY)

    def at(self, path: FieldPath) -> "Owners":
        """Go to a place; `NOBODY` where nobody owns anything."""
        found = self
        for step in path.steps:
            found = found.below(step)
        return found

    def everyone(self) -> list[Manager]:
        """Collect who owns this place or anything below it."""
        below = [*self.parts.values(), *(found for _, found in self.keyed)]
        return [*self.here, *(manager for part in below for manager in part.everyone())]


NOBODY: Final = Owners()


def owners(live: Value) -> Owners:
    """Read an object's managedFields; what is malformed owns nothing. Linear in their size."""
    root = Owners()
    metadata = live.get("metadata") if isinstance(live, dict) else None
    entries = metadata.get("managedFields") if isinstance(metadata, dict) else None
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict):
            _own(root, entry.get("fieldsV1"), _manager(entry))
    return root


def _manager(entry: dict[str, Value]) -> Manager:
    return Manager(*(_text(entry.get(name)) for name in ("manager", "operation", "subresource", "time")))


def _text(value: Value) -> str:
    return value if isinstance(value, str) else ""


def _own(at: Owners, fields: Value, manager: Manager) -> None:
    if not isinstance(fields, dict):
        return
    if not fields:
        at.here.append(manager)
    for key, below in fields.items():
        if key == ".":
            at.here.append(manager)
        elif key.startswith("k:"):
            _own(_keyed(at, key[2:]), below, manager)
        else:
            _own(at.parts.setdefault(key, Owners()), below, manager)


def _keyed(at: Owners, text: str) -> Owners:
    try:
        key = json.loads(text)
    except ValueError:
        return Owners()
    if not isinstance(key, dict):
        return Owners()
    for known, found in at.keyed:
        if known == key:
            return found
    at.keyed.append((key, Owners()))
    return at.keyed[-1][1]


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
