"""CRDs and XRDs: what a definition's schema says about its kind, as nodes.

Of a schema only what changes comparing is read: list types and keys, defaults, int-or-string, amounts,
formats, atomic maps. A list without a marker is told apart by a key that is unique, as without a schema.
Source: Kubernetes, structural schemas and x-kubernetes extensions; docs.crossplane.io, XRDs; domain.md §3.7.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from core.krm.normalize import fixed_text
from core.krm.rules.defaults import DefaultRule
from core.krm.rules.example import Example
from core.krm.rules.lists import ListKind, ListRule
from core.krm.rules.presence import STRING_MAPS
from core.krm.rules.quantities import Form, FormRule
from core.krm.schema.builtin import free_node, is_managed, kind_root
from core.krm.schema.node import Node
from core.krm.values import Value

__all__ = ["Defined", "definitions"]

_DEFINITIONS: Final = frozenset({"CustomResourceDefinition", "CompositeResourceDefinition"})
_LISTS: Final = {"atomic": ListKind.ATOMIC, "set": ListKind.SET, "map": ListKind.KEYED}
_FORMATS: Final = {"duration": Form.DURATION, "date-time": Form.TIME, "byte": Form.BASE64}
_BY_NAME: Final = {path: row for row in STRING_MAPS if row.scope == "unknown" for path in row.paths}
_NOTHING: Final = Example({}, {})

_Map = Mapping[str, Value]


class Defined(NamedTuple):
    """One kind that a definition brings.

    Attributes:
        group: its API group.
        kind: the kind; an XRD brings two, the composite and its claim.
        versions: what each API version's schema says; versions of one schema share one node.
    """

    group: str
    kind: str
    versions: dict[str, Node]


def definitions(document: Value) -> Iterator[Defined]:
    """Read the kinds a document defines; none where it is no CRD and no XRD."""
    if not isinstance(document, dict) or document.get("kind") not in _DEFINITIONS:
        return
    spec = _map(document.get("spec"))
    group = spec.get("group")
    for names in ("names", "claimNames"):
        kind = _map(spec.get(names)).get("kind")
        if isinstance(group, str) and isinstance(kind, str):
            yield Defined(group, kind, _versions(spec, group, kind))


def _map(value: Value) -> _Map:
    return value if isinstance(value, dict) else {}


def _list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


def _versions(spec: _Map, group: str, kind: str) -> dict[str, Node]:
    common = _map(spec.get("validation")).get("openAPIV3Schema")
    made: dict[str, Node] = {}
    found: dict[str, Node] = {}
    for version in map(_map, _list(spec.get("versions"))):
        schema = _map(version.get("schema")).get("openAPIV3Schema", common)
        text = json.dumps(schema, sort_keys=True)
        if text not in made:
            made[text] = _kind(_map(schema), group, f"{group}/{kind}")
        found[f"{group}/{version.get('name')}"] = made[text]
    return found


def _kind(schema: _Map, group: str, scope: str) -> Node:
    root = _node(schema, _Reader(scope, unwraps=False), "")
    if is_managed(group) and (spec := root.fields.get("spec")):
        below = _map(_map(_map(schema.get("properties")).get("spec")).get("properties"))
        for name in ("forProvider", "initProvider"):
            if name in below:
                spec.fields[name] = _node(_map(below[name]), _Reader(scope, unwraps=True), f"spec.{name}")
    return kind_root(root, managed=is_managed(group))


class _Reader(NamedTuple):
    """What every place of a kind has in common.

    Attributes:
        scope: the kind, as rules name it.
        unwraps: see `Node`.
    """

    scope: str
    unwraps: bool

    @property
    def source(self) -> str:
        return f"the schema of {self.scope}"


def _node(schema: _Map, reader: _Reader, path: str) -> Node:
    """Make the node of one place, and of all that the schema names below it."""
    bottom = free_node(unwraps=reader.unwraps)
    node = replace(bottom, fields=dict(bottom.fields), beyond=bottom, within=bottom.items)
    for key, below in _map(schema.get("properties")).items():
        made = _node(_map(below), reader, f"{path}.{key}".removeprefix("."))
        if key in _BY_NAME and isinstance(_map(below).get("additionalProperties"), dict):
            made.string_map, made.map_rule, made.keeps_empty = True, _BY_NAME[key], False
        node.fields[key] = made
    if isinstance(more := schema.get("additionalProperties"), dict):
        node.beyond = _node(more, reader, f"{path}.*")
    if isinstance(items := schema.get("items"), dict):
        node.within = _node(items, reader, f"{path}[]")
        node.within.unwraps = False
        _list_type(node, schema, items, reader, path)
    if isinstance(expects := schema.get("type"), str):
        node.expects = expects
    node.atomic_map = schema.get("x-kubernetes-map-type") == "atomic"
    _form(node, schema, reader, path)
    _default(node, schema, reader, path)
    return node


def _list_type(node: Node, schema: _Map, items: _Map, reader: _Reader, path: str) -> None:
    kind = _LISTS.get(str(schema.get("x-kubernetes-list-type", "")))
    if kind is None:
        return
    keys = tuple(key for key in _list(schema.get("x-kubernetes-list-map-keys")) if isinstance(key, str))
    properties = _map(items.get("properties"))
    defaults = {key: _map(properties.get(key)).get("default") for key in keys}
    node.lists, node.keys = kind, keys
    node.key_defaults = {key: value for key, value in defaults.items() if isinstance(value, str)}
    node.list_rule = ListRule(
        "L-SCHEMA", reader.scope, (path,), kind, keys, (), f"the schema says: {kind}", reader.source, _NOTHING
    )


def _form(node: Node, schema: _Map, reader: _Reader, path: str) -> None:
    form = _FORMATS.get(str(schema.get("format", "")))
    if schema.get("x-kubernetes-int-or-string"):
        form = Form.QUANTITY if "[KMGTPE]i" in str(schema.get("pattern", "")) else Form.INT_OR_STRING
    if form is not None:
        node.form = form
        node.form_rule = FormRule(
            "Q-SCHEMA", reader.scope, (path,), form, f"the schema says: {form}", reader.source, _NOTHING
        )


def _default(node: Node, schema: _Map, reader: _Reader, path: str) -> None:
    default = schema.get("default")
    if default is not None:
        node.default = DefaultRule(
            "D-SCHEMA", reader.scope, (path,), default, "the schema fills it in", reader.source, _NOTHING
        )
        node.default_text = fixed_text(default, node)
