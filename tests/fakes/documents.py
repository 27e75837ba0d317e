"""The documents that an item's fields stand for: each side as YAML, of what it holds at those fields."""

from core.krm.edit.apply import edit
from core.krm.edit.changes import FieldChange
from core.krm.resource import ResourceId
from core.krm.values import Absent, Unknown
from core.merge.places import Side
from core.model.item import Opened

__all__ = ["written"]


def written(opened: Opened, side: Side) -> str:
    """Write what a side holds; a resource stands there even where none of its fields does."""
    fields = opened.resolution.fields
    resources = list(dict.fromkeys(field.place.resource for field in fields))
    text = "---\n".join(_bare(resource) for resource in resources)
    changes = [
        FieldChange(resource=field.place.resource, path=field.path, value=held)
        for field in fields
        if field.path.steps and not isinstance(held := field.place.held(side), Absent | Unknown)
    ]
    return edit(text, changes) if changes else text


def _bare(resource: ResourceId) -> str:
    namespace = f"  namespace: {resource.namespace}\n" if resource.namespace else ""
    head = f"apiVersion: {resource.api_version}\nkind: {resource.kind}\n"
    return f"{head}metadata:\n  name: {resource.name}\n{namespace}"
