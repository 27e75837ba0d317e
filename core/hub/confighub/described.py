"""Described: what a write says of itself, as part of the one text that ConfigHub keeps of a revision."""

import json
from typing import Final

from core.hub.confighub.rows import Row, mapping, text
from core.model.unit import Change, RevisionSource

__all__ = ["change_of", "deletes", "description_of", "token_mark"]

_MARK: Final = " -- headgate {"
_SERVER: Final = "00000000-0000-0000-0000-000000000000"
_SOURCES: Final = {
    "MergeUnits": RevisionSource.MERGE,
    "UpgradeUnit": RevisionSource.MERGE,
    "MergeExternal": RevisionSource.MERGE,
    "Restore": RevisionSource.RESTORE,
}


def description_of(change: Change, *, deletes: bool = False) -> str:
    """Write a change down: the line for people first, then what Headgate reads again, on the same line.

    >>> description_of(Change(author="a", source=RevisionSource.GIT, description="up", token="t"))
    'up -- headgate {"token":"t","author":"a","source":"git"}'
    """
    facts: dict[str, object] = {"token": change.token, "author": change.author, "source": change.source.value}
    if change.incident:
        facts["incident"] = change.incident
    if change.links:
        facts["links"] = change.links
    if deletes:
        facts["deletes"] = True
    return change.description + _MARK + json.dumps(facts, separators=(",", ":"))[1:]


def token_mark(token: str) -> str:
    """Give the piece of a description that only a write under this token has."""
    return f'"token":{json.dumps(token)}'


def change_of(revision: Row) -> Change:
    """Read a change back; of a revision that somebody else made, what is known of it."""
    description = text(revision, "Description")
    line, facts = _parted(description)
    if facts:
        return Change(
            author=text(facts, "author"),
            source=_source(text(facts, "source")),
            description=line,
            token=text(facts, "token"),
            incident=text(facts, "incident"),
            links={name: str(value) for name, value in mapping(facts, "links").items()},
        )
    return Change(
        author=_author(text(revision, "UserID")),
        source=_SOURCES.get(text(revision, "Source"), RevisionSource.OPERATOR),
        description=description,
        token="",
    )


def deletes(description: str) -> bool:
    """Tell whether it describes a deletion of ours."""
    return _parted(description)[1].get("deletes") is True


def _parted(description: str) -> tuple[str, Row]:
    line, mark, rest = description.rpartition(_MARK)
    if mark:
        try:
            read = json.loads("{" + rest)
        except ValueError:
            return description, {}
        if isinstance(read, dict):
            return line, read
    return description, {}


def _source(word: str) -> RevisionSource:
    try:
        return RevisionSource(word)
    except ValueError:
        return RevisionSource.OPERATOR


def _author(user: str) -> str:
    return "ConfigHub itself" if user in {"", _SERVER} else f"ConfigHub user {user}"
