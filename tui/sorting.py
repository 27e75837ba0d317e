"""In which order the inbox lists what waits."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Final

from core.model.item import Item, Risk

__all__ = ["Order", "in_order", "next_order"]


class Order(StrEnum):
    """An order; the value is how the screen says it."""

    URGENCY = "most urgent first"
    NEWEST = "newest first"
    OLDEST = "oldest first"
    UNIT = "by unit"
    RISK = "by risk"


_RISKS: Final = (Risk.HIGH, Risk.MEDIUM, Risk.LOW)
_UNKNOWN_AGE: Final = "9"
_KEYS: Final[dict[Order, Callable[[Item], str]]] = {
    Order.OLDEST: lambda item: item.since or _UNKNOWN_AGE,
    Order.UNIT: lambda item: str(item.unit),
    Order.RISK: lambda item: str(_RISKS.index(item.risk)),
}


def in_order(items: Sequence[Item], order: Order) -> Sequence[Item]:
    """Sort items that come most urgent first; what is equal keeps that order, an unknown age comes last."""
    if order is Order.NEWEST:
        return sorted(items, key=lambda item: item.since, reverse=True)
    key = _KEYS.get(order)
    return items if key is None else sorted(items, key=key)


def next_order(order: Order) -> Order:
    """Give the order after one, around the end.

    >>> next_order(Order.RISK)
    <Order.URGENCY: 'most urgent first'>
    """
    orders = list(Order)
    return orders[(orders.index(order) + 1) % len(orders)]
