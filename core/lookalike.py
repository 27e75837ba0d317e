"""Letters that look like others: what poses as plain ASCII, and names that are easily taken for one another.

Source: Unicode UTS #39, confusables.txt, the rows whose prototype is an ASCII letter, digit or sign; UAX #15.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

__all__ = ["alike_names", "disguised", "plain_reading"]

_ROWS: Final = (
    ("Cyrillic", "асԁеһіјӏорԛѕԝхуүАВСЕԌНІЈКМОРЅТѴԜХУҮЗӀьҺ", "acdehijlopqswxyyABCEGHIJKMOPSTVWXYY3lbh"),
    ("Greek", "αορνικυτγσΑΒΕΖΗΙΚΜΝΟΡΤΥΧϲϳ", "aopvikutyoABEZHIKMNOPTYXcj"),
    ("Armenian", "օոսհցզ", "onuhgq"),
    ("Latin", "ıɡɑʟᴄᴏᴠᴡᴢꜱ", "igalcovwzs"),
    ("Lisu", "ꓐꓑꓒꓓꓔꓖꓗꓙꓚꓜꓝꓞꓟꓠꓡꓢꓣꓦꓧꓪꓫꓬꓮꓰꓲꓳꓴ", "BPdDTGKJCZFfMNLSRVHWXYAEIOU"),
    ("Cherokee", "ᎪᏴᏟᎠᎬᎻᎥᎫᏞᎷᏢᎡᏚᎢᏙᎳᏃ", "ABCDEHiJLMPRSTVWZ"),
)
_LETTERS: Final = {odd: plain for _, odds, plains in _ROWS for odd, plain in zip(odds, plains, strict=True)}
_SIGNS: Final = dict(zip("‐‑‒–—−˗∕⁄‚։∶꞉․∣ǀ∗", "-------//,:::.||*", strict=True))
_TAKEN_FOR: Final = (("0", "o"), ("1", "l"), ("rn", "m"), ("vv", "w"))
"""What is read as something else in a name of small ASCII letters and digits."""


def disguised(text: str) -> frozenset[int]:
    """Find the places of a text whose character may be taken for another.

    A letter of another script counts where its word is otherwise ASCII, or all of such letters: what is
    plainly a word of that script does not. A sign counts inside a word. Of text that is not in composed form
    each character counts that composing would change.

    >>> sorted(disguised("p\u0430yment")), sorted(disguised("привет, мир"))
    ([1], [])
    >>> sorted(disguised("e\u0301")), sorted(disguised("é"))
    ([1], [])
    """
    if text.isascii():
        return frozenset()
    found = {at for start, word in _words(text) for at in _posing(word, start)}
    found.update(at for at, char in enumerate(text) if char in _SIGNS and _inside(text, at))
    if not unicodedata.is_normalized("NFC", text):
        found.update(at for at, char in enumerate(text) if _composes(char))
    return frozenset(found)


def plain_reading(char: str) -> str:
    """Give the ASCII that a character is taken for; the character itself where there is none.

    >>> plain_reading("\u0430"), plain_reading("\uff21"), plain_reading("é")
    ('a', 'A', 'é')
    """
    if char.isascii():
        return char
    if plain := _LETTERS.get(char) or _SIGNS.get(char):
        return plain
    folded = unicodedata.normalize("NFKC", char)
    return folded if len(folded) == 1 and folded.isascii() and folded.isprintable() else char


def alike_names(names: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Group names that are easily taken for one another: each with the others, nothing where none is.

    >>> dict(alike_names(["shop/web1", "shop/webl", "shop/cart"]))
    {'shop/web1': ('shop/webl',), 'shop/webl': ('shop/web1',)}
    """
    groups: dict[str, list[str]] = {}
    for name in sorted(set(names)):
        groups.setdefault(_taken_for(name), []).append(name)
    crowded = (group for group in groups.values() if len(group) > 1)
    return {name: tuple(other for other in group if other != name) for group in crowded for name in group}


def _taken_for(name: str) -> str:
    read = "".join(map(plain_reading, name))
    for written, taken in _TAKEN_FOR:
        read = read.replace(written, taken)
    return read


def _words(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for at, char in enumerate(f"{text} "):
        if not (char.isalnum() or unicodedata.combining(char)):
            if at > start:
                yield start, text[start:at]
            start = at + 1


def _posing(word: str, start: int) -> Iterator[int]:
    odd = [at for at, char in enumerate(word) if plain_reading(char) != char]
    others = [at for at, char in enumerate(word) if not char.isascii() and at not in odd]
    if not odd or (others and not any(char.isascii() and char.isalpha() for char in word)):
        return
    yield from (start + at for at in odd)


def _inside(text: str, at: int) -> bool:
    after = text[at + 1 : at + 2]
    return after.isascii() and after.isalnum() and not text[at - 1 : at].isspace()


def _composes(char: str) -> bool:
    return unicodedata.combining(char) > 0 or unicodedata.normalize("NFC", char) != char
