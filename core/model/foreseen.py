"""What Git will be offered once a plan is carried out."""

from dataclasses import dataclass

__all__ = ["Foreseen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What Git will be offered.

    Attributes:
        diff: unified diff of the sources, secrets masked; empty for nothing.
        left_out: what no branch can carry, in words.
        why: why nothing can be said; "" where it can.
    """

    diff: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    why: str = ""
