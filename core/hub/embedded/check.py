"""Reading the embedded hub's file from end to end, for whoever wants to know that it is whole."""

import hashlib
from typing import Final

from core.hub.embedded.history import revisions_after
from core.hub.embedded.offers import captures_waiting, proposals_waiting
from core.hub.embedded.points import points_of
from core.hub.embedded.schema import CAPTURE, COUNTER, HEAD, PROPOSAL, REVISION, SPACE, SYNC_POINT
from core.hub.embedded.units import space_names, units_changed, units_of
from core.model.names import RevisionNumber
from core.store.sqlite import Transaction
from core.store.trouble import damaged

__all__ = ["read_all"]

_TABLES: Final = (COUNTER, SPACE, HEAD, REVISION, SYNC_POINT, PROPOSAL, CAPTURE)


def read_all(held: Transaction) -> None:
    """Read every record and text, and compare what the tables say of one another.

    Raises:
        SourceUnreadable: something is damaged or gone.
    """
    for table in _TABLES:
        table.scan(held)
    kept = _texts(held)
    for name, *_ in SPACE.scan(held):
        for unit in units_of(held, str(name)):
            revisions_after(held, unit, RevisionNumber(0))
        points_of(held, str(name))
    space_names(held)
    units_changed(held, 0)
    proposals_waiting(held, None)
    captures_waiting(held, None)
    for revision in REVISION.scan(held):
        if not revision[4] and revision[3] not in kept:
            raise damaged(held.place, f"the text of {REVISION.noun.format(*revision)}", why="it is gone")
    if held.rows("PRAGMA foreign_key_check"):
        raise damaged(held.place, "a record", why="it names another that is gone")


def _texts(held: Transaction) -> set[str]:
    kept = set()
    for data_hash, text in held.rows("SELECT hash, text FROM content"):
        if not isinstance(text, bytes) or hashlib.sha256(text).hexdigest() != data_hash:
            raise damaged(held.place, "a text", why="it does not match its hash")
        kept.add(data_hash)
    return kept
