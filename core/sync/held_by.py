"""Held by: which field managers of a cluster set the live fields that a plan would write."""

from collections.abc import Iterator, Sequence

from core.fieldpath import ROOT
from core.krm.edit.values import is_same, value_at
from core.krm.managers import managers_at
from core.krm.read.documents import Documents
from core.krm.values import ABSENT
from core.model.plan import LiveChange
from core.sync.context import Context
from core.sync.gather import Gathered

__all__ = ["managers_of"]

_OURS = "headgate"


def managers_of(context: Context, sides: Gathered, changes: Sequence[LiveChange]) -> tuple[str, ...]:
    """Name them, each once; nobody where the live side keeps no managers.

    Who removes a whole resource takes nobody's field over: everybody's go with it, and the word says so.
    """
    if context.guarded is None or not context.guarded(sides.unit.space):
        return ()
    return tuple(dict.fromkeys(_names(sides, changes)))


def _names(sides: Gathered, changes: Sequence[LiveChange]) -> Iterator[str]:
    documents = sides.live.documents if isinstance(sides.live, Documents) else ()
    there = {one.id.key: one.value for one in documents if one.id is not None}
    for change in changes:
        if change.path == ROOT and change.value is ABSENT:
            continue
        value = there.get(change.resource.key)
        if value is not None and not is_same(value_at(value, change.path), change.value):
            yield from (one.name for one in managers_at(value, change.path) if one.name not in {"", _OURS})
