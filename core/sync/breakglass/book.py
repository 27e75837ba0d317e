"""The book of sessions: sealed with the workspace's key, written by compare-and-set."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from typing import Any, Final

from core.errors import NotFound, SideMoved, SourceUnreadable, UsageError
from core.krm.resource import ResourceId
from core.model.freeze import FreezeState, Frozen
from core.model.moment import Counted, Moment
from core.model.names import UnitName
from core.model.session import Disposition, SeenChange, Session, SessionState
from core.ports.sessions import Sessions
from core.sync.breakglass.kept import Kept
from core.sync.carry.envelope import closed, opened
from core.sync.context import DigestKey

__all__ = ["SessionBook"]

_TRIES: Final = 5


class SessionBook:
    """The sessions of one workspace; sealed, since what live holds may be nobody's to read."""

    def __init__(self, store: Sessions, key: DigestKey) -> None:
        self._store = store
        self._key = key.key

    def sessions(self) -> tuple[Session, ...]:
        """List all sessions, oldest first.

        Raises:
            SourceUnreadable: they cannot be read, or were sealed with another key.
        """
        return tuple(self._read(name, version, sealed) for name, version, sealed in self._store.all())

    def open_ones(self) -> tuple[Session, ...]:
        """List the open sessions, oldest first.

        Raises:
            SourceUnreadable: they cannot be read, or were sealed with another key.
        """
        return tuple(one for one in self.sessions() if one.state is SessionState.OPEN)

    def freezes(self, space: str) -> tuple[Frozen, ...]:
        """List what sessions stopped in a space and what is not thawed; nothing where they cannot be read."""
        try:
            return tuple(
                one
                for session in self.sessions()
                if session.space == space
                for one in session.standing_freezes
            )
        except SourceUnreadable:
            return ()

    def find(self, name: str) -> Session:
        """Find a session by its id, the beginning of one, its incident or its space; an open one first.

        Raises:
            NotFound: there is none.
            UsageError: several are meant.
        """
        there = self.sessions()
        named = [one for one in there if name in {one.id, one.incident, one.space} or one.id.startswith(name)]
        found = [one for one in named if one.state is SessionState.OPEN] or named[-1:]
        if len(found) == 1:
            return found[0]
        if not found:
            raise NotFound(
                f"There is no break-glass session {name}".rstrip(),
                why="none was begun under this name",
                next_step="headgate breakglass status lists them",
            )
        raise UsageError(
            f"{name!r} does not say which session is meant" if name else "Several sessions are open",
            why=", ".join(f"{one.id} ({one.space}, {one.incident})" for one in found),
            next_step=f"headgate breakglass status --session {found[0].id}",
        )

    def save(self, session: Session) -> Session:
        """Store a session over the version that was read; gives it with its new version.

        Raises:
            SideMoved: another terminal changed it meanwhile; nothing was written.
            StorageUnwritable: it cannot be written.
        """
        form = json.dumps(asdict(replace(session, version=0)), default=str)
        sealed = closed(form, key=self._key, about=session.id)
        return replace(session, version=self._store.put(session.id, sealed, seen=session.version))

    def change(self, session: Session, edit: Callable[[Session], Session]) -> Session:
        """Store what becomes of a session; where another terminal wrote it meanwhile, of that one.

        Raises:
            SideMoved: other terminals kept writing it.
            StorageUnwritable: it cannot be written.
        """
        for _ in range(_TRIES):
            try:
                return self.save(edit(session))
            except SideMoved:
                session = self.find(session.id)
        return self.save(edit(session))

    def keep(self, session: Session, name: str, make: Callable[[], Kept]) -> Session:
        """Keep aside what the session compares live with, unless just that is kept already.

        Raises:
            StorageUnwritable: it cannot be written.
        """
        if name == session.kept:
            return session
        self._store.keep(session.id, closed(make().form(), key=self._key, about=f"{session.id} kept"))
        return replace(session, kept=name)

    def forget(self, session: Session) -> Session:
        """Let go of what was kept aside.

        Raises:
            StorageUnwritable: it cannot be written.
        """
        if session.kept:
            self._store.keep(session.id, "")
        return replace(session, kept="")

    def kept(self, session: Session) -> Kept | None:
        """Read what was kept; None where nothing was, or where it cannot be read."""
        try:
            sealed = self._store.kept(session.id) if session.kept else ""
            form = opened(sealed, key=self._key, about=f"{session.id} kept") if sealed else ""
        except SourceUnreadable:
            return None
        return Kept(**json.loads(form)) if form else None

    def _read(self, name: str, version: int, sealed: str) -> Session:
        form: dict[str, Any] = json.loads(opened(sealed, key=self._key, about=name))
        return Session(
            **{
                **form,
                "state": SessionState(form["state"]),
                "known": _pairs(form["known"]),
                "standing": _pairs(form["standing"]),
                "done": _pairs(form["done"]),
                "joined": tuple(form["joined"]),
                "frozen": tuple(_frozen(one) for one in form.get("frozen", ())),
                "changes": tuple(_change(change) for change in form["changes"]),
                "counted": _counted(form.get("counted")),
                "version": version,
            }
        )


def _pairs(form: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((first, second) for first, second in form)


def _counted(form: dict[str, Any] | None) -> Counted | None:
    return Counted(**{**form, "at": Moment(**form["at"])}) if form else None


def _change(form: dict[str, Any]) -> SeenChange:
    unit = UnitName(**form["unit"])
    return SeenChange(**{**form, "unit": unit, "disposition": Disposition(form["disposition"])})


def _frozen(form: dict[str, Any]) -> Frozen:
    return Frozen(
        **{
            **form,
            "resource": ResourceId(**form["resource"]),
            "before": tuple(form["before"]),
            "value": tuple(form["value"]),
            "state": FreezeState(form["state"]),
        }
    )
