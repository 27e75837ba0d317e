"""Documents for tests of the engine: one resource around a part of it, read from the YAML a person writes."""

from core.krm.read.documents import Documents, read, read_resources
from core.krm.values import Value

__all__ = ["deployment_text", "thing", "unit", "yaml_value"]


def yaml_value(text: str) -> Value:
    """Read one value as kubectl does."""
    return read(text).documents[0].value


def unit(*texts: str) -> Documents:
    """Read documents that follow each other in one text."""
    return read_resources("\n---\n".join(texts))


def thing(
    spec: str, *, kind: str = "Thing", api: str = "example.org/v1", name: str = "a", more: str = ""
) -> str:
    """Write a resource of a kind that no schema describes, from its spec in one flow line."""
    return f"apiVersion: {api}\nkind: {kind}\nmetadata: {{name: {name}}}\nspec: {spec}\n{more}"


def deployment_text(pod: str = "{}", *, spec: str = "", metadata: str = "") -> str:
    """Write a Deployment from its pod's spec, and more fields of spec and metadata, in flow lines."""
    return (
        f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: web, namespace: shop{_more(metadata)}}}\n"
        f"spec: {{template: {{spec: {pod}}}{_more(spec)}}}\n"
    )


def _more(fields: str) -> str:
    return f", {fields}" if fields else ""
