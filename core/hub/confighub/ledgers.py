"""Ledgers: a space's sync points as one document in a unit of the book, so that several change at once.

The unit holds a ConfigMap with an entry a unit, because that is what every version of the server takes
and what a person can read and compare there. The two long texts of an entry are packed: they are copies
of what is in the history of hub and Git already.
"""

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any, Final

from core.errors import HeadgateError, InputRefused
from core.hub.confighub.rows import Row, mapping, number, text, unreadable
from core.krm.read.documents import read
from core.krm.read.limits import Limits
from core.model.names import DataHash, RevisionNumber, UnitName
from core.model.proposal import Commit
from core.model.syncpoint import DecidedField, SyncPoint

__all__ = ["Entry", "entries_in", "entry_of", "ledger_slug", "ledger_text", "point_in", "stored"]

_PACKED: Final = frozenset({"unit", "base", "git_text"})
_LARGEST_TEXT: Final = 256_000_000
_LEDGER: Final = Limits(bytes=1 << 26, nodes=2_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One sync point as it is kept.

    Attributes:
        version: of the sync point.
        at: the revision of the ledger that brought it.
        kept: the entry itself, as one line of JSON.
    """

    version: int
    at: int
    kept: str


def ledger_slug(space: str) -> str:
    """Name the unit with a space's sync points."""
    return f"points-{space}"


def ledger_text(space: str, entries: Mapping[str, Entry]) -> str:
    """Write a ledger: JSON, which is YAML too, one line an entry."""
    head = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": ledger_slug(space), "namespace": "headgate"},
        "data": {name: entries[name].kept for name in sorted(entries)},
    }
    return json.dumps(head, indent=1) + "\n"


@lru_cache(maxsize=512)
def entries_in(ledger: str) -> Mapping[str, Entry]:
    """Read a ledger, also one that the server wrote in a style of its own.

    Raises:
        SourceUnreadable: it is none.
    """
    document = _document(ledger)
    found: dict[str, Entry] = {}
    for name, kept in mapping(document, "data").items():
        facts = _facts(name, kept)
        found[name] = Entry(version=number(facts, "version"), at=number(facts, "at"), kept=kept)
    return found


def entry_of(point: SyncPoint, *, at: int) -> Entry:
    """Write a sync point as an entry.

    Raises:
        InputRefused: a text of it has no bytes.
    """
    try:
        texts = json.dumps([point.base, point.git_text], ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise InputRefused(
            f"Could not store the sync point of {point.unit}",
            why=f"a text of it cannot be written as bytes: {error.reason}",
            next_step="correct the text in its source",
        ) from error
    facts = {name: value for name, value in asdict(point).items() if name not in _PACKED}
    facts |= {"at": at, "texts": base64.b64encode(zlib.compress(texts, 9)).decode()}
    return Entry(version=point.version, at=at, kept=json.dumps(facts, separators=(",", ":")))


def stored(point: SyncPoint) -> SyncPoint:
    """Give a sync point as it stands after it was stored over the version that it carries."""
    return replace(point, version=point.version + 1)


def point_in(unit: UnitName, entry: Entry) -> SyncPoint:
    """Read a sync point from its entry.

    Raises:
        SourceUnreadable: it is none.
    """
    facts = _facts(str(unit), entry.kept)
    try:
        packed = zlib.decompressobj()
        base, git_text = json.loads(packed.decompress(base64.b64decode(facts["texts"]), _LARGEST_TEXT))
        commit = facts["commit"]
        return SyncPoint(
            unit=unit,
            version=entry.version,
            base=str(base),
            git_text=str(git_text),
            commit=Commit(**commit) if commit else None,
            paths=tuple(facts["paths"]),
            hub_revision=RevisionNumber(number(facts, "hub_revision")),
            hub_hash=DataHash(text(facts, "hub_hash")),
            cause=text(facts, "cause"),
            actor=text(facts, "actor"),
            time=text(facts, "time"),
            decided=tuple(DecidedField(**field) for field in facts["decided"]),
            sync_back=text(facts, "sync_back"),
            sync_back_head=RevisionNumber(number(facts, "sync_back_head")),
            declined=text(facts, "declined") if "declined" in facts else "",
            decisions=tuple(facts["decisions"]),
        )
    except (KeyError, TypeError, ValueError, zlib.error) as error:
        raise _damaged(f"the sync point of {unit}") from error


def _document(ledger: str) -> Row:
    try:
        found = json.loads(ledger)
    except ValueError:
        try:
            documents = read(ledger, limits=_LEDGER).documents
        except HeadgateError as error:
            raise _damaged("the sync points of a space") from error
        found = documents[0].value if documents else {}
    return found if isinstance(found, dict) else {}


def _facts(name: str, kept: object) -> dict[str, Any]:
    try:
        found = json.loads(kept) if isinstance(kept, str) else None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise _damaged(f"the sync point of {name}")
    return found


def _damaged(what: str) -> HeadgateError:
    return unreadable(what, "somebody changed it by hand: cub revision list shows who")
