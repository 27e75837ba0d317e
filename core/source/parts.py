"""Resources with the place they are from. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import InputRefused
from core.krm.parts import Part
from core.krm.resource import ResourceId
from core.safetext import safe_line

__all__ = ["Placed", "refuse_twins"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One resource of a source.

    Attributes:
        part: the resource and its text.
        origin: the file it is from; what made it, where it is generated.
    """

    part: Part
    origin: str

    @property
    def id(self) -> ResourceId:
        """Its name."""
        return self.part.id

    @property
    def place(self) -> str:
        """Where it stands, for people."""
        return f"{safe_line(self.origin)}, line {self.part.line}"


def refuse_twins(parts: Iterable[Placed]) -> None:
    """Make sure that no resource is there twice.

    Raises:
        InputRefused: one is; names both places.
    """
    seen: dict[tuple[str, str, str, str], Placed] = {}
    for part in parts:
        first = seen.setdefault(part.id.key, part)
        if first is not part:
            raise InputRefused(
                f"Could not tell which {safe_line(str(part.id))} is meant",
                why=f"it stands in {first.place}, and again in {part.place}",
                next_step="remove one of the two, or narrow the source in headgate.yaml",
            )
