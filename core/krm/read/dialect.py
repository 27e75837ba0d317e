"""What a plain word means to kubectl, and which words other tools read differently.

kubectl's YAML has the words of YAML 1.1 (``on``, ``yes``, ``y``), Go's integers (``0644``, ``0o644``,
``0b1``, ``1_000``) and no dates or base-60 numbers. Nobody else reads all of it alike.
"""

import base64
import binascii
import re
import struct
from typing import Final

from core.fieldpath import Scalar

__all__ = [
    "NUMBER_STARTS",
    "WORDS",
    "NotInDialect",
    "Scalar",
    "doubt",
    "key_text",
    "number",
    "plain",
    "tagged",
]

_CLEAR: Final[dict[str, Scalar]] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}
UNSURE: Final[dict[str, Scalar]] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "off", "Off", "OFF"), False),
}
WORDS: Final[dict[str, Scalar]] = {**_CLEAR, **UNSURE}
"""Plain words that are no text. Source: goyaml.v2 resolve.go, resolveMap."""

NUMBER_STARTS: Final = frozenset("0123456789+-.")

_NO_JSON: Final = frozenset(
    sign + word for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN")
) - {"+.nan", "+.NaN", "+.NAN", "-.nan", "-.NaN", "-.NAN"}
_JSON_INT: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_INT: Final = re.compile(r"([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_POINT_FIRST: Final = re.compile(r"\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?")
_DIGITS: Final = re.compile(r"[-+]?[0-9]+")
_ODD_BINARY: Final = re.compile(r"0b([-+][01]+)")
_CLEAR_FLOAT: Final = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+][0-9]+)?")
_SEXAGESIMAL: Final = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:$|[Tt \t])")
_UNPOWERED: Final = range(-4, 6)
_INFINITE: Final = float("inf")
_UINT64: Final = 2**64
_INT64: Final = 2**63


class NotInDialect(ValueError):
    """The scalar has no value that JSON can hold; the text says why."""


def plain(word: str) -> Scalar:
    """Read a plain scalar as kubectl does.

    Integers beyond 64 bits stay exact, where kubectl rounds them to a float: a reader must not lose digits
    (`doubt` flags them).

    Raises:
        NotInDialect: an infinity or not-a-number, which kubectl refuses too.
    Source: goyaml.v2 resolve.go; checked against kubectl 1.33 (tests/krm/read/test_dialect.py).

    >>> plain("0644"), plain("on"), plain("12:30:45"), plain("1e3"), plain("1_000")
    (420, True, '12:30:45', 1000.0, 1000)
    """
    value = WORDS.get(word, word)
    if value is word and word[0] in NUMBER_STARTS:
        return number(word)
    return value


def number(word: str) -> int | float | str:
    """Read a plain scalar that starts like a number; it may still be text.

    Raises:
        NotInDialect: likewise.
    """
    if _JSON_INT.fullmatch(word):
        return int(word)
    if word in _NO_JSON:
        raise NotInDialect(f"{word} is no number that JSON can hold; kubectl refuses it")
    if word[0] == "." and not _POINT_FIRST.fullmatch(word):
        return word
    bare = word.replace("_", "")
    whole = _integer(bare)
    if whole is not None:
        return whole
    value = float(bare) if _FLOAT.fullmatch(bare) else _INFINITE
    return word if abs(value) == _INFINITE else value


def _integer(bare: str) -> int | None:
    """Read Go's integers; None where it is none, or too long for any number."""
    found = _INT.fullmatch(bare)
    if found is None:
        odd = _ODD_BINARY.fullmatch(bare)
        return int(odd[1], 2) if odd else _decimal(bare)
    sign, hexa, binary, octal, decimal = found.groups()
    if decimal is not None:
        return _decimal(bare)
    digits, base = (hexa, 16) if hexa else (binary, 2) if binary else (octal, 8)
    value = int(sign + digits, base)
    fits = -_INT64 <= value < (_INT64 if sign else _UINT64)
    return value if fits else _decimal(bare)


