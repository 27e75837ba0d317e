"""Names as people type them: units, items, revisions."""

import re
from typing import Final

from core.errors import UsageError
from core.model.groups import GROUP_LETTER
from core.model.names import UnitName
from tui.cli.given import Given

__all__ = ["is_group_id", "is_whole_id", "item_named", "numbered", "unit_at", "unit_named"]

_ID: Final = re.compile(r"[a-z]-[0-9a-f]{1,10}")
_WHOLE_ID: Final = re.compile(r"[a-z]-[0-9a-f]{10}")


def unit_named(text: str, given: Given) -> UnitName:
    """Read a unit's name; with ``--space`` the space may be left out.

    Raises:
        UsageError: it is no unit's name.
    """
    space = given.text("space")
    return UnitName(space, text) if space and "/" not in text else UnitName.parse(text)


def item_named(text: str, given: Given) -> str:
    """Give the name under which the desk finds an item: its id, or ``space/unit``."""
    if given.text("space") and "/" not in text and not _ID.fullmatch(text):
        return str(unit_named(text, given))
    return text


def is_whole_id(text: str) -> bool:
    """Tell whether a text is a whole id, which nobody types by guess: they saw the item.

    >>> is_whole_id("c-0f3a9b12cd"), is_whole_id("c-0f3a"), is_whole_id("shop/cart")
    (True, False, False)
    """
    return _WHOLE_ID.fullmatch(text) is not None


def is_group_id(text: str) -> bool:
    """Tell whether a text is the id of a group, or the beginning of one.

    >>> is_group_id("g-ffaddd72b6"), is_group_id("c-0f3a"), is_group_id("g/web")
    (True, False, False)
    """
    return text.startswith(f"{GROUP_LETTER}-") and _ID.fullmatch(text) is not None


def unit_at(text: str, given: Given) -> tuple[UnitName, int]:
    """Read ``UNIT@N``.

    Raises:
        UsageError: there is no number behind the last ``@``.
    """
    unit, at, number = text.rpartition("@")
    if not at:
        raise _no_number(text)
    return unit_named(unit, given), numbered(number)


def numbered(text: str) -> int:
    """Read the number of a revision; an ``r`` before it, as screens print it, is fine.

    >>> numbered("12"), numbered("r12")
    (12, 12)

    Raises:
        UsageError: it is none.
    """
    digits = text.removeprefix("r")
    if not (digits.isascii() and digits.isdecimal()) or not int(digits):
        raise _no_number(text)
    return int(digits)


def _no_number(text: str) -> UsageError:
    return UsageError(
        f"Could not read the revision in {text!r}",
        why="a revision is a number from 1; a unit's revision is written UNIT@N",
        next_step="headgate history UNIT lists the revisions",
    )
