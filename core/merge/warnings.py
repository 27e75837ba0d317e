"""Warnings: what a person should know though no decision hangs on it."""

from collections.abc import Iterator
from typing import Final

from core.fieldpath import FieldPath
from core.krm.edit.values import value_at
from core.krm.read.documents import Documents
from core.krm.resource import ResourceId
from core.merge.autoscale import Targets
from core.merge.places import Warned
from core.merge.resource import Compared
from core.merge.sides import Sides

__all__ = ["doubtful_words", "of_resource"]

_REPLICAS: Final = FieldPath(("spec", "replicas"))
_NUMBER_FORM: Final = "digits in quotes are read as a number here; the API itself keeps the two forms apart"
_FIGHTS: Final = "an autoscaler owns the replicas, and this text sets them too: the two will fight"


def of_resource(one: Compared, targets: Targets) -> Iterator[Warned]:
    """Say what a person should know of one resource.

    Items with doubled keys, items in another order where order can matter, a number in quotes, and a number
    of replicas that an autoscaler will not leave alone.
    """
    resource = one.held.id
    for at, what in one.warned:
        yield Warned(resource=resource, path=FieldPath(at), what=what)
    for excused in one.excused:
        if excused.rule.id.startswith("I-"):
            yield Warned(resource=resource, path=FieldPath(excused.at), what=_NUMBER_FORM)
    if (resource.namespace, resource.kind, resource.name) in targets:
        documents = [side for side in (one.held.git, one.held.hub) if isinstance(side, dict)]
        if any(isinstance(value_at(document, _REPLICAS), int) for document in documents):
            yield Warned(resource=resource, path=_REPLICAS, what=_FIGHTS)


def doubtful_words(sides: Sides) -> Iterator[Warned]:
    """Say which words of a side's text tools read differently, each word and place once."""
    named = (("base", sides.base), ("Git", sides.git), ("the hub", sides.hub), ("live", sides.live))
    seen: dict[tuple[str, FieldPath, str], list[str]] = {}
    rows: dict[tuple[str, FieldPath, str], Warned] = {}
    for name, side in named:
        for warned in _words_of(side) if isinstance(side, Documents) else ():
            key = (str(warned.resource), warned.path, warned.what)
            seen.setdefault(key, []).append(name)
            rows[key] = warned
    for key, names in seen.items():
        row = rows[key]
        yield Warned(resource=row.resource, path=row.path, what=f"{row.what} ({', '.join(names)})")


def _words_of(side: Documents) -> Iterator[Warned]:
    """Attribute each word to its resource; the items of a list share one text, so theirs stays open."""
    if not side.flags:
        return
    by_text: dict[int, list[ResourceId | None]] = {}
    for document in side.documents:
        by_text.setdefault(document.start, []).append(document.id)
    texts = list(by_text.values())
    for flag in side.flags:
        ids = texts[flag.document] if flag.document < len(texts) else []
        yield Warned(resource=ids[0] if len(ids) == 1 else None, path=flag.path, what=flag.words)
