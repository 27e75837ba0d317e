"""Real processes for tests: scripts that run on their own, together, or without a root's rights."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

__all__ = ["UNPRIVILEGED", "all_at_once", "child", "finished"]

ROOT = Path(__file__).parents[2]

UNPRIVILEGED = """
import ctypes, os
if os.geteuid() == 0:  # root without capabilities is bound by the mode of its own files
    header, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    assert ctypes.CDLL(None).capset(header, none) == 0
"""
"""Put this into a script whose point is that rights are missing."""


def child(script: str, *args: object) -> subprocess.Popen[str]:
    """Start a script that may import the project; what it is told and says goes through pipes."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, args)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def finished(script: str, *args: object) -> str:
    """Run a script to its end and give what it printed."""
    with child(script, *args) as process:
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    return out


def all_at_once(script: str, arguments: Sequence[Sequence[object]]) -> list[str]:
    """Run scripts that print a line when they are ready, and let them go together when all are."""
    running = [child(script, *args) for args in arguments]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", process.communicate()[1]
    said = []
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in running:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        said.append(out)
    return said
