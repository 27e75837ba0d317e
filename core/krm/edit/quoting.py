"""Quoting: how a scalar is written so that every YAML dialect reads the same value back."""

import json
import re
from typing import Final

from core.fieldpath import Scalar
from core.krm.read.dialect import WORDS

__all__ = ["UNPRINTED", "is_plain_everywhere", "key_word", "quoted", "scalar_word"]

UNPRINTED: Final = r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
"""One character that YAML does not let stand as it is, or takes for a line break."""

_WORDS: Final = frozenset(WORDS) | {"=", "<<", "-", "---", "..."}
_START: Final = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=<]|-[^\s\-,\[\]{}]|--[^\s\-,\[\]{}]")
_UNPLAIN: Final = re.compile(rf":(?=\s|$)|\s#|[\s:]$|{UNPRINTED}")
_UNPLAIN_IN_FLOW: Final = re.compile(r"[,\[\]{}]")
_NUMBER: Final = re.compile(
    r"[-+]?(?:0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][-+]?[01_]+"
    r"|(?:\.[0-9_]+|[0-9][0-9_,]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9_]+)?"
    r"|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
    r"|\.(?:inf|Inf|INF|nan|NaN|NAN))"
)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
_ESCAPED: Final = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_NEEDS_ESCAPES: Final = re.compile(UNPRINTED)


def is_plain_everywhere(word: str, *, in_flow: bool) -> bool:
    """Tell whether a text may stand without quotes: no dialect reads it as anything but this text.

    Source: domain.md §3.5: the union of YAML 1.1 specials, leading zeros, dates and numbers of any dialect.

    >>> is_plain_everywhere("10Gi", in_flow=False), is_plain_everywhere("1e3", in_flow=False)
    (True, False)
    """
    if word in _WORDS or _NUMBER.fullmatch(word) or _DATE.match(word) or not _START.match(word):
        return False
    return not (_UNPLAIN.search(word) or (in_flow and _UNPLAIN_IN_FLOW.search(word)))


def quoted(word: str, quote: str) -> str:
    r"""Put a text in quotes, in double ones where it needs escapes.

    >>> quoted("it's", "'"), quoted("a\tb", "'")
    ("'it''s'", '"a\\tb"')
    """
    if quote == "'" and not _NEEDS_ESCAPES.search(word):
        return "'" + word.replace("'", "''") + "'"
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(word, ensure_ascii=False))


def scalar_word(value: Scalar, *, quote: str, in_flow: bool, keep_quotes: bool = False) -> str:
    """Write a scalar on one line.

    Args:
        value: the scalar.
        quote: the quotation mark where one is needed.
        in_flow: it stands between braces or brackets.
        keep_quotes: a text is quoted even where it need not be.
    """
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case float():
            return _float_word(value)
        case int():
            return str(value)
        case str():
            bare = not keep_quotes and is_plain_everywhere(value, in_flow=in_flow)
            return value if bare else quoted(value, quote)


def key_word(key: str, *, in_flow: bool) -> str:
    """Write a key, in quotes where it needs them."""
    return key if is_plain_everywhere(key, in_flow=in_flow) else quoted(key, '"')


def _float_word(value: float) -> str:
    """Write a float so that YAML 1.1 too reads a number: its mantissa must have a point."""
    mantissa, power, exponent = repr(value).partition("e")
    return f"{mantissa if '.' in mantissa else mantissa + '.0'}{power}{exponent}"
