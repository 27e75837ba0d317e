"""What can go wrong between a request and its answer, each with what it means; the table is the whole policy.

Source: reliability.md §4.1 (definite no, conflict, unknown) and §5 (the 16 HTTP faults).
"""

from enum import StrEnum
from typing import Final, NamedTuple

__all__ = ["FAULTS", "Again", "Broken", "Fault", "FaultRow", "Meaning", "fault_of_status"]


class Fault(StrEnum):
    """The one cause, as far as it can be told from here."""

    NO_NAME = "no-name"
    REFUSED = "refused"
    UNTRUSTED = "untrusted"
    PROXY = "proxy"
    NOT_IN_TIME = "not-in-time"
    LATE = "late"
    LOST = "lost"
    CUT = "cut"
    STOPPED = "stopped"
    TOO_BIG = "too-big"
    ENCODED = "encoded"
    GARBLED = "garbled"
    REDIRECT = "redirect"
    LOGIN = "login"
    RIGHTS = "rights"
    MISSING = "missing"
    TAKEN = "taken"
    MOVED = "moved"
    INVALID = "invalid"
    LIMITED = "limited"
    BUSY = "busy"
    SERVER = "server"
    UNEXPECTED = "unexpected"


class Meaning(StrEnum):
    """What a fault says about a write."""

    NO = "no"
    CONFLICT = "conflict"
    UNKNOWN = "unknown"


class Again(StrEnum):
    """Which calls are sent again by the client itself."""

    NEVER = "never"
    READS = "reads"
    ALL = "all"


class FaultRow(NamedTuple):
    """One fault's policy.

    Attributes:
        sent: what a write may have become when the request had left; before that it is always a no.
        again: which calls are tried again.
        why: the cause in words, with ``{host}``, ``{title}`` and ``{detail}``.
        next_step: what leads on where nothing was written; with ``{rights}`` and ``{wait}`` too.
    """

    sent: Meaning
    again: Again
    why: str
    next_step: str


_NO, _UNKNOWN, _CONFLICT = Meaning.NO, Meaning.UNKNOWN, Meaning.CONFLICT
_NEVER, _READS, _ALL = Again.NEVER, Again.READS, Again.ALL
_NETWORK: Final = "check the network and that {host} is up; the same command tries again"
_REPORT: Final = "check that the address is that of {title} and of nothing in front of it"
_AGAIN: Final = "the same command tries again{wait}"

FAULTS: Final[dict[Fault, FaultRow]] = {
    Fault.NO_NAME: FaultRow(
        _NO,
        _NEVER,
        "the name {host} is not known: {detail}",
        "check the address in the settings, and the network",
    ),
    Fault.REFUSED: FaultRow(_NO, _ALL, "no connection to {host}: {detail}", _NETWORK),
    Fault.UNTRUSTED: FaultRow(
        _NO,
        _NEVER,
        "no safe connection to {host}: {detail}",
        "name the CA file that vouches for {host} in the settings; the check cannot be switched off",
    ),
    Fault.PROXY: FaultRow(
        _NO, _NEVER, "the proxy did not connect to {host}: {detail}", "check the proxy in the settings"
    ),
    Fault.NOT_IN_TIME: FaultRow(_NO, _READS, "no connection to {host} within {detail}", _NETWORK),
    Fault.LATE: FaultRow(_UNKNOWN, _READS, "no whole answer from {host} within {detail}", _NETWORK),
    Fault.LOST: FaultRow(
        _UNKNOWN, _READS, "the connection to {host} was closed after the request was sent", _NETWORK
    ),
    Fault.CUT: FaultRow(_UNKNOWN, _READS, "the answer of {host} was cut off", _NETWORK),
    Fault.STOPPED: FaultRow(_UNKNOWN, _NEVER, "whoever asked for it ended it", "start it again"),
    Fault.TOO_BIG: FaultRow(_UNKNOWN, _NEVER, "the answer of {host} is larger than {detail}", _REPORT),
    Fault.ENCODED: FaultRow(
        _UNKNOWN, _NEVER, "{host} answered in the encoding {detail}, which nobody asked for", _REPORT
    ),
    Fault.GARBLED: FaultRow(
        _UNKNOWN, _NEVER, "{host} answered in no way that HTTP allows: {detail}", _REPORT
    ),
    Fault.REDIRECT: FaultRow(
        _NO,
        _NEVER,
        "{host} sends us on to {detail}, and credentials follow nobody",
        "put the address it moved to in the settings, if you trust that host",
    ),
    Fault.LOGIN: FaultRow(_NO, _NEVER, "{title} does not accept our credentials{detail}", "{rights}"),
    Fault.RIGHTS: FaultRow(_NO, _NEVER, "{title} does not allow it{detail}", "{rights}"),
    Fault.MISSING: FaultRow(
        _NO,
        _NEVER,
        "{title} has no such thing, or does not show it to us{detail}",
        "check the name; if it is right: {rights}",
    ),
    Fault.TAKEN: FaultRow(
        _CONFLICT, _NEVER, "{title} says that it collides with what is there{detail}", "look at what is there"
    ),
    Fault.MOVED: FaultRow(
        _CONFLICT,
        _NEVER,
        "{title} says that it is not as it was seen{detail}",
        "look again, then decide again",
    ),
    Fault.INVALID: FaultRow(
        _NO, _NEVER, "{title} refuses the request{detail}", "correct what {title} names; nothing was written"
    ),
    Fault.LIMITED: FaultRow(_NO, _ALL, "{title} allows no more requests for now{detail}", _AGAIN),
    Fault.BUSY: FaultRow(_UNKNOWN, _READS, "{title} is not available for now{detail}", _AGAIN),
    Fault.SERVER: FaultRow(_UNKNOWN, _READS, "{title} failed{detail}", _AGAIN),
    Fault.UNEXPECTED: FaultRow(
        _UNKNOWN, _NEVER, "{title} gave an answer that nobody expects{detail}", _REPORT
    ),
}

_BY_STATUS: Final = {
    401: Fault.LOGIN,
    403: Fault.RIGHTS,
    404: Fault.MISSING,
    408: Fault.BUSY,
    409: Fault.TAKEN,
    410: Fault.MISSING,
    412: Fault.MOVED,
    429: Fault.LIMITED,
    501: Fault.INVALID,
    503: Fault.BUSY,
}


def fault_of_status(status: int) -> Fault:
    """Name what a status that is no success says.

    >>> fault_of_status(422), fault_of_status(502), fault_of_status(308)
    (<Fault.INVALID: 'invalid'>, <Fault.SERVER: 'server'>, <Fault.REDIRECT: 'redirect'>)
    """
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status in {300, 301, 302, 303, 307, 308}:
        return Fault.REDIRECT
    kinds = {4: Fault.INVALID, 5: Fault.SERVER}
    return kinds.get(status // 100, Fault.UNEXPECTED)


class Broken(Exception):
    """A request that got no answer; never leaves this room.

    Args:
        fault: why.
        detail: what the library or the far side said of it; outside text.
    """

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(fault)
        self.fault = fault
        self.detail = detail
