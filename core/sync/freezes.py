"""Freezes: what a session set live to stop a reverter is its own, and never a difference of the unit."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce

from core.errors import EditRefused
from core.krm.edit.values import changed, is_same, value_at
from core.krm.read.documents import Document
from core.model.freeze import Frozen

__all__ = ["thawed"]


def thawed(documents: Sequence[Document], freezes: Sequence[Frozen]) -> Sequence[Document]:
    """Give live documents as they would be without the freezes; what holds something else is left alone."""
    return list(_thawed(documents, freezes)) if freezes else documents


def _thawed(documents: Sequence[Document], freezes: Sequence[Frozen]) -> Iterator[Document]:
    for document in documents:
        own = [one for one in freezes if document.id is not None and document.id.key == one.resource.key]
        yield reduce(_without, own, document)


def _without(document: Document, freeze: Frozen) -> Document:
    path = freeze.change(None).path
    if not is_same(value_at(document.value, path), freeze.held):
        return document
    try:
        return replace(document, value=changed(document.value, path, freeze.thawed))
    except EditRefused:
        return document
