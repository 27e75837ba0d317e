"""What the loopback ConfigHub keeps: spaces, units with revisions, releases; rules of all three epochs."""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from core.ports.effects import Clock

__all__ = ["EMPTY_HASH", "SERVER_ITSELF", "Kept", "RefusedError", "Row", "Store"]

Row = dict[str, Any]

EMPTY_HASH: Final = hashlib.sha256(b"").hexdigest()
SERVER_ITSELF: Final = str(uuid.UUID(int=0))
_ORGANIZATION: Final = str(uuid.uuid5(uuid.NAMESPACE_DNS, "organization"))
WRITABLE: Final = frozenset(
    {
        "Slug", "DisplayName", "Labels", "Annotations", "HiddenReason", "ToolchainType", "ChangeSetID",
        "LastChangeDescription", "ProviderType", "TargetID",
    }
)  # fmt: skip

_WORKER: Final = ("LastAppliedRevisionNum", "LiveRevisionNum")
_DELIVERED: Final = {"A": _WORKER, "B": _WORKER, "C": ("LastReleasedRevisionNum",)}


class RefusedError(Exception):
    """An answer that is no success."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass(kw_only=True)
class Kept:
    """One unit: its fields as JSON, and its revisions with their bytes."""

    fields: Row
    revisions: list[tuple[Row, bytes]] = field(default_factory=list)
    triggers_wait: int = 0

    @property
    def data(self) -> bytes:
        """Give the head's bytes."""
        return self.revisions[-1][1] if self.revisions else b""

    def revision(self, number: int) -> tuple[Row, bytes]:
        """Find a revision by its number."""
        for row, data in self.revisions:
            if row["RevisionNum"] == number:
                return row, data
        raise RefusedError(404, "no such revision")

    def revision_with(self, revision_id: str) -> tuple[Row, bytes]:
        """Find a revision by its id."""
        for row, data in self.revisions:
            if row["RevisionID"] == revision_id:
                return row, data
        raise RefusedError(404, "no such revision")


