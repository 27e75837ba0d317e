"""Which values must not be shown: by the document's own kind and the names of its fields.

Source: domain.md §3.9; the rows are in `core.krm.rules.sensitive`.
"""

from collections.abc import Callable, Iterator
from typing import Final

from core.fieldpath import Index, Item, Step
from core.krm.credentials import credentials_in, without_credentials
from core.krm.rules.sensitive import is_secret_name, names_a_secret
from core.krm.values import Absent, Unknown, Value

__all__ = ["any_hidden", "is_hidden", "kind_of", "marked", "named_parts", "rooted"]

_LAST_APPLIED: Final = "kubectl.kubernetes.io/last-applied-configuration"
_SECRET_MAPS: Final = frozenset({"data", "stringData"})
_NAMED_MAPS: Final = frozenset({"data", "binaryData"})
_DEPTH_OF_DATA: Final = 2

_Steps = tuple[Step, ...]


def is_hidden(kind: str, at: _Steps, value: Value | Absent | Unknown) -> bool:
    """Tell whether the value at these steps of a document of a kind must not be shown, as a whole."""
    if not at:
        return False
    last = at[-1]
    if _is_always_hidden(kind, at):
        return True
    if last == "value" and len(at) >= _DEPTH_OF_DATA and isinstance(at[-2], Item):
        return _is_secret_item(at[-2])
    if not isinstance(last, str) or not is_secret_name(last):
        return False
    in_data = kind == "ConfigMap" and at[0] in _NAMED_MAPS and len(at) == _DEPTH_OF_DATA
    return in_data or (isinstance(value, str | int | float) and not isinstance(value, bool))


def _is_always_hidden(kind: str, at: _Steps) -> bool:
    """Tell whether a place holds secrets whatever it is called: in a Secret, or where one is made from."""
    in_secret = kind == "Secret" and at[0] in _SECRET_MAPS and len(at) >= _DEPTH_OF_DATA
    generated = "secretGenerator" in at and "literals" in at[:-1]
    return in_secret or generated or at[-1] == _LAST_APPLIED


def _is_secret_item(item: Item) -> bool:
    return any(key == "name" and isinstance(name, str) and is_secret_name(name) for key, name in item.keys)


def rooted(kind: str, at: _Steps, value: Value | Absent | Unknown) -> tuple[str, _Steps]:
    """Start anew where a document stands in another one, as in a list of resources."""
    own = value.get("kind") if isinstance(value, dict) and "apiVersion" in value else None
    return (own, ()) if isinstance(own, str) else (kind, at)


def kind_of(document: Value) -> str:
    """Read a document's kind, also of a patch that says little more; "" for none."""
    kind = document.get("kind") if isinstance(document, dict) else None
    return kind if isinstance(kind, str) else ""


def any_hidden(kind: str, at: _Steps, value: Value | Absent | Unknown) -> bool:
    """Tell whether the value, or anything in it, must not be shown."""
    if is_hidden(kind, at, value):
        return True
    if isinstance(value, str):
        return bool(credentials_in(value))
    kind, at = rooted(kind, at, value)
    nested = isinstance(value, dict | list)
    return nested and any(any_hidden(kind, (*at, step), part) for step, part in named_parts(value))


def marked(kind: str, at: _Steps, value: Value, mark: Callable[[Value], Value]) -> Value:
    """Give the value with ``mark`` of everything in it that must not be shown."""
    if is_hidden(kind, at, value):
        return mark(value)
    if isinstance(value, str):
        return without_credentials(value, lambda secret: str(mark(secret)))
    if not isinstance(value, dict | list):
        return value
    kind, at = rooted(kind, at, value)
    parts = [marked(kind, (*at, step), part, mark) for step, part in named_parts(value)]
    return dict(zip(value, parts, strict=True)) if isinstance(value, dict) else parts


def named_parts(value: Value | Absent | Unknown) -> Iterator[tuple[Step, Value]]:
    """Take a block apart, each part under the step that tells what it is.

    An item is known by its name, an argument by the option before it. The value of a JSON patch is known by
    the field it patches.

    >>> list(named_parts({"op": "add", "path": "/data/token", "value": "x"}))[-1]
    ('token', 'x')
    >>> list(named_parts([{"name": "TOKEN"}]))[0][0]
    Item(keys=(('name', 'TOKEN'),))
    >>> list(named_parts(["--token", "x"]))[1][0]
    'token'
    """
    if isinstance(value, dict):
        target = value.get("path") if "op" in value else None
        for key, part in value.items():
            patched = key == "value" and isinstance(target, str)
            yield (str(target).rpartition("/")[2] if patched else key), part
    elif isinstance(value, list):
        for at, part in enumerate(value):
            name = part.get("name") if isinstance(part, dict) else None
            option = _option(value[at - 1]) if at and isinstance(part, str) else ""
            yield (Item((("name", name),)) if isinstance(name, str) else option or Index(at)), part


def _option(argument: Value) -> str:
    """Name the option that takes the next argument as its value, where it is named like a secret."""
    name = argument.lstrip("-") if isinstance(argument, str) and argument.startswith("-") else ""
    return name if name and names_a_secret(name) else ""
