"""History: the revisions of a unit and the bytes they hold; bytes never change, so they are read once."""

import base64
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from core.errors import NotFound
from core.hub.confighub.described import change_of, deletes, token_mark
from core.hub.confighub.epochs import Epoch
from core.hub.confighub.rows import EMPTY, Row, UnitRow, decoded, mapping, number, text, unreadable
from core.hub.confighub.server import Server
from core.hub.confighub.units import Units
from core.hub.confighub.where import both, contains
from core.model.names import NO_DATA, DataHash, RevisionNumber, UnitName, hash_of
from core.model.unit import Revision
from core.net.address import path_of
from core.net.calls import reading

__all__ = ["History", "Texts", "instant"]

_KEPT_CHARACTERS: Final = 256_000_000
_FIELDS: Final = "RevisionNum,DataHash,Description,Source,UserID,CreatedAt"
_IN_LIKE: Final = frozenset("'\\%_")


class Texts:
    """Texts by their hash, the ones used last; safe for several threads."""

    def __init__(self, room: int = _KEPT_CHARACTERS) -> None:
        self._room = room
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, str] = OrderedDict()

    def find(self, data_hash: str) -> str | None:
        """Give a text; None where it is not kept."""
        with self._lock:
            if data_hash in self._kept:
                self._kept.move_to_end(data_hash)
            return "" if data_hash == EMPTY else self._kept.get(data_hash)

    def keep(self, data_hash: str, data: str) -> str:
        """Keep a text, and let those go that were not used for longest."""
        with self._lock:
            if data_hash not in self._kept:
                self._kept[data_hash] = data
                self._room -= len(data)
            while self._room < 0 and len(self._kept) > 1:
                self._room += len(self._kept.popitem(last=False)[1])
        return data


class History:
    """The revisions of the units of one server."""

    def __init__(self, server: Server, units: Units, texts: Texts) -> None:
        self._server = server
        self._units = units
        self.texts = texts

    def after(self, unit: UnitName, row: UnitRow, after: RevisionNumber) -> list[Revision]:
        """List the revisions above a number, oldest first, without the one that making a unit leaves."""
        if after >= row.number:
            return []
        found = [
            self._revision(unit, one)
            for one in self._rows(unit, row, f"RevisionNum > {max(after, 0)}")
            if not self._is_birth(one)
        ]
        return sorted(found, key=lambda revision: revision.number)

    def written_under(self, unit: UnitName, row: UnitRow, token: str) -> Revision | None:
        """Find what a write under a token left; None where it left nothing."""
        asked = contains("Description", token_mark(token)) if self._can_be_asked(token) else ""
        for one in self._rows(unit, row, asked):
            revision = self._revision(unit, one)
            if revision.change.token == token:
                return revision
        return None

    def head(self, unit: UnitName, row: UnitRow) -> Revision:
        """Read the newest revision."""
        return self.at(unit, row, row.number)

    def at(self, unit: UnitName, row: UnitRow, at: RevisionNumber) -> Revision:
        """Read one revision.

        Raises:
            NotFound: the unit has none of this number.
        """
        return self._revision(unit, self._row_at(unit, row, at))

    def text(self, unit: UnitName, row: UnitRow, at: RevisionNumber) -> str:
        """Read the bytes of a revision.

        Raises:
            NotFound: the unit has none of this number.
            SourceUnreadable: they do not match their hash.
        """
        if at == row.number:
            kept = self.texts.find(row.data_hash)
            return kept if kept is not None else self.texts.keep(row.data_hash, self._units.head_text(row))
        found = self._row_at(unit, row, at)
        data_hash = _hash_of_row(found)
        kept = self.texts.find(data_hash)
        return kept if kept is not None else self.texts.keep(data_hash, self._fetched(unit, row, found))

    def _fetched(self, unit: UnitName, row: UnitRow, found: Row) -> str:
        what = f"revision {number(found, 'RevisionNum')} of {unit}"
        if isinstance(found.get("Data"), str):
            data = base64.b64decode(found["Data"])
        else:
            path = path_of(
                "space", row.space_id, "unit", row.id, "revision", text(found, "RevisionID"), "data"
            )
            data = self._server.send(reading(f"read {what}", path)).body
        read = decoded(data, what)
        if hash_of(read) != _hash_of_row(found):
            raise unreadable(what, "its bytes do not match their hash")
        return read

    def _row_at(self, unit: UnitName, row: UnitRow, at: RevisionNumber) -> Row:
        if 0 < at <= row.number:
            for one in self._rows(unit, row, f"RevisionNum = {at}"):
                if number(one, "RevisionNum") == at:
                    return one
        raise NotFound(
            f"Could not find revision {at} of {unit}",
            why=f"ConfigHub has none of this number; the newest is {row.number}",
            next_step=f"headgate history {unit}",
        )

    def _rows(self, unit: UnitName, row: UnitRow, where: str) -> Iterator[Row]:
        query = [("where", both(where))] if where else []
        if self._units.epoch.newest:
            query += [("order_by", "RevisionNum"), ("select", _FIELDS)]
        path = path_of("space", row.space_id, "unit", row.id, "revision")
        for one in self._server.rows(f"read the history of {unit}", path, *query):
            yield mapping(one, "Revision") or one

    def _is_birth(self, found: Row) -> bool:
        """Tell the revision that making a unit leaves: nobody wrote it."""
        return (
            number(found, "RevisionNum") == 1
            and _hash_of_row(found) == EMPTY
            and text(found, "Source") == "CreateUnit"
        )

    def _can_be_asked(self, token: str) -> bool:
        newest = self._units.epoch is Epoch.C
        return newest and not _IN_LIKE & set(token) and token.isascii() and token.isprintable()

    def _revision(self, unit: UnitName, found: Row) -> Revision:
        gone = deletes(text(found, "Description")) and _hash_of_row(found) == EMPTY
        return Revision(
            unit=unit,
            number=RevisionNumber(number(found, "RevisionNum")),
            data_hash=NO_DATA if gone else _hash_of_row(found),
            change=change_of(found),
            created=instant(text(found, "CreatedAt")),
            deletes=gone,
        )


def instant(written: str) -> str:
    """Read a time as the house writes them: UTC, in whole seconds; "" for none.

    >>> instant("2026-10-05T14:00:00.123456+02:00"), instant("0001-01-01T00:00:00Z")
    ('2026-10-05T12:00:00Z', '')
    """
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        return ""
    if read.year == 1:
        return ""
    zoned = read if read.tzinfo else read.replace(tzinfo=UTC)
    return zoned.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _hash_of_row(found: Row) -> DataHash:
    known = text(found, "DataHash")
    if known:
        return DataHash(known)
    try:
        data = base64.b64decode(text(found, "Data"))
    except ValueError as error:
        raise unreadable("a revision", "its data is no base64") from error
    return DataHash(hashlib.sha256(data).hexdigest())
