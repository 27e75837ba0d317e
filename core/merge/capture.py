"""What a capture writes: what is live, without what the server, defaults and controllers added.

Source: domain.md R32, §4.2.
"""

from core.krm.normalize import canonical, default_here, same
from core.krm.schema.node import Node
from core.krm.values import ABSENT, Absent, Value

__all__ = ["captured"]


def captured(live: Value, node: Node, applied: Value = None) -> Value | Absent:
    """Give a live value as a person would have written it.

    Args:
        live: the value.
        node: what the rules say about it.
        applied: what was applied here; items of a list that still mean the same keep this spelling.
    """
    if isinstance(live, dict):
        return _map(live, node)
    if isinstance(live, list):
        written = {canonical(item, node.items): item for item in applied} if isinstance(applied, list) else {}
        return [written.get(canonical(item, node.items), _item(item, node.items)) for item in live]
    return ABSENT if live is None else live


def _item(item: Value, node: Node) -> Value:
    found = captured(item, node)
    return None if isinstance(found, Absent) else found


def _map(live: dict[str, Value], node: Node) -> Value:
    found: dict[str, Value] = {}
    for key, part in live.items():
        below = node.below(key)
        if below.noise is not None or below.live_noise is not None or _is_implied(part, below, live):
            continue
        kept = captured(part, below)
        if not isinstance(kept, Absent):
            found[key] = kept
    return found


def _is_implied(part: Value, node: Node, beside: dict[str, Value]) -> bool:
    """Tell whether leaving a field out would mean the same."""
    return canonical(part, node) == "" or (node.follows and same(part, default_here(node, beside), node))
