"""The history's filter: ``unit: space: by: did: since:`` terms and loose words, all of which must fit."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from core.model.past import Past
from tui.ages import seconds_of

__all__ = ["HELP", "fitting"]

HELP: Final = "words, or unit: space: by: did: since:2d"
_TERMS: Final[Mapping[str, Callable[[Past], str]]] = {
    "unit": lambda one: str(one.unit),
    "space": lambda one: one.unit.space,
    "by": lambda one: one.who,
    "did": lambda one: one.did,
}
_SPAN: Final = re.compile(r"(\d{1,6})([mhdwy])")
_SECONDS: Final = {"m": 60, "h": 3_600, "d": 86_400, "w": 604_800, "y": 31_536_000}


def fitting(past: Sequence[Past], text: str, now: float) -> list[Past]:
    """Pick what is looked for; a ``since:`` that is no span of time finds nothing."""
    words = text.lower().split()
    return [one for one in past if all(_fits(one, word, now) for word in words)]


def _fits(one: Past, word: str, now: float) -> bool:
    """Tell whether a word fits; a term with nothing behind it fits everything, since it is being typed."""
    term, colon, rest = word.partition(":")
    if colon and term == "since":
        return not rest or _is_since(one, rest, now)
    if colon and term in _TERMS:
        return rest in _TERMS[term](one).lower()
    return word in _everything(one)


def _is_since(one: Past, span: str, now: float) -> bool:
    found, then = _SPAN.fullmatch(span), seconds_of(one.when)
    return found is not None and then is not None and now - then <= int(found[1]) * _SECONDS[found[2]]


def _everything(one: Past) -> str:
    parts = (str(one.unit), one.who, one.did, one.what, one.result, one.decision, one.incident)
    return " ".join(parts).lower()
