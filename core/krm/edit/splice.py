"""Splice: the ways in which one operation can be carried out on a document's text, the smallest first.

Nothing here is proved. Whoever takes a splice reads the result again and goes on to the next one where it
does not mean what was intended.
"""

from collections.abc import Callable, Iterator

from core.fieldpath import FieldPath
from core.krm.edit.adding import new_items, new_keys
from core.krm.edit.operations import Drop, Insert, Operation, Put
from core.krm.edit.removing import removals
from core.krm.edit.replacing import bare_replacement, replacements
from core.krm.edit.scalars import Splice
from core.krm.edit.spans import Located, NoSplice, locate
from core.krm.edit.style import Style
from core.krm.edit.values import value_at
from core.krm.read.nodes import ALIAS, Node
from core.krm.values import Absent, Value

__all__ = ["splices"]


def splices(
    text: str, root: Node, operation: Operation, goal: Value, habits: Callable[[], Style]
) -> Iterator[Splice]:
    """Yield the ways to carry an operation out.

    Args:
        text: the document's text.
        root: its node.
        operation: what to do; its path fits the document's value.
        goal: the document's value afterwards.
        habits: gives the document's habits; they are found only where something is written by them.

    Raises:
        NoSplice: the place cannot be edited.
    """
    place = locate(root, operation.path)
    if isinstance(operation, Put) and (bare := bare_replacement(text, place, operation.value)) is not None:
        yield bare
    style = habits()
    if place.missing or place.node.style == ALIAS:
        yield from _where_it_is_not_written(text, place, operation, goal, style)
        return
    match operation:
        case Put(value=value):
            yield from replacements(text, place, value, style)
        case Insert(at=at, value=value):
            yield from new_items(text, place.node, at, value, style)
        case Drop():
            yield from _removed(text, root, place, style)


def _where_it_is_not_written(
    text: str, place: Located, operation: Operation, goal: Value, style: Style
) -> Iterator[Splice]:
    """Write what a path behind an alias, a merge key, null or ``{}`` needs, where the path ends."""
    node = place.node
    if place.missing and node.keys:
        if isinstance(operation, Drop):
            raise NoSplice("it comes from a merge key (<<), where others may use it")
        path = place.path / (key := place.missing[0])
        yield from new_keys(text, node, str(key), _wanted(goal, path), style)
    elif isinstance(operation, Drop) and not place.missing:
        yield from _removed(text, place.chain[0], place, style)
    else:
        yield from replacements(text, place, _wanted(goal, place.path), style)


def _removed(text: str, root: Node, place: Located, style: Style) -> Iterator[Splice]:
    """Remove a part; the only one of its map or list leaves ``{}`` or ``[]`` behind."""
    parent = place.parent
    if parent is None:
        raise NoSplice("a whole document is no part of one")
    if len(parent.parts) > 1:
        yield from removals(text, parent, place.at)
    else:
        yield from replacements(text, locate(root, place.path.parent), {} if parent.keys else [], style)


def _wanted(goal: Value, path: FieldPath) -> Value:
    value = value_at(goal, path)
    if isinstance(value, Absent):
        raise NoSplice("nothing shall stand there")
    return value
