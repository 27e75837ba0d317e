"""What the hub's own process says of a unit: warnings, attestations, changes that are under way."""

from dataclasses import dataclass

__all__ = ["Review"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One thing. All of it is outside text.

    Attributes:
        name: what it is: ``attestation Approval``, ``change order october``.
        what: what it says, in words.
        good: it speaks for what is Head now.
        stops_head: Head as it is now must not be made live past it.
        stops_new: nor anything that is written on Head.
    """

    name: str
    what: str
    good: bool = False
    stops_head: bool = False
    stops_new: bool = False
