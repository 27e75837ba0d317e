"""The tables of the journal's file."""

from typing import Final

from core.store.schema import Schema
from core.store.table import Table

__all__ = ["DECISION", "SCHEMA", "STEP"]

_FIRST: Final = (
    """
    CREATE TABLE decision (
        number INTEGER NOT NULL PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        space TEXT NOT NULL,
        unit TEXT NOT NULL,
        item TEXT NOT NULL,
        actor TEXT NOT NULL,
        reason TEXT NOT NULL,
        choices TEXT NOT NULL,
        seen TEXT NOT NULL,
        created TEXT NOT NULL,
        steps INTEGER NOT NULL,
        recorded TEXT NOT NULL,
        closed TEXT NOT NULL,
        outcome TEXT NOT NULL,
        state TEXT NOT NULL,
        seal TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE step (
        decision INTEGER NOT NULL REFERENCES decision (number),
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        intent TEXT NOT NULL,
        state TEXT NOT NULL,
        outcome TEXT NOT NULL,
        begun TEXT NOT NULL,
        ended TEXT NOT NULL,
        seal TEXT NOT NULL,
        PRIMARY KEY (decision, position)
    ) WITHOUT ROWID
    """,
)

SCHEMA: Final = Schema(title="the journal", application_id=0x48474A4C, steps=(_FIRST,))

DECISION: Final = Table(
    name="decision",
    keys=("number",),
    others=(
        "id",
        "space",
        "unit",
        "item",
        "actor",
        "reason",
        "choices",
        "seen",
        "created",
        "steps",
        "recorded",
        "closed",
        "outcome",
        "state",
    ),
    noun="decision {1}",
)
"""Numbered from 1 in the order they were recorded; ``steps`` counts their records in `STEP`."""

STEP: Final = Table(
    name="step",
    keys=("decision", "position"),
    others=("name", "intent", "state", "outcome", "begun", "ended"),
    noun="step {2} of decision number {0}",
)
