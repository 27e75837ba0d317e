"""Session: one context opened, with everything that reads and writes its cluster; opened when first used."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from core.live.cluster.access import Access
from core.live.cluster.connection import Connection
from core.live.cluster.kinds import Kinds, Served
from core.live.cluster.kubeconfig import context_access
from core.live.cluster.predicting import Predictor
from core.live.cluster.programs import Confirmed, argv_of, digest_of
from core.live.cluster.reading import PAGE, Reader
from core.live.cluster.rights import Rights
from core.live.cluster.schemas import SavedSchemas
from core.live.cluster.sending import Sender
from core.live.cluster.watching import Watch
from core.live.cluster.writing import Writer
from core.model.live import SignIn
from core.net.means import Means
from core.ports.processes import Run
from core.progress import never_stop

__all__ = ["Clusters", "Session"]

_CONFIRMED: Final = "confirmed-programs"
_SCHEMAS: Final = "schemas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The parts that speak with one cluster.

    Attributes:
        context: of the kubeconfig.
        connection: its API.
        kinds: what it serves.
        reader: reads objects.
        rights: what we may do.
        sender: sends single writes.
        predictor: asks what the server would make of a manifest.
        schemas: what was learnt of its kinds, kept for when it is out of reach.
    """

    context: str
    connection: Connection
    kinds: Kinds
    reader: Reader
    rights: Rights
    sender: Sender
    predictor: Predictor
    schemas: SavedSchemas

    def watch(self, served: Served, *, namespace: str) -> Watch:
        """Make a watch of one kind; "" watches all namespaces."""
        return Watch(self.connection, self.reader, served, namespace=namespace)

    def writer(self, *, over: frozenset[str] = frozenset()) -> Writer:
        """Make what writes whole decisions, over the managers that are named."""
        return Writer(
            self.reader,
            self.kinds,
            self.rights,
            self.sender,
            pause=lambda seconds: self.connection.means.pause(seconds, never_stop()),
            over=over,
        )


class Clusters:
    """The sessions of all contexts; two spaces of one context share one.

    Args:
        env: where the kubeconfig is looked for.
        state: the private folder: confirmed programs, saved schemas.
        run: starts programs that get credentials.
        means: the machine's part of a client.
        read: how a context's access is read; the kubeconfig, or what a test hands in.
    """

    def __init__(
        self,
        *,
        env: Mapping[str, str],
        state: Path,
        run: Run,
        means: Means,
        page: int = PAGE,
        read: Callable[[str], Access] | None = None,
    ) -> None:
        self.confirmed = Confirmed(state / _CONFIRMED)
        self.schemas = SavedSchemas(state / _SCHEMAS)
        self._read = read or (lambda context: context_access(context, env=env))
        self._run = run
        self._means = means
        self._page = page
        self._lock = threading.Lock()
        self._open: dict[str, Session] = {}

    def access(self, context: str) -> Access:
        """Read how a context reaches its cluster.

        Raises:
            SourceUnreadable: the kubeconfig does not say, or is not to be trusted.
        """
        return self._read(context)

    def sign_in(self, context: str, *, confirm: bool = False) -> SignIn | None:
        """Say which program signs in to a context; None where none does. It is not started.

        Args:
            context: which.
            confirm: somebody read it, and lets it be started from now on.

        Raises:
            SourceUnreadable: as `access`.
            StorageUnwritable: it cannot be kept.
        """
        program = self.access(context).program
        if program is None:
            return None
        if confirm:
            self.confirmed.add(program)
        return SignIn(
            command_line=argv_of(program),
            digest=digest_of(program),
            confirmed=self.confirmed.knows(program),
        )

    def session(self, context: str) -> Session:
        """Open a context, once; nothing is sent yet.

        Raises:
            SourceUnreadable: as `access`.
        """
        with self._lock:
            if context not in self._open:
                self._open[context] = self._opened(context)
            return self._open[context]

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            for session in self._open.values():
                session.connection.close()

    def _opened(self, context: str) -> Session:
        connection = Connection(self.access(context), self._means, run=self._run, confirmed=self.confirmed)
        kinds = Kinds(connection)
        reader = Reader(connection, kinds, page=self._page)
        return Session(
            context=context,
            connection=connection,
            kinds=kinds,
            reader=reader,
            rights=Rights(connection),
            sender=Sender(connection),
            predictor=Predictor(connection, kinds, reader),
            schemas=self.schemas,
        )
