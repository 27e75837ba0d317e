"""Who owns which place: managedFields as an apply and as an update leave them.

Source: Kubernetes, Server-Side Apply, field management and conflicts; the recorded conflicts.
"""

from typing import Any

from tests.fakes.kube.fields import Path, Places, fields_v1, places_in, places_of
from tests.fakes.kube.kinds import Kind
from tests.fakes.kube.merging import merged, value_at, without

__all__ = ["Conflict", "applied", "updated"]

Json = dict[str, Any]


class Conflict(Exception):
    """Others own places that an apply sets otherwise: (manager's entry, place)."""

    def __init__(self, found: tuple[tuple[Json, Path], ...]) -> None:
        self.found = found
        super().__init__("conflict")


def applied(kind: Kind, live: Json | None, config: Json, *, manager: str, force: bool, time: str) -> Json:
    """Apply a configuration over a live object: merged, pruned, and owned anew.

    Raises:
        Conflict: others own places that it sets otherwise, and it is not forced.
    """
    old = live or {key: config[key] for key in ("apiVersion", "kind", "metadata") if key in config}
    entries = _entries(old)
    mine = _key(manager, "Apply", "")
    wanted = places_of(kind, config)
    others = {key: entry for key, entry in entries.items() if key != mine}
    clash = _clashes(kind, old if live else {}, config, wanted, others)
    if clash and not force:
        raise Conflict(tuple(clash))
    for entry, path in clash:
        entry["places"] -= {path}
    result = merged(kind, old, {**config, "metadata": {**_identity(old), **config.get("metadata", {})}})
    given_up = (entries[mine]["places"] if mine in entries else frozenset()) - wanted
    for path in sorted(given_up, key=len, reverse=True):
        if not any(path in entry["places"] for entry in others.values()):
            result = without(kind, result, path)
    own = {"manager": manager, "operation": "Apply", "subresource": "", "places": wanted, "time": time}
    own["apiVersion"] = config["apiVersion"]
    return _with_entries(kind, result, {**others, mine: own}, live, mine)


def updated(kind: Kind, live: Json | None, new: Json, *, manager: str, time: str, sub: str = "") -> Json:
    """Take an object as somebody wrote it: what changed is the writer's now."""
    entries = _entries(live or {})
    mine = _key(manager, "Update", sub)
    before, after = places_of(kind, live or {}), places_of(kind, new)
    changed = frozenset(
        path for path in after
        if path not in before or value_at(kind, live, path) != value_at(kind, new, path)
    )  # fmt: skip
    for key, entry in entries.items():
        if key != mine:
            entry["places"] -= changed
    if changed or mine in entries:
        had = entries[mine]["places"] if mine in entries else frozenset()
        moved = bool(changed) or mine not in entries
        entries[mine] = {
            "manager": manager, "operation": "Update", "subresource": sub, "places": had | changed,
            "time": time if moved else entries[mine]["time"], "apiVersion": new["apiVersion"],
        }  # fmt: skip
    return _with_entries(kind, new, entries, live, mine)


def _identity(old: Json) -> Json:
    return dict(old.get("metadata", {}))


def _clashes(
    kind: Kind, live: Json, config: Json, wanted: Places, others: dict[tuple[str, str, str], Json]
) -> list[tuple[Json, Path]]:
    return [
        (entry, path)
        for entry in sorted(others.values(), key=lambda one: str(one["manager"]))
        for path in sorted(wanted & entry["places"])
        if value_at(kind, live, path) != value_at(kind, config, path)
    ]


def _key(manager: str, operation: str, sub: str) -> tuple[str, str, str]:
    return (manager, operation, sub)


def _entries(live: Json) -> dict[tuple[str, str, str], Json]:
    found = {}
    for entry in live.get("metadata", {}).get("managedFields", []):
        key = _key(entry["manager"], entry["operation"], entry.get("subresource", ""))
        found[key] = {
            "manager": entry["manager"], "operation": entry["operation"], "apiVersion": entry["apiVersion"],
            "subresource": entry.get("subresource", ""), "time": entry.get("time", ""),
            "places": frozenset(places_in(entry["fieldsV1"])),
        }  # fmt: skip
    return found


def _with_entries(
    kind: Kind, result: Json, entries: dict[tuple[str, str, str], Json], live: Json | None, mine: Any
) -> Json:
    """Write managedFields; who owns nothing that is there is left out; time stands where nothing moved."""
    there = {
        path: True for path in (path for entry in entries.values() for path in entry["places"])
        if _is_there(kind, result, path)
    }  # fmt: skip
    before = _entries(live or {})
    written = []
    for key, entry in sorted(entries.items(), key=lambda pair: (pair[0][2], pair[0][1], pair[0][0])):
        places = frozenset(path for path in entry["places"] if path in there)
        if not places and key != mine:
            continue
        time = entry["time"]
        if key in before and before[key]["places"] == places and key == mine and _same(live, result):
            time = before[key]["time"]
        one: Json = {
            "manager": entry["manager"], "operation": entry["operation"], "apiVersion": entry["apiVersion"],
            "time": time, "fieldsType": "FieldsV1", "fieldsV1": fields_v1(places),
        }  # fmt: skip
        written.append({**one, "subresource": entry["subresource"]} if entry["subresource"] else one)
    metadata = {key: part for key, part in result["metadata"].items() if key != "managedFields"}
    return {**result, "metadata": {**metadata, "managedFields": written}}


def _is_there(kind: Kind, value: Json, path: Path) -> bool:
    where = path[:-1] if path[-1] == "." else path
    missing = value_at(kind, {}, ("f:nothing",))
    return value_at(kind, value, where) is not missing


def _same(live: Json | None, result: Json) -> bool:
    def bare(value: Json) -> Json:
        metadata = {key: part for key, part in value["metadata"].items() if key != "managedFields"}
        return {**value, "metadata": metadata}

    return live is not None and bare(live) == bare(result)
