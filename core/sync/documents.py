"""The whole documents behind an item, side by side, secrets masked: for showing and for other tools."""

from core.errors import HeadgateError
from core.krm.edit.emit import block_lines
from core.krm.edit.style import Style
from core.krm.read.documents import Documents
from core.krm.redact import redact_text
from core.krm.values import Value
from core.merge.places import Side
from core.model.names import UnitName
from core.sync.context import Context
from core.sync.gather import gather

__all__ = ["documents_of"]


def documents_of(context: Context, unit: UnitName) -> dict[Side, str]:
    """Read what each side holds of a unit as text; a side that has none, or was not read, is left out.

    Raises:
        SourceUnreadable: hub or base cannot be read.
        InputRefused: a stored text cannot be read.
    """
    sides = gather(context, unit)
    texts = {
        Side.BASE: sides.point.base if sides.point else "",
        Side.GIT: sides.git_text,
        Side.HUB: sides.hub_text,
        Side.LIVE: _live_text(sides.live) if isinstance(sides.live, Documents) else "",
    }
    return {side: redact_text(text) for side, text in texts.items() if text}


def _live_text(live: Documents) -> str:
    """Write live objects without the record of who wrote them, which is longer than they are."""
    try:
        lines = [block_lines(_bare(document.value), 0, Style()) for document in live.documents]
    except HeadgateError:
        return ""
    return "---\n".join("\n".join(one) + "\n" for one in lines)


def _bare(value: Value) -> Value:
    metadata = value.get("metadata") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(metadata, dict):
        return value
    kept = {key: part for key, part in metadata.items() if key != "managedFields"}
    return {**value, "metadata": kept}
