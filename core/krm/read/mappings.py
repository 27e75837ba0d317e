"""What a map means: keys as text, no key twice, merge keys merged in."""

from collections.abc import Sequence

from core.krm.read.budget import Budget
from core.krm.read.dialect import NotInDialect, key_text
from core.krm.read.nodes import Node, is_merge
from core.krm.values import Value

__all__ = ["NotAMap", "key_name", "map_value"]


class NotAMap(ValueError):
    """Keys that make no map that JSON can hold."""

    def __init__(self, problem: str, key: Node) -> None:
        super().__init__(problem)
        self.key = key


def map_value(
    keys: Sequence[Node], parts: Sequence[Node], budget: Budget
) -> tuple[dict[str, Value], list[tuple[int, str]]]:
    """Build the value of any map, and the merge keys that tools read differently, with why.

    Raises:
        NotAMap: a key twice, a null key, a list or map as key, or a merge of something that is no map.
        OverLimit: too many merge keys.
    """
    if any(is_merge(key) for key in keys):
        return _merged(keys, parts, budget)
    value = dict(zip(map(key_name, keys), [part.value for part in parts], strict=True))
    if len(value) != len(keys):
        _refuse_twice(keys)
    return value, []


def key_name(key: Node) -> str:
    """Read a key as text.

    Raises:
        NotAMap: it cannot be.
    """
    value = key.value
    if isinstance(value, dict | list):
        raise NotAMap("a list or map is used as a key (a template must be rendered first)", key)
    try:
        return key_text(value)
    except NotInDialect as error:
        raise NotAMap(str(error), key) from None


def _refuse_twice(keys: Sequence[Node]) -> None:
    seen: set[str] = set()
    for key in keys:
        text = key_name(key)
        if text in seen and not is_merge(key):
            raise NotAMap(f'the key "{text}" stands here a second time', key)
        seen.add(text)


def _merged(
    keys: Sequence[Node], parts: Sequence[Node], budget: Budget
) -> tuple[dict[str, Value], list[tuple[int, str]]]:
    """Merge as kubectl does: in the order of the text, so a later ``<<`` replaces a key before it.

    Source: goyaml.v2 decode.go, mapping and merge; kubectl 1.33 was asked.
    """
    _refuse_twice(keys)
    value: dict[str, Value] = {}
    own: set[str] = set()
    doubts: list[tuple[int, str]] = []
    for key, part in zip(keys, parts, strict=True):
        if not is_merge(key):
            own.add(key_name(key))
            value[key_name(key)] = part.value
            continue
        budget.merge()
        merged = _sources(key, part)
        if replaced := sorted(own & merged.keys()):
            doubts.append(
                (key.start, f"kubectl lets << replace {', '.join(replaced)} above it, other tools do not")
            )
        value |= merged
    return value, doubts


def _sources(key: Node, part: Node) -> dict[str, Value]:
    """Join what one ``<<`` brings; of several maps the first wins."""
    sources = part.value if isinstance(part.value, list) else [part.value]
    joined: dict[str, Value] = {}
    for source in reversed(sources):
        if not isinstance(source, dict):
            raise NotAMap("<< needs a map, or a list of maps", key)
        joined |= source
    return joined
