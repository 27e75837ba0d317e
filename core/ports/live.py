"""What is live: read beside the hub, and written only when an operator asks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from core.krm.edit.changes import FieldChange
from core.krm.read.documents import Document, Documents, read_resources, resources
from core.krm.read.limits import USUAL, Limits
from core.krm.resource import ResourceId, identify
from core.krm.values import Value

__all__ = ["Foresight", "Live", "Observed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What was found live.

    Attributes:
        text: the objects that were found, as documents in one text, in the order asked; "" where they came
            as values.
        missing: the resources that were looked for and are not there.
        when: RFC 3339 UTC, when it was read.
        unread: the resources that alone could not be read, and why: unknown, neither there nor missing.
        objects: the same as values, from a side that answers in JSON; None where the text holds them.
    """

    text: str
    missing: tuple[ResourceId, ...]
    when: str
    unread: Mapping[ResourceId, str] = field(default_factory=dict)
    objects: tuple[Value, ...] | None = None

    def documents(self, namespace: str, *, limits: Limits = USUAL) -> Documents:
        """Read what was found.

        Args:
            namespace: what an object without one is in, where its kind has namespaces.
            limits: for a text; what came as values was read under limits already.

        Raises:
            InputRefused: the text cannot be read as resources.
        """
        if self.objects is None:
            return read_resources(self.text, namespace=namespace, limits=limits)
        whole = tuple(
            Document(value=value, start=0, end=0, line=1, id=identify(value)) for value in self.objects
        )
        return resources(Documents(text="", documents=whole), namespace=namespace)


class Live(Protocol):
    """The running side of the spaces."""

    def observes(self, space: str) -> bool:
        """Tell whether the settings say where this space is live."""

    def observe(self, space: str, resources: Sequence[ResourceId]) -> Observed:
        """Read resources, each at its own apiVersion.

        Raises:
            SourceUnreadable: nothing of it can be read: unknown, never "deleted".
        """

    def apply(
        self,
        space: str,
        changes: Sequence[FieldChange],
        *,
        whole: str,
        token: str,
        seen: Sequence[FieldChange] = (),
    ) -> str:
        """Make live what the hub says, field by field; says in words what it did.

        Args:
            space: where.
            changes: the fields to set or remove, with the hub's values; nothing else may change.
            whole: the unit's text, for resources that are not there yet.
            token: the decision's idempotency key.
            seen: what some of these fields held when the decision was made; one that holds neither this nor
                its new value is never written over.

        Raises:
            SideMoved: another owner holds a field, or it is not as seen; nothing was written.
            StorageUnwritable: it cannot be written.
            SourceUnreadable: it cannot be reached, or rights are missing; nothing was written.
            InputRefused: it refuses a value; nothing was written.
            OutcomeUnknown: it was sent and nobody knows, or what was written does not stay.
        """


class Foresight(Protocol):
    """The server's own word on what would become of manifests."""

    def __call__(
        self, space: str, manifests: Sequence[tuple[ResourceId, Value, Value]]
    ) -> Mapping[tuple[str, str, str, str], Value]:
        """Say what the platform would make of what was applied, by `ResourceId.key`.

        Nothing is written. What cannot be foreseen is left out: no right, a Secret, a side that is no
        cluster.

        Args:
            space: where.
            manifests: which resources, each as it was applied and as it is live.
        """
