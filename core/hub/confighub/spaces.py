"""Spaces: their names and ids, looked up once and again when one is missing."""

import json
import threading
from collections.abc import Collection, Mapping
from typing import Final

from core.errors import NotFound
from core.hub.confighub.epochs import Epoch
from core.hub.confighub.rows import Row, mapping, number, text
from core.hub.confighub.server import Server
from core.net.calls import Call, Effect

__all__ = ["BOOK", "Spaces"]

BOOK: Final = "headgate"
"""The space with what Headgate keeps for itself: drafts, captures, sync points. Never delivered."""

_CONFLICT: Final = 409


class Spaces:
    """The spaces of one server that matter here.

    Args:
        server: whose.
        only: the names that matter; None for all.
    """

    def __init__(self, server: Server, only: Collection[str] | None = None) -> None:
        self._server = server
        self._only = only
        self._lock = threading.Lock()
        self._ids: dict[str, str] = {}
        self._targeted: set[str] = set()

    def named(self) -> Mapping[str, str]:
        """Give ids by names as they are now, without the book; one list of the server."""
        self.counted()
        return self.known()

    def known(self) -> Mapping[str, str]:
        """Give ids by names as they were last listed, without the book."""
        return {name: one for name, one in self._ids.items() if self._matters(name)}

    def counted(self) -> Mapping[str, int]:
        """Count units by the ids of spaces, the book among them; where the server counts (epochs that do)."""
        rows = list(self._server.rows("list the spaces", "/space", ("summary", "true")))
        with self._lock:
            self._ids = {text(_space(row), "Slug"): text(_space(row), "SpaceID") for row in rows}
            self._targeted = {text(_space(row), "Slug") for row in rows if _has_target(_space(row))}
        return {
            text(_space(row), "SpaceID"): number(row, "TotalUnitCount")
            for row in rows
            if "TotalUnitCount" in row
        }

    def find(self, name: str) -> str | None:
        """Give a space's id; None where there is no such space."""
        if name not in self._ids:
            self.counted()
        return self._ids.get(name)

    def listed(self, name: str) -> str | None:
        """Give a space's id as it was last listed; None where it was not there."""
        return self._ids.get(name)

    def name_of(self, space_id: str) -> str:
        """Give the name of a space that was listed; "" for none of those."""
        return next((name for name, one in self._ids.items() if one == space_id), "")

    def delivers(self, name: str) -> bool:
        """Tell whether ConfigHub itself delivers a space."""
        return name in self._targeted

    def make(self, name: str) -> str:
        """Give a space's id, and make it where there is none."""
        found = self.find(name)
        if found is not None:
            return found
        newest = self._server.epoch is Epoch.C
        call = Call(
            doing=f"make space {name}",
            path="/space",
            method="POST",
            effect=Effect.CREATE,
            target=f"space {name}",
            query=(("allow_exists", "true"),) if newest else (),
            headers={"Content-Type": "application/json"},
            body=json.dumps({"Slug": name}).encode(),
            also=frozenset({_CONFLICT}),
        )
        answer = self._server.send(call)
        self.counted()
        found = self._ids.get(name) or (
            "" if answer.status == _CONFLICT else text(self._server.read(call, answer), "SpaceID")
        )
        if not found:
            raise NotFound(
                f"Could not make space {name}",
                why="ConfigHub says that there is one already, and does not show it to us",
                next_step="check the permissions on it",
            )
        return found

    def _matters(self, name: str) -> bool:
        return name != BOOK and (self._only is None or name in self._only)


def _space(row: Row) -> Row:
    return mapping(row, "Space") or row


def _has_target(space: Row) -> bool:
    return bool(text(space, "ReleaseTargetID").strip("0-"))
