"""What an API server's refusal means: the Status object read, and an error of the house made of it.

The table is the whole policy: code and reason → class. A refusal always means that nothing was written.
Source: Kubernetes API conventions, Response Status Kind; apimachinery, meta/v1 StatusReason; reliability.md
§4.1.
"""

import json
from dataclasses import dataclass
from typing import Final, NamedTuple

from core.errors import HeadgateError, InputRefused, NotFound, SideMoved, SourceUnreadable
from core.krm.credentials import without_credentials
from core.net.calls import Answer, Call
from core.safetext import safe_line

__all__ = ["REFUSALS", "Cause", "Refusal", "error_of", "refusal_of"]

REFUSALS: Final = frozenset({400, 401, 403, 404, 405, 409, 410, 413, 415, 422})
"""The statuses whose body is read here; all others `core.net` judges: they say nothing of Kubernetes' own."""

_SHOWN: Final = 300
_LOOKED_AT: Final = 2_000
_BODY: Final = 200_000
_VALUES: Final = frozenset({"secrets", "Secret"})


class Cause(NamedTuple):
    """One reason of several.

    Attributes:
        reason: a word of the API's, as ``FieldManagerConflict``.
        message: a sentence; outside text.
        field: the place, as the API writes it; "" for none.
    """

    reason: str
    message: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A Status that is no success.

    Attributes:
        code: HTTP's.
        reason: one word; "" where the answer was no Status, as for an API group that is not served.
        message: a sentence; outside text.
        kind: what it is about, as ``deployments`` or ``Deployment``.
        causes: the reasons in detail.
        onward: the token for the rest of a list that is too old; "" for none.
        request_id: the server's name for the exchange.
    """

    code: int
    reason: str
    message: str
    kind: str = ""
    causes: tuple[Cause, ...] = ()
    onward: str = ""
    request_id: str = ""

    @property
    def is_conflict_of_managers(self) -> bool:
        """Others own fields that a server-side apply sets otherwise."""
        return any(cause.reason == "FieldManagerConflict" for cause in self.causes)

    @property
    def is_unserved(self) -> bool:
        """The API group, version or kind is not served at all: 404 in plain text."""
        return self.code == _NOT_FOUND and not self.reason


_NOT_FOUND: Final = 404
_CONFLICT: Final = 409
_ODD: Final = -1
"""A conflict where nothing was to be changed: an answer that means nothing, so what was asked is unknown."""


def refusal_of(answer: Answer) -> Refusal:
    """Read a refusal; what is no Status is taken as its text."""
    try:
        whole = json.loads(answer.body[:_BODY])
    except (ValueError, RecursionError):
        whole = None
    if not isinstance(whole, dict) or whole.get("kind") != "Status":
        said = answer.body[:_SHOWN].decode("utf-8", "replace").strip()
        return Refusal(code=answer.status, reason="", message=said, request_id=answer.request_id)
    return of_status(whole, request_id=answer.request_id)


def of_status(whole: dict[str, object], *, request_id: str = "") -> Refusal:
    """Read a Status object, as it also comes as the event of a watch."""
    details, metadata = whole.get("details"), whole.get("metadata")
    more = details if isinstance(details, dict) else {}
    causes = more.get("causes")
    code = whole.get("code")
    onward = metadata.get("continue", "") if isinstance(metadata, dict) else ""
    return Refusal(
        code=code if isinstance(code, int) else 0,
        reason=_text(whole.get("reason")),
        message=_text(whole.get("message")),
        kind=_text(more.get("kind")),
        causes=tuple(
            Cause(_text(one.get("reason")), _text(one.get("message")), _text(one.get("field")))
            for one in (causes if isinstance(causes, list) else [])
            if isinstance(one, dict)
        ),
        onward=_text(onward),
        request_id=request_id,
    )


def error_of(refusal: Refusal, call: Call, *, context: str) -> HeadgateError:
    """Make the error that a refusal means."""
    kind, next_step = _meaning(refusal, call, context)
    asked = f"{call.method} {safe_line(call.path)[:200]}"
    ref = f"request {safe_line(refusal.request_id)}, {asked}" if refusal.request_id else asked
    return kind(f"Could not {call.doing}", why=_why(refusal, call), next_step=next_step, ref=ref)


def _meaning(refusal: Refusal, call: Call, context: str) -> tuple[type[HeadgateError], str]:
    code = 0 if refusal.is_unserved else refusal.code
    changes = call.method in _CHANGES
    if code == _CONFLICT and not changes:
        code = _ODD
    kind, next_step = _MEANINGS.get(code, _WRITE if changes else _READ)
    return kind, next_step.format(context=safe_line(context))


_CHANGES: Final = frozenset({"PATCH", "PUT", "DELETE"})
"""On trial too: what is refused then would be refused in earnest."""

_READ: Final = (SourceUnreadable, "kubectl --context {context} version shows what server that is")
_WRITE: Final = (InputRefused, "correct the value that is named, then decide again")
_MEANINGS: Final[dict[int, tuple[type[HeadgateError], str]]] = {
    0: (SourceUnreadable, "kubectl --context {context} api-resources shows what the cluster serves"),
    401: (SourceUnreadable, "sign in to the cluster again, then: kubectl --context {context} auth whoami"),
    403: (SourceUnreadable, "ask for the right, then: kubectl --context {context} auth can-i --list"),
    404: (NotFound, "headgate drift shows what is there now"),
    405: (SourceUnreadable, "this kind cannot be read or written so; leave it out of the unit"),
    409: (SideMoved, "headgate drift shows what is there now, then decide again"),
    410: (SourceUnreadable, "ask again: it begins anew with a fresh list"),
}
"""By code; 0 is what is not served at all. Other codes: a read is unknown, a write's input is refused."""


def _why(refusal: Refusal, call: Call) -> str:
    """Say why; of a Secret only the fields, since a server quotes the bytes that it could not read."""
    if call.method in _CHANGES and (refusal.kind in _VALUES or "/secrets/" in call.path):
        fields = ", ".join(sorted({safe_line(cause.field) for cause in refusal.causes if cause.field}))
        said = f"{refusal.code} {safe_line(refusal.reason)}"
        return f"the server says {said} of a Secret: {fields or 'no field named'}"
    said = safe_line(without_credentials(refusal.message[:_LOOKED_AT], lambda _: "***"))
    said = said if len(said) <= _SHOWN else f"{said[: _SHOWN - 1]}…"
    if refusal.is_unserved:
        return f"the cluster does not serve this API group, version or kind (404: {said})"
    return (
        f"the server says {refusal.code}{f' {safe_line(refusal.reason)}' if refusal.reason else ''}: {said}"
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
