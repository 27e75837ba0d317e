"""From a fault to an error of the house: what, why, what changed, what next, and how to find it again."""

import json
from dataclasses import dataclass
from typing import Final

from core.errors import HeadgateError, InputRefused, NotFound, OutcomeUnknown, SideMoved, SourceUnreadable
from core.krm.credentials import without_credentials
from core.net.address import host_of
from core.net.calls import Call, Effect
from core.net.faults import FAULTS, Fault, Meaning
from core.net.site import Site
from core.safetext import safe_line

__all__ = ["Trouble", "error_of", "inert", "malformed", "said"]

_QUOTED: Final = 200
_LOOKED_AT: Final = 2_000
_MINUTES: Final = 120
_HOURS: Final = 7200
_READ_FOR_WORDS: Final = 100_000
_OVER_A_LIMIT: Final = {Fault.TOO_BIG, Fault.ENCODED}
_WAITED_FOR: Final = {Fault.LIMITED, Fault.BUSY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A try that came to nothing.

    Attributes:
        fault: why.
        sent: whether a byte of the request had left.
        detail: what was said of it; outside text, a redirect's target whole.
        status: of the answer; 0 where none came.
        request_id: the far side's name for it; outside text.
        wanted_seconds: how long the far side wants to be left alone; None where it does not say.
    """

    fault: Fault
    sent: bool
    detail: str = ""
    status: int = 0
    request_id: str = ""
    wanted_seconds: float | None = None

    def meaning(self) -> Meaning:
        """Say what it means for a write."""
        return FAULTS[self.fault].sent if self.sent else Meaning.NO


def error_of(site: Site, call: Call, trouble: Trouble) -> HeadgateError:
    """Make the error that the caller of a client sees."""
    meaning = trouble.meaning() if call.effect is not Effect.READ else Meaning.NO
    if meaning is Meaning.UNKNOWN:
        return OutcomeUnknown(
            f"Sent, but could not confirm: {call.doing}",
            why=_why(site, trouble),
            changed=f"{call.target}: unknown",
            next_step=call.next_step,
            ref=_ref(call, trouble.request_id),
        )
    return _kind(call, trouble.fault, meaning)(
        f"Could not {call.doing}",
        why=_why(site, trouble),
        next_step=_next(site, call, trouble),
        ref=_ref(call, trouble.request_id),
    )


def malformed(call: Call, why: str, *, request_id: str = "") -> HeadgateError:
    """Make the error of an answer that says something else than it should; a write may well have happened."""
    ref = _ref(call, request_id)
    if call.effect is not Effect.READ:
        return OutcomeUnknown(
            f"Sent, but could not confirm: {call.doing}",
            why=why,
            changed=f"{call.target}: unknown",
            next_step=call.next_step,
            ref=ref,
        )
    return InputRefused(
        f"Could not {call.doing}",
        why=why,
        next_step="check that the address in the settings is right",
        ref=ref,
    )


def said(body: bytes, content_type: str) -> str:
    """Take the sentence out of an error's body; "" where it has none that is meant for people."""
    if "json" not in content_type:
        plain = content_type.startswith("text/plain")
        return body[:_QUOTED].decode("utf-8", "replace").strip() if plain else ""
    try:
        found = json.loads(body[:_READ_FOR_WORDS])
    except (ValueError, RecursionError):
        return ""
    return "; ".join(_sentences(found))


def _sentences(found: object) -> list[str]:
    """Collect what forges, hubs and API servers put under these names."""
    if isinstance(found, str):
        return [found]
    if isinstance(found, list):
        return [one for part in found[:3] for one in _sentences(part)]
    if not isinstance(found, dict):
        return []
    names = ("message", "Message", "error", "error_description", "errors", "detail", "field", "code")
    return [one for name in names if name in found for one in _sentences(found[name])]


def _kind(call: Call, fault: Fault, meaning: Meaning) -> type[HeadgateError]:
    if meaning is Meaning.CONFLICT:
        return SideMoved
    if fault in _OVER_A_LIMIT or (fault is Fault.INVALID and call.effect is not Effect.READ):
        return InputRefused
    return NotFound if fault is Fault.MISSING else SourceUnreadable


def _why(site: Site, trouble: Trouble) -> str:
    detail = _onward(site, trouble.detail) if trouble.fault is Fault.REDIRECT else inert(site, trouble.detail)
    if trouble.status and trouble.fault is not Fault.REDIRECT:
        detail = f" ({trouble.status}: {detail})" if detail else f" ({trouble.status})"
    return FAULTS[trouble.fault].why.format(host=site.base.host, title=site.title, detail=detail)


def _onward(site: Site, link: str) -> str:
    host = host_of(link)
    return "another path of its own" if host == site.base.host else host


def _next(site: Site, call: Call, trouble: Trouble) -> str:
    if trouble.fault is Fault.TAKEN and call.effect is Effect.CREATE:
        return "look at what is there: it may be this very one, written by an earlier try"
    wanted = trouble.wanted_seconds if trouble.fault in _WAITED_FOR else None
    wait = "" if wanted is None else f" in {_span(wanted)}"
    return FAULTS[trouble.fault].next_step.format(
        host=site.base.host, title=site.title, rights=site.rights, wait=wait
    )


def _span(seconds: float) -> str:
    """Say how long, in the unit that people would use.

    >>> _span(7), _span(600), _span(90_000)
    ('7 s', '10 min', '25 h')
    """
    if seconds < _MINUTES:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < _HOURS else f"{seconds / 3600:.0f} h"


def _ref(call: Call, request_id: str) -> str:
    asked = f"{call.method} {safe_line(call.path)[:_QUOTED]}"
    return f"request {safe_line(request_id)}, {asked}" if request_id else asked


def inert(site: Site, text: str) -> str:
    """Cut outside text to one short inert line, without credentials, our own token first of all.

    The far side may echo what it was sent, and what was sent may hold somebody's password.
    """
    token = site.credential.secret.reveal() if site.credential else ""
    text = text[:_LOOKED_AT]
    shown = without_credentials(text.replace(token, "***") if token else text, lambda _: "***")
    shown = safe_line(shown)
    return shown if len(shown) <= _QUOTED else f"{shown[: _QUOTED - 1]}…"
