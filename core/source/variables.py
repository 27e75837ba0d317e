r"""Files of variables, ``NAME=value`` a line, as a shell or a generator reads them. Pure."""

import re
from typing import Final

__all__ = ["variables", "with_variable"]

_LINE: Final = re.compile(
    r"""(?P<head>[ \t]*(?:export[ \t]+)?(?P<name>[A-Za-z_][A-Za-z0-9_.-]*)=)
    (?:"(?P<double>[^"\\$`\n]*)"|'(?P<single>[^'\n]*)'|(?P<bare>[^\s"'#$`\\]*))
    (?P<tail>[ \t]*(?:\#[^\n]*)?)$""",
    re.VERBOSE | re.MULTILINE,
)
_BARE: Final = re.compile(r"[A-Za-z0-9_./:@%+,=-]*")


def variables(text: str) -> dict[str, str]:
    r"""Read the variables that are set plainly; what a shell would work out is left out.

    >>> variables('export A="x y"\nB=1 # one\nC=$A\n')
    {'A': 'x y', 'B': '1'}
    """
    return {found["name"]: _value(found) for found in _LINE.finditer(text)}


def with_variable(text: str, name: str, value: str) -> str | None:
    r"""Give the text with one variable set otherwise, its quotes and comment kept; None where it cannot be.

    >>> with_variable("A='x'  # why\nB=1\n", "A", "y")
    "A='y'  # why\nB=1\n"
    """
    lines = [found for found in _LINE.finditer(text) if found["name"] == name]
    if not lines or "\n" in value:
        return None
    last = lines[-1]
    word = _written(last, value)
    return None if word is None else text[: last.end("head")] + word + text[last.start("tail") :]


def _value(found: re.Match[str]) -> str:
    return found["double"] or found["single"] or found["bare"] or ""


def _written(found: re.Match[str], value: str) -> str | None:
    if found["single"] is not None:
        return None if "'" in value else f"'{value}'"
    if found["double"] is not None or not _BARE.fullmatch(value):
        return None if re.search(r'["\\$`]', value) else f'"{value}"'
    return value
