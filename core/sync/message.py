"""The commit that carries the hub's values to Git: subject, body, trailers, author. Pure."""

import re
from collections.abc import Sequence

from core.merge.resolution import Field
from core.model.unit import Revision
from core.sync.gather import Gathered
from core.sync.show import printed, shown_field

__all__ = ["Carried", "message_for"]

Carried = tuple[Gathered, Sequence[Field], Revision | None]


def message_for(space: str, carried: Sequence[Carried], *, actor: str, now: str) -> tuple[str, str, str]:
    """Write author, date and message of one sync-back commit.

    The author is who made the newest of the revisions, the date that revision's: the same fields give the
    same commit on every run.
    """
    revisions = [revision for _, _, revision in carried if revision is not None]
    newest = max(revisions, key=lambda revision: revision.created, default=None)
    author = newest.change.author if newest else actor
    when = newest.created if newest else now
    body = [line for sides, fields, revision in carried for line in _lines(sides, fields, revision)]
    trailers = [line for sides, _, revision in carried for line in _trailers(sides, revision)]
    text = [_subject(space, carried), "", *body, "", *trailers, ""]
    return _ident(author), when, "\n".join(text)


def _subject(space: str, carried: Sequence[Carried]) -> str:
    fields = [(sides.unit, field) for sides, some, _ in carried for field in some]
    if len(fields) == 1:
        unit, field = fields[0]
        return f"sync: {field.path} {_arrow(field)} in {unit}"
    return f"sync: {len(fields)} fields of {space} from the hub"


def _lines(sides: Gathered, fields: Sequence[Field], revision: Revision | None) -> list[str]:
    why = (
        f" (revision {revision.number}, {revision.change.author}: {revision.change.description})"
        if revision
        else ""
    )
    return [f"{sides.unit}: {field.path} {_arrow(field)}{why}" for field in fields]


def _arrow(field: Field) -> str:
    shown = shown_field(field)
    return f"{_flat(printed(shown.place.git))} -> {_flat(printed(shown.place.hub))}"


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)[:80]


def _trailers(sides: Gathered, revision: Revision | None) -> list[str]:
    lines = [f"ConfigHub-Unit: {sides.unit}"]
    if revision is None:
        return lines
    lines += [f"ConfigHub-Revision: {revision.number}", f"ConfigHub-Data-Hash: {revision.data_hash}"]
    if decision := revision.change.links.get("decision"):
        lines.append(f"Decision-Id: {decision}")
    if revision.change.incident:
        lines.append(f"Incident: {revision.change.incident}")
    return lines


def _ident(author: str) -> str:
    """Give an author without a mail one that reaches nobody (RFC 2606, ``.invalid``)."""
    if "<" in author:
        return author
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", author).strip("-") or "operator"
    return f"{author} <{name}@headgate.invalid>"
