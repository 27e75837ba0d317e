"""The commit that carries the hub's values to Git: subject, body, trailers, author. Pure."""

import re
from collections.abc import Sequence
from typing import TypeAlias

from core.fieldpath import ROOT, FieldPath
from core.krm.redact import is_sensitive
from core.krm.resource import ResourceId
from core.krm.values import ABSENT
from core.merge.resolution import Field
from core.model.unit import Revision
from core.safetext import safe_line
from core.sync.context import DigestKey
from core.sync.gather import Gathered
from core.sync.show import printed, shown_field

__all__ = ["Carried", "message_for", "named"]

Carried: TypeAlias = tuple[Gathered, Field, Revision | None]
"""A unit, a field of it, and the revision that the hub's value is from."""


def message_for(
    space: str, carried: Sequence[Carried], *, actor: str, now: str, key: DigestKey
) -> tuple[str, str, str]:
    """Write author, date and message of one sync-back commit.

    The author is who made the newest of the revisions, the date that revision's: the same fields give the
    same commit on every run.
    """
    revisions = [revision for _, _, revision in carried if revision is not None]
    newest = max(revisions, key=lambda revision: (revision.created, revision.number), default=None)
    author = newest.change.author if newest else actor
    when = newest.created if newest else now
    body = [_line(*one) for one in carried]
    blocks = dict.fromkeys(tuple(_trailers(sides, revision, key)) for sides, _, revision in carried)
    trailers = [line for block in blocks for line in block]
    return _ident(author), when, "\n".join([_subject(space, carried), "", *body, "", *trailers, ""])


def named(sides: Gathered, resource: ResourceId, path: FieldPath) -> str:
    """Name a field of a unit: by its resource too where there are several; a whole resource by itself."""
    if not path.steps:
        return str(resource)
    several = sides.hub is not None and len(sides.hub.documents) > 1
    return f"{resource}#{path}" if several else str(path)


def _subject(space: str, carried: Sequence[Carried]) -> str:
    if len(carried) == 1:
        sides, field, _ = carried[0]
        return f"sync: {_named(sides, field)} {_arrow(field)} in {sides.unit}"
    return f"sync: {len(carried)} fields of {space} from the hub"


def _line(sides: Gathered, field: Field, revision: Revision | None) -> str:
    line = f"{sides.unit}: {_named(sides, field)} {_arrow(field)}"
    if revision is None:
        return line
    change = revision.change
    return f"{line} (revision {revision.number}, {_flat(change.author)}: {_flat(change.description)})"


def _named(sides: Gathered, field: Field) -> str:
    return safe_line(named(sides, field.place.resource, field.path))


def _arrow(field: Field) -> str:
    if not field.path.steps:
        return "removed" if field.place.hub is ABSENT else "added"
    shown = shown_field(field)
    return f"{_flat(printed(shown.place.git))} -> {_flat(printed(shown.place.hub))}"


def _flat(text: str) -> str:
    """Give outside text on one short line that no terminal obeys: whoever reads the log has no filter."""
    return safe_line(re.sub(r"\s+", " ", text))[:80]


def _trailers(sides: Gathered, revision: Revision | None, key: DigestKey) -> list[str]:
    lines = [f"ConfigHub-Unit: {sides.unit}"]
    if revision is None:
        return lines
    lines.append(f"ConfigHub-Revision: {revision.number}")
    lines.append(f"ConfigHub-Data-Hash: {_hash(sides, revision, key)}")
    if decision := revision.change.links.get("decision"):
        lines.append(f"Decision-Id: {_flat(decision)}")
    if revision.change.incident:
        lines.append(f"Incident: {_flat(revision.change.incident)}")
    return lines


def _hash(sides: Gathered, revision: Revision, key: DigestKey) -> str:
    """Give a revision's hash; of a text with a secret in it keyed, or it could be tried against guesses."""
    documents = sides.hub.documents if sides.hub else ()
    if not any(one.id is not None and is_sensitive(one.id, ROOT, one.value) for one in documents):
        return revision.data_hash
    return key.digest(revision.data_hash)


def _ident(author: str) -> str:
    """Give an author without a mail one that reaches nobody (RFC 2606, ``.invalid``)."""
    author = safe_line(author)
    if "<" in author:
        return author
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", author).strip("-") or "operator"
    return f"{author} <{name}@headgate.invalid>"
