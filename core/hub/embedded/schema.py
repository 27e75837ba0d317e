"""The tables of the embedded hub's file."""

from typing import Final

from core.store.schema import Schema
from core.store.table import Table

__all__ = ["CAPTURE", "COUNTER", "HEAD", "PROPOSAL", "REVISION", "SCHEMA", "SPACE", "SYNC_POINT"]

_FIRST: Final = (
    """
    CREATE TABLE counter (
        name TEXT NOT NULL PRIMARY KEY,
        value INTEGER NOT NULL,
        seal TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE content (
        hash TEXT NOT NULL PRIMARY KEY,
        text BLOB NOT NULL
    )
    """,
    """
    CREATE TABLE space (
        name TEXT NOT NULL PRIMARY KEY,
        units INTEGER NOT NULL,
        heads INTEGER NOT NULL,
        seal TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE head (
        space TEXT NOT NULL REFERENCES space (name),
        unit TEXT NOT NULL,
        number INTEGER NOT NULL,
        data_hash TEXT NOT NULL,
        applied INTEGER NOT NULL,
        deleted INTEGER NOT NULL,
        sync_version INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        seal TEXT NOT NULL,
        PRIMARY KEY (space, unit)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE revision (
        space TEXT NOT NULL,
        unit TEXT NOT NULL,
        number INTEGER NOT NULL,
        data_hash TEXT NOT NULL,
        deletes INTEGER NOT NULL,
        author TEXT NOT NULL,
        source TEXT NOT NULL,
        description TEXT NOT NULL,
        token TEXT NOT NULL,
        incident TEXT NOT NULL,
        links TEXT NOT NULL,
        created TEXT NOT NULL,
        seal TEXT NOT NULL,
        PRIMARY KEY (space, unit, number),
        FOREIGN KEY (space, unit) REFERENCES head (space, unit)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE sync_point (
        space TEXT NOT NULL,
        unit TEXT NOT NULL,
        version INTEGER NOT NULL,
        base TEXT NOT NULL REFERENCES content (hash),
        git_text TEXT NOT NULL REFERENCES content (hash),
        rest TEXT NOT NULL,
        seal TEXT NOT NULL,
        PRIMARY KEY (space, unit),
        FOREIGN KEY (space, unit) REFERENCES head (space, unit)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE proposal (
        id TEXT NOT NULL PRIMARY KEY,
        space TEXT NOT NULL,
        unit TEXT NOT NULL,
        data TEXT NOT NULL REFERENCES content (hash),
        origin TEXT NOT NULL,
        paths TEXT NOT NULL,
        base_revision INTEGER NOT NULL,
        base_hash TEXT NOT NULL,
        created TEXT NOT NULL,
        state TEXT NOT NULL,
        reason TEXT NOT NULL,
        seal TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE capture (
        id TEXT NOT NULL PRIMARY KEY,
        space TEXT NOT NULL,
        unit TEXT NOT NULL,
        paths TEXT NOT NULL,
        seen TEXT NOT NULL,
        incident TEXT NOT NULL,
        reason TEXT NOT NULL,
        actor TEXT NOT NULL,
        created TEXT NOT NULL,
        state TEXT NOT NULL,
        ending TEXT NOT NULL,
        seal TEXT NOT NULL
    ) WITHOUT ROWID
    """,
)

SCHEMA: Final = Schema(title="the embedded hub", application_id=0x48474855, steps=(_FIRST,))

COUNTER: Final = Table(name="counter", keys=("name",), others=("value",), noun="the counter of {0}")
"""How often something was stored: ``changes`` to units, ``proposals``, ``captures``."""

SPACE: Final = Table(name="space", keys=("name",), others=("units", "heads"), noun="space {0}")
"""How many records of `HEAD` a space has, and how many of them have a revision."""

HEAD: Final = Table(
    name="head",
    keys=("space", "unit"),
    others=("number", "data_hash", "applied", "deleted", "sync_version", "changed"),
    noun="the head of {0}/{1}",
)
"""One record a unit, from its first revision or sync point on; ``number`` 0 before the first revision."""

REVISION: Final = Table(
    name="revision",
    keys=("space", "unit", "number"),
    others=(
        "data_hash",
        "deletes",
        "author",
        "source",
        "description",
        "token",
        "incident",
        "links",
        "created",
    ),
    noun="revision {2} of {0}/{1}",
)

SYNC_POINT: Final = Table(
    name="sync_point",
    keys=("space", "unit"),
    others=("version", "base", "git_text", "rest"),
    noun="the sync point of {0}/{1}",
)

PROPOSAL: Final = Table(
    name="proposal",
    keys=("id",),
    others=(
        "space",
        "unit",
        "data",
        "origin",
        "paths",
        "base_revision",
        "base_hash",
        "created",
        "state",
        "reason",
    ),
    noun="proposal {0}",
)

CAPTURE: Final = Table(
    name="capture",
    keys=("id",),
    others=("space", "unit", "paths", "seen", "incident", "reason", "actor", "created", "state", "ending"),
    noun="capture {0}",
)
