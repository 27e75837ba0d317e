"""What is asked and what is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

__all__ = ["Answer", "Call", "Effect", "reading"]

_REQUEST_IDS: Final = ("x-request-id", "x-github-request-id", "x-correlation-id", "x-trace-id", "audit-id")
_ID_LENGTH: Final = 80


class Effect(StrEnum):
    """What a call does on the far side, which says what may be done when its answer is lost."""

    READ = "read"
    """Changes nothing: is asked again."""
    GUARDED = "guarded"
    """Writes over what was seen and nothing else; 409 and 412 say that it was moved."""
    CREATE = "create"
    """Makes something that a repeat would make twice; 409 says that it is there already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request.

    Attributes:
        doing: what it is for, as the end of "Could not ...".
        path: under the site's base, made by `core.net.address.path_of`.
        method: as HTTP has it.
        effect: what it does.
        target: what a write changes, for the line "Changed: ..."; "" for a read.
        query: parameters, in order.
        headers: beside the site's; nothing secret.
        body: as sent; None for none.
        also: statuses beside 2xx that are an answer to the caller and no error.
        next_step: what leads on where a write's outcome is unknown.
    """

    doing: str
    path: str
    method: str = "GET"
    effect: Effect = Effect.READ
    target: str = ""
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    also: frozenset[int] = frozenset()
    next_step: str = "headgate resume looks it up before anything is sent again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back, whole.

    Attributes:
        status: 2xx, or one of the call's ``also``.
        headers: by name in lower case; several of one name joined with a comma.
        body: as on the wire.
        target: what was asked for, for links relative to it.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    target: str

    @property
    def request_id(self) -> str:
        """The far side's name for this exchange; outside text, "" where it gives none."""
        found = (self.headers.get(name, "") for name in _REQUEST_IDS)
        return next((one[:_ID_LENGTH] for one in found if one), "")


def reading(doing: str, path: str, *query: tuple[str, str], also: frozenset[int] = frozenset()) -> Call:
    """Make the usual call: a GET."""
    return Call(doing=doing, path=path, query=query, also=also)
