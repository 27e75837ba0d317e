"""Outside text, poisoned: every text of a value replaced by payloads that attack a terminal or its user."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from itertools import cycle
from typing import Any, Final

from core.fieldpath import FieldPath
from core.model.names import UnitName

__all__ = ["KINDS", "PAYLOADS", "poisoned", "turning"]

PAYLOADS: Final[Mapping[str, str]] = {
    "OSC 52 clipboard, BEL": "a\x1b]52;c;cHduZWQ=\x07z",
    "OSC 52 clipboard, ST": "a\x1b]52;c;cHduZWQ=\x1b\\z", "OSC 0 title": "a\x1b]0;pwned\x07z",
    "OSC 8 link": "a\x1b]8;;http://evil/\x1b\\x\x1b]8;;\x1b\\z", "OSC 9 notice": "a\x1b]9;pwned\x07z",
    "OSC 1337 file": "a\x1b]1337;File=name=eA==:AA\x07z", "CSI colour": "a\x1b[31mz",
    "CSI clear": "a\x1b[2Jz", "CSI home": "a\x1b[Hz", "CSI cursor report": "a\x1b[6nz",
    "CSI attributes": "a\x1b[cz", "CSI title report": "a\x1b[21tz", "CSI resize": "a\x1b[8;1;1tz",
    "CSI leave alternate screen": "a\x1b[?1049lz", "CSI mouse": "a\x1b[?1003hz",
    "CSI keyboard": "a\x1b[>31uz", "CSI insert": "a\x1b[4hz", "CSI repeat": "a\x1b[99999bz",
    "CSI conceal": "a\x1b[8mz", "DCS": 'a\x1bP$q"p\x1b\\z', "DCS sixel": "a\x1bPq#0~\x1b\\z",
    "APC": "a\x1b_Gi=1;AA\x1b\\z", "PM": "a\x1b^x\x1b\\z", "SOS": "a\x1bXx\x1b\\z", "reset": "a\x1bcz",
    "charset": "a\x1b(0z", "ESC alone": "a\x1b", "C1 CSI": "a\x9b31mz", "C1 OSC": "a\x9d52;c;cHdu\x9cz",
    "C1 DCS": "a\x90q\x9cz", "C1 NEL": "a\x85z", "NUL": "a\x00z", "BEL": "a\x07z", "BS": "abc\x08\x08z",
    "TAB": "a\tz", "VT and FF": "a\x0b\x0cz", "SO and SI": "a\x0ez\x0f", "CR": "good\revil",
    "CR LF": "a\r\nz", "LF": "a\nERROR forged line", "DEL": "a\x7fz",
    "bidi override": "a\u202egnp.exe\u202cz", "bidi isolate": "a\u2066x\u2069z",
    "bidi mark": "a\u200fz\u061c", "zero width": "a\u200bb\u200cc\u200dd\ufeffz", "soft hyphen": "a\xadz",
    "line separators": "a\u2028b\u2029z", "tags": "a\U000e0041\U000e007fz",
    "variation": "a\ufe0fz\U000e0100", "odd blanks": "a\xa0b\u2003c\u3000z",
    "blank letters": "a\u3164b\u2800z", "private": "a\ue000z", "half a pair": "a\ud800z",
    "marks on marks": "a" + "\u0301" * 30 + "z", "look-alike": "p\u0430yments",
    "markup": "[red]x[/red] [b]y", "markup, broken": "x[/nope]y",
    "markup, action": "[@click=app.quit]click[/]", "markup, link": "[link=http://evil/]x[/link]",
    "markup, hiding": "[a] [1,2] [foo=bar]", "emoji code": ":bomb:", "markup, escaped": "\\[b] \\\\[b]",
    "shell": "$(touch pwned) `touch pwned`", "wide": "世界" * 60, "long": "x" * 5000,
    "a command": "q\r:quit\rA", "rtl": "שלום עולם",
}  # fmt: skip
"""Source: reliability.md T1 to T6."""

RAW: Final = tuple(sorted({text for text in PAYLOADS.values() if not text.isprintable()}))
"""The payloads none of which may reach a terminal as it is."""

KINDS: Final = frozenset({"id", "item", "word", "decision", "oid", "token", "data_hash", "twin", "change"})
"""Names of fields whose text is ours, or is looked up, or typed."""


def turning(start: int) -> Callable[[], str]:
    """Give the payloads in turn, from one of them on."""
    order = [*PAYLOADS.values()]
    turn = cycle([*order[start % len(order) :], *order[: start % len(order)]])
    return lambda: next(turn)


def poisoned(value: Any, give: Callable[[], str]) -> Any:  # noqa: ANN401  any value there is
    """Give the same value with each of its outside texts replaced."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return give()
    if isinstance(value, Mapping):
        return {key: poisoned(part, give) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return _listed(value, give)
    is_ours = isinstance(value, UnitName | type)
    return _dataclass(value, give) if is_dataclass(value) and not is_ours else value


def _listed(value: Any, give: Callable[[], str]) -> Any:  # noqa: ANN401
    parts = [poisoned(part, give) for part in value]
    return type(value)(*parts) if hasattr(value, "_fields") else type(value)(parts)


def _dataclass(value: Any, give: Callable[[], str]) -> Any:  # noqa: ANN401
    if isinstance(value, FieldPath):
        return FieldPath((*value.steps[:-1], f"{give()}{len(value.steps)}"))
    names = [one.name for one in fields(value) if one.init and one.name not in KINDS]
    return replace(value, **{name: poisoned(getattr(value, name), give) for name in names})
