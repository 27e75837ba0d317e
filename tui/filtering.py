"""The inbox filter: ``unit: space: by: state: kind: path:`` terms and loose words, all of which must fit."""

from dataclasses import dataclass
from typing import Final

from core.model.item import Item

__all__ = ["TERMS", "Filter", "parse"]

TERMS: Final = ("unit", "space", "by", "state", "kind", "path", "risk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What is looked for.

    Attributes:
        terms: pairs of a term's name and the text that must be in it.
        words: loose words; each must be in the item somewhere, or its letters in order in the unit's name.
    """

    terms: tuple[tuple[str, str], ...] = ()
    words: tuple[str, ...] = ()

    def fits(self, item: Item) -> bool:
        """Tell whether an item is looked for."""
        held = _held(item)
        return all(text in held[term] for term, text in self.terms) and self._words_fit(held)

    def _words_fit(self, held: dict[str, str]) -> bool:
        if not self.words:
            return True
        everything = " ".join(held.values())
        return all(word in everything or _in_order(word, held["unit"]) for word in self.words)


def parse(text: str) -> Filter:
    """Read what was typed; a term without a text, or of another name, is a loose word.

    >>> parse("kind:conflict cart")
    Filter(terms=(('kind', 'conflict'),), words=('cart',))
    """
    terms: list[tuple[str, str]] = []
    words: list[str] = []
    for word in text.lower().split():
        term, colon, rest = word.partition(":")
        if colon and term in TERMS:
            terms.extend([(term, rest)] if rest else [])
        else:
            words.append(word)
    return Filter(terms=tuple(terms), words=tuple(words))


def _held(item: Item) -> dict[str, str]:
    return {
        "unit": str(item.unit).lower(),
        "space": item.unit.space.lower(),
        "by": item.author.lower(),
        "state": item.state.lower(),
        "kind": str(item.kind),
        "path": " ".join(item.paths).lower(),
        "risk": str(item.risk),
        "why": f"{item.reason} {item.incident}".lower(),
    }


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)
