"""The one composition root: settings become adapters, adapters become a desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

from core.breakglass import BreakGlass
from core.desk import Desk
from core.errors import SourceUnreadable
from core.forge.opening import open_forge, settings_of
from core.forge.pulls import ForgePulls, PullSettings
from core.git.repository import GitRepository, open_repository
from core.hub.confighub.hub import ConfigHub
from core.hub.confighub.opening import open_confighub
from core.hub.embedded.hub import EmbeddedHub
from core.krm.schema.catalog import BUILTIN, Catalog, catalog_from
from core.ledger.drafts import DraftFile
from core.ledger.journal import Journal
from core.ledger.leases import LeaseFiles
from core.ledger.sessions import SessionFile
from core.live.cluster.session import Clusters
from core.live.spaces import live_spaces
from core.net.means import system_means
from core.ports.effects import Clock, Ids, Operator
from core.ports.forge import Forge, MergeMethod
from core.ports.heads import NOWHERE
from core.ports.processes import Foreground, Run
from core.settings.loading import find_settings, load_settings
from core.settings.settings import Settings
from core.settings.state import state_folder
from core.source.edits import SourceEditor
from core.source.globs import matches
from core.source.renderer import SourceRenderer
from core.source.written import SourceReader
from core.store.files import load_or_create_key
from core.sync.breakglass.book import SessionBook
from core.sync.context import Context, DigestKey
from core.sync.drafting import DraftBook
from core.system.clock import SystemClock
from core.system.foreground import run_in_foreground
from core.system.ids import SystemIds
from core.system.operator import SystemOperator
from core.system.processes import run
from core.system.syslog import Syslog

__all__ = ["Workspace", "open_workspace"]

_HUB_FILE: Final = "hub.db"
_JOURNAL_FILE: Final = "journal.db"
_DRAFTS_FILE: Final = "drafts"
_SESSIONS_FILE: Final = "sessions.db"
_LEASES: Final = "leases"
_SERVERS_FILE: Final = "servers.json"
_KEY_FILE: Final = "digest.key"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """One repository with its hub, its live sides and its state.

    Attributes:
        name: of the folder that holds headgate.yaml; for titles.
        settings: what headgate.yaml says.
        state: the private folder of this workspace.
        desk: what people and CI call.
        breakglass: sessions of an incident, likewise.
        context: the ports, for whoever composes further (the demo, the doctor).
        hub: the hub.
        journal: the journal.
        drafts: choices that were made and not carried out.
        programs: starts programs, for whoever shows things.
        foreground: starts programs at the operator's terminal, likewise.
        repository: the repository.
        clusters: the clusters that are read and written.
    """

    name: str
    settings: Settings
    state: Path
    desk: Desk
    breakglass: BreakGlass
    context: Context
    hub: EmbeddedHub | ConfigHub
    journal: Journal
    drafts: DraftBook
    programs: Run
    foreground: Foreground
    repository: GitRepository
    clusters: Clusters

    def close(self) -> None:
        """Let go of every file and connection; the desk is not used after it."""
        self.clusters.close()
        if self.context.pulls is not None:
            self.context.pulls.release()
        self.journal.release()
        self.hub.close()


def open_workspace(
    start: Path,
    *,
    env: Mapping[str, str],
    config: Path | None = None,
    clock: Clock | None = None,
    operator: Operator | None = None,
    ids: Ids | None = None,
    durable: bool = True,
) -> Workspace:
    """Open the workspace that a folder is in.

    Args:
        start: where to look upward for headgate.yaml from.
        env: the environment: where state belongs, and what git is passed on.
        config: the settings file, when it is named; then ``start`` does not matter.
        clock: the clock; None for the machine's.
        operator: who acts; None for whoever runs this process.
        ids: where decisions get their ids; None for the system's.
        durable: hub and journal are flushed to disk by every write; False only for what is thrown away.

    Raises:
        SettingsError: there are no settings, or they are wrong.
        SourceUnreadable: there is no repository, or a schema in it cannot be read.
        StorageUnwritable: the state folder cannot be written.
    """
    settings = load_settings(config or find_settings(start))
    parts = _parts(settings, env, clock or SystemClock(), durable=durable)
    context = _context(parts, ids or SystemIds(parts.clock), operator or SystemOperator())
    book = SessionBook(_sessions(settings, parts.state, durable=durable), context.digest_key)
    return _joined(parts, replace(context, frozen=book.freezes), book)


def _joined(parts: "_Parts", context: Context, sessions: SessionBook) -> Workspace:
    settings = parts.settings
    return Workspace(
        name=settings.file.parent.name,
        settings=settings,
        state=parts.state,
        breakglass=BreakGlass(context, sessions),
        desk=Desk(context, sessions),
        context=context,
        hub=parts.hub,
        journal=parts.journal,
        drafts=DraftBook(DraftFile(parts.state / _DRAFTS_FILE), context.digest_key, parts.clock),
        programs=run,
        foreground=run_in_foreground,
        repository=parts.repository,
        clusters=parts.clusters,
    )


class _Parts(NamedTuple):
    """What the context is joined from."""

    settings: Settings
    state: Path
    env: Mapping[str, str]
    repository: GitRepository
    hub: EmbeddedHub | ConfigHub
    journal: Journal
    clusters: Clusters
    clock: Clock


def _parts(settings: Settings, env: Mapping[str, str], clock: Clock, *, durable: bool) -> _Parts:
    top = settings.file.parent
    state, git = state_folder(top, env), settings.git
    return _Parts(
        settings=settings,
        state=state,
        env=env,
        repository=open_repository(
            top, branch=git.branch, remote=git.remote, state=state, run=run, environment=env
        ),
        hub=_hub(settings, state, env, clock, durable=durable),
        journal=_journal(settings, state, clock, durable=durable),
        clusters=Clusters(env=env, state=state, run=run, means=system_means(clock)),
        clock=clock,
    )


def _journal(settings: Settings, state: Path, clock: Clock, *, durable: bool) -> Journal:
    """Open the journal, and refuse to begin anew where it knows of a hub that is gone."""
    heads = Syslog(settings.syslog, state.name, clock) if settings.syslog else NOWHERE
    journal = Journal.open(state / _JOURNAL_FILE, clock, durable=durable, heads=heads)
    hub = _hub_file(settings, state)
    if settings.server is None and not hub.exists() and journal.decisions():
        raise SourceUnreadable(
            f"The hub's file {hub} is gone",
            why="decisions were carried out on it, so the authority's state is missing, not empty",
            next_step=f"put it back from a backup; to begin anew on purpose, move {state} away",
        )
    return journal


def _context(parts: _Parts, ids: Ids, operator: Operator) -> Context:
    settings, state, hub = parts.settings, parts.state, parts.hub
    sources = [source for space in settings.spaces if (source := space.rendered()) is not None]
    renderer = SourceRenderer(parts.repository, sources, run=run, state=state, environment=parts.env)
    live = live_spaces(settings.spaces, parts.clock, parts.clusters)
    return Context(
        hub=hub,
        proposals=hub,
        captures=hub,
        points=hub,
        ledger=parts.journal,
        leases=LeaseFiles(_hub_file(settings, state).with_name(_LEASES), parts.clock, operator),
        repository=parts.repository,
        renderer=renderer,
        edits=SourceEditor(renderer, parts.repository),
        lines=SourceReader(renderer, parts.repository),
        live=live,
        clock=parts.clock,
        ids=ids,
        operator=operator,
        spaces={space.name: space.space() for space in settings.spaces},
        catalog=_catalog(parts.repository, settings.schemas, parts.clusters.schemas.texts()),
        digest_key=_key(_hub_file(settings, state).with_name(_KEY_FILE)),
        branch=settings.git.branch,
        overruling=live.taking_over,
        foresight=live.foresee,
        around=live.around,
        moves=live.moves,
        made=live.made,
        guarded=live.keeps_managers,
        pulls=_pulls(parts),
        native=hub.native if isinstance(hub, ConfigHub) else None,
        reviews=hub.reviews if isinstance(hub, ConfigHub) else None,
        previews=hub if isinstance(hub, ConfigHub) else None,
    )


def _pulls(parts: _Parts) -> ForgePulls:
    """Give the forge that the remote is at; nothing is looked up before somebody asks."""
    git, repository = parts.settings.git, parts.repository

    def found() -> Forge | None:
        address = repository.address
        if not address:
            return None
        settings = settings_of(git.forge, top=repository.top)
        return open_forge(address, settings=settings, env=parts.env, means=system_means(parts.clock))

    how = MergeMethod(git.forge.auto_merge) if git.forge.auto_merge else None
    return ForgePulls(
        found,
        PullSettings(base=git.branch, draft=git.forge.draft, merge=how),
        remote=lambda: git.remote if repository.address else "",
    )


def _sessions(settings: Settings, state: Path, *, durable: bool) -> SessionFile:
    """Find the sessions beside an embedded hub, so that whoever shares the hub can join one."""
    return SessionFile.open(_hub_file(settings, state).with_name(_SESSIONS_FILE), durable=durable)


def _hub(
    settings: Settings, state: Path, env: Mapping[str, str], clock: Clock, *, durable: bool
) -> EmbeddedHub | ConfigHub:
    """Open the hub that the settings name; of a server only the spaces that they name matter."""
    if settings.server is None:
        return EmbeddedHub.open(_hub_file(settings, state), clock, durable=durable)
    spaces = [space.name for space in settings.spaces]
    memory = state.parent / _SERVERS_FILE
    return open_confighub(settings.server, clock, system_means(clock), env, spaces=spaces, memory=memory)


def _hub_file(settings: Settings, state: Path) -> Path:
    """Find the hub's file; the digest key lies beside it, so that who shares the hub shares the key."""
    return settings.embedded_path or state / _HUB_FILE


def _key(path: Path) -> DigestKey:
    name, key = load_or_create_key(path)
    return DigestKey(id=name, key=key)


def _catalog(repository: GitRepository, globs: Sequence[str], learnt: Sequence[str]) -> Catalog:
    """Read the schemas at the newest commit, over what clusters told; else only the built-in counts."""
    if not globs:
        return catalog_from(learnt) if learnt else BUILTIN
    head = repository.head()
    paths = [path for path in repository.files(head.oid) if any(matches(glob, path) for glob in globs)]
    return catalog_from([*learnt, *repository.read(head.oid, paths).values()])
