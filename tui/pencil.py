"""Styles and moves as a terminal reads them: the shortest way from one to another. Pure."""

from functools import cache
from typing import Final, NamedTuple

__all__ = ["Styles", "moved"]

_OFF: Final = {"1": "22", "2": "22", "3": "23", "4": "24", "7": "27", "9": "29"}
_ON_BLANKS: Final = frozenset({"4", "7", "9", "21", "53"})
"""Attributes that are seen on a space, too."""
_OWN_FRONT: Final = "39"
_OWN_BACK: Final = "49"
_EXTENDED: Final = {"5": 2, "2": 4}


class _Style(NamedTuple):
    """Attributes, foreground and background as parameters of SGR; "" for the terminal's own."""

    attributes: frozenset[str]
    front: str
    back: str


_PLAIN: Final = _Style(frozenset(), "", "")


class Styles:
    """Numbers for styles, so that cells compare as numbers do."""

    def __init__(self) -> None:
        self._numbers: dict[_Style, int] = {_PLAIN: 0}
        self._styles: list[_Style] = [_PLAIN]
        self._read: dict[tuple[int, str], int] = {}
        self._blanks: list[object] = [_on_a_blank(_PLAIN)]
        self.plain = 0

    def number(self, before: int, parameters: str) -> int:
        """Number the style that some parameters of SGR lead to from another."""
        key = (before, parameters)
        if key not in self._read:
            style = _read(self._styles[before], parameters)
            if style not in self._numbers:
                self._numbers[style] = len(self._styles)
                self._styles.append(style)
                self._blanks.append(_on_a_blank(style))
            self._read[key] = self._numbers[style]
        return self._read[key]

    def looks_same(self, char: str, one: int, other: int) -> bool:
        """Tell whether a character looks the same in two styles; of a space only some of it is seen."""
        if one == other or one < 0:
            return one == other
        return char == " " and self._blanks[one] == self._blanks[other]

    def change(self, old: int, new: int) -> str:
        """Write the codes from one style to another; -1 is a style that nobody knows."""
        if old == new:
            return ""
        return _change(self._styles[old] if old >= 0 else None, self._styles[new])


def moved(old: tuple[int, int] | None, new: tuple[int, int]) -> str:
    r"""Write the move from one cell to another, each row and column from 0; None is anywhere.

    >>> moved((3, 4), (3, 9)), moved(None, (0, 0)), moved((1, 1), (2, 5)), moved((2, 2), (2, 2))
    ('\x1b[5C', '\x1b[H', '\x1b[3;6H', '')
    """
    if old == new:
        return ""
    row, column = new
    if old is not None and old[0] == row and column > old[1]:
        gap = column - old[1]
        return f"\x1b[{gap if gap > 1 else ''}C"
    if not column:
        return f"\x1b[{row + 1 if row else ''}H"
    return f"\x1b[{row + 1};{column + 1}H"


@cache
def _change(old: _Style | None, new: _Style) -> str:
    whole = ";".join(["0", *sorted(new.attributes), *filter(None, (new.front, new.back))])
    if old is None:
        return f"\x1b[{whole}m"
    step = _step(old, new)
    shorter = step if step is not None and len(step) < len(whole) else whole
    return f"\x1b[{'' if shorter == '0' else shorter}m"


def _step(old: _Style, new: _Style) -> str | None:
    """Write what changes; None where an attribute has no switch of its own."""
    gone = old.attributes - new.attributes
    if not gone <= _OFF.keys():
        return None
    off = sorted({_OFF[attribute] for attribute in gone})
    kept = new.attributes if "22" in off else new.attributes - old.attributes
    on = sorted(kept - (old.attributes - {"1", "2"} if "22" in off else frozenset()))
    colours = [
        one or default
        for one, before, default in ((new.front, old.front, _OWN_FRONT), (new.back, old.back, _OWN_BACK))
        if one != before
    ]
    return ";".join([*off, *on, *colours])


def _on_a_blank(style: _Style) -> object:
    seen = style.attributes & _ON_BLANKS
    return (seen, style.back, style.front if seen else "")


def _read(style: _Style, parameters: str) -> _Style:
    """Apply parameters of SGR to a style; none is a reset."""
    codes = (parameters or "0").split(";")
    at = 0
    while at < len(codes):
        code = codes[at] or "0"
        extra = _EXTENDED.get(codes[at + 1], 0) if code in {"38", "48"} and at + 1 < len(codes) else 0
        style = _applied(style, code, ";".join(codes[at : at + extra + 1]))
        at += extra + 1
    return style


def _applied(style: _Style, code: str, whole: str) -> _Style:
    number = int(code) if code.isdecimal() else -1
    if number == 0:
        return _PLAIN
    if number in range(30, 40) or number in range(90, 98):
        return style._replace(front="" if code == _OWN_FRONT else whole)
    if number in range(40, 50) or number in range(100, 108):
        return style._replace(back="" if code == _OWN_BACK else whole)
    off = {one for one, switch in _OFF.items() if switch == code}
    return style._replace(attributes=style.attributes - off if off else style.attributes | {code})
