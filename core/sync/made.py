"""Made: a claim shows the drift of what it made in the cloud."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.fieldpath import FieldPath
from core.krm.crossplane import Reported
from core.krm.read.documents import Document, Documents
from core.krm.redact import any_sensitive
from core.krm.resource import ResourceId
from core.krm.values import Value
from core.model.made import Made
from core.model.names import UnitName
from core.sync.context import Context
from core.sync.gather import Gathered

__all__ = ["made_of"]

_REFERENCES = ("resourceRef", "resourceRefs", "crossplane")


def made_of(context: Context, found: Sequence[Gathered]) -> Mapping[UnitName, tuple[Made, ...]]:
    """Follow the claims and composites of a space's units, in one go: what was read is not read again.

    Gives what is not quiet: drifted, old, gone or unread; masked for showing. What is a unit of the space
    itself is told there too.
    """
    live = {sides.unit: sides.live.documents for sides in found if isinstance(sides.live, Documents)}
    known = {one.id.key: one.value for there in live.values() for one in there if one.id is not None}
    claims = [(one.id, one.value) for there in live.values() for one in there if _leads_on(one) and one.id]
    if context.made is None or not claims:
        return {}
    made = context.made(found[0].unit.space, claims, known=known, catalog=context.catalog)
    return {
        unit: tuple(
            replace(one, reported=tuple(_shown(one.resource, hit) for hit in one.reported))
            for document in there
            if document.id is not None
            for one in made.get(document.id.key, ())
            if not one.is_quiet
        )
        for unit, there in live.items()
    }


def _shown(resource: ResourceId, hit: Reported) -> Reported:
    if not any_sensitive(resource, FieldPath(hit.at), (hit.asked, hit.reported)):
        return hit
    return hit._replace(asked="(secret A)", reported="(secret B)")


def _leads_on(document: Document) -> bool:
    spec = _part(document.value)
    return document.id is not None and any(key in spec for key in _REFERENCES)


def _part(value: Value) -> Mapping[str, Value]:
    spec = value.get("spec") if isinstance(value, dict) else None
    return spec if isinstance(spec, dict) else {}
