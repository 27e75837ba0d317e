"""Ports with something happening just before or after one of their methods is called for the first time."""

from collections.abc import Callable
from typing import TypeVar, cast

from core.desk import Desk
from core.sync.context import Context
from tests.builders.world import World

__all__ = ["after", "before", "desk_with"]

T = TypeVar("T")


def before(port: T, method: str, act: Callable[[], object]) -> T:
    """Give a port on which ``act`` happens just before ``method`` is first called; it may raise."""
    return cast("T", _Meddled(port, method, act, None))


def after(port: T, method: str, act: Callable[[], object]) -> T:
    """Likewise just after it did its work, before the caller hears of it."""
    return cast("T", _Meddled(port, method, None, act))


class _Meddled:
    def __init__(
        self, port: object, method: str, first: Callable[[], object] | None, then: Callable[[], object] | None
    ) -> None:
        self._port = port
        self._method = method
        self._first = first
        self._then = then

    def __getattr__(self, name: str) -> object:
        real = getattr(self._port, name)
        return self._wrapped(real) if name == self._method else real

    def _wrapped(self, real: Callable[..., object]) -> Callable[..., object]:
        def called(*arguments: object, **named: object) -> object:
            act, self._first = self._first, None
            if act is not None:
                act()
            answer = real(*arguments, **named)
            act, self._then = self._then, None
            if act is not None:
                act()
            return answer

        return called


def desk_with(made: World, change: Callable[[Context], Context], *, who: str = "op2") -> Desk:
    """Sit down at a desk whose ports somebody meddles with."""
    return Desk(change(made.workspace(who).context))
