"""A freeze: one live field that a session set so that a reverter lets edits by hand stand."""

from dataclasses import dataclass
from enum import StrEnum

from core.fieldpath import FieldPath
from core.krm.edit.changes import FieldChange
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value

__all__ = ["FreezeState", "Frozen"]


class FreezeState(StrEnum):
    """How far a freeze is; the value is how it is said."""

    MEANT = "meant"
    FROZEN = "frozen"
    TAKEN_BACK = "taken back"
    THAWED = "thawed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """One freeze. It is a session's own: none of its changes, and never captured.

    Attributes:
        resource: what was edited to stop the reverter.
        path: which field of it.
        before: what it held; empty for nothing.
        value: what it was set to, likewise.
        reverter: the rule id of what is stopped.
        why: in words.
        state: meant is written before the effect, so that nothing is stopped without a record.
        since: RFC 3339 UTC, of the state.
        prove_at: RFC 3339 UTC, when whoever would take it back has had its time; once it is thawed, when
            whoever was let go has had its time to take back what was kept.
        proved: RFC 3339 UTC, when it, or what was kept, was read back after that; "" before.
        by: who froze.
    """

    resource: ResourceId
    path: str
    before: tuple[Value, ...]
    value: tuple[Value, ...]
    reverter: str
    why: str
    state: FreezeState
    since: str
    prove_at: str
    proved: str = ""
    by: str = ""

    @property
    def stands(self) -> bool:
        """It may still stop somebody, and waits to be thawed."""
        return self.state in {FreezeState.MEANT, FreezeState.FROZEN}

    @property
    def name(self) -> tuple[ResourceId, str]:
        """The field."""
        return self.resource, self.path

    @property
    def held(self) -> Value | Absent:
        """What the field holds while it is frozen."""
        return self.value[0] if self.value else ABSENT

    @property
    def thawed(self) -> Value | Absent:
        """What it holds otherwise."""
        return self.before[0] if self.before else ABSENT

    def change(self, value: Value | Absent) -> FieldChange:
        """Say that the field shall hold a value."""
        return FieldChange(resource=self.resource, path=FieldPath.parse(self.path), value=value)
