"""Programs that get credentials: started only where an operator has confirmed them once, word for word.

A kubeconfig is often somebody else's file, and its exec section is a command line. What was confirmed is
kept as a digest of program, arguments and variables in the state folder: another word in it is another
program.
Source: reliability.md T31; Kubernetes, client-go credential plugins.
"""

import hashlib
import json
import shlex
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from core.errors import HeadgateError, SourceUnreadable
from core.live.cluster.access import Access, Program
from core.ports.processes import Run
from core.safetext import safe_line
from core.secret import Secret
from core.store.files import write_private

__all__ = ["Confirmed", "Credentials", "argv_of", "credentials_from", "digest_of"]

_SECONDS: Final = 60.0
_BYTES: Final = 1_000_000
_DIGITS: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What a program answered.

    Attributes:
        token: a bearer token; None for none.
        identity: a certificate and its key, PEM; None for none.
        until: seconds since the epoch; None where they do not expire.
    """

    token: Secret | None
    identity: Secret | None
    until: float | None


class Confirmed:
    """The programs that an operator has confirmed, by digest, in a file of ours."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def knows(self, program: Program) -> bool:
        """Tell whether a program was confirmed just as it is.

        Raises:
            SourceUnreadable: the file cannot be read.
        """
        return digest_of(program) in self._digests()

    def add(self, program: Program) -> None:
        """Confirm a program.

        Raises:
            StorageUnwritable: it cannot be kept.
        """
        lines = sorted({*self._digests(), digest_of(program)})
        write_private(self.file, "".join(f"{line}\n" for line in lines).encode())

    def _digests(self) -> set[str]:
        try:
            return set(self.file.read_text("ascii").split()) if self.file.exists() else set()
        except (OSError, UnicodeError) as error:
            raise SourceUnreadable(
                f"Could not read {self.file}",
                why=getattr(error, "strerror", None) or "it is no text",
                next_step=f"remove {self.file}; every program is then asked about again",
            ) from error


def argv_of(program: Program) -> str:
    """Write a program's command line with the variables it is given, inert, for a person."""
    words = [f"{name}={value}" for name, value in program.environment]
    return safe_line(shlex.join([*words, program.command, *program.arguments]))


def digest_of(program: Program) -> str:
    """Digest everything that decides what would run.

    >>> digest_of(Program(command="aws")) == digest_of(Program(command="aws", arguments=("eks",)))
    False
    """
    whole = json.dumps([program.command, program.arguments, program.environment, program.api_version])
    return hashlib.sha256(whole.encode()).hexdigest()


def credentials_from(access: Access, program: Program, *, run: Run, confirmed: Confirmed) -> Credentials:
    """Ask a program for credentials.

    Raises:
        SourceUnreadable: nobody has confirmed it, and it was not started; or it is missing, failed, or
        answered
            something else.
    """
    if not confirmed.knows(program):
        raise SourceUnreadable(
            f"Did not start the program that signs in to context {safe_line(access.context)}",
            why=f"nobody has confirmed it yet: {argv_of(program)}",
            next_step=f"read it, then: headgate trust {safe_line(access.context)}",
            ref=f"sha256 {digest_of(program)[:_DIGITS]}",
        )
    try:
        done = run(
            [program.command, *program.arguments],
            input=None,
            cwd=None,
            env={**dict(program.environment), "KUBERNETES_EXEC_INFO": _told(access, program)},
            timeout_seconds=_SECONDS,
            limit_bytes=_BYTES,
        )
    except HeadgateError as error:
        raise _failed(access, program, error.why) from error
    if done.code:
        said = safe_line(done.err.decode("utf-8", "replace").strip())[-200:]
        raise _failed(access, program, f"it ended with status {done.code}: {said or 'it said nothing'}")
    return _credentials(access, program, done.out)


def _told(access: Access, program: Program) -> str:
    spec: dict[str, object] = {"interactive": False}
    if program.shares_cluster:
        spec["cluster"] = {"server": access.server, "config": None}
    return json.dumps({"kind": "ExecCredential", "apiVersion": program.api_version, "spec": spec})


def _credentials(access: Access, program: Program, out: bytes) -> Credentials:
    try:
        whole = json.loads(out)
        status = whole["status"]
        token, certificate = status.get("token"), status.get("clientCertificateData")
        key, until = status.get("clientKeyData"), status.get("expirationTimestamp")
        expires = _seconds(until) if until else None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _failed(access, program, "it answered with no ExecCredential") from None
    if not token and not (certificate and key):
        raise _failed(access, program, "its answer holds neither a token nor a certificate with its key")
    return Credentials(
        token=Secret(str(token)) if token else None,
        identity=Secret(f"{certificate}\n{key}") if certificate and key else None,
        until=expires,
    )


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text).astimezone(UTC).timestamp()


def _failed(access: Access, program: Program, why: str) -> SourceUnreadable:
    hint = safe_line(program.hint.strip())[:200]
    return SourceUnreadable(
        f"Could not sign in to the cluster of context {safe_line(access.context)}",
        why=f"{safe_line(program.command)}: {why}",
        next_step=hint or f"run it by hand: {argv_of(program)}",
    )
