"""The JSON Schema of headgate.yaml, for editors; made from the same table that the reader checks."""

from typing import Final

from core.krm.values import Value
from core.settings.shapes import Either, Fixed, ListOf, MapOf, Shape, Table, Text, Word
from core.settings.table import SETTINGS

__all__ = ["schema"]

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Value]:
    """Make the schema; what it allows is what the reader takes, but for merge keys."""
    return {"$schema": _DIALECT, "title": "headgate.yaml", **_of(SETTINGS)}


def _of(shape: Shape) -> dict[str, Value]:
    match shape:
        case Text() | Word() | Fixed():
            return _scalar(shape)
        case ListOf(of=part):
            return {"type": "array", "minItems": 1, "items": _of(part)}
        case MapOf(name=name, of=part):
            names: dict[str, Value] = {"pattern": f"^(?:{name.pattern})$"}
            return {"type": "object", "propertyNames": names, "additionalProperties": _of(part)}
        case Table():
            return _table(shape)
        case Either(text=text, list=parts, map=table):
            return {"anyOf": [_of(one) for one in (text, parts, table) if one is not None]}


def _scalar(shape: Text | Word | Fixed) -> dict[str, Value]:
    match shape:
        case Text(what=what, pattern=pattern):
            return {"type": "string", "description": what, "pattern": f"^(?:{pattern})$"}
        case Word(words=words):
            return {"enum": list(words)}
        case Fixed(value=value):
            return {"const": value}


def _table(table: Table) -> dict[str, Value]:
    properties: dict[str, Value] = {}
    for row in table.rows:
        usual: dict[str, Value] = {} if row.usual is None else {"default": row.usual}
        properties[row.key] = {**_of(row.shape), "description": row.why, **usual}
    made: dict[str, Value] = {"type": "object", "additionalProperties": False, "properties": properties}
    if required := [row.key for row in table.rows if row.required]:
        made["required"] = list(required)
    if table.one_of:
        made["oneOf"] = [{"required": [key]} for key in table.one_of]
    return made
