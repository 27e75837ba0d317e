"""``headgate watch``: rounds over Git and the hub, until somebody ends it."""

import json
import random
import re
import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from core.errors import HeadgateError, SourceUnreadable, UsageError
from core.net.webhooks import Scheme
from core.safetext import safe_line
from core.secret import Secret
from core.watch.leader import leading
from core.watch.listener import Gate, Listener
from core.watch.loop import Bell, Pace, watch
from core.watch.marks import MarkFile
from core.watch.rounds import Did, Options, Rounds
from core.workspace import Workspace
from tui.cli.console import Console
from tui.cli.given import Given
from tui.cli.opening import opened
from tui.cli.signals import Interrupted

__all__ = ["run"]

_TIME: Final = re.compile(r"([1-9]\d{0,5})(s|m|h)?")
_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, None: 1}
_SCHEMES: Final = {
    "github_secret": Scheme.GITHUB,
    "standard_secret": Scheme.STANDARD,
    "gitlab_token": Scheme.GITLAB_TOKEN,
}
_POLL_SECONDS: Final = 0.5


def run(given: Given, console: Console) -> int:
    """Watch; one round with ``--once``, whose exit code is that of what failed first."""
    every, full = _seconds(given, "interval", "30s"), _seconds(given, "full", "1h")
    with opened(given, console) as workspace:
        me = f"headgate watch on {socket.gethostname()}, pid {threading.get_native_id()}"
        with leading(workspace.state / "watch.lock", who=me):
            rounds = _rounds(workspace, Options(full_seconds=full, sync_back=given.flag("sync_back")))
            if given.flag("once"):
                return _once(rounds, console)
            bell = Bell()
            with _listening(workspace, given, console, bell):
                return _on_and_on(rounds, bell, every, console)


def _rounds(workspace: Workspace, options: Options) -> Rounds:
    context = workspace.context
    marks = MarkFile(workspace.state / "watch.json")
    return Rounds(workspace.desk, context.hub, workspace.repository, marks, context.clock, options)


def _once(rounds: Rounds, console: Console) -> int:
    did = rounds.one(Bell())
    _tell(did, console)
    return _code(did)


def _code(did: Iterable[Did]) -> int:
    return next((part.error.exit_code for part in did if part.error), 0)


def _on_and_on(rounds: Rounds, bell: Bell, every: float, console: Console) -> int:
    """Run the loop on a thread, so that a signal ends it after the part in hand."""
    trouble: list[HeadgateError] = []

    def loop() -> None:
        try:
            watch(
                rounds.one, bell, Pace(seconds=every, chance=random.random), lambda did: _tell(did, console)
            )
        except HeadgateError as error:
            trouble.append(error)

    thread = threading.Thread(target=loop, name="rounds")
    thread.start()
    try:
        while thread.is_alive():
            thread.join(_POLL_SECONDS)
    except Interrupted as signal:
        bell.end()
        thread.join()
        return signal.exit_code
    raise (
        trouble[0]
        if trouble
        else SourceUnreadable(
            "The watcher ended by itself", why="its loop is over", next_step="headgate watch, once more"
        )
    )


@contextmanager
def _listening(workspace: Workspace, given: Given, console: Console, bell: Bell) -> Iterator[None]:
    if not given.text("listen"):
        yield
        return
    host, port = _address(given.text("listen"))
    gate = Gate(secrets=_secrets(given, console), clock=workspace.context.clock, ring=bell.ring)
    listener = _bound(gate, host, port)
    listener.start()
    console.note(f"Listening for webhooks on {host}:{listener.port}.")
    try:
        yield
    finally:
        listener.close()


def _bound(gate: Gate, host: str, port: int) -> Listener:
    try:
        return Listener(gate, host=host, port=port)
    except OSError as error:
        raise SourceUnreadable(
            f"Could not listen on {host}:{port}",
            why=error.strerror or str(error),
            next_step="name another address with --listen, or leave it out: polling needs none",
        ) from error


def _address(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65_535:  # noqa: PLR2004  the largest port there is
        raise UsageError(
            f"Could not read {text!r} as an address",
            why="it is HOST:PORT",
            next_step="--listen 127.0.0.1:8787",
        )
    return host or "127.0.0.1", int(port)


def _secrets(given: Given, console: Console) -> dict[Scheme, tuple[Secret, ...]]:
    """Read the secrets from the environment; two names with a comma serve while one is replaced."""
    found: dict[Scheme, tuple[Secret, ...]] = {}
    for option, scheme in _SCHEMES.items():
        names = [name for name in given.text(option).split(",") if name]
        if missing := [name for name in names if not console.world.env.get(name)]:
            raise UsageError(
                f"No secret for webhooks in {', '.join(missing)}",
                why="the environment does not have it",
                next_step=f"export {missing[0]}, or leave --{option.replace('_', '-')} out",
            )
        if names:
            found[scheme] = tuple(Secret(console.world.env[name]) for name in names)
    if not found:
        raise UsageError(
            "A listener without a secret would believe anybody",
            why="none of --github-secret, --standard-secret and --gitlab-token is given",
            next_step="--github-secret NAME names a variable that holds it",
        )
    return found


def _seconds(given: Given, option: str, usual: str) -> float:
    text = given.text(option) or usual
    read = _TIME.fullmatch(text)
    if read is None:
        raise UsageError(
            f"Could not read {text!r} as a time",
            why="it is a number of seconds, minutes or hours",
            next_step=f"--{option} {usual}",
        )
    return float(int(read[1]) * _SECONDS[read[2]])


def _tell(did: Iterable[Did], console: Console) -> None:
    """Print a line a part: for people, or as JSON for whoever collects logs."""
    for part in did:
        if console.format == "table":
            console.data([safe_line(f"{part.what}: {part.words}" if part.words else part.what)])
        else:
            form = {"did": part.what, "words": part.words, "code": part.error.exit_code if part.error else 0}
            console.data([json.dumps(form).replace("\x7f", "\\u007f")])
