"""Previews: the server's own merge and its own diff, asked for beside ours and never instead of it.

A preview of a merge is a PATCH that is a write where the server does not know it for a preview, and that
write would have no guard. So it is sent only to a server that a probe saw write nothing by it. The diff
writes nothing anywhere. Source: confighub-api.md §5.2 (step 5), §5.4 W11, §10 no. 16.
"""

import json
import shlex
from typing import Final

from core.hub.confighub.drafts import PROPOSAL
from core.hub.confighub.offers import Offers
from core.hub.confighub.rows import EMPTY, Row, UnitRow, mapping, rows_in, text
from core.hub.confighub.server import Server
from core.hub.confighub.spaces import BOOK
from core.hub.confighub.units import TOOLCHAIN, Units
from core.model.names import UnitName
from core.model.preview import Preview
from core.net.address import path_of
from core.net.calls import Answer, Call

__all__ = ["Previews"]

_ENGINE: Final = "ConfigHub"
_REFUSED: Final = frozenset({400, 403, 404, 409, 422})
_OK: Final = 200


class Previews:
    """The second opinions of one server."""

    def __init__(self, server: Server, units: Units, offers: Offers) -> None:
        self._server = server
        self._units = units
        self._offers = offers

    def of(self, unit: UnitName, row: UnitRow, data: str, *, proposal: str) -> Preview:
        """Ask about a text that is to follow a unit's head."""
        touched, not_compared = self._touched(row, data)
        draft = self._offers.find(PROPOSAL, proposal) if proposal else None
        span = _span(draft, row) if draft else None
        merged, withheld, not_merged = self._merged(row, draft, span) if draft and span else (None, (), "")
        return Preview(
            engine=_ENGINE,
            head=self._units.again(row).data_hash,
            merged=merged,
            withheld=withheld,
            not_merged=not_merged,
            command=_command(unit, draft, span) if draft and span else "",
            touched=touched,
            not_compared=not_compared,
        )

    def _touched(self, row: UnitRow, data: str) -> tuple[tuple[str, ...] | None, str]:
        if self._server.holds("diff") is False:
            return None, "is not asked for: a probe found that this server's is not as we think"
        sides = {
            "From": {"UnitID": row.id, "Revision": str(row.number)},
            "To": {"Data": data, "ToolchainType": TOOLCHAIN},
        }
        call = Call(
            doing=f"ask ConfigHub for its diff of {row.slug}",
            path="/diff",
            method="POST",
            headers={"Content-Type": "application/json"},
            body=json.dumps(sides).encode(),
            also=_REFUSED,
        )
        answer = self._server.send(call)
        if answer.status != _OK:
            return None, f"it gives none (status {answer.status})"
        changed = rows_in(mapping(self._server.read(call, answer), "Diff"), "Resources")
        return tuple(map(_named, changed)), ""

    def _merged(
        self, row: UnitRow, draft: UnitRow, span: tuple[int, int]
    ) -> tuple[str | None, tuple[str, ...], str]:
        if self._server.holds("dry-run") is not True:
            why = (
                "nobody saw yet that its preview writes nothing here: headgate doctor --probe headgate-probe"
            )
            return None, (), f"is not asked for: {why}"
        call = Call(
            doing=f"ask ConfigHub for its merge of {row.slug}",
            path=path_of("space", row.space_id, "unit", row.id),
            method="PATCH",
            query=(
                ("merge_source", draft.id),
                ("merge_base", str(span[0])),
                ("merge_end", str(span[1])),
                ("dry_run", "true"),
                ("include", "ConfigData,Diff"),
            ),
            headers={"Content-Type": "application/merge-patch+json"},
            body=b"{}",
            also=_REFUSED,
        )
        return self._read(call, self._server.send(call))

    def _read(self, call: Call, answer: Answer) -> tuple[str | None, tuple[str, ...], str]:
        if answer.status != _OK:
            return None, (), f"it gives none (status {answer.status})"
        found = self._server.read(call, answer)
        if not isinstance(found.get("ConfigData"), str):
            return None, (), "its answer holds no text"
        return found["ConfigData"], tuple(map(_withheld, rows_in(found, "Conflicts"))), ""


def _span(draft: UnitRow, row: UnitRow) -> tuple[int, int] | None:
    """Say between which revisions the draft holds what Git changed; None where nobody knows."""
    first, last = (draft.annotations.get(f"proposal/draft-{end}", "") for end in ("base", "rev"))
    known = first.isdecimal() and last.isdecimal() and int(first) < int(last)
    is_clone = text(draft.fields, "UpstreamUnitID") == row.id and row.data_hash != EMPTY
    return (int(first), int(last)) if known and is_clone else None


def _command(unit: UnitName, draft: UnitRow, span: tuple[int, int]) -> str:
    """Write the same merge for `cub`. Source: confighub-api.md §8: names are pairs there, never ids."""
    merge = [
        "--merge-source",
        f"{BOOK}/{draft.slug}",
        "--merge-base",
        str(span[0]),
        "--merge-end",
        str(span[1]),
    ]
    return shlex.join(["cub", "unit", "update", "--patch", "--space", unit.space, unit.unit, *merge])


def _named(changed: Row) -> str:
    """Name a resource by type and name: what scope it is in, is written in more than one way."""
    resource = mapping(changed, "Resource") or mapping(changed, "PreviousResource")
    name = text(resource, "ResourceNameWithoutScope") or text(resource, "ResourceName")
    return f"{text(resource, 'ResourceType')} {name.rpartition('/')[2]}"


def _withheld(conflict: Row) -> str:
    words = [text(conflict, "Path") or _named(conflict), text(conflict, "Reason")]
    return " ".join(word for word in words if word)
