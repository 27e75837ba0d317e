"""Arguments that several commands share. Imports nothing but the grammar (performance.md §4)."""

from typing import Final

from tui.cli.grammar import Argument

__all__ = ["DRY_RUN", "ITEM", "ITEMS", "REASON", "REMOVE", "UNIT", "WHERE", "WHY", "YES"]

UNIT: Final = Argument("UNIT", "space/unit, or a unit's name with --space", required=True)
ITEM: Final = Argument("ITEM", "an id, the beginning of one, or the unit it waits for", required=True)
ITEMS: Final = ITEM._replace(many=True)
REASON: Final = Argument("--reason", "why; needed unless --dry-run", value="REASON")
WHY: Final = Argument("--reason", "why; the record says it", value="REASON", required=True)
WHERE: Final = Argument("--where", "only units that ConfigHub finds by this, as cub says it", value="WHERE")
REMOVE: Final = Argument("--remove", "remove one field", value="PATH", many=True)
YES: Final = Argument("--yes", "carry the plan out without asking")
DRY_RUN: Final = Argument("--dry-run", "print what would be written, write nothing")
