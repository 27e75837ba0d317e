"""Rows: what ConfigHub answers, read with patience: absent, null and zero all say "none"."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple, TypeAlias

from core.errors import SourceUnreadable
from core.hub.confighub.epochs import Epoch
from core.model.names import NO_REVISION, DataHash, RevisionNumber, hash_of

__all__ = [
    "EMPTY",
    "Row",
    "Stamp",
    "UnitRow",
    "decoded",
    "earlier",
    "entries",
    "mapping",
    "moment",
    "number",
    "rows_in",
    "stamp",
    "text",
    "unit_row",
    "unreadable",
]

Row: TypeAlias = Mapping[str, Any]

EMPTY: Final = hash_of("")
"""The hash of no bytes."""

_AWAITING: Final = "awaiting/triggers"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One unit as it was answered.

    Attributes:
        id: of the unit.
        space_id: of its space.
        slug: its name.
        version: of its metadata; guards them, and in epochs A and B the data too.
        number: of its head revision; 0 for none.
        data_hash: of its head's bytes.
        delivered: the revision that ConfigHub's own delivery last released or applied; 0 for none.
        live: the revision that is live as far as a worker said; 0 for none, or where none says it.
        status: what a worker said of it last, where there are workers.
        target: where it is delivered to; "" for its space's.
        labels: as they are.
        annotations: likewise.
        description: what the newest change said of itself.
        updated: when anything of it last changed, by the server's clock.
        created: likewise.
        change_set: the open change set that holds it; "" for none.
        gates: why it may not be delivered, by name.
        size: of its bytes; 0 where it is not said.
        text: its bytes, where the answer carried them.
        fields: the row itself, for a write that replaces it.
    """

    id: str
    space_id: str
    slug: str
    version: int
    number: RevisionNumber
    data_hash: DataHash
    delivered: RevisionNumber
    live: int
    status: Row
    target: str
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    description: str
    updated: str
    created: str
    change_set: str
    gates: tuple[str, ...]
    size: int
    text: str | None
    fields: Row

    @property
    def awaits_triggers(self) -> bool:
        """Whether the server is not done with the last write."""
        return _AWAITING in self.gates


class Stamp(NamedTuple):
    """What of a unit tells whether it is still the same."""

    id: str
    space_id: str
    slug: str
    version: int
    number: int


def stamp(row: Row) -> Stamp:
    """Read a unit of which only this was asked for.

    Raises:
        SourceUnreadable: it is no unit.
    """
    fields = mapping(row, "Unit") or row
    return Stamp(
        _needed(fields, "UnitID"),
        text(fields, "SpaceID"),
        _needed(fields, "Slug"),
        number(fields, "Version"),
        number(fields, "HeadRevisionNum"),
    )


def unit_row(row: Row, epoch: Epoch) -> UnitRow:
    """Read a unit, bare or in its envelope.

    Raises:
        SourceUnreadable: it is no unit.
    """
    fields = mapping(row, "Unit") or row
    data = _bytes_in(fields) if not epoch.newest else None
    data_hash = text(fields, "DataHash") or (hashlib.sha256(data).hexdigest() if data is not None else "")
    gates = {**mapping(fields, "ApplyGates"), **mapping(fields, "ValidationErrors")}
    return UnitRow(
        id=_needed(fields, "UnitID"),
        space_id=_needed(fields, "SpaceID"),
        slug=_needed(fields, "Slug"),
        version=number(fields, "Version"),
        number=RevisionNumber(number(fields, "HeadRevisionNum")),
        data_hash=DataHash(data_hash or EMPTY),
        delivered=RevisionNumber(
            number(fields, "LastReleasedRevisionNum" if epoch.newest else "LastAppliedRevisionNum")
            or NO_REVISION
        ),
        live=0 if epoch.newest else number(fields, "LiveRevisionNum"),
        status=mapping(row, "UnitStatus"),
        target=_named(text(fields, "TargetID")),
        labels=_texts(fields, "Labels"),
        annotations=_texts(fields, "Annotations"),
        description=text(fields, "LastChangeDescription"),
        updated=moment(text(fields, "UpdatedAt")),
        created=moment(text(fields, "CreatedAt")),
        change_set=_named(text(fields, "ChangeSetID")),
        gates=tuple(sorted(name for name, closed in gates.items() if closed)),
        size=max(0, number(fields, "DataSize")),
        text=decoded(data, "a unit") if data is not None else None,
        fields=fields,
    )


def text(row: Row, name: str) -> str:
    """Read a text; "" where there is none."""
    value = row.get(name)
    return value if isinstance(value, str) else ""


def number(row: Row, name: str) -> int:
    """Read a number; 0 where there is none."""
    value = row.get(name)
    return value if type(value) is int else 0


def moment(written: str) -> str:
    """Write a server's time so that texts order as times do; "" for none.

    >>> moment("2026-10-05T14:00:00.5+02:00"), moment("2026-10-05T12:00:00Z")
    ('2026-10-05T12:00:00.500000Z', '2026-10-05T12:00:00.000000Z')
    """
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        return ""
    zoned = read if read.tzinfo else read.replace(tzinfo=UTC)
    return zoned.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def earlier(written: str, seconds: int) -> str:
    """Give a time some seconds before one that the server wrote.

    >>> earlier("2026-10-05T12:00:10.500000Z", 30)
    '2026-10-05T11:59:40.500000Z'
    """
    return moment((datetime.fromisoformat(written) - timedelta(seconds=seconds)).isoformat())


def mapping(row: Row, name: str) -> dict[str, Any]:
    """Read a map; an empty one where there is none."""
    value = row.get(name)
    return dict(value) if isinstance(value, dict) else {}


def rows_in(row: Row, name: str) -> list[Row]:
    """Read a list of objects; what is none of them is left out."""
    return [one for one in entries(row, name) if isinstance(one, dict)]


def entries(row: Row, name: str) -> list[Any]:
    """Read a list; an empty one where there is none."""
    value = row.get(name)
    return value if isinstance(value, list) else []


def decoded(data: bytes, what: str) -> str:
    """Read bytes as the text they are.

    Raises:
        SourceUnreadable: they are no UTF-8.
    """
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise unreadable(what, "its bytes are no UTF-8 text") from error


def unreadable(what: str, why: str) -> SourceUnreadable:
    """Say that an answer of ConfigHub cannot be read."""
    return SourceUnreadable(f"Could not read {what} from ConfigHub", why=why, next_step="headgate doctor")


def _bytes_in(fields: Row) -> bytes | None:
    """Read the bytes that an older version sends along; None where there are some and it sent none."""
    if not isinstance(fields.get("Data"), str):
        has_some = number(fields, "ContentHash") or text(fields, "DataHash") not in {"", EMPTY}
        return b"" if number(fields, "HeadRevisionNum") and not has_some else None
    try:
        return base64.b64decode(fields["Data"], validate=True)
    except ValueError as error:
        raise unreadable("a unit's data", "it is no base64") from error


def _texts(fields: Row, name: str) -> dict[str, str]:
    """Read labels or annotations; one that is no text says nothing."""
    return {key: value for key, value in mapping(fields, name).items() if isinstance(value, str)}


def _needed(fields: Row, name: str) -> str:
    found = text(fields, name)
    if not found:
        raise unreadable("a unit", f"the answer has no {name}")
    return found


def _named(value: str) -> str:
    """An id of zeros names nothing."""
    return value if value.strip("0-") else ""
