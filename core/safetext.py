"""Text from outside, made inert: no control, bidi or invisible character reaches a terminal.

Knows nothing of markup: a sink that reads markup must be given text it does not read as such.
"""

from typing import Final

__all__ = ["HIDDEN", "exact_line", "has_hidden", "marked", "safe", "safe_line", "shows_marks"]

HIDDEN: Final = "! contains hidden characters, shown as marks like <U+200B>"
"""What people are told where a mark stands for such a character."""

_INVISIBLE: Final = frozenset(
    map(
        chr,
        (
            0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x2800, 0x3164,
            *range(0xFE00, 0xFE10), 0xFFA0, *range(0xE0100, 0xE01F0),
        ),
    )
)  # fmt: skip
"""What Python calls printable and a terminal draws as nothing or as a blank.

Source: Unicode DerivedCoreProperties, Default_Ignorable_Code_Point; U+2800 is a braille cell without dots.
"""

_PICTURES: Final = 0x2400
_DELETE: Final = 0x7F
_SPACE: Final = "\u2420"
_OUR_MARKS: Final = frozenset(map(chr, range(0x2400, 0x2427)))
_OF_HIDDEN: Final = _OUR_MARKS - {"\u2409", "\u240a", "\u2424"}
"""The marks but those of tabs and line breaks, which hide nothing."""


def marked(char: str) -> str:
    """Name a character in words that a terminal can print, so that unequal texts look unequal."""
    return f"<U+{ord(char):04X}>"


def safe_line(text: str) -> str:
    r"""Make outside text inert on one line: line breaks and tabs too become visible pictures.

    Text that is inert already stays as it is, so it may pass here more than once.

    >>> safe_line("a\x1b[31mb"), safe_line("a\u00a0b")
    ('a\u241b[31mb', 'a<U+00A0>b')
    """
    return text if _is_plain(text) else "".join(map(_shown, text))


def safe(text: str) -> str:
    r"""Make outside text inert and keep its line breaks; a tab becomes its picture and a blank.

    >>> safe("a\nb\x07")
    'a\nb\u2407'
    """
    return "\n".join(safe_line(line) for line in text.replace("\t", "\u2409 ").split("\n"))


def exact_line(text: str) -> str:
    r"""Make outside text inert on one line so that no two unequal texts look alike, cut or forged.

    Blanks at the end become pictures, and what reads as one of our marks is taken apart. For text as it came
    in: what has passed here must not pass again.

    >>> exact_line("a: 1 "), exact_line("a\u200b"), exact_line("a<U+200B>"), exact_line("\u241b")
    ('a: 1\u2420', 'a<U+200B>', 'a<U+003C>U+200B>', '<U+241B>')
    """
    body = text.rstrip(" ")
    blanks = _SPACE * (len(text) - len(body))
    if _is_plain(body) and "<U+" not in body and _OUR_MARKS.isdisjoint(body):
        return body + blanks
    parts = ("".join(marked(char) if char in _OUR_MARKS else _shown(char) for char in part)
             for part in body.split("<U+"))  # fmt: skip
    return "<U+003C>U+".join(parts) + blanks


def has_hidden(text: str) -> bool:
    r"""Tell whether text holds a character that `safe` must replace; line breaks and tabs do not count.

    >>> has_hidden("pay\u200bments"), has_hidden("a\tb")
    (True, False)
    """
    return not _is_plain(text.replace("\n", "").replace("\t", ""))


def shows_marks(printed: str) -> bool:
    r"""Tell whether a printed line holds one of the marks that stand for hidden characters.

    >>> shows_marks("pay<U+200B>ments"), shows_marks("payments")
    (True, False)
    """
    if "<U+" in printed or (not printed.isascii() and not _OF_HIDDEN.isdisjoint(printed)):
        return True
    return "\\u" in printed and '"' in printed and not printed.startswith("{")


def _is_plain(text: str) -> bool:
    return text.isprintable() and (text.isascii() or _INVISIBLE.isdisjoint(text))


def _shown(char: str) -> str:
    if char < " ":
        return chr(_PICTURES + ord(char))
    if ord(char) == _DELETE:
        return "\u2421"
    return char if _is_plain(char) else marked(char)
