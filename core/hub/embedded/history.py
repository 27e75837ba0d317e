"""Revisions and the texts they hold, in the embedded hub's file."""

import hashlib
import json
from dataclasses import replace

from core.errors import SideMoved
from core.hub.embedded.schema import REVISION
from core.hub.embedded.units import UnitRow, store_unit
from core.model.names import DataHash, RevisionNumber, UnitName, hash_of
from core.model.unit import Change, Revision, RevisionSource
from core.store.seal import canonical
from core.store.sqlite import Transaction
from core.store.table import Record
from core.store.trouble import damaged

__all__ = ["grow", "keep_text", "revision_at", "revisions_after", "text_of", "written_before"]


def keep_text(held: Transaction, text: str) -> DataHash:
    """Store a text under its hash, once however often it is used."""
    data_hash = hash_of(text)
    held.run(
        "INSERT INTO content VALUES (?, ?)"
        " ON CONFLICT (hash) DO UPDATE SET text = excluded.text WHERE text <> excluded.text",
        data_hash,
        text.encode(),
    )
    return data_hash


def text_of(held: Transaction, data_hash: str, what: str) -> str:
    """Read the text with this hash.

    Args:
        held: the file.
        data_hash: of the text.
        what: whose text it is, for the message.

    Raises:
        SourceUnreadable: it is damaged or gone.
    """
    rows = held.rows("SELECT text FROM content WHERE hash = ?", data_hash)
    stored = rows[0][0] if rows else None
    if not isinstance(stored, bytes) or hashlib.sha256(stored).hexdigest() != data_hash:
        raise damaged(held.place, f"the text of {what}", why="it does not match its hash")
    return stored.decode()


def revision_at(held: Transaction, unit: UnitRow, number: RevisionNumber) -> Revision | None:
    """Read one revision; None where the unit has none of this number.

    Raises:
        SourceUnreadable: it is damaged or gone.
    """
    if not 0 < number <= unit.number:
        return None
    row = REVISION.find(held, unit.unit.space, unit.unit.unit, number)
    if row is None:
        raise damaged(held.place, f"revision {number} of {unit.unit}", why="it is gone")
    return _revision(row)


def revisions_after(held: Transaction, unit: UnitRow, after: RevisionNumber) -> list[Revision]:
    """List the revisions above a number, oldest first.

    Raises:
        SourceUnreadable: one of them is damaged or gone.
    """
    condition = "space = ? AND unit = ? AND number > ?"
    found = [
        _revision(row) for row in REVISION.select(held, condition, unit.unit.space, unit.unit.unit, after)
    ]
    expected = range(max(after, 0) + 1, unit.number + 1)
    missing = set(expected) - {revision.number for revision in found}
    if missing or len(found) != len(expected):
        which = f"revision {min(missing)}" if missing else "the history"
        raise damaged(held.place, f"{which} of {unit.unit}", why="the numbers do not follow one another")
    return found


def written_before(held: Transaction, unit: UnitName, token: str, data_hash: DataHash) -> Revision | None:
    """Find what an earlier try of the same write left; None where it left nothing.

    Args:
        held: the file.
        unit: that is written to.
        token: of the write; "" for a write that is never tried again.
        data_hash: of what it writes; "" where it deletes.

    Raises:
        SideMoved: the same token wrote something else.
    """
    condition = "space = ? AND unit = ? AND token = ?"
    for row in REVISION.select(held, condition, unit.space, unit.unit, token) if token else ():
        revision = _revision(row)
        if revision.data_hash != data_hash:
            raise SideMoved(
                f"Could not write {unit}",
                why=f"revision {revision.number} has the same token {token!r} and another content",
                next_step=f"headgate history {unit}",
                ref=token,
            )
        return revision
    return None


def grow(
    held: Transaction, unit: UnitRow, data_hash: DataHash, change: Change, *, now: str, deletes: bool
) -> Revision:
    """Write a revision on top of a unit's head, and move the head there."""
    number = RevisionNumber(unit.number + 1)
    store_unit(held, unit, replace(unit, number=number, data_hash=data_hash, deleted=deletes))
    REVISION.add(
        held,
        unit.unit.space,
        unit.unit.unit,
        number,
        data_hash,
        int(deletes),
        change.author,
        change.source,
        change.description,
        change.token,
        change.incident,
        canonical(change.links),
        now,
    )
    return Revision(
        unit=unit.unit, number=number, data_hash=data_hash, change=change, created=now, deletes=deletes
    )


def _revision(row: Record) -> Revision:
    space, unit, number, data_hash, deletes, author, source, description, token, incident, links, created = (
        row
    )
    return Revision(
        unit=UnitName(str(space), str(unit)),
        number=RevisionNumber(int(number)),
        data_hash=DataHash(str(data_hash)),
        change=Change(
            author=str(author),
            source=RevisionSource(str(source)),
            description=str(description),
            token=str(token),
            incident=str(incident),
            links=json.loads(str(links)),
        ),
        created=str(created),
        deletes=bool(deletes),
    )
