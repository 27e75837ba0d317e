"""Where a ConfigHub server is, and how it is reached."""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["HubServer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HubServer:
    """A server as the settings name it.

    Attributes:
        url: without ``/api``.
        authorities: the CA file that alone is believed; None for the system's.
        proxy: ``host:port`` on the way; "" for none.
        token: the variable that holds the token; "" where the usual logins are looked for.
        worker_id: the variable that holds a worker's id; "" likewise.
        worker_secret: the variable that holds the worker's secret; "" likewise.
    """

    url: str
    authorities: Path | None = None
    proxy: str = ""
    token: str = ""
    worker_id: str = ""
    worker_secret: str = ""
