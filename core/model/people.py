"""Who did something, and how that is known."""

from dataclasses import dataclass, field

__all__ = ["Actor", "Owner"]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who set a value on one side, as far as it is known.

    Attributes:
        who: a person, or the tool where no person is known; "" for nobody known.
        when: RFC 3339 UTC; "" where not known.
        how: where that is from: ``commit 1f3a2b0 raise floor``, ``revision 12``, ``manager kubectl-edit``.
    """

    who: str = ""
    when: str = ""
    how: str = ""
