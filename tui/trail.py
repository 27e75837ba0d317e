"""Undo and redo: a trail of older and newer values; nothing is ever taken apart."""

from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["Trail"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail(Generic[T]):
    """A value with what it was before and what was undone.

    >>> trail = Trail(now=1).step(2).step(3).undo()
    >>> trail.now, trail.redo().now, trail.undo().undo().now
    (2, 3, 1)
    """

    now: T
    past: tuple[T, ...] = ()
    future: tuple[T, ...] = ()

    def step(self, new: T) -> "Trail[T]":
        """Go on to a new value; what was undone before is forgotten."""
        return Trail(now=new, past=(*self.past, self.now))

    def undo(self) -> "Trail[T]":
        """Go back one value, or stay at the first."""
        if not self.past:
            return self
        return Trail(now=self.past[-1], past=self.past[:-1], future=(self.now, *self.future))

    def redo(self) -> "Trail[T]":
        """Go forward to what was undone, or stay at the last."""
        if not self.future:
            return self
        return Trail(now=self.future[0], past=(*self.past, self.now), future=self.future[1:])
