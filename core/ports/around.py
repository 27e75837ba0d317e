"""What stands around the objects of a space: whoever may take a live edit back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from core.krm.values import Value

__all__ = ["LooksAround", "Surroundings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What was found around.

    Attributes:
        objects: Applications, ApplicationSets, Kustomizations, HelmReleases, composites, autoscalers,
            webhooks.
        unread: what could not be looked at, and why: who takes an edit back is unknown by so much.
    """

    objects: tuple[Value, ...] = ()
    unread: tuple[str, ...] = ()


class LooksAround(Protocol):
    """Looks at what stands around; writes nothing."""

    def __call__(self, space: str, targets: Sequence[Value]) -> Surroundings:
        """Find whoever may take back an edit of some live objects; a kind that is not served is not there.

        Args:
            space: where they are live.
            targets: the objects; their composites and those of them in turn are looked for by name.
        """
