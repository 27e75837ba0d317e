"""Text from outside, made inert: no control, bidi or invisible character reaches a terminal.

Knows nothing of markup: a sink that reads markup must be given text it does not read as such.
"""

from typing import Final

__all__ = ["has_hidden", "safe", "safe_line"]

_REPLACEMENT: Final = "\ufffd"
_BIDI: Final = {0x061C, *range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_INVISIBLE: Final = {
    0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B, 0x200C, 0x200D, 0x2028, 0x2029,
    0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0x206A, 0x206B, 0x206C, 0x206D, 0x206E, 0x206F, 0x3164,
    0xFEFF, 0xFFA0, 0xFFF9, 0xFFFA, 0xFFFB, *range(0xE0000, 0xE0080), *range(0xFE00, 0xFE10),
}  # fmt: skip


def _marked(code: int) -> str:
    """Name an invisible character in words a terminal can print, so unequal texts look unequal."""
    return f"<U+{code:04X}>"


_TABLE: Final = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x7F: "\u2421",
    **{code: _marked(code) for code in range(0x80, 0xA0)},
    **{code: _marked(code) for code in (*_BIDI, *_INVISIBLE)},
    **dict.fromkeys(range(0xD800, 0xE000), _REPLACEMENT),
}
_TABLE_TEXT: Final = {code: mark for code, mark in _TABLE.items() if code != ord("\n")}


def safe_line(text: str) -> str:
    r"""Make outside text inert on one line: line breaks and tabs too become visible pictures.

    >>> safe_line("a\x1b[31mb")
    'a\u241b[31mb'
    """
    return text if text.isascii() and text.isprintable() else text.translate(_TABLE)


def safe(text: str) -> str:
    r"""Make outside text inert and keep its line breaks; a tab becomes two spaces.

    >>> safe("a\nb\x07")
    'a\nb\u2407'
    """
    return text.replace("\t", "  ").translate(_TABLE_TEXT)


def has_hidden(text: str) -> bool:
    r"""Tell whether text holds a character that `safe` must replace; line breaks and tabs do not count.

    >>> has_hidden("pay\u200bments"), has_hidden("a\tb")
    (True, False)
    """
    return any(ord(char) in _TABLE for char in text if char not in "\n\t")
