"""Doctor: can everything be read, reached and written? Looks once at each port; mends nothing."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple, Protocol

from core.actuation.external import Holder, claimed_twice, external_object
from core.errors import HeadgateError, SourceUnreadable, StorageUnwritable
from core.model.probed import Probed
from core.progress import never_stop
from core.sync.context import Context
from core.sync.gather import Unread, gather_space
from core.sync.texts import parsed

__all__ = ["Checked", "Examinable", "Finding", "Placed", "examine", "probe"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one look found.

    Attributes:
        name: what was looked at: ``git``, ``hub``, ``render shop-prod-east``.
        ok: it works; False: it does not; None: there is nothing to look at.
        what: the finding, in words; may hold outside text.
        next_step: what to do about it; "" where it works.
    """

    name: str
    ok: bool | None
    what: str
    next_step: str = ""


class Checked(Protocol):
    """A hub that can look itself through."""

    def check(self) -> str:
        """Say what it found; raises `SourceUnreadable` where something is damaged, gone or unreadable."""

    def probe(self, space: str) -> Sequence[Probed]:
        """Ask a server about what is taken for granted, in a space that is thrown away."""


class Placed(Protocol):
    """Settings that came from a file."""

    @property
    def file(self) -> Path:
        """Which file."""

    @property
    def embedded_path(self) -> Path | None:
        """Where the embedded hub is; None for its usual place in the state folder."""


class Examinable(Protocol):
    """What `examine` needs of a workspace."""

    @property
    def context(self) -> Context:
        """The ports."""

    @property
    def settings(self) -> Placed:
        """What was read of the settings."""

    @property
    def state(self) -> Path:
        """The private folder with journal and key."""

    @property
    def hub(self) -> Checked:
        """The hub's own look at itself."""


class _Look(NamedTuple):
    """One thing to look at; ``look`` says in words what it found, or raises a `HeadgateError`."""

    name: str
    look: Callable[[], str]


class _Nothing(Exception):
    """There is nothing to look at."""


def examine(workspace: Examinable) -> Sequence[Finding]:
    """Look at settings, operator, state, hub, ledger and Git, then at source and live of every space.

    Nothing changes.
    """
    return tuple(_found(look) for look in _looks(workspace))


def probe(workspace: Examinable, space: str) -> Sequence[Finding]:
    """Ask the hub's server about what is taken for granted, in a space that is made and thrown away.

    Raises:
        UsageError: the hub is no server, or the space is there already.
        SourceUnreadable: the server cannot be reached, or nothing may be made there.
    """
    return tuple(
        Finding(name=one.name, ok=one.holds, what=one.saw, next_step=one.means)
        for one in workspace.hub.probe(space)
    )


def _found(look: _Look) -> Finding:
    try:
        return Finding(name=look.name, ok=True, what=look.look())
    except _Nothing as nothing:
        return Finding(name=look.name, ok=None, what=str(nothing))
    except HeadgateError as error:
        return Finding(name=look.name, ok=False, what=f"{error.what}: {error.why}", next_step=error.next_step)


def _looks(workspace: Examinable) -> Iterator[_Look]:
    context = workspace.context
    yield _Look("settings", partial(str, workspace.settings.file))
    yield _Look("operator", partial(_operator, context))
    yield _Look("state", partial(_state, workspace))
    yield _Look("hub", partial(_hub, workspace))
    yield _Look("ledger", partial(_ledger, context))
    yield _Look("git", partial(_git, context))
    yield _Look("forge", partial(_forge, context))
    for space in context.renderer.spaces():
        yield _Look(f"source {space}", partial(_source, context, space))
    for space in context.spaces:
        yield _Look(f"live {space}", partial(_live, context, space))
    yield _Look("external objects", partial(_external, context))


def _operator(context: Context) -> str:
    actor = context.operator.actor()
    return f"{actor.name}, known by {actor.how_known}"


def _state(workspace: Examinable) -> str:
    """Write a file of one byte and remove it: rights on paper do not show a full or read-only disk."""
    folder, hub = workspace.state, workspace.settings.embedded_path
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, prefix=".doctor-") as probe:
            probe.write(b"?")
            probe.flush()
    except OSError as error:
        raise _unwritable(folder, error.strerror or str(error)) from error
    for file in [*folder.glob("*.db"), *([hub] if hub and hub.exists() else [])]:
        if not os.access(file, os.W_OK):
            raise _unwritable(file, "it is read-only, or belongs to somebody else")
    return f"{folder} can be written"


def _unwritable(path: Path, why: str) -> StorageUnwritable:
    return StorageUnwritable(
        f"Could not write {path}",
        why=why,
        next_step="make it writable, or set XDG_STATE_HOME to a folder of your own",
    )


def _hub(workspace: Examinable) -> str:
    found = workspace.hub.check()
    hub = workspace.context.hub
    spaces = hub.spaces()
    units = sum(not head.deleted for space in spaces for head in hub.heads(space))
    return f"{len(spaces)} spaces, {units} units, {found}"


def _git(context: Context) -> str:
    head = context.repository.head()
    return f"branch {context.branch} is at {head.oid[:7]} {head.subject}"


def _forge(context: Context) -> str:
    found = context.pulls.check() if context.pulls else ""
    if not found:
        raise _Nothing("the remote is at no forge that is known: branches get no pull requests")
    return found


def _ledger(context: Context) -> str:
    unfinished = context.ledger.unfinished()
    return f"{len(unfinished)} decisions are not finished" if unfinished else "no decision is unfinished"


def _source(context: Context, space: str) -> str:
    rendered = context.renderer.render(space, context.repository.head().oid, stop=never_stop())
    return f"{len(rendered)} units"


def _external(context: Context) -> str:
    """Look whether two units of the hub own one object of the cloud: each would undo the other."""
    holders = [holder for space in context.hub.spaces() for holder in _holders(context, space)]
    doubled = claimed_twice(holders)
    if doubled:
        claimed, held = next(iter(doubled.items()))
        units = " and ".join(f"{one.unit} ({one.resource.name})" for one in held)
        more = f", and {len(doubled) - 1} more" if len(doubled) > 1 else ""
        raise SourceUnreadable(
            f"{units} own one {claimed.kind} {claimed.name} in the cloud{more}",
            why="each takes back what the other writes there",
            next_step="give one of them another crossplane.io/external-name, or let one only observe it",
        )
    owned = sum(external_object(one.resource, one.value) is not None for one in holders)
    return f"{owned} managed resources, each of its own" if owned else "no unit holds a managed resource"


def _holders(context: Context, space: str) -> Iterator[Holder]:
    for head in context.hub.heads(space):
        text = "" if head.deleted else context.hub.data(head.unit, head.number)
        namespace = context.spaces[space].namespace if space in context.spaces else ""
        documents = parsed(text, namespace)
        for one in documents.documents if documents else ():
            if one.id is not None:
                yield Holder(str(head.unit), one.id, one.value)


def _live(context: Context, space: str) -> str:
    if not context.live.observes(space):
        raise _Nothing("the settings name no live side")
    found, unread = gather_space(context, space)
    blind = [(str(sides.unit), sides.live) for sides in found if isinstance(sides.live, Unread)]
    missing = [*((str(unit), why) for unit, why in unread.items()), *blind]
    if missing:
        unit, unread_why = missing[0]
        raise SourceUnreadable(
            f"{len(missing)} units could not be read, {unit} among them",
            why=unread_why.why,
            next_step=f"look at spaces.{space}.live in the settings, and at what it names",
        )
    return f"{len(found)} units looked for"
