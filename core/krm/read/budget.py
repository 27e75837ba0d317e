"""Budget: counts what a text costs while it is read."""

from core.krm.read.limits import Limits
from core.krm.read.nodes import ALIAS, Node

__all__ = ["Budget", "OverLimit"]


class OverLimit(ValueError):
    """A limit is exceeded; the text names it."""


class Budget:
    """What is left of the limits; every method raises `OverLimit` where nothing is."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._nodes = limits.nodes
        self._aliases = limits.aliases
        self._merges = limits.merges
        self._documents = limits.documents
        self._spread = limits.bytes
        self._costs: dict[int, tuple[int, int, int]] = {}

    @property
    def events(self) -> int:
        """How many events a text within the limits has at most."""
        return 2 * self._limits.nodes + 2 * self._limits.documents + 2

    def nodes(self, count: int) -> None:
        """Count keys, values and items, when their map or list ends."""
        self._nodes -= count
        if self._nodes < 0:
            raise OverLimit(f"more than {self._limits.nodes} values")

    def depth(self, depth: int) -> None:
        """Look how deep a map or list stands, from 1."""
        if depth > self._limits.depth:
            raise OverLimit(f"more than {self._limits.depth} maps and lists within each other")

    def alias(self, target: Node, depth: int) -> None:
        """Count all that an alias stands for, as though it were written out."""
        self._aliases -= 1
        if self._aliases < 0:
            raise OverLimit(f"more than {self._limits.aliases} aliases")
        nodes, height, chars = self._cost(target)
        self._nodes -= nodes
        self._spread -= chars
        if self._nodes < 0 or self._spread < 0:
            raise OverLimit(
                f"with its aliases written out it has more than {self._limits.nodes} values"
                f" or {self._limits.bytes} characters"
            )
        self.depth(depth + height)

    def merge(self) -> None:
        """Count a merge key."""
        self._merges -= 1
        if self._merges < 0:
            raise OverLimit(f"more than {self._limits.merges} merge keys (<<)")

    def document(self) -> None:
        """Count a document, an empty one too: each costs time."""
        self._documents -= 1
        if self._documents < 0:
            raise OverLimit(f"more than {self._limits.documents} documents")

    def _cost(self, node: Node) -> tuple[int, int, int]:
        """Count nodes, height and characters; the budget bounds the walk, since it is spent on the result."""
        if node.style == ALIAS:
            return self._costs[id(node.parts[0])]
        if not node.keys and not node.parts:
            return (1, 0, node.end - node.start)
        known = self._costs.get(id(node))
        if known is None:
            nodes, heights, chars = zip(*map(self._cost, (*node.keys, *node.parts)), strict=True)
            known = self._costs[id(node)] = (1 + sum(nodes), 1 + max(heights), sum(chars))
        return known
