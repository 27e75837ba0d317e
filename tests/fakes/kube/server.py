"""A Kubernetes API server on loopback, for tests: real HTTP, a real object store, recorded words.

What it is: discovery of the recorded 1.36 server, objects with versions and history, lists in pages, watches
with bookmarks, server-side apply with ownership and conflicts, CRDs with structural schemas, rights by user,
webhooks as plain functions, faults on demand.
What it is not: it runs no controller, knows the defaults of the kinds that `tests.fakes.kube.defaults`
names and no others, validates built-in kinds hardly at all, converts no versions but by name, and keeps
nothing on disk. A green suite here says that the client does what this server was written to demand; only
the same suite against a real cluster (HEADGATE_TEST_KUBECONFIG) says more.
"""

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from typing import Any

from tests.fakes.kube.asked import Asked
from tests.fakes.kube.handling import Handler
from tests.fakes.kube.kinds import Kind, Kinds, recorded
from tests.fakes.kube.store import Store

__all__ = ["Fault", "KubeServer", "Rule", "User", "kube_server"]

Json = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """What is allowed; ``*`` is anything."""

    verbs: str = "*"
    resources: str = "*"
    namespace: str = "*"

    def allows(self, verb: str, resource: str, namespace: str) -> bool:
        return (
            (self.verbs == "*" or verb in self.verbs.split())
            and (self.resources == "*" or resource in self.resources.split())
            and self.namespace in {"*", namespace}
        )


@dataclass(frozen=True)
class User:
    """Who a token stands for."""

    name: str
    rules: tuple[Rule, ...] = (Rule(),)

    def may(self, verb: str, resource: str, namespace: str) -> bool:
        return any(rule.allows(verb, resource, namespace) for rule in self.rules)


READER = User(
    "reader",
    (
        Rule("get list watch", "deployments.apps configmaps serverlesseventappclaims.messagewall.demo"),
        Rule("create", "selfsubjectaccessreviews.authorization.k8s.io"),
    ),
)
"""Whom the recorded refusals were given to."""


@dataclass
class Fault:
    """An answer that the server gives in place of its own, so many times.

    Attributes:
        meets: which requests.
        answer: status, body, headers; None: the connection is closed without a word.
        done: it does what was asked all the same, before.
    """

    meets: Callable[[Asked], bool]
    answer: tuple[int, Json | str, dict[str, str]] | None
    times: int = 1
    done: bool = False


@dataclass
class KubeServer:
    """The server and all that a test may look at or set; it closes at its end what `closes` names."""

    store: Store = field(default_factory=Store)
    kinds: Kinds = field(default_factory=lambda: Kinds().load())
    users: dict[str, User] = field(default_factory=lambda: {"admin": User("admin"), "reader": READER})
    faults: list[Fault] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    page: int = 0
    tls: ssl.SSLContext | None = None
    watch_seconds: float = 30.0
    closes: list[Callable[[], None]] = field(default_factory=list)
    _http: "_Server | None" = None
    port: int = 0
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen; after a stop at the same port."""
        self.stopping.clear()
        server = self

        class Bound(Handler):
            kube = server

        self._http = _Server(("127.0.0.1", self.port), Bound)
        self.port = self._http.server_address[1]
        if self.tls is not None:
            self._http.socket = self.tls.wrap_socket(self._http.socket, server_side=True)
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Stop listening and close what is open; the objects stay."""
        self.stopping.set()
        with self.store.moved:
            self.store.moved.notify_all()
        if self._http is not None:
            self._http.shutdown()
            self._http.close_all()
            self._http.server_close()
            self._http = None

    def kind(self, kind: str, group: str = "", version: str = "") -> Kind:
        return next(
            one
            for one in self.kinds.by_path.values()
            if one.kind == kind and group in {"", one.group} and version in {"", one.version}
        )

    def define(self, crd: Json) -> None:
        """Install a CRD, as an administrator does."""
        self.kinds.define(crd)

    def put(self, *documents: Json, manager: str = "argocd-controller") -> None:
        """Apply documents as a delivery tool does, and by no request."""
        for document in documents:
            kind = self._kind_of(document)
            namespace = document["metadata"].get("namespace", "default") if kind.namespaced else ""
            self.store.apply(kind, namespace, document, manager=manager, force=True, dry=False)

    def edit(
        self, document: Json, change: Callable[[Json], None], *, manager: str = "kubectl-edit", sub: str = ""
    ) -> Json:
        """Change an object as somebody with kubectl does."""
        kind = self._kind_of(document)
        metadata = document["metadata"]
        namespace = metadata.get("namespace", "default") if kind.namespaced else ""
        now = json.loads(json.dumps(self.store.read(kind, namespace, metadata["name"])))
        change(now)
        return self.store.replace(kind, namespace, now, manager=manager, dry=False, sub=sub)[0]

    def read(self, document: Json) -> Json:
        kind = self._kind_of(document)
        metadata = document["metadata"]
        return self.store.read(
            kind, metadata.get("namespace", "default") if kind.namespaced else "", metadata["name"]
        )

    def requests(self, method: str = "") -> list[str]:
        """List what was asked, as ``METHOD /path?query``."""
        return [str(one) for one in self.asked if not method or one.method == method]

    def _kind_of(self, document: Json) -> Kind:
        group, _, version = document["apiVersion"].rpartition("/")
        return self.kind(document["kind"], group, version)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, *args: Any) -> None:
        self.open: set[Any] = set()
        super().__init__(*args)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients go away; that is no news."""

    def close_all(self) -> None:
        for request in list(self.open):
            with suppress(OSError):
                request.shutdown(2)


@contextmanager
def kube_server(*, claims: bool = True, tls: ssl.SSLContext | None = None) -> Iterator[KubeServer]:
    """Run a server; with the recorded CRD unless told otherwise."""
    server = KubeServer(tls=tls)
    if claims:
        server.define(recorded("crd.json"))
    server.start()
    try:
        yield server
    finally:
        for close in server.closes:
            close()
        server.stop()
