"""JSON from outside: read under limits, and taken apart with an error that names the place.

Numbers that are none (NaN), half characters and towers of brackets are refused where they come in.
"""

import json
import re
from collections.abc import Iterator
from typing import Final, Self, TypeAlias

from core.net.calls import Answer, Call
from core.net.client import Client
from core.net.words import malformed
from core.safetext import safe_line

__all__ = ["Json", "Picked", "json_body", "picked"]

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F]")
_OPENING: Final = (b"[", b"{")
_SHOWN: Final = 60


class Picked:
    """One value of an answer, and where in it it stands."""

    __slots__ = ("_call", "_value", "_where")

    def __init__(self, value: Json, call: Call, where: str = "") -> None:
        self._value = value
        self._call = call
        self._where = where

    def __getitem__(self, key: str) -> Self:
        """Step down to what must be there."""
        found = self.get(key)
        if found is None:
            raise self._wrong("is not there", key)
        return found

    def __iter__(self) -> Iterator[Self]:
        """Go through a list."""
        if not isinstance(self._value, list):
            raise self._wrong("is no list")
        return (type(self)(one, self._call, f"{self._where}[{i}]") for i, one in enumerate(self._value))

    def get(self, key: str) -> Self | None:
        """Step down to what may be there; None where it is absent or null."""
        if not isinstance(self._value, dict):
            raise self._wrong("is no object")
        value = self._value.get(key)
        return None if value is None else type(self)(value, self._call, f"{self._where}.{key}")

    def text(self) -> str:
        """Read a text; outside text."""
        if not isinstance(self._value, str):
            raise self._wrong("is no text")
        return self._value

    def number(self) -> int:
        """Read a whole number."""
        if isinstance(self._value, bool) or not isinstance(self._value, int):
            raise self._wrong("is no whole number")
        return self._value

    def flag(self) -> bool:
        """Read true or false."""
        if not isinstance(self._value, bool):
            raise self._wrong("is neither true nor false")
        return self._value

    def plain(self) -> Json:
        """Give the value as it was read."""
        return self._value

    def _wrong(self, what: str, key: str = "") -> Exception:
        place = f"{self._where}.{key}" if key else self._where
        return malformed(
            self._call, f"the answer is not what it should be: {safe_line(place.lstrip('.') or 'it')} {what}"
        )


def picked(client: Client, call: Call, answer: Answer) -> Picked:
    """Read an answer as JSON.

    Raises:
        InputRefused: it is none, or over a limit; the call was a read.
        OutcomeUnknown: the same of a write, which may have happened.
    """
    kind = safe_line(answer.headers.get("content-type", "no type"))[:_SHOWN]
    try:
        return Picked(_read(answer.body, client.site.limits.depth), call)
    except ValueError as error:
        why = f"{client.site.title} answered with no JSON that can be read ({kind}): {error}"
        raise malformed(call, why, request_id=answer.request_id) from None


def json_body(value: Json) -> bytes:
    """Write a body to send."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _read(body: bytes, depth: int) -> Json:
    """Read JSON; every way it can be wrong is a ValueError."""
    try:
        value: Json = json.loads(body.decode("utf-8"), parse_constant=_no_number)
    except RecursionError:
        raise ValueError(f"more than {depth} levels") from None
    except UnicodeDecodeError:
        raise ValueError("it is no UTF-8") from None
    if _SURROGATE.search(body):
        _whole_characters(value)
    if sum(body.count(sign) for sign in _OPENING) > depth and _levels(value, depth) > depth:
        raise ValueError(f"more than {depth} levels")
    return value


def _no_number(name: str) -> Json:
    raise ValueError(f"{name} is no number")


def _whole_characters(value: Json) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ValueError("half a character in it") from None


def _levels(value: Json, enough: int) -> int:
    """Count levels, level by level, without recursion."""
    rows: list[Json] = [value]
    level = 0
    while rows and level <= enough:
        inner: list[Json] = []
        for one in rows:
            if isinstance(one, dict):
                inner.extend(one.values())
            elif isinstance(one, list):
                inner.extend(one)
        level += 1
        rows = inner
    return level
