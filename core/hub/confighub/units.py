"""Units: found by their names, read, made and written under the guard of what was seen, in all epochs."""

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from core.errors import SideMoved
from core.hub.confighub.assumptions import FIRST_PAUSE_SECONDS, LOOKS, PAUSE_SECONDS
from core.hub.confighub.epochs import Epoch
from core.hub.confighub.refusals import moved, not_made, refused, unguarded, unread_expression
from core.hub.confighub.rows import EMPTY, Stamp, UnitRow, decoded, mapping, stamp, text, unit_row
from core.hub.confighub.server import Server
from core.hub.confighub.where import both, equals
from core.model.names import hash_of
from core.net.address import path_of
from core.net.calls import Answer, Call, Effect, reading

__all__ = ["TOOLCHAIN", "NewUnit", "Units"]

TOOLCHAIN: Final = "Kubernetes/YAML"

_BAD: Final = 400
_CONFLICT: Final = 409
_STAMP: Final = "UnitID,SpaceID,Slug,Version,HeadRevisionNum"
_JSON: Final = {"Content-Type": "application/json"}
_WRITABLE: Final = (
    "Slug", "DisplayName", "Labels", "Annotations", "DeleteGates", "DestroyGates", "Permissions",
    "HiddenReason", "ToolchainType", "ChangeSetID", "ProviderType", "TargetID", "UnitID", "SpaceID",
    "OrganizationID", "Version",
)  # fmt: skip
"""What a PUT replaces; whatever it leaves out would be emptied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUnit:
    """A unit to be made.

    Attributes:
        space_id: where.
        slug: its name.
        labels: it begins with.
        delivered: False keeps it out of releases and off targets.
        upstream: the unit it is a clone of; None for a new one.
        upstream_revision: of the clone; 0 for its head.
    """

    space_id: str
    slug: str
    labels: Mapping[str, str]
    delivered: bool = True
    upstream: UnitRow | None = None
    upstream_revision: int = 0


class Units:
    """The units of one server, by id and by name."""

    def __init__(self, server: Server) -> None:
        self._server = server

    @property
    def epoch(self) -> Epoch:
        """Which rules the server follows."""
        return self._server.epoch

    def listed(self, doing: str, *where: str) -> Iterator[UnitRow]:
        """List the units that match, over all spaces."""
        expression = both(*where)
        query = (("where", expression),) if expression else ()
        for row in self._server.rows(doing, "/unit", *query):
            yield unit_row(row, self.epoch)

    def stamps(self, doing: str, *where: str) -> Iterator[Stamp]:
        """List ids and versions of the units that match, and nothing else of them."""
        query = (("where", both(*where)), ("select", _STAMP))
        for row in self._server.rows(doing, "/unit", *query):
            yield stamp(row)

    def refuse_unreadable(self, expression: str) -> None:
        """Ask whether the server reads an expression that somebody typed.

        Raises:
            UsageError: it does not.
        """
        paged = (("limit", "1"),) if self.epoch.newest else ()
        query = (("where", expression), ("select", "UnitID"), *paged)
        call = reading("read the expression", "/unit", *query, also=frozenset({_BAD}))
        answer = self._server.send(call)
        if answer.status == _BAD:
            raise unread_expression(expression, self._server.said(answer))

    def find(self, space_id: str, slug: str) -> UnitRow | None:
        """Read a unit by its name, as it is now; None where there is none."""
        doing = f"read unit {slug}"
        found = list(self.listed(doing, equals("SpaceID", space_id), equals("Slug", slug)))
        return found[0] if found else None

    def again(self, row: UnitRow) -> UnitRow:
        """Read a unit anew."""
        call = reading(f"read unit {row.slug}", _path(row))
        return unit_row(self._server.document(call), self.epoch)

    def head_text(self, row: UnitRow) -> str:
        """Read the bytes of a unit's head, and prove that they are those.

        Raises:
            SideMoved: head is another by now.
        """
        if row.text is not None:
            return row.text
        answer = self._server.send(reading(f"read the data of {row.slug}", _path(row, "data")))
        found = decoded(answer.body, f"unit {row.slug}")
        if hash_of(found) != row.data_hash:
            raise SideMoved(
                f"Could not read revision {row.number} of {row.slug}",
                why="Head moved while it was read",
                next_step="look again",
            )
        return found

    def make(self, new: NewUnit) -> UnitRow:
        """Make a unit without data; one that is there under this name is given as it is."""
        body: dict[str, Any] = {"Slug": new.slug, "ToolchainType": TOOLCHAIN, "Labels": dict(new.labels)}
        if not new.delivered and self.epoch is not Epoch.A and self._holds("provider-none"):
            body["ProviderType"] = "None"
        query = [] if self.epoch is Epoch.A else [("allow_exists", "true")]
        if new.upstream is not None:
            query += [("upstream_space_id", new.upstream.space_id), ("upstream_unit_id", new.upstream.id)]
            if new.upstream_revision and self.epoch.newest and self._holds("upstream-revision"):
                query.append(("upstream_revision", str(new.upstream_revision)))
        call = Call(
            doing=f"make unit {new.slug}",
            path=path_of("space", new.space_id, "unit"),
            method="POST",
            effect=Effect.CREATE,
            target=f"unit {new.slug}",
            query=tuple(query),
            headers=_JSON,
            body=json.dumps(body).encode(),
            also=frozenset({_CONFLICT}),
        )
        answer = self._server.send(call)
        if answer.status != _CONFLICT:
            return self._row(call, answer)
        found = self.find(new.space_id, new.slug)
        if found is None:
            raise not_made(new.slug, self._server.said(answer))
        return found

    def write(self, row: UnitRow, data: str, description: str) -> UnitRow:
        """Put bytes on the head that was read, and on no other; waits until the server's triggers ran.

        Raises:
            SideMoved: Head is another by now; nothing was written.
            Blocked: an open change set holds the unit, or the server is known to guard nothing; nothing was
                written.
            OutcomeUnknown: nobody knows whether it was written.
        """
        if not self._holds("guard"):
            raise unguarded(row, self._server.title)
        call = self._writing(row, data, description)
        answer = self._server.send(call)
        if answer.status == _CONFLICT:
            raise refused(row, self.again(row), self._server.said(answer))
        return self.settled(self._row(call, answer))

    def annotate(self, row: UnitRow, annotations: Mapping[str, str]) -> None:
        """Set annotations, each by itself; what else is there stays."""
        call = Call(
            doing=f"annotate unit {row.slug}",
            path=_path(row),
            method="PATCH",
            effect=Effect.GUARDED,
            target=f"unit {row.slug}",
            headers={"Content-Type": "application/merge-patch+json"},
            body=json.dumps({"Annotations": dict(annotations)}).encode(),
        )
        self._server.send(call)

    def relabel(self, row: UnitRow, labels: Mapping[str, str], annotations: Mapping[str, str]) -> UnitRow:
        """Set labels and annotations, and leave the bytes, while nothing moved since it was read.

        Raises:
            SideMoved: it moved.
            SourceUnreadable: its bytes cannot be read.
        """
        body = _fields(row) | {
            "Labels": {**row.labels, **labels},
            "Annotations": {**row.annotations, **annotations},
        }
        if not self.epoch.newest:
            body["Data"] = _base64(self.head_text(row) if row.number else "")
        call = self._putting(row, body)
        answer = self._server.send(call)
        if answer.status == _CONFLICT:
            raise moved(row, "its labels", self._server.said(answer))
        return self._row(call, answer)

    def texts(self, doing: str, rows: Sequence[UnitRow], *where: str) -> Iterator[tuple[str, str]]:
        """Read the bytes of many heads: (hash, text). Rows that carry theirs are not asked for again."""
        for row in rows:
            if row.text is not None:
                yield row.data_hash, row.text
        if self.epoch.newest and rows:
            limit = _page_of(rows)
            for found in self._server.rows(doing, "/unit_data", ("where", both(*where)), limit=limit):
                read = text(found, "Data")
                yield hash_of(read), read

    def _holds(self, name: str) -> bool:
        """Tell whether an assumption stands: it does until a probe found otherwise."""
        return self._server.holds(name) is not False

    def _writing(self, row: UnitRow, data: str, description: str) -> Call:
        if not self.epoch.newest:
            body = _fields(row) | {"Data": _base64(data), "LastChangeDescription": description}
            return self._putting(row, body)
        return Call(
            doing=f"write unit {row.slug}",
            path=_path(row, "data"),
            method="PUT",
            effect=Effect.GUARDED,
            target=f"unit {row.slug}",
            query=(("last_change_description", description),),
            headers={"Content-Type": "application/octet-stream", "If-Match": f'"{row.data_hash or EMPTY}"'},
            body=data.encode(),
            also=frozenset({_CONFLICT}),
        )

    def _putting(self, row: UnitRow, body: Mapping[str, object]) -> Call:
        return Call(
            doing=f"write unit {row.slug}",
            path=_path(row),
            method="PUT",
            effect=Effect.GUARDED,
            target=f"unit {row.slug}",
            headers=_JSON,
            body=json.dumps(body).encode(),
            also=frozenset({_CONFLICT}),
        )

    def _row(self, call: Call, answer: Answer) -> UnitRow:
        return unit_row(self._server.read(call, answer), self.epoch)

    def settled(self, row: UnitRow) -> UnitRow:
        """Wait for triggers, which may change what was just written."""
        pause = FIRST_PAUSE_SECONDS
        for _ in range(LOOKS):
            if not row.awaits_triggers:
                return row
            self._server.pause(pause)
            pause = min(pause * 2, PAUSE_SECONDS)
            row = self.again(row)
        return row


def _path(row: UnitRow, *more: str) -> str:
    return path_of("space", row.space_id, "unit", row.id, *more)


def _fields(row: UnitRow) -> dict[str, Any]:
    kept = {name: row.fields[name] for name in _WRITABLE if row.fields.get(name) is not None}
    return kept | {"Labels": mapping(row.fields, "Labels"), "Annotations": mapping(row.fields, "Annotations")}


def _base64(data: str) -> str:
    return base64.b64encode(data.encode()).decode()


def _page_of(rows: Sequence[UnitRow]) -> int:
    """Ask for so many at once that an answer stays well under the limit of one."""
    mean = sum(row.size for row in rows) // len(rows) + 1
    return max(1, min(1000, 8_000_000 // mean))
