"""Envelope: a text that only holders of the workspace's key can read: the journal holds no secret in clear.

The key lies in a file of its own beside the journal: this keeps values out of backups, bundles for support
and greps of the journal; it is no defence against somebody who reads the whole state folder. The nonce is
made of the text itself, so nothing breaks where the same id is used twice.
Source: RFC 5297 (SIV) for the construction, with HMAC-SHA-256 as the tag and SHAKE-256 as the key stream.
"""

import base64
import hashlib
import hmac
from typing import Final

from core.errors import SourceUnreadable

__all__ = ["closed", "opened"]

_TAG_BYTES: Final = 32


def closed(text: str, *, key: bytes, about: str) -> str:
    """Close a text in an envelope for one decision.

    >>> closed("a", key=b"k", about="D1") == closed("a", key=b"k", about="D2")
    False
    """
    plain = text.encode("utf-8", "surrogatepass")
    tag = _tag(plain, key, about)
    return base64.b64encode(tag + _masked(plain, key, tag)).decode("ascii")


def opened(envelope: str, *, key: bytes, about: str) -> str:
    """Open an envelope.

    Raises:
        SourceUnreadable: it was closed with another key or for another decision, or it is damaged.

    >>> opened(closed("é", key=b"k", about="D1"), key=b"k", about="D1")
    'é'
    """
    try:
        raw = base64.b64decode(envelope, validate=True)
    except ValueError:
        raw = b""
    tag = raw[:_TAG_BYTES]
    plain = _masked(raw[_TAG_BYTES:], key, tag)
    if not hmac.compare_digest(tag, _tag(plain, key, about)):
        raise SourceUnreadable(
            f"Could not read what was kept of decision {about}",
            why="it was kept with another key than this workspace has now, or it is damaged",
            next_step=f"headgate abandon {about} --reason '…' says what stands where, and closes it",
            ref=about,
        )
    return plain.decode("utf-8", "surrogatepass")


def _tag(plain: bytes, key: bytes, about: str) -> bytes:
    inner = hmac.digest(key, b"headgate journal tag", "sha256")
    return hmac.digest(inner, about.encode() + b"\0" + plain, "sha256")


def _masked(text: bytes, key: bytes, tag: bytes) -> bytes:
    stream = hashlib.shake_256(hmac.digest(key, b"headgate journal stream" + tag, "sha256")).digest(len(text))
    number = int.from_bytes(text) ^ int.from_bytes(stream)
    return number.to_bytes(len(text))