def _decimal(bare: str) -> int | None:
    fits = _DIGITS.fullmatch(bare) and abs(float(bare)) != _INFINITE
    return int(bare) if fits else None


def tagged(tag: str, word: str) -> tuple[Scalar, str]:
    """Read a scalar that carries a tag; a tag that YAML does not define makes text.

    Returns:
        The value, and in words what is lost with an unknown tag; "" where nothing is.

    Raises:
        NotInDialect: the word cannot be what the tag says.

    >>> tagged("tag:yaml.org,2002:int", "5"), tagged("!foo", "5")
    ((5, ''), ('5', 'kubectl ignores the tag !foo, other tools may not'))
    """
    name = tag.removeprefix("tag:yaml.org,2002:")
    if name in _TEXTS:
        return (_binary(word) if name == "binary" else word), ""
    if name not in _TYPES:
        return word, f"kubectl ignores the tag {tag}, other tools may not"
    value = plain(word)
    if name == "float" and type(value) is int:
        return float(value), ""
    if type(value) is not _TYPES[name]:
        raise NotInDialect(f"{word!r} is no {name}, as its tag !!{name} says")
    return value, ""


_TEXTS: Final = frozenset({"!", "str", "binary", "timestamp"})
_TYPES: Final[dict[str, type]] = {"int": int, "float": float, "bool": bool, "null": type(None)}


def _binary(word: str) -> str:
    try:
        return base64.b64decode("".join(word.split()), validate=True).decode()
    except (binascii.Error, ValueError):
        raise NotInDialect("!!binary holds no base64 of UTF-8 text") from None


def key_text(key: Scalar) -> str:
    """Write a key that is no text as kubectl does: ``on:`` is the key "true", ``0x1F:`` is "31".

    Raises:
        NotInDialect: a null key.
    Source: sigs.k8s.io/yaml, convertToJSONableObject.
    """
    match key:
        case None:
            raise NotInDialect("a key is null; kubectl refuses it")
        case bool():
            return "true" if key else "false"
        case float():
            return _go_float(key)
        case _:
            return str(key)


def _go_float(value: float) -> str:
    """Print a float as Go's ``FormatFloat(v, 'g', -1, 32)`` does: the shortest text of its rounding."""
    try:
        single = _single(value)
    except OverflowError:
        raise NotInDialect("a key is a number that kubectl cannot write") from None
    places = next(places for places in range(9) if _single(float(f"{single:.{places}e}")) == single)
    text = f"{single:.{places}e}"
    power = int(text.partition("e")[2])
    return f"{single:.{max(places - power, 0)}f}" if power in _UNPOWERED else text


def _single(value: float) -> float:
    return float(struct.unpack("<f", struct.pack("<f", value))[0])


def doubt(word: str, value: Scalar) -> str:
    """Say in words how other tools read a plain word differently; "" where all agree.

    >>> doubt("no", False)
    'kubectl reads false, YAML 1.2 tools the text "no"'
    """
    if word in UNSURE:
        return f'kubectl reads {"true" if value else "false"}, YAML 1.2 tools the text "{word}"'
    if isinstance(value, str):
        return _doubtful_text(word)
    if type(value) is int and not _JSON_INT.fullmatch(word):
        return _doubtful_integer(word, value)
    if type(value) is float and not _CLEAR_FLOAT.fullmatch(word):
        return f'kubectl reads the number {value:g}, YAML 1.1 tools may read the text "{word}"'
    return ""


def _doubtful_text(word: str) -> str:
    if _SEXAGESIMAL.fullmatch(word):
        return f'kubectl reads the text "{word}", YAML 1.1 tools a number to base 60'
    if _DATE.match(word):
        return f'kubectl reads the text "{word}", other tools a date'
    return ""


def _doubtful_integer(word: str, value: int) -> str:
    if not -_INT64 <= value < _INT64:
        return "the number has more than 64 bits; kubectl rounds it"
    return f"kubectl reads the number {value}, other tools another number or the text {word!r}"
