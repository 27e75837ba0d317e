"""The reference page of headgate.yaml, made from the same table that the reader checks. Pure."""

from collections.abc import Iterator
from typing import Final

from core.settings.shapes import Either, Fixed, ListOf, MapOf, Row, Shape, Table, Text, Word
from core.settings.table import SETTINGS

__all__ = ["reference"]

_HEAD: Final = """\
# Settings: headgate.yaml

<!-- Written by `python -m tui.cli.docs`; change the program, not this page. -->

The file stands in the Git repository it describes and is found upward from the current folder; `--config`
or `HEADGATE_CONFIG` names another. `headgate init` writes a first one. Unknown keys are errors that name the
nearest known key, and all problems are named at once with line and column. Editors can check it with
[headgate.schema.json](headgate.schema.json).

Local state (the embedded hub, the journal, the Git mirror) is kept in
`$XDG_STATE_HOME/headgate/<workspace>/`, where the workspace is named after the folder of headgate.yaml
with a hash of its path.

| key | what may stand there | what for |
| --- | --- | --- |
"""

_TAIL: Final = """
Globs are over paths from the repository's top: `*` stays within a folder, `**` crosses folders, and names
that begin with a dot are only meant by name. With `units: {name: [glob]}` the globs are over file paths when
the source is `files`, and over `Kind/name` when it is `kustomize` or `command`; every file or resource must
belong to exactly one unit.

A `command` runs at the top of the commit's files in a private folder, with an empty home and no credentials:
whoever can change headgate.yaml decides what runs.
"""


def reference() -> str:
    """Write the page."""
    return _HEAD + "".join(_lines(SETTINGS, "")) + _TAIL


def _lines(table: Table, prefix: str) -> Iterator[str]:
    for row in table.rows:
        why = row.why + _rules(row, table)
        yield f"| `{prefix}{row.key}` | {_what(row.shape)} | {why} |\n"
        yield from _below(row.shape, f"{prefix}{row.key}.")


def _below(shape: Shape, prefix: str) -> Iterator[str]:
    match shape:
        case Table():
            yield from _lines(shape, prefix)
        case MapOf(of=part):
            yield from _below(part, f"{prefix}<name>.")
        case Either(map=table) if table is not None:
            yield from _below(table, prefix)
        case _:
            return


def _rules(row: Row, table: Table) -> str:
    if row.required:
        return "; required"
    if row.usual is not None:
        return f"; `{row.usual}` where it is not written"
    others = [f"`{key}`" for key in table.one_of if key != row.key]
    return f"; instead of {' and '.join(others)}" if row.key in table.one_of else ""


def _what(shape: Shape) -> str:
    match shape:
        case Text(what=what):
            return what
        case Word(words=words):
            return " or ".join(f"`{word}`" for word in words)
        case Fixed(value=value):
            return f"`{value}`"
        case ListOf(of=part):
            return f"a list, each entry {part.what}"
        case Either(text=text, list=parts, map=table):
            return ", or ".join(_what(one) for one in (text, parts, table) if one is not None)
        case MapOf() | Table():
            return _map(shape)


def _map(shape: MapOf | Table) -> str:
    if isinstance(shape, Table):
        return "a map"
    value = "" if isinstance(shape.of, Table) else f", each value {_what(shape.of)}"
    return f"a map, each key {shape.name.what}{value}"
