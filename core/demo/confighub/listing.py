"""Lists of the loopback ConfigHub: filtered, sorted, cut to fields and into pages."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from core.demo.confighub.store import RefusedError, Row
from core.demo.confighub.where import BadWhereError, matching

if TYPE_CHECKING:
    from core.demo.confighub.messages import Call
    from core.demo.confighub.server import Loopback

__all__ = ["page"]

_LIMIT: Final = 1000
_SHARED: Final = {"CreatedAt", "UpdatedAt", "OrganizationID", "SpaceID", "Slug", "DisplayName", "Labels"}
_FILTERABLE: Final = {
    "Space": frozenset({*_SHARED, "Annotations", "HiddenReason", "ReleaseTargetID"}),
    "Unit": frozenset(
        {
            *_SHARED, "Annotations", "ChangeSetID", "DataHash", "HeadRevisionNum", "HiddenReason",
            "LastChangeDescription", "LastReleasedRevisionNum", "LastAppliedRevisionNum", "LiveRevisionNum",
            "ProviderType", "TargetID", "ToolchainType", "UnitID", "UpstreamRevisionNum", "UpstreamSpaceID",
            "UpstreamUnitID", "ValidationErrors", "ValidationWarnings",
        }
    ),
    "Revision": frozenset(
        {
            "CreatedAt", "UpdatedAt", "OrganizationID", "SpaceID", "DataHash", "Description", "RevisionID",
            "RevisionNum", "Source", "UnitID", "UserAgent", "UserID",
        }
    ),
    "Release": frozenset({*_SHARED, "Published", "ReleaseID", "ReleaseNum", "TargetID"}),
    "ChangeOrder": frozenset({*_SHARED, "ChangeOrderID"}),
    "UnitEvent": frozenset(
        {
            "Action", "BridgeWorkerID", "CreatedAt", "QueuedOperationID", "Result", "RevisionNum", "SpaceID",
            "UnitID",
        }
    ),
}  # fmt: skip
_INCLUDES: Final = {
    "Space": {"ReleaseTargetID"},
    "Unit": {"UpstreamUnitID", "SpaceID", "HeadRevisionNum", "LastReleasedRevisionNum"},
    "Revision": {"SpaceID", "UnitID", "Attestations", "ChangeOrders"},
    "Release": {"SpaceID", "TargetID"},
    "UnitEvent": set(),
    "ChangeOrder": {"SpaceID"},
}
_IDS: Final = {"UnitID", "SpaceID", "RevisionID", "ReleaseID", "OrganizationID", "Slug"}
_NOT_SELECTED: Final = {"Data", "MutationSources"}


def page(
    hub: "Loopback", call: "Call", rows: list[Row], kind: str, *, distinct: bool = False
) -> tuple[list[Row], str]:
    """Cut a list to what was asked; gives the mark of the next page, "" after the last."""
    _refuse_what_is_unknown(call, kind, hub.epoch)
    rows = _found(call, rows, kind)
    if hub.epoch == "C":
        rows = _sorted(call, rows, kind)
    if distinct:
        newest = {row[kind]["UnitID"]: row for row in sorted(rows, key=lambda row: _number(row[kind]))}
        rows = [row for row in rows if row is newest[row[kind]["UnitID"]]]
    rows, more = _page(hub, call, rows)
    return [_selected(call, row, kind) for row in rows], more


def _number(row: Row) -> int:
    return int(row["RevisionNum"])


def _refuse_what_is_unknown(call: "Call", kind: str, epoch: str) -> None:
    limit = call.asked("limit")
    if limit and not 1 <= int(limit) <= _LIMIT:
        raise RefusedError(400, f"limit is at most {_LIMIT}")
    if epoch in "AB" and (limit or call.asked("order_by") or call.asked("continue")):
        raise RefusedError(400, "this version pages nothing")
    for name in filter(None, call.asked("include").split(",")):
        if name not in _INCLUDES[kind]:
            raise RefusedError(400, f"unknown include {name}")
    if epoch == "C" and _NOT_SELECTED & set(call.asked("select").split(",")):
        raise RefusedError(400, "select names what has a call of its own")


def _found(call: "Call", rows: list[Row], kind: str) -> list[Row]:
    try:
        fits = matching(call.asked("where"), _FILTERABLE[kind])
        return [row for row in rows if fits(row[kind]) and _is_shown(call, row[kind])]
    except BadWhereError as error:
        raise RefusedError(400, str(error)) from error


def _is_shown(call: "Call", entity: Row) -> bool:
    """A hidden one is left out, unless it is asked for by its name, its id or its reason."""
    asked = call.asked("where")
    return not entity.get("HiddenReason") or any(name in asked for name in ("Slug", "UnitID", "HiddenReason"))


def _sorted(call: "Call", rows: list[Row], kind: str) -> list[Row]:
    rows = sorted(rows, key=lambda row: str(row[kind][f"{kind}ID"]))
    for name in reversed([one for one in call.asked("order_by").split(",") if one]):
        order, _, field = name.rpartition(":")
        rows = sorted(rows, key=lambda row: row[kind].get(field, ""), reverse=order == "DESC")
    return rows


def _page(hub: "Loopback", call: "Call", rows: list[Row]) -> tuple[list[Row], str]:
    """Without `limit` everything comes at once; pages may be short, and the first may be empty."""
    if not call.asked("limit"):
        return rows, ""
    mark = call.asked("continue")
    start, limit = int(mark.partition(".")[0] or 0), int(call.asked("limit"))
    if hub.short_pages and rows and not mark:
        return [], "0.first"
    end = start + (max(1, limit // 2) if hub.short_pages else limit)
    return rows[start:end], f"{end}.next" if end < len(rows) else ""


def _selected(call: "Call", row: Row, kind: str) -> Row:
    fields: Sequence[str] = [name for name in call.asked("select").split(",") if name]
    if not fields:
        return row
    wanted = {*_IDS, *fields}
    return {**row, kind: {name: value for name, value in row[kind].items() if name in wanted}}
