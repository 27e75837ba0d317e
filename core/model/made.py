"""What a claim made: a resource it led to, and what the cloud behind it holds otherwise."""

from dataclasses import dataclass

from core.krm.crossplane import Reported
from core.krm.resource import ResourceId
from core.krm.values import Value

__all__ = ["Made"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One resource that a claim led to.

    Attributes:
        resource: which.
        of: what it was composed by; the claim itself for its composite.
        value: as it is live; None where it is not there.
        reported: fields that the cloud holds unlike what was asked for; empty for what is no managed
            resource.
        is_stale: the provider is out of touch, so that what it reports may be old.
        unread: why it could not be read; "" where it could: unknown, never "in sync".
    """

    resource: ResourceId
    of: ResourceId
    value: Value
    reported: tuple[Reported, ...] = ()
    is_stale: bool = False
    unread: str = ""

    @property
    def is_quiet(self) -> bool:
        """It is there, was read, and the cloud holds what was asked for."""
        return self.value is not None and not (self.reported or self.is_stale or self.unread)
