"""The programs that make documents: kustomize, kubectl in its place, or one that the settings name."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from core.errors import SourceUnreadable, ToolMissing
from core.krm.read.documents import from_bytes
from core.ports.processes import Run
from core.safetext import safe_line

__all__ = ["kustomize_argv", "printed"]

_SECONDS: Final = 60.0
_LIMIT_BYTES: Final = 1 << 26
_SHOWN: Final = 300


def kustomize_argv(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Find kustomize, or kubectl which has it in it.

    Raises:
        ToolMissing: neither is on PATH.
    """
    path = environment.get("PATH")
    if found := shutil.which("kustomize", path=path):
        return (found, "build")
    if found := shutil.which("kubectl", path=path):
        return (found, "kustomize")
    raise ToolMissing(
        "Could not render a kustomization",
        why="neither kustomize nor kubectl is on PATH",
        next_step="install one of them: https://kubectl.docs.kubernetes.io/installation/kustomize/",
    )


def printed(run: Run, argv: Sequence[str], *, folder: Path, what: str) -> str:
    """Run a program at the top of a tree that was laid out, and read what it prints.

    It sees no credentials: its home is the private folder above the tree, its kubeconfig is empty, and git,
    should it call it, may only fetch by https and ssh.

    Raises:
        ToolMissing: there is no such program.
        SourceUnreadable: it failed, did not end in time, or printed nothing.
        InputRefused: what it printed is no text, or too much.
    """
    finished = run(
        list(argv),
        input=None,
        cwd=folder / "tree",
        env={
            "HOME": str(folder),
            "KUBECONFIG": "/dev/null",
            "GIT_ALLOW_PROTOCOL": "https:ssh",
            "GIT_TERMINAL_PROMPT": "0",
        },
        timeout_seconds=_SECONDS,
        limit_bytes=_LIMIT_BYTES,
    )
    if finished.code:
        words = " ".join(finished.err.decode("utf-8", "replace").replace(str(folder / "tree"), ".").split())
        raise SourceUnreadable(
            f"Could not render {what}",
            why=safe_line(words)[:_SHOWN] or f"{argv[0]} ended with status {finished.code} and no message",
            next_step=f"run it by hand at that commit: {safe_line(' '.join(argv))}",
        )
    return from_bytes(finished.out, origin=what)
