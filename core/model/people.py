"""Who did something, and how that is known."""

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["Actor", "Owner", "Sure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person or a machine that acts.

    Attributes:
        name: as people know it: a login, or ``Name <mail>`` from a commit.
        how_known: where the name is from: ``login``, ``sudo``, ``commit``, ``hub``, ``flag``.
        is_agent: a program proposes in its own name; it may not approve its own proposals (R28).
        evidence: what else is known of who it is, each with who says so: proved by the kernel, or claimed.
    """

    name: str
    how_known: str = "login"
    is_agent: bool = False
    evidence: tuple[tuple[str, str], ...] = field(default=(), repr=False)


class Sure(StrEnum):
    """How sure it is who set a value."""

    EXACT = "exact"
    FILE = "the whole file"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who set a value on one side, as far as it is known.

    Attributes:
        who: a person, or the tool where no person is known; "" for nobody known.
        when: RFC 3339 UTC; "" where not known.
        how: where that is from: ``commit 1f3a2b0 raise floor``, ``revision 12``, ``manager kubectl-edit``.
        sure: it set this very field; only the file that holds it is known; neither.
        why: why it is not exact, in words; "" where it is.
        place: where the value is written, ``base/web.yaml:12``; "" where that is not known.
    """

    who: str = ""
    when: str = ""
    how: str = ""
    sure: Sure = Sure.UNKNOWN
    why: str = ""
    place: str = ""
