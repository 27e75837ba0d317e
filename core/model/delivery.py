"""What is reported of a hub's own delivery: which release, in sync or not, said by whom. Outside text."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

__all__ = ["Delivery", "delivery_words"]

_STALE_SECONDS: Final = 600
"""A report that is older says nothing of now. Source: confighub-api.md §7.2 ("some minutes")."""

_APART: Final = frozenset({"outofsync", "drifted", "refreshanddrifted"})
_WELL: Final = frozenset({"synced", "refreshandnodrift", "nodrift"})
_QUIET: Final = frozenset({"", "healthy", "succeeded"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """The newest report about what a unit runs as; nobody of us saw it.

    Attributes:
        what: what was reported on: ``release 12``, ``refresh``, ``apply of revision 7``.
        sync: the reporter's word for whether live is as delivered; "" where it said none.
        health: likewise for how it fares.
        operation: likewise for what it is doing.
        message: the reporter's sentence.
        observed: RFC 3339, when it looked; "" where it does not say.
        reporter: who it is.
        unread: why there is no report, though the hub delivers; "" where there is one.
    """

    what: str
    sync: str = ""
    health: str = ""
    operation: str = ""
    message: str = ""
    observed: str = ""
    reporter: str = ""
    unread: str = ""

    def apart(self, now: str) -> bool:
        """Tell whether a report that is still good says that live is otherwise, and nothing is under way."""
        busy = self.operation.casefold() == "running"
        return self.sync.casefold() in _APART and not busy and not self.stale(now)

    def well(self, now: str) -> bool:
        """Tell whether a report that is still good says that all is well."""
        calm = {self.health.casefold(), self.operation.casefold()} <= _QUIET
        return self.sync.casefold() in _WELL and calm and not self.stale(now)

    def stale(self, now: str) -> bool:
        """Tell whether the report is too old, by our clock, to say anything of now."""
        seen, here = _instant(self.observed), _instant(now)
        return seen is not None and here is not None and (here - seen).total_seconds() > _STALE_SECONDS


def delivery_words(delivery: Delivery | None, now: str) -> str:
    """Say it in one line; "" where nothing delivers the unit.

    >>> delivery_words(Delivery(what="release 12", sync="OutOfSync", reporter="bot"), "")
    'release 12: OutOfSync, says bot'
    """
    if delivery is None:
        return ""
    if delivery.unread:
        return f"{delivery.what}: unknown, {delivery.unread}"
    words = ", ".join(one for one in (delivery.sync, delivery.health, _doing(delivery)) if one)
    line = f"{delivery.what}: {words or 'nobody reported on it'}"
    if delivery.message:
        line += f" ({delivery.message})"
    if delivery.reporter:
        line += f", says {delivery.reporter}"
    if delivery.observed:
        line += f" at {delivery.observed}"
    return f"{line}: too old to count" if delivery.stale(now) else line


def _doing(delivery: Delivery) -> str:
    return "" if delivery.operation in {"", "Succeeded"} else delivery.operation.lower()


def _instant(written: str) -> datetime | None:
    try:
        read = datetime.fromisoformat(written)
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
