"""Outcome: what an error says about an effect, and what stands on each side, in words."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Final

from core.errors import HeadgateError, OutcomeUnknown, SideMoved

__all__ = ["Outcome", "changed_words", "outcome_of"]

_SIDES: Final[Mapping[str, str]] = {
    "hub": "hub",
    "sync": "sync point",
    "live": "live",
    "applied": "applied mark",
    "offers": "offers",
    "branch": "branch",
    "pull": "pull request",
    "noted": "sync points",
}


class Outcome(Enum):
    """What became of an effect. Source: reliability.md §4.1."""

    NO = "no"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"


def outcome_of(error: HeadgateError) -> Outcome:
    """Class an error of a port: it did not happen, somebody was first, or nobody knows.

    A conflict may be our own earlier write, and an unknown one may have arrived: both are looked up.
    """
    if isinstance(error, OutcomeUnknown):
        return Outcome.UNKNOWN
    return Outcome.CONFLICT if isinstance(error, SideMoved) else Outcome.NO


def changed_words(planned: Sequence[str], done: Mapping[str, str], failed: Mapping[str, Outcome]) -> str:
    """Say per side whether it was changed: yes with what, no, or unknown.

    >>> changed_words(["hub", "sync", "live"], {"hub": "revision 3"}, {"sync": Outcome.UNKNOWN})
    'hub yes (revision 3), sync point unknown, live no'
    """
    return ", ".join(f"{_SIDES.get(name, name)} {_word(name, done, failed)}" for name in planned) or "nothing"


def _word(name: str, done: Mapping[str, str], failed: Mapping[str, Outcome]) -> str:
    if name in done:
        return f"yes ({done[name]})"
    return "unknown" if failed.get(name) is Outcome.UNKNOWN else "no"
