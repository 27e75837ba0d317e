"""Numbered questions: what is offered is printed, one short answer is read, a wrong one is asked again."""

import textwrap
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from core.safetext import safe_line
from tui.cli.console import Console

__all__ = ["Left", "Offer", "ask_line", "ask_one", "tell"]


class Left(Exception):
    """Input ended: the terminal is gone, or ctrl+d was typed."""


class Offer(NamedTuple):
    """One answer that can be given.

    Attributes:
        key: what is typed.
        words: what it means; outside text was made inert by whoever wrote them.
    """

    key: str
    words: str


_WIDEST: Final = 100
_NARROWEST: Final = 40
_AGAIN: Final = "Nothing was done by that answer."


def ask_one(console: Console, question: str, offers: Sequence[Offer], *, also: Sequence[str] = ()) -> str:
    """Ask until one of the answers is given; an empty line asks again.

    Args:
        console: whom to ask.
        question: in a few words.
        offers: printed, one a line.
        also: answers that were printed before, as the numbers of a table.

    Raises:
        Left: nobody answers any more.
    """
    known = {offer.key for offer in offers} | set(also)
    while True:
        tell(console, (f"  {offer.key:>3}  {offer.words}" for offer in offers))
        typed = ask_line(console, question)
        if typed in known:
            return typed
        console.say(f"{_AGAIN} {_expected(typed, offers, also)}")


def tell(console: Console, lines: Iterable[str]) -> None:
    """Print lines, wrapped at words where the terminal is narrower; they are inert already."""
    width = max(_NARROWEST, console.width or _WIDEST)
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()) + 4)
        console.aside(textwrap.wrap(line, width, subsequent_indent=indent, drop_whitespace=True) or [""])


def ask_line(console: Console, question: str) -> str:
    """Ask for a line.

    Raises:
        Left: nobody answers any more.
    """
    typed = console.answer(f"{question}: ")
    if typed is None:
        raise Left
    return typed


def _expected(typed: str, offers: Sequence[Offer], also: Sequence[str]) -> str:
    numbers = [f"{also[0]} to {also[-1]}"] if len(also) > 1 else list(also)
    keys = ", ".join([*numbers, *(offer.key for offer in offers)])
    said = f"{safe_line(typed)!r} is none of the answers; they are" if typed else "The answers are"
    return f"{said} {keys}."
