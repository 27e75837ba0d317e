"""Manifests of the usual kinds, in the ways people write them, and what live shows of them."""

from pathlib import Path
from typing import Final

from core.krm.read.documents import Document, Documents, read_resources
from core.krm.resource import ResourceId
from core.krm.schema.catalog import BUILTIN, Catalog
from core.merge.compare import Sides, compare

__all__ = ["ALL", "differences", "id_of", "ignored", "one_document"]

_FOLDER: Final = Path(__file__).parents[1] / "data" / "manifests"


def id_of(document: Document) -> ResourceId:
    assert document.id is not None
    return document.id


def one_document(text: str) -> Document:
    """Read the one resource of a text."""
    (found,) = read_resources(text).documents
    return found


ALL: Final = [
    one for file in sorted(_FOLDER.glob("*.yaml")) for one in read_resources(file.read_text()).documents
]
"""The corpus."""


def _sides(applied: Document, live: Document) -> Sides:
    before, now = (Documents(text="", documents=(one,)) for one in (applied, live))
    return Sides(base=before, git=before, hub=before, applied=before, live=now)


def differences(applied: Document, live: Document, *, catalog: Catalog = BUILTIN) -> dict[str, object]:
    """Compare what was applied with what is live: what is shown, by path."""
    found = compare(_sides(applied, live), catalog=catalog)
    return {str(place.path): place.live for place in found.places}


def ignored(applied: Document, live: Document) -> set[str]:
    """Name the rules by which differences are not shown."""
    return {row.rule for row in compare(_sides(applied, live)).ignored}