class Store:
    """Everything in memory; whoever calls holds the lock."""

    def __init__(self, clock: Clock, epoch: str) -> None:
        self.clock = clock
        self.epoch = epoch
        self.spaces: dict[str, Row] = {}
        self.units: dict[str, Kept] = {}
        self.releases: list[Row] = []
        self.events: list[Row] = []
        self.orders: list[Row] = []
        self.attestations: dict[str, list[Row]] = {}
        self.trigger: Callable[[bytes], bytes] | None = None
        self._made = 0

    def new_id(self) -> str:
        """Give an id nobody had."""
        self._made += 1
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"loopback/{self._made}"))

    def now(self) -> str:
        """The time as the service writes it, with fractions."""
        return datetime.fromtimestamp(self.clock.seconds(), UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def stamped(self, kind: str) -> Row:
        """Begin an entity of a kind."""
        now = self.now()
        return {
            "OrganizationID": _ORGANIZATION,
            "CreatedAt": now,
            "UpdatedAt": now,
            "EntityType": kind,
            "Version": 1,
        }

    # spaces

    def add_space(self, body: Row, *, allow_exists: bool) -> Row:
        """Make a space."""
        for space in self.spaces.values():
            if space["Slug"] == body["Slug"]:
                if allow_exists:
                    return space
                raise RefusedError(409, f"space {body['Slug']} exists")
        space = {**self.stamped("Space"), **body, "SpaceID": self.new_id()}
        self.spaces[space["SpaceID"]] = space
        return space

    def space(self, space_id: str) -> Row:
        """Find a space."""
        if space_id not in self.spaces:
            raise RefusedError(404, "no such space")
        return self.spaces[space_id]

    def drop_space(self, space_id: str, *, recursive: bool) -> None:
        """Delete a space."""
        self.space(space_id)
        inside = [unit_id for unit_id, kept in self.units.items() if kept.fields["SpaceID"] == space_id]
        if inside and not recursive:
            raise RefusedError(409, "the space still has units")
        for unit_id in inside:
            del self.units[unit_id]
        del self.spaces[space_id]

    # units

    def unit(self, space_id: str, unit_id: str) -> Kept:
        """Find a unit."""
        self.space(space_id)
        kept = self.units.get(unit_id)
        if kept is None or kept.fields["SpaceID"] != space_id:
            raise RefusedError(404, "no such unit")
        return kept

    def named(self, space: str, unit: str) -> Kept:
        """Find a unit by its slugs, as tests do."""
        for kept in self.units.values():
            if kept.fields["Slug"] == unit and self.spaces[kept.fields["SpaceID"]]["Slug"] == space:
                return kept
        raise LookupError(f"{space}/{unit}")

    def add_unit(self, space_id: str, body: Row, data: bytes, user: str, *, allow_exists: bool) -> Kept:
        """Make a unit with its first revision."""
        self.space(space_id)
        for kept in self.units.values():
            if kept.fields["SpaceID"] == space_id and kept.fields["Slug"] == body["Slug"]:
                if allow_exists:
                    return kept
                raise RefusedError(409, f"unit {body['Slug']} exists")
        fields = {
            **self.stamped("Unit"),
            **body,
            "UnitID": self.new_id(),
            "SpaceID": space_id,
            "SpaceSlug": self.spaces[space_id]["Slug"],
            "HeadRevisionNum": 0,
        }
        fields |= dict.fromkeys(_DELIVERED[self.epoch], 0)
        kept = Kept(fields=fields)
        self.units[fields["UnitID"]] = kept
        self.grow(kept, data, user, source="CreateUnit")
        return kept

    def clone(
        self, space_id: str, body: Row, origin: Kept, number: int, user: str, *, allow_exists: bool
    ) -> Kept:
        """Make a unit that begins with another's bytes."""
        data = origin.data if not number else origin.revision(number)[1]
        before = len(self.units)
        kept = self.add_unit(space_id, body, data, user, allow_exists=allow_exists)
        if len(self.units) > before:
            kept.revisions[-1][0]["Source"] = "CloneUnit"
            kept.fields |= {
                "UpstreamUnitID": origin.fields["UnitID"],
                "UpstreamSpaceID": origin.fields["SpaceID"],
                "UpstreamRevisionNum": number or origin.fields["HeadRevisionNum"],
            }
        return kept

    def grow(self, kept: Kept, data: bytes, user: str, *, source: str, description: str = "") -> None:
        """Make a revision; the caller knows that the bytes are others, or that it is the first."""
        fields = kept.fields
        number = fields["HeadRevisionNum"] + 1
        row = {
            **self.stamped("Revision"),
            "RevisionID": self.new_id(),
            "RevisionNum": number,
            "UnitID": fields["UnitID"],
            "UnitSlug": fields["Slug"],
            "SpaceID": fields["SpaceID"],
            "SpaceSlug": fields["SpaceSlug"],
            "Description": description,
            "Source": source,
            "UserID": user,
        }
        if self.epoch != "A":
            row["DataHash"] = hashlib.sha256(data).hexdigest()
            fields["DataHash"] = row["DataHash"]
        kept.revisions.append((row, data))
        fields["HeadRevisionNum"] = number
        if self.epoch == "C":
            fields["HeadRevisionID"] = row["RevisionID"]
            fields["DataSize"] = len(data)

    def write(self, kept: Kept, data: bytes, user: str, *, description: str) -> None:
        """Put other bytes on top; the same bytes make no revision."""
        self.touch(kept)
        kept.fields["LastChangeDescription"] = description
        if data != kept.data:
            self.grow(kept, data, user, source="Update", description=description)
            self._awaits(kept)

    def _awaits(self, kept: Kept) -> None:
        if self.trigger is not None and kept.fields["ToolchainType"] == "Kubernetes/YAML":
            kept.triggers_wait = 2
            gates = "ValidationErrors" if self.epoch == "C" else "ApplyGates"
            kept.fields.setdefault(gates, {})["awaiting/triggers"] = True

    def looked_at(self, kept: Kept) -> None:
        """Let a waiting trigger come nearer; the last look runs it."""
        if not kept.triggers_wait:
            return
        kept.triggers_wait -= 1
        if kept.triggers_wait == 0 and self.trigger is not None:
            gates = "ValidationErrors" if self.epoch == "C" else "ApplyGates"
            kept.fields[gates].pop("awaiting/triggers", None)
            changed = self.trigger(kept.data)
            if changed != kept.data:
                self.touch(kept)
                self.grow(kept, changed, SERVER_ITSELF, source="Invoke", description="trigger set-defaults")

    def touch(self, kept: Kept) -> None:
        """Move version and time of a unit."""
        kept.fields["Version"] += 1
        kept.fields["UpdatedAt"] = self.now()

    def merge_fields(self, kept: Kept, patch: Row) -> None:
        """A merge patch: a map's null removes its key, what is absent stays; `Version` is not enforced."""
        self.touch(kept)
        for name, value in patch.items():
            if name not in WRITABLE:
                continue
            if isinstance(value, dict):
                merged = {**(kept.fields.get(name) or {}), **value}
                kept.fields[name] = {key: one for key, one in merged.items() if one is not None}
            elif value is None:
                kept.fields.pop(name, None)
            else:
                kept.fields[name] = value
