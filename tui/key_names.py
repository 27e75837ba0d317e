"""How keys are named: to the library that draws, and as they stand on the keyboard."""

from collections.abc import Mapping
from typing import Final

__all__ = ["key_name", "shown_key"]

_SHOWN: Final[Mapping[str, str]] = {
    "question_mark": "?",
    "colon": ":",
    "slash": "/",
    "percent_sign": "%",
    "equals_sign": "=",
    "plus": "+",
    "space": "Space",
    "minus": "-",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "enter": "Enter",
    "escape": "Esc",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "tab": "Tab",
    "left": "Left",
    "right": "Right",
    "down": "Down",
    "up": "Up",
}


def key_name(typed: str) -> str:
    """Name a key as Textual does: ``?`` is ``question_mark``.

    >>> key_name("?"), key_name(" G "), key_name("ctrl+g")
    ('question_mark', 'G', 'ctrl+g')
    """
    named = {shown: name for name, shown in _SHOWN.items()}
    return named.get(typed.strip(), typed.strip())


def shown_key(keys: str) -> str:
    """Print the first of some keys as it stands on the keyboard.

    >>> shown_key("question_mark"), shown_key("R,ctrl+r"), shown_key("ctrl+d")
    ('?', 'R', '^D')
    """
    first = keys.partition(",")[0]
    if first.startswith("ctrl+"):
        return "^" + first.removeprefix("ctrl+").upper()
    return _SHOWN.get(first, first)
