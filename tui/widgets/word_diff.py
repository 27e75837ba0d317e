"""What changed inside a text, word by word, in marks that need no colour: ``-{old}`` and ``+{new}``."""

import difflib
import re
from collections.abc import Iterator
from typing import Final

from tui.widgets.lines import Line, Span

__all__ = ["line_diff", "word_diff"]

_WORD: Final = re.compile(r"\w+|\s+|[^\w\s]")
_ALIKE: Final = 0.4
"""Of two texts that share less, the marks say less than the texts."""
_MOST: Final = 4000


def word_diff(old: str, new: str) -> Line | None:
    """Write a new text with what it changes of an old one marked; None where they share too little.

    >>> "".join(span.text for span in word_diff("cart:v1.4", "cart:v1.5"))
    'cart:v1.-{4}+{5}'
    """
    if old == new or len(old) + len(new) > _MOST:
        return None
    olds, news = _WORD.findall(old), _WORD.findall(new)
    matcher = difflib.SequenceMatcher(None, olds, news, autojunk=False)
    kept = [word for one in matcher.get_matching_blocks() for word in olds[one.a : one.a + one.size]]
    alike = sum(map(len, kept))
    if alike < _ALIKE * max(len(old), len(new)) or not any(word.isalnum() for word in kept):
        return None
    spans: list[Span] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        went, came = "".join(olds[i1:i2]), "".join(news[j1:j2])
        if tag == "equal":
            spans.append(Span(came))
            continue
        spans.extend([Span(f"-{{{went}}}", "removed")] if went else [])
        spans.extend([Span(f"+{{{came}}}", "added")] if came else [])
    return tuple(spans)


def line_diff(old: str, new: str) -> Iterator[Line]:
    """Compare texts of several lines: lines that went and came, those that changed word by word."""
    olds, news = old.split("\n"), new.split("\n")
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from ((Span("  "), Span(line)) for line in news[j1:j2])
            continue
        pairs = min(i2 - i1, j2 - j1)
        for step in range(pairs):
            yield from _pair(olds[i1 + step], news[j1 + step])
        yield from (_went(line) for line in olds[i1 + pairs : i2])
        yield from (_came(line) for line in news[j1 + pairs : j2])


def _pair(old: str, new: str) -> Iterator[Line]:
    inside = word_diff(old, new)
    if inside is not None:
        yield (Span("~ ", "alert"), *inside)
    else:
        yield _went(old)
        yield _came(new)


def _went(line: str) -> Line:
    return (Span("- ", "removed"), Span(line, "removed"))


def _came(line: str) -> Line:
    return (Span("+ ", "added"), Span(line, "added"))
