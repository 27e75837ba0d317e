"""Scalars that are spelled in several ways: amounts, ports, base64, JSON in a string, durations, times.

Knows what a spelling means, not where it may stand: that is what the rule tables say. Every function is
total: text that is none of the kind comes back as None, never as an error.
"""

import base64
import binascii
import json
import math
import re
from datetime import UTC, datetime
from fractions import Fraction
from typing import Final

from core.krm.values import Value

__all__ = [
    "base64_bytes",
    "base64_text",
    "duration_nanoseconds",
    "instant",
    "json_document",
    "port_number",
    "quantity_milli",
    "quantity_text",
]

_QUANTITY: Final = re.compile(r"([+-]?)([0-9]{1,40})?(?:\.([0-9]{0,40}))?([A-Za-z]*|[eE][+-]?[0-9]{1,3})")
_SUFFIXES: Final = {
    "n": (1, 10**9),
    "u": (1, 10**6),
    "m": (1, 1000),
    "": (1, 1),
    "k": (10**3, 1),
    "M": (10**6, 1),
    "G": (10**9, 1),
    "T": (10**12, 1),
    "P": (10**15, 1),
    "E": (10**18, 1),
    "Ki": (2**10, 1),
    "Mi": (2**20, 1),
    "Gi": (2**30, 1),
    "Ti": (2**40, 1),
    "Pi": (2**50, 1),
    "Ei": (2**60, 1),
}
_EXPONENT: Final = re.compile(r"[eE][+-]?[0-9]{1,3}")
_LARGEST_EXPONENT: Final = 64
_DIGITS: Final = re.compile(r"[0-9]{1,18}")
_DURATION_PART: Final = re.compile(r"([0-9]+(?:\.[0-9]+)?)(ns|us|µs|μs|ms|s|m|h)")
_NANOSECONDS: Final = {
    "ns": 1,
    "us": 10**3,
    "µs": 10**3,
    "μs": 10**3,
    "ms": 10**6,
    "s": 10**9,
    "m": 60 * 10**9,
    "h": 3600 * 10**9,
}
_TIME: Final = re.compile(r"([0-9-]{10}[Tt][0-9:]{8})(?:\.([0-9]{1,9}))?([Zz]|[+-][0-9]{2}:[0-9]{2})")


def quantity_milli(value: Value) -> int | None:
    """Read an amount, exactly, in thousandths; finer ones are rounded up as the API server does.

    Source: k8s.io/apimachinery resource.Quantity; domain.md §3.5.

    >>> quantity_milli("0.5") == quantity_milli("500m"), quantity_milli("1Gi") == quantity_milli("1024Mi")
    (True, True)
    >>> quantity_milli("1G") == quantity_milli("1Gi"), quantity_milli("0.0001"), quantity_milli("much")
    (False, 1, None)
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, int):
        return value * 1000
    found = _QUANTITY.fullmatch(value if isinstance(value, str) else repr(value))
    return None if found is None else _thousandths(*found.groups())


def _thousandths(sign: str, whole: str | None, part: str | None, suffix: str) -> int | None:
    scale = _scale(suffix)
    if scale is None or not (whole or part):
        return None
    over, under = scale
    divisor: int = under * 10 ** len(part or "")
    rounded = -(-int(f"{whole or ''}{part or ''}") * over * 1000 // divisor)
    return -rounded if sign == "-" else rounded


def _scale(suffix: str) -> tuple[int, int] | None:
    """Read a suffix as a fraction."""
    known = _SUFFIXES.get(suffix)
    if known is not None or not _EXPONENT.fullmatch(suffix):
        return known
    power = int(suffix[1:])
    if abs(power) > _LARGEST_EXPONENT:
        return None
    return (10**power, 1) if power >= 0 else (1, 10**-power)


def quantity_text(milli: int) -> str:
    """Write an amount the one way that equal amounts share.

    >>> quantity_text(500), quantity_text(2000)
    ('500m', '2')
    """
    return f"{milli}m" if milli % 1000 else str(milli // 1000)


def port_number(value: Value) -> int | None:
    """Read an int-or-string that is written as digits; None for a name, a percentage, a number.

    >>> port_number("8443"), port_number("25%"), port_number("http")
    (8443, None, None)
    """
    return int(value) if isinstance(value, str) and _DIGITS.fullmatch(value) else None


def base64_bytes(text: str) -> bytes | None:
    """Decode base64 as Go does: line breaks say nothing, everything else must be in the alphabet.

    >>> base64_bytes("eA=="), base64_bytes("not base64")
    (b'x', None)
    """
    try:
        return base64.b64decode(text.replace("\n", "").replace("\r", ""), validate=True)
    except (binascii.Error, ValueError):
        return None


def base64_text(plain: str | bytes) -> str:
    """Encode as a Secret's ``data`` holds it."""
    data = plain.encode("utf-8", "surrogatepass") if isinstance(plain, str) else plain
    return base64.b64encode(data).decode("ascii")


def json_document(text: str) -> Value:
    """Read a string that holds a JSON object or array; None for every other string.

    A document with a doubled key, a non-number or too deep a nesting means nothing certain: None too.

    >>> json_document('{"a": [1, 2]}'), json_document("[1"), json_document('{"a":1,"a":2}')
    ({'a': [1, 2]}, None, None)
    """
    if text.lstrip()[:1] not in {"{", "["}:
        return None
    try:
        found: Value = json.loads(
            text, object_pairs_hook=_single, parse_constant=_refuse, parse_float=_finite
        )
    except (ValueError, RecursionError):
        return None
    return found


def _single(pairs: list[tuple[str, Value]]) -> Value:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _refuse(_: str) -> Value:
    raise ValueError


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError
    return number


def duration_nanoseconds(text: str) -> int | None:
    """Read a Go duration.

    >>> duration_nanoseconds("1h0m0s") == duration_nanoseconds("60m"), duration_nanoseconds("soon")
    (True, None)
    """
    body = text.removeprefix("-")
    if body == "0":
        return 0
    parts = _DURATION_PART.findall(body)
    if not parts or "".join(number + unit for number, unit in parts) != body:
        return None
    total = sum(Fraction(number) * _NANOSECONDS[unit] for number, unit in parts)
    return int(-total if text.startswith("-") else total)


def instant(text: str) -> str | None:
    """Read an RFC 3339 time as its instant in UTC, to the nanosecond.

    >>> instant("2025-01-01T01:00:00+01:00") == instant("2025-01-01T00:00:00.0Z"), instant("today")
    (True, None)
    """
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    moment, part, zone = found.groups()
    try:
        at = datetime.fromisoformat(moment.upper() + ("+00:00" if zone in "Zz" else zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    fraction = (part or "").rstrip("0")
    return at.strftime("%Y-%m-%dT%H:%M:%S") + (f".{fraction}Z" if fraction else "Z")
