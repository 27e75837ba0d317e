"""What a person can do about a field that no edit of the source brings about. Pure.

Source: domain.md §4.6: raise it to the shared parameter, keep it as an override of the hub, ask the owner.
"""

from collections.abc import Sequence

from core.model.names import UnitName
from core.ports.source_edits import Tried

__all__ = ["options_of"]


def options_of(unit: UnitName, tried: Sequence[Tried]) -> tuple[str, ...]:
    """List the ways out, the shared edits with their consequences first."""
    shared = [
        f"edit {one.how} by hand, which also changes {'; '.join(one.also)}" for one in tried if one.also
    ]
    files = list(dict.fromkeys(file for one in tried for file in one.files))
    owner = f"ask whoever owns {files[0]} for a place to set it" if files else "ask the owner of the source"
    return (
        *dict.fromkeys(shared),
        f"leave it to the hub: {unit} keeps the value, and every sync-back names it again",
        owner,
    )
