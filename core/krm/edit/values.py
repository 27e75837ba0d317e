"""The value side of an edit: read and change one place of a parsed value, never in place."""

from typing import Final

from core.errors import EditRefused
from core.fieldpath import ROOT, FieldPath, Index, Item, Member, Scalar, Step
from core.krm.values import ABSENT, Absent, Value

__all__ = ["changed", "inserted", "is_same", "resolved", "value_at"]

_DEFAULTS: Final[dict[str, Scalar]] = {"protocol": "TCP"}
"""What an item's key holds where it is not written. Source: domain.md §3.7."""


def is_same(left: Value | Absent, right: Value | Absent) -> bool:
    """Compare by type and value: to YAML 1, 1.0, true and "1" are four things.

    >>> is_same({"a": 1}, {"a": 1.0}), is_same([True], [True])
    (False, True)
    """
    if left is right:
        return True
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(is_same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(is_same, left, right))
    return type(left) is type(right) and left == right


def value_at(value: Value, path: FieldPath) -> Value | Absent:
    """Read the value at a place; `ABSENT` where nothing stands there.

    >>> value_at({"ports": [{"port": 53}]}, FieldPath.parse("ports[port=53,protocol=TCP].port"))
    53
    """
    here = value
    for step in path.steps:
        found = _below(here, step)
        if found is None:
            return ABSENT
        here = found[1]
    return here


def resolved(value: Value, path: FieldPath) -> FieldPath:
    """Give a path as keys and places in lists, as far as something stands there.

    >>> str(resolved({"env": [{"name": "A"}]}, FieldPath.parse("env[name=A].value")))
    'env[0]'
    """
    here, steps = value, ROOT
    for step in path.steps:
        found = _below(here, step)
        if found is None:
            return steps
        here, steps = found[1], steps / found[0]
    return steps


def _below(value: Value, step: Step) -> tuple[str | Index, Value] | None:
    if isinstance(step, str):
        return (step, value[step]) if isinstance(value, dict) and step in value else None
    if not isinstance(value, list):
        return None
    at = _index(value, step)
    return None if at is None else (Index(at), value[at])


def changed(value: Value, path: FieldPath, new: Value | Absent) -> Value:
    """Give the value with one place changed; what is missing on the way is made.

    Args:
        value: a document's value, or a part of it.
        path: the place; an item that is not there is appended with its keys, a place just after a list's
            end appends too.
        new: what shall stand there; `ABSENT` removes the key, item or member, and leaves an emptied map or
            list behind. Removing what is not there changes nothing.

    Raises:
        EditRefused: the path does not fit the value, fits twice, or the whole value would be removed.

    >>> changed({"a": [1, 2]}, FieldPath.parse("a[=1]"), ABSENT)
    {'a': [2]}
    >>> changed({}, FieldPath.parse("env[name=A].value"), "1")
    {'env': [{'name': 'A', 'value': '1'}]}
    """
    result = _changed(value, path.steps, new, path)
    if isinstance(result, Absent):
        raise _misfit(path, "a whole document is removed from a text, not from a value")
    return result


def inserted(value: Value, path: FieldPath, at: int, new: Value) -> Value:
    """Give the value with an item put before the ``at``-th one of the list at ``path``.

    Raises:
        EditRefused: no list stands there.
    """
    items = value_at(value, path)
    if not isinstance(items, list):
        raise _misfit(path, "no list stands there")
    return changed(value, path, [*items[:at], new, *items[at:]])


def _changed(value: Value, steps: tuple[Step, ...], new: Value | Absent, path: FieldPath) -> Value | Absent:
    if not steps:
        return new
    step, rest = steps[0], steps[1:]
    if isinstance(step, str):
        return _changed_map(value, step, rest, new, path)
    return _changed_list(value, step, rest, new, path)


def _changed_map(
    value: Value, key: str, rest: tuple[Step, ...], new: Value | Absent, path: FieldPath
) -> Value:
    if not isinstance(value, dict):
        if new is ABSENT:
            return value
        if value is not None:
            raise _misfit(path, f"the key {key!r} is asked of a {_kind(value)}")
        value = {}
    if new is ABSENT and key not in value:
        return value
    below = _changed(value.get(key), rest, new, path)
    if isinstance(below, Absent):
        return {name: part for name, part in value.items() if name != key}
    return {**value, key: below}


def _changed_list(
    value: Value, step: Item | Member | Index, rest: tuple[Step, ...], new: Value | Absent, path: FieldPath
) -> Value:
    if not isinstance(value, list):
        if new is ABSENT:
            return value
        if value is not None:
            raise _misfit(path, f"an item is asked of a {_kind(value)}")
        value = []
    at = _only(value, step, path)
    if at is None:
        return value if isinstance(new, Absent) else [*value, _made(value, step, rest, new, path)]
    below = _changed(value[at], rest, new, path)
    kept = [] if isinstance(below, Absent) else [below]
    return [*value[:at], *kept, *value[at + 1 :]]


def _made(
    value: list[Value], step: Item | Member | Index, rest: tuple[Step, ...], new: Value, path: FieldPath
) -> Value:
    """Make the item that a path asks for and that is not there."""
    match step:
        case Index(at=at) if at != len(value):
            raise _misfit(path, f"the list has {len(value)} items")
        case Member() if rest:
            raise _misfit(path, "a member of a set holds nothing below it")
        case Item(keys=keys) if rest:
            start: Value = dict(keys)
        case _:
            start = None
    made = _changed(start, rest, new, path)
    if isinstance(made, Absent):
        raise _misfit(path, "nothing can be removed from what is not there")
    return made


def _only(value: list[Value], step: Item | Member | Index, path: FieldPath) -> int | None:
    """Find the one item of a step; None where there is none."""
    if isinstance(step, Index):
        return step.at if step.at < len(value) else None
    places = [at for at, item in enumerate(value) if _is_meant(item, step)]
    if len(places) > 1:
        raise _misfit(path, f"{len(places)} items have these keys")
    return places[0] if places else None


def _index(value: list[Value], step: Item | Member | Index) -> int | None:
    if isinstance(step, Index):
        return step.at if step.at < len(value) else None
    return next((at for at, item in enumerate(value) if _is_meant(item, step)), None)


def _is_meant(item: Value, step: Item | Member) -> bool:
    if isinstance(step, Member):
        return is_same(item, step.value)
    return isinstance(item, dict) and all(
        is_same(item.get(key, _DEFAULTS.get(key)), value) for key, value in step.keys
    )


def _kind(value: Value) -> str:
    return "map" if isinstance(value, dict) else "list" if isinstance(value, list) else "scalar"


def _misfit(path: FieldPath, why: str) -> EditRefused:
    return EditRefused(
        f"Could not change {path if path.steps else 'the document'}",
        why=why,
        next_step="compare the path with the document; headgate show prints the paths there are",
    )
