"""Made: a claim shows the drift of what it made in the cloud."""

from collections.abc import Mapping

from core.krm.read.documents import Documents
from core.krm.values import Value
from core.model.made import Made
from core.sync.context import Context
from core.sync.gather import Gathered

__all__ = ["made_of"]

_REFERENCES = ("resourceRef", "resourceRefs", "crossplane")


def made_of(context: Context, sides: Gathered) -> tuple[Made, ...]:
    """Follow the claims and composites of a unit; gives what is not quiet: drifted, old, gone or unread.

    What is a unit of the space itself is told there too.
    """
    if context.made is None or not isinstance(sides.live, Documents):
        return ()
    found = [
        one
        for document in sides.live.documents
        if document.id is not None and _refers(document.value)
        for one in context.made(sides.unit.space, document.id, document.value, context.catalog)
    ]
    return tuple(one for one in found if not one.is_quiet)


def _refers(value: Value) -> bool:
    spec = value.get("spec") if isinstance(value, dict) else None
    return isinstance(spec, Mapping) and any(key in spec for key in _REFERENCES)
