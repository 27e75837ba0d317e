"""Access: how one context of a kubeconfig reaches its cluster, as values. Nothing is opened yet."""

from dataclasses import dataclass, field

from core.net.site import Proxy, Trust
from core.secret import Secret

__all__ = ["Access", "Impersonation", "Program"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program that the kubeconfig wants started to get credentials.

    Attributes:
        command: the program; absolute, or a name that is looked for on PATH.
        arguments: its arguments.
        environment: the variables that the kubeconfig gives it.
        api_version: of the ExecCredential it speaks.
        hint: how to install it; outside text.
        shares_cluster: it is told which cluster it is for.
    """

    command: str
    arguments: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()
    api_version: str = "client.authentication.k8s.io/v1"
    hint: str = ""
    shares_cluster: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Impersonation:
    """Whom the requests are made as, beside who signs in.

    Attributes:
        user: the name.
        group: its group; "" for none. Several are refused: the client sends a header once.
        uid: its uid; "" for none.
    """

    user: str
    group: str = ""
    uid: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Everything that a context says.

    Attributes:
        context: its name.
        server: the API's address.
        source: the kubeconfig it is from, for errors.
        trust: whom to believe; with our certificate where the user has one.
        proxy: what is on the way; None for nothing.
        namespace: the context's own; "" for none.
        token: a bearer token that is written there.
        token_file: a file whose token is read anew when it is refused; "" for none.
        program: what gets credentials; None for none.
        acts_as: whom to impersonate; None for nobody.
    """

    context: str
    server: str
    source: str
    trust: Trust = field(default_factory=Trust)
    proxy: Proxy | None = None
    namespace: str = ""
    token: Secret | None = None
    token_file: str = ""
    program: Program | None = None
    acts_as: Impersonation | None = None
