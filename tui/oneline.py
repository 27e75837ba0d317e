r"""Values and paths on one line: typed, inert, and never mistaken for one another.

A string stands bare where it reads as itself and in JSON quotes where it would read as another type or as one
of our own marks. Hidden characters become ``\u`` escapes, so two unequal strings never print alike.
"""

import hashlib
import json
import math
import re
from typing import Final

from core.fieldpath import FieldPath, Item, Step
from core.krm.values import ABSENT, UNKNOWN, Value
from core.lookalike import disguised
from core.merge.places import Held, Place, Side
from core.safetext import exact_line, has_hidden, marked, safe_line

__all__ = [
    "full_text",
    "hides_something",
    "one_line",
    "person",
    "printed_path",
    "same_print",
    "short_path",
    "side_text",
    "type_word",
]

_OTHER_TYPE: Final = re.compile(
    r"[-+]?(\.?\d[\d_]*(\.\d*)?([eE][-+]?\d+)?|0[xo][0-9a-fA-F]+|\.inf|\.nan)"
    r"|\d{4}-\d\d?-\d\d?.*|\d+(:\d+)+"
    r"|~|null|true|false|yes|no|on|off|y|n",
    re.IGNORECASE,
)
_INDICATOR: Final = frozenset("\"'[]{}&*!|>%@`#,()=?-:.")
_PLAIN_START: Final = re.compile(r"[-.?:][^\s.,]")
_SHOWN_AT_MOST: Final = 400
_DIGEST_SHOWN: Final = 12
_NO_BREAK: Final = "(no \u2424 at the end)"


def one_line(held: Held, *, sensitive: bool = False) -> str:
    r"""Print what a side holds.

    >>> one_line("8080"), one_line(8080), one_line(None), one_line("a\x1b[31m")
    ('"8080"', '8080', 'null', '"a\\u001b[31m"')
    >>> one_line({"cpu": "1", "on": True})
    '{"cpu":"1","on":true}'
    """
    if held is ABSENT or held is UNKNOWN:
        return str(held.value)
    if isinstance(held, str):
        return safe_line(held) if sensitive else _string(held)
    if isinstance(held, (dict, list)):
        return _flow(held)
    return _scalar(held)


def side_text(place: Place, side: Side) -> str:
    """Print what a side holds in a row of the grid: ``=base`` where it means what the base means."""
    text = one_line(place.held(side), sensitive=place.sensitive)
    if side is Side.BASE or place.held(side) is UNKNOWN:
        return text
    unchanged = (side is Side.GIT and not place.git_changed) or (side is Side.HUB and not place.hub_changed)
    return "=base" if unchanged or same_print(place.held(side), place.base) else text


def same_print(one: Held, other: Held) -> bool:
    """Tell whether two values are the same to the letter and the type: ``1`` is neither ``"1"`` nor true.

    >>> same_print({"a": 1, "b": 2}, {"b": 2, "a": 1}), same_print(1, True), same_print("(absent)", ABSENT)
    (True, False, False)
    """
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    return one == other if isinstance(one, str) else _exact(one) == _exact(other)


def full_text(held: Held, *, sensitive: bool = False) -> str:
    """Print a whole value on as many lines as it needs: text as text, the rest as indented JSON."""
    if held is ABSENT or held is UNKNOWN or not isinstance(held, (dict, list, str)):
        return one_line(held)
    if isinstance(held, str):
        if sensitive and "\n" not in held:
            return one_line(held, sensitive=True)
        return _on_lines(held) if "\n" in held.strip("\n") else _string(held)
    return _escaped(json.dumps(held, ensure_ascii=False, indent=2))


def type_word(held: Held) -> str:
    """Name a value's type as people do.

    >>> type_word("8080"), type_word(8080), type_word(ABSENT)
    ('text', 'number', 'absent')
    """
    if held is ABSENT or held is UNKNOWN:
        return str(held.value).strip("()")
    if held is None:
        return "null"
    words = {bool: "true or false", int: "number", float: "number", str: "text", list: "list", dict: "map"}
    return words[type(held)]


