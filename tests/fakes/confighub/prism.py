"""Stoplight Prism between a client and the loopback ConfigHub: somebody else's reading of the description.

Started once a process, by npx, and only where ``make contract`` asks for it: npx fetches it on the first
run. It answers a call or an answer that does not fit the description with an error of its own, so that
the suite fails.
"""

import atexit
import os
import socket
import subprocess
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from core.ports.effects import Clock
from tests.fakes.clock import FakeClock
from tests.fakes.confighub.server import Loopback

__all__ = ["ASKED_FOR", "Proxied", "proxied"]

ASKED_FOR: Final = bool(os.environ.get("HEADGATE_CONTRACT"))
"""Read before the tests' own environment is made."""

_DESCRIPTION: Final = Path(__file__).parents[2] / "data" / "confighub" / "openapi.yaml"
_PATIENCE_SECONDS: Final = 120


@dataclass(frozen=True, slots=True)
class Proxied:
    """A loopback server and the address of the proxy before it, which stands for its ``/api``."""

    server: Loopback
    url: str

    def emptied(self, clock: Clock) -> Loopback:
        """Give the server as a new one."""
        self.server.forget(clock)
        return self.server


@cache
def proxied() -> Proxied:
    """Start both, once."""
    server = Loopback(FakeClock(), short_pages=True)
    server.__enter__()
    atexit.register(server.__exit__)
    port = _free_port()
    named = os.environ.get("HEADGATE_CONTRACT", "")
    description = named if named.endswith(".yaml") else str(_DESCRIPTION)
    command = [
        "npx",
        "--yes",
        "@stoplight/prism-cli@5",
        "proxy",
        description,
        f"{server.url}/api",
        "--errors",
    ]
    started = subprocess.Popen(
        [*command, "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    atexit.register(started.wait)
    atexit.register(started.terminate)
    _wait_for(port)
    return Proxied(server, f"http://127.0.0.1:{port}")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return
