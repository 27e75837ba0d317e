"""What changed between two revisions, for machines: DeepDiff over values in their normal form.

DeepDiff costs a hundred times what the engine's own comparison costs, and its import more than a whole
command: it is loaded when a report is asked for, sees only resources that differ, and nothing beyond a bound.
"""

import importlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple, Protocol, TypeAlias

from core.errors import InputRefused
from core.fieldpath import ROOT, FieldPath, Index, Step
from core.krm.normalize import canonical, normal
from core.krm.read.documents import read_resources
from core.krm.read.limits import Limits
from core.krm.redact import redacted
from core.krm.resource import ResourceId
from core.krm.schema.catalog import BUILTIN, Catalog
from core.krm.schema.node import Node
from core.krm.values import Absent, Value
from core.merge.pairing import parts_of

__all__ = ["json_report"]

_BOUND: Final = Limits(bytes=1 << 18, nodes=10_000)
"""About a second of DeepDiff. Source: performance.md §3."""

_KINDS: Final = {
    "dictionary_item_added": "added",
    "dictionary_item_removed": "removed",
    "iterable_item_added": "added",
    "iterable_item_removed": "removed",
    "values_changed": "changed",
    "type_changes": "changed",
}

_Named: TypeAlias = "dict[Step, _Named] | list[_Named] | str | int | float | bool | None"


class _Level(Protocol):
    """One finding of DeepDiff's tree view."""

    t1: _Named
    t2: _Named

    def path(self, *, output_format: str) -> list[str | Step | int]:
        """Give the keys and places on the way to it."""


class _Resource(NamedTuple):
    """What a resource means, as one text and with its lists' items by name."""

    id: ResourceId
    text: str
    named: _Named


def json_report(older: str, newer: str, *, catalog: Catalog = BUILTIN) -> list[dict[str, object]] | None:
    """List each field that changed, with its values in normal form.

    Args:
        older: the text of a revision.
        newer: the text of a later one.
        catalog: what is known about kinds.

    Returns:
        One entry a field: ``resource``, ``path``, ``change`` (added, removed or changed), ``old`` and ``new``
        as far as there are, secrets as marks. None where a text is no list of resources, or beyond the bound.
    """
    marks: dict[str, str] = {}
    try:
        before, after = (_by_key(text, catalog, marks) for text in (older, newer))
    except InputRefused:
        return None
    return [
        {"resource": str(one.id), **entry}
        for key, one in {**before, **after}.items()
        for entry in _entries(before.get(key), after.get(key))
    ]


def _by_key(text: str, catalog: Catalog, marks: dict[str, str]) -> dict[tuple[str, str, str, str], _Resource]:
    documents = read_resources(text, limits=_BOUND).documents
    named = ((one.id, one.value) for one in documents if one.id is not None)
    return {name.key: _resource(name, value, catalog.node(name), marks) for name, value in named}


def _resource(name: ResourceId, value: Value, node: Node, marks: dict[str, str]) -> _Resource:
    """Bring a resource into its normal form, with equal marks for equal secrets."""

    def mark(secret: Value) -> Value:
        return marks.setdefault(json.dumps(secret, sort_keys=True), f"(secret {len(marks) + 1})")

    meant = normal(value, node)
    shown = None if isinstance(meant, Absent) else _steps(redacted(name, ROOT, meant, mark), node)
    return _Resource(name, canonical(value, node), shown)


def _steps(value: Value, node: Node) -> _Named:
    """Name the items of lists that have names, so that their place says nothing."""
    parts = parts_of(value, node)
    if parts:
        return {step: _steps(part, below) for step, part, below in parts}
    if isinstance(value, dict):
        return {}
    return [_steps(part, node.items) for part in value] if isinstance(value, list) else value


def _entries(before: _Resource | None, after: _Resource | None) -> Iterator[dict[str, object]]:
    if before is None or after is None:
        whole = before or after
        change, side = ("removed", "old") if after is None else ("added", "new")
        yield {"path": "", "change": change, side: _plain(whole.named if whole else None)}
    elif before.text != after.text:
        yield from sorted(_fields(before.named, after.named), key=lambda entry: str(entry["path"]))


def _fields(before: _Named, after: _Named) -> Iterator[dict[str, object]]:
    deepdiff = importlib.import_module("deepdiff")
    found: Mapping[str, Iterable[_Level]] = deepdiff.DeepDiff(
        before, after, view="tree", threshold_to_diff_deeper=0
    )
    for kind, levels in found.items():
        change = _KINDS[kind]
        for level in levels:
            steps = level.path(output_format="list")
            path = FieldPath(tuple(Index(step) if isinstance(step, int) else step for step in steps))
            old = {} if change == "added" else {"old": _plain(level.t1)}
            new = {} if change == "removed" else {"new": _plain(level.t2)}
            yield {"path": str(path), "change": change, **old, **new}


def _plain(value: _Named) -> object:
    """Write a value as JSON has it: items by name become a list again."""
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if not isinstance(value, dict):
        return value
    if all(isinstance(step, str) for step in value):
        return {str(step): _plain(part) for step, part in value.items()}
    return [_plain(part) for part in value.values()]
