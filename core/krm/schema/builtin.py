"""What is built in about Kubernetes and Crossplane kinds, made from the rule tables when first asked for."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Final, TypeVar

from core.krm.normalize import fixed_text
from core.krm.rules.defaults import DEFAULTS, DefaultRule
from core.krm.rules.example import Rule
from core.krm.rules.lists import INFERRED, INFERRED_KEYS, LISTS, ListKind, ListRule
from core.krm.rules.noise import NOISE, NoiseRule, Reach
from core.krm.rules.oneof import ONE_OF
from core.krm.rules.presence import KEPT_EMPTY, STRING_MAPS
from core.krm.rules.quantities import FORMS, FormRule
from core.krm.rules.shapes import KUBERNETES_GROUPS, SHAPES
from core.krm.schema.node import PLAIN, Node

__all__ = ["free_node", "is_kubernetes", "is_managed", "kind_node", "kind_root", "scope_node"]

_Row = TypeVar("_Row", bound=Rule)
_MANAGED_DOMAINS: Final = (".upbound.io", ".crossplane.io")
_NOT_MANAGED: Final = frozenset(
    {"apiextensions.crossplane.io", "pkg.crossplane.io", "meta.pkg.crossplane.io", "pkg.upbound.io"}
)


def is_kubernetes(group: str) -> bool:
    """Tell whether Kubernetes itself serves a group."""
    return group in KUBERNETES_GROUPS


def is_managed(group: str) -> bool:
    """Tell whether a group's kinds are Crossplane managed resources.

    >>> is_managed("s3.aws.upbound.io"), is_managed("pkg.crossplane.io"), is_managed("apps")
    (True, False, False)
    """
    return f".{group}".endswith(_MANAGED_DOMAINS) and group not in _NOT_MANAGED


def kind_node(group: str, kind: str) -> Node:
    """Find what is built in about a kind; of a kind nobody knows, its metadata and its status."""
    if is_kubernetes(group):
        return scope_node(f"{group or 'core'}/{kind}")
    return scope_node("managed" if is_managed(group) else "*")


@cache
def scope_node(scope: str) -> Node:
    """Build what the rows of one scope say: of a kind (``apps/Deployment``), a type, or a special scope."""
    if scope == "unknown":
        return free_node(unwraps=False)
    if scope == "*":
        return kind_root(_fresh(free_node(unwraps=False)), managed=False)
    if scope == "managed":
        return _managed()
    root = _fresh(PLAIN)
    if "/" in scope:
        _fill(root, "*", PLAIN)
        root.folds = scope == "core/Secret"
    _fill(root, scope, PLAIN)
    return root


@cache
def free_node(*, unwraps: bool) -> Node:
    """Build the place of a kind that no schema describes; below it is more of the same.

    A field that holds a list of one map may mean the map; an item of a list is what it is.
    """
    node = Node(
        lists=ListKind.INFERRED,
        keys=INFERRED_KEYS,
        list_rule=INFERRED,
        keeps_empty=True,
        foreign=True,
        unwraps=unwraps,
    )
    _fill(node, "unknown", node)
    if unwraps:
        node.within = replace(node, unwraps=False, beyond=node)
    return node


def kind_root(root: Node, *, managed: bool) -> Node:
    """Give a kind that is not Kubernetes' own what all of them have: metadata, a status nobody compares.

    A managed resource also has Crossplane's own fields.
    """
    _fill(root, "*", free_node(unwraps=False))
    if managed:
        _fill(root, "managed", free_node(unwraps=False))
    return root


def _managed() -> Node:
    root = _fresh(free_node(unwraps=False))
    for path in ("spec.forProvider", "spec.initProvider"):
        _put(root, path, free_node(unwraps=True), free_node(unwraps=False))
    return kind_root(root, managed=True)


def _fill(root: Node, scope: str, bottom: Node) -> None:
    """Write every row of a scope into its node; shapes first, so that rows can speak of what stands there."""
    _shaped(root, scope, bottom)
    for listed in _rows(LISTS, scope):
        _listed(root, listed, bottom)
    for formed in _rows(FORMS, scope):
        _formed(root, formed, bottom)
    _present(root, scope, bottom)
    for silent in _rows(NOISE, scope):
        _silenced(root, silent, bottom)
    root.choices = (*root.choices, *_rows(ONE_OF, scope))
    for default in _rows(DEFAULTS, scope):
        _defaulted(root, default, bottom)


def _rows(table: Iterable[_Row], scope: str) -> list[_Row]:
    return [row for row in table if row.scope == scope]


def _shaped(root: Node, scope: str, bottom: Node) -> None:
    for shape in SHAPES:
        if shape.scope == scope:
            for path in shape.paths:
                _put(root, path, scope_node(shape.type), bottom)


def _listed(root: Node, row: ListRule, bottom: Node) -> None:
    for path in row.paths:
        node = _reach(root, path, bottom)
        node.lists, node.keys, node.key_defaults = row.kind, row.keys, dict(row.defaults)
        node.list_rule, node.ordered = row, row.ordered


def _formed(root: Node, row: FormRule, bottom: Node) -> None:
    for path in row.paths:
        node = _reach(root, path, bottom)
        node.form, node.form_rule = row.form, row


def _present(root: Node, scope: str, bottom: Node) -> None:
    for row in _rows(STRING_MAPS, scope):
        for path in row.paths:
            node = _reach(root, path, bottom)
            node.string_map, node.map_rule, node.keeps_empty = True, row, False
    for row in _rows(KEPT_EMPTY, scope):
        for path in row.paths:
            if path != "*":
                _reach(root, path, bottom).keeps_empty = True


def _silenced(root: Node, row: NoiseRule, bottom: Node) -> None:
    for *above, key in row.paths:
        node = root
        for step in above:
            node = _child(node, step, bottom)
        silent = _fresh(bottom) if key.endswith("…") else _child(node, key, bottom)
        if row.reach is Reach.EVERYWHERE:
            silent.noise = row
        else:
            silent.live_noise = row
        if key.endswith("…"):
            node.prefixes = (*node.prefixes, (key[:-1], silent))


def _defaulted(root: Node, row: DefaultRule, bottom: Node) -> None:
    for path in row.paths:
        node = _reach(root, path, bottom)
        node.default, node.follows = row, isinstance(row.value, tuple)
        node.default_text = "" if isinstance(row.value, tuple) else fixed_text(row.value, node)


def _put(root: Node, path: str, made: Node, bottom: Node) -> None:
    """Let a type stand at a path."""
    *above, last = _steps(path)
    node = root
    for step in above:
        node = _child(node, step, bottom)
    _set(node, last, replace(made))


def _reach(root: Node, path: str, bottom: Node) -> Node:
    """Go to a path, making what is not there."""
    node = root
    for step in _steps(path):
        node = _child(node, step, bottom)
    return node


def _steps(path: str) -> list[str]:
    return path.replace("[]", ".[]").split(".")


def _child(node: Node, step: str, bottom: Node) -> Node:
    """Go one step down, onto a node that only this kind has: a shared type stays as it is."""
    found = _found(node, step)
    shared = bottom if found is None else found
    made = _fresh(bottom) if shared is bottom else replace(shared, fields=dict(shared.fields))
    _set(node, step, made)
    return made


def _found(node: Node, step: str) -> Node | None:
    match step:
        case "[]":
            return node.within
        case "*":
            return node.beyond
        case _:
            return node.fields.get(step)


def _set(node: Node, step: str, below: Node) -> None:
    match step:
        case "[]":
            node.within = below
        case "*":
            node.beyond = below
        case _:
            node.fields[step] = below


def _fresh(bottom: Node) -> Node:
    """Make a place of the bottom's sort, with the bottom below it."""
    return replace(bottom, fields=dict(bottom.fields), beyond=bottom, within=bottom)