def hides_something(held: Held) -> bool:
    """Tell whether a value has characters that a terminal would not show, or that pass for others."""
    if isinstance(held, dict):
        return any(hides_something(key) or hides_something(value) for key, value in held.items())
    if isinstance(held, list):
        return any(hides_something(value) for value in held)
    if not isinstance(held, str):
        return False
    return any(_is_hidden(char) for char in held if char != "\t") or bool(disguised(held))


def short_path(path: FieldPath) -> str:
    """Print a path for a narrow column: list items by the bare name they are known by.

    >>> short_path(FieldPath.parse("spec.containers[name=web].env[name=LOG].value"))
    'spec.containers[web].env[LOG].value'
    """
    return "".join(_short_step(step) for step in path.steps).removeprefix(".") or printed_path(path)


def person(who: str) -> str:
    """Print a person for a narrow column: the name without the address, which the full views show.

    >>> person("Ada L <ada@x.example>"), person("op1")
    ('Ada L', 'op1')
    """
    return safe_line(who.partition(" <")[0])


def printed_path(path: FieldPath) -> str:
    """Print a path; the whole document has a name too."""
    return safe_line(str(path)) or "(whole resource)"


def _short_step(step: Step) -> str:
    if isinstance(step, Item) and len(step.keys) == 1 and isinstance(step.keys[0][1], str):
        return f"[{safe_line(step.keys[0][1])}]"
    printed = safe_line(str(FieldPath((step,))))
    return printed if printed.startswith("[") else f".{printed}"


def _exact(held: Held) -> str:
    if held is ABSENT or held is UNKNOWN:
        return str(held.value)
    return json.dumps(held, sort_keys=True)


def _scalar(value: float | None) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not math.isfinite(value):
        return ".nan" if math.isnan(value) else ".inf" if value > 0 else "-.inf"
    return repr(value)


def _on_lines(text: str) -> str:
    """Print a text on its own lines; what stands at their ends and a last line without a break are marked."""
    *lines, last = text.split("\n")
    shown = [_undisguised(line) for line in lines]
    return "\n".join([*shown, f"{_undisguised(last)} {_NO_BREAK}"] if last else shown)


def _undisguised(line: str) -> str:
    odd = disguised(line)
    if not odd:
        return exact_line(line)
    parts = (marked(char) if at in odd else char for at, char in enumerate(line))
    return "".join(part if len(part) > 1 else exact_line(part) for part in parts)


def _string(text: str) -> str:
    return _escaped(json.dumps(text, ensure_ascii=False)) if _needs_quotes(text) else text


def _needs_quotes(text: str) -> bool:
    odd = not text.isprintable() or has_hidden(text) or disguised(text)
    if odd or not text or text != text.strip() or _is_a_cut(text):
        return True
    if _OTHER_TYPE.fullmatch(text) or ": " in text or " #" in text or text.endswith(":"):
        return True
    return text[0] in _INDICATOR and not _PLAIN_START.match(text)


def _is_a_cut(text: str) -> bool:
    """Tell whether a text reads as one that was cut, or told apart from another that was cut like it."""
    return text.startswith("..") or text.endswith("..") or "~" in text[-3:-1]


def _flow(value: Value) -> str:
    """Print a map or list; one that is cut ends with a digest, so that no two unequal ones print alike."""
    printed = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if len(printed) <= _SHOWN_AT_MOST:
        return _escaped(printed)
    digest = hashlib.sha256(printed.encode(errors="surrogatepass")).hexdigest()[:_DIGEST_SHOWN]
    return f"{_escaped(printed[:_SHOWN_AT_MOST])}..#{digest}"


def _escaped(printed: str) -> str:
    """Escape, in a JSON text, what a terminal would hide; such characters stand only inside its strings."""
    if printed.isascii():
        return printed.replace("\x7f", "\\u007f")
    odd = disguised(printed)
    return "".join(
        _escape(char) if at in odd or _is_hidden(char) else char for at, char in enumerate(printed)
    )


def _is_hidden(char: str) -> bool:
    """Tell whether a terminal shows nothing, or any space, for a character; a line break is none of these."""
    return has_hidden(char) or char == "\t"


def _escape(char: str) -> str:
    return json.dumps(char)[1:-1] if not char.isascii() else f"\\u{ord(char):04x}"
