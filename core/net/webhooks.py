"""Whether a webhook is from who it says: signatures over the raw bytes, compared in constant time.

Pure: takes headers, body, secrets and the time. What is genuine is still only a hint to look again; what it
says is never believed. Several secrets count at once, so that one can be replaced without a gap.
Source: reliability.md T60; Standard Webhooks 1.0.0; GitHub, Validating webhook deliveries; GitLab, Webhooks.
"""

import binascii
import hashlib
import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from core.secret import Secret

__all__ = ["STATUS", "Delivery", "Flaw", "Scheme", "checked"]

_TOLERANCE_SECONDS: Final = 300
_PREFIX: Final = "whsec_"
_VERSION: Final = "v1"
_DIGITS: Final = 15


class Scheme(StrEnum):
    """How a sender signs. The receiver's settings choose one, so that nobody can pick a weaker one."""

    STANDARD = "standard"
    """``webhook-id``, ``-timestamp``, ``-signature``; GitLab's signing tokens too."""
    GITHUB = "github"
    """``X-Hub-Signature-256``; Gitea and Forgejo send it as well. Holds no time."""
    GITLAB_TOKEN = "gitlab-token"  # noqa: S105  the scheme's name
    """``X-Gitlab-Token``: the secret itself, nothing signed. Only over TLS, and better not at all."""


class Flaw(StrEnum):
    """Why a webhook is not taken."""

    UNSIGNED = "unsigned"
    FORGED = "forged"
    STALE = "stale"
    MALFORMED = "malformed"


STATUS: Final = {Flaw.UNSIGNED: 401, Flaw.FORGED: 401, Flaw.STALE: 400, Flaw.MALFORMED: 400}
"""What a sender is answered. A delivery that was seen before is answered 200. Source: reliability.md T60."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A webhook that is genuine.

    Attributes:
        key: the same for a repeat of the same delivery, and made only of what is signed; keep it a day.
    """

    key: str


def checked(
    scheme: Scheme, headers: Mapping[str, str], body: bytes, *, secrets: Sequence[Secret], now: float
) -> Delivery | Flaw:
    """Check one webhook.

    Args:
        scheme: how its sender signs.
        headers: as they came; the case of their names does not matter.
        body: the bytes as they came; what was parsed and written again is another text.
        secrets: those that count now.
        now: seconds since the epoch.
    """
    lower = {name.lower(): value for name, value in headers.items()}
    words = [secret.reveal() for secret in secrets if secret.reveal()]
    match scheme:
        case Scheme.STANDARD:
            return _standard(lower, body, words, now)
        case Scheme.GITHUB:
            return _github(lower, body, words)
        case Scheme.GITLAB_TOKEN:
            return _gitlab_token(lower, body, words)


def _standard(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: float) -> Delivery | Flaw:
    name, when = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    signatures = [word.partition(",") for word in headers.get("webhook-signature", "").split()]
    offered = [text.encode("utf-8", "replace") for version, _, text in signatures if version == _VERSION]
    if not (name and when and offered):
        return Flaw.UNSIGNED
    if "." in name or not (when.isascii() and when.isdigit() and len(when) <= _DIGITS):
        return Flaw.MALFORMED
    signed = f"{name}.{when}.".encode("utf-8", "surrogateescape") + body
    made = [b64encode(_mac(key, signed)) for key in _keys(secrets)]
    if not _any_equal(offered, made):
        return Flaw.FORGED
    return Flaw.STALE if abs(now - int(when)) > _TOLERANCE_SECONDS else Delivery(key=f"standard {name}")


def _github(headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> Delivery | Flaw:
    offered = headers.get("x-hub-signature-256", "")
    if not offered:
        return Flaw.UNSIGNED
    made = [f"sha256={_mac(secret.encode(), body).hex()}".encode() for secret in secrets]
    if not _any_equal([offered.encode("utf-8", "replace")], made):
        return Flaw.FORGED
    return Delivery(key=offered)


def _gitlab_token(headers: Mapping[str, str], body: bytes, secrets: Sequence[str]) -> Delivery | Flaw:
    offered = headers.get("x-gitlab-token", "")
    if not offered:
        return Flaw.UNSIGNED
    known = [hashlib.sha256(secret.encode()).digest() for secret in secrets]
    if not _any_equal([hashlib.sha256(offered.encode("utf-8", "replace")).digest()], known):
        return Flaw.FORGED
    return Delivery(key=f"sha256 {hashlib.sha256(body).hexdigest()}")


def _keys(secrets: Sequence[str]) -> list[bytes]:
    """Read the secrets as keys: base64 after ``whsec_``, and the bytes of anything else.

    Source: Standard Webhooks 1.0.0, Signature scheme.
    """
    found = []
    for secret in secrets:
        key = secret.encode()
        if secret.startswith(_PREFIX):
            try:
                key = b64decode(secret.removeprefix(_PREFIX), validate=True)
            except (binascii.Error, ValueError):
                key = b""  # nobody can have signed with it
        if key:
            found.append(key)
    return found


def _mac(key: bytes, signed: bytes) -> bytes:
    return hmac.digest(key, signed, "sha256")


def _any_equal(offered: Sequence[bytes], made: Sequence[bytes]) -> bool:
    """Compare all with all, in a time that tells nothing of which was near."""
    found = False
    for one in offered:
        for other in made:
            found = hmac.compare_digest(one, other) or found
    return found
