"""Names and numbers that must not be mixed up."""

import hashlib
import re
from dataclasses import dataclass
from typing import Final, NewType

from core.errors import UsageError

__all__ = ["NO_DATA", "NO_REVISION", "DataHash", "ItemId", "RevisionNumber", "UnitName", "hash_of"]

RevisionNumber = NewType("RevisionNumber", int)
"""From 1; 0 is "none yet"."""

DataHash = NewType("DataHash", str)
"""SHA-256 of a unit's bytes, in hex; the empty string where there is no data."""

NO_REVISION: Final = RevisionNumber(0)
"""No revision yet."""

NO_DATA: Final = DataHash("")
"""What `Guard` sees of a unit that is not there."""

ItemId = NewType("ItemId", str)
"""Content-addressed: the same difference seen twice has the same id."""

_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,127}")


def hash_of(text: str) -> DataHash:
    """Hash a unit's text as the hub does: SHA-256 of its UTF-8 bytes.

    Source: confighub-api.md §2.1, DataHash.
    """
    return DataHash(hashlib.sha256(text.encode()).hexdigest())


@dataclass(frozen=True, slots=True, order=True)
class UnitName:
    """A unit and its space, printed ``space/unit``.

    Raises:
        UsageError: a part is no slug (lower-case letters, digits, ``.``, ``_``, ``-``; at most 128).

    >>> str(UnitName.parse("shop-prod-east/cart"))
    'shop-prod-east/cart'
    """

    space: str
    unit: str

    def __post_init__(self) -> None:
        for part in (self.space, self.unit):
            if not _SLUG.fullmatch(part):
                raise UsageError(
                    f"Could not use {part!r} as a name",
                    why="names of spaces and units are lower-case letters, digits, '.', '_' and '-'",
                    next_step="headgate status --all lists the units that there are",
                )

    def __str__(self) -> str:
        return f"{self.space}/{self.unit}"

    @classmethod
    def parse(cls, text: str) -> "UnitName":
        """Read ``space/unit``.

        Raises:
            UsageError: not one slash, or a part is no slug.
        """
        space, slash, unit = text.partition("/")
        if not slash:
            raise UsageError(
                f"Could not read the unit name {text!r}",
                why="a unit is named space/unit",
                next_step="headgate status --all lists the units that there are",
            )
        return cls(space, unit)
