"""The tables of the journal's file."""

from typing import Final

from core.store.schema import Schema
from core.store.table import Table

__all__ = ["AUDIT_COLUMNS", "CHOSEN", "DECISION", "KEPT", "SCHEMA", "STEP"]

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

_SECOND: Final = (
    """
    CREATE TABLE kept (
        decision INTEGER NOT NULL PRIMARY KEY REFERENCES decision (number),
        plan TEXT NOT NULL,
        seal TEXT NOT NULL
    )
    """,
    """
    CREATE TABLE audit (
        number INTEGER NOT NULL PRIMARY KEY,
        at TEXT NOT NULL,
        monotonic TEXT NOT NULL,
        event TEXT NOT NULL,
        decision TEXT NOT NULL,
        unit TEXT NOT NULL,
        who TEXT NOT NULL,
        about TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL
    )
    """,
)

_THIRD: Final = (
    """
    CREATE TABLE chosen (
        decision INTEGER NOT NULL REFERENCES decision (number),
        position INTEGER NOT NULL,
        change TEXT NOT NULL,
        field TEXT NOT NULL,
        choice TEXT NOT NULL,
        result TEXT NOT NULL,
        seal TEXT NOT NULL,
        PRIMARY KEY (decision, position)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX chosen_change ON chosen (change)",
)

_FOURTH: Final = ("ALTER TABLE audit ADD COLUMN mark TEXT NOT NULL DEFAULT ''",)

SCHEMA: Final = Schema(
    title="the journal", application_id=0x48474A4C, steps=(_FIRST, _SECOND, _THIRD, _FOURTH)
)

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

KEPT: Final = Table(name="kept", keys=("decision",), others=("plan",), noun="the plan of decision number {0}")
"""What is needed to finish a decision, sealed; emptied when the decision is closed."""

CHOSEN: Final = Table(
    name="chosen",
    keys=("decision", "position"),
    others=("change", "field", "choice", "result"),
    noun="choice {1} of decision number {0}",
)
"""What decisions chose, by keyed digests; one that is lost is offered to nobody."""

AUDIT_COLUMNS: Final = (
    "number",
    "at",
    "monotonic",
    "event",
    "decision",
    "unit",
    "who",
    "about",
    "previous",
    "hash",
    "mark",
)
"""Of the audit record, whose hash is its seal."""
