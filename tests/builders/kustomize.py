"""A tiny stand-in for kustomize, for tests about what is around it: it prints the files that are listed."""

import os
from pathlib import Path

__all__ = ["LISTING", "stand_in"]

LISTING = """\
#!/bin/sh
echo "$HOME $KUBECONFIG" >> {log}
[ "$1" = build ] || exit 9
sed -n 's/^ *- //p' "$2/kustomization.yaml" | while read -r file; do cat "$2/$file" && echo ---; done
"""
"""Prints what the resources of a kustomization list, and notes that it was asked."""


def stand_in(folder: Path, *, script: str = LISTING) -> str:
    """Put it on a PATH of its own, which is given."""
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    (tools / "kustomize").write_text(script.format(log=folder / "log"))
    (tools / "kustomize").chmod(0o755)
    return f"{tools}:{os.defpath}"
