"""The first headgate.yaml of a repository: commented, valid, and as right as the file names allow. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

__all__ = ["Sketch", "sketches", "template"]

_HEAD: Final = """\
# Settings of Headgate. Every key: docs/reference/settings.md
version: 1

# The authority. "embedded" keeps it in a file of your own; a ConfigHub is named by its https:// URL.
hub: embedded
# hub: {{url: https://hub.example.com, ca: ca.pem, proxy: "proxy:3128", token: HUB_TOKEN}}
# hub: {{url: https://hub.example.com, worker_id: CI_WORKER, worker_secret: CI_SECRET}}

# The branch that people author on, and the remote that branches are sent to.
# "remote: none" keeps them in this repository.
git: {{branch: {branch}, remote: {remote}}}
# The forge is found by the remote. What can be said of it, below "git": how pull requests are made, and
# where a forge of your own is (its CA lies outside the repository).
#   forge: {{draft: always, auto_merge: squash}}
#   forge: {{kind: gitea, url: https://git.example.com, ca: /etc/ssl/own.pem, proxy: "proxy:3128"}}

# The spaces of the hub that this repository feeds.
spaces:
"""

_SPACE: Final = """\
  {name}:
    # "environment: prod" makes a space production.
    labels: {{environment: {environment}}}
    # {{files: "deploy/*.yaml"}}, {{kustomize: overlays/prod}} or {{command: [./render.sh, prod]}}
    source: {source}
    # one-per-resource, one-per-file, or {{name: [glob]}}
    units: one-per-resource
"""
_SPACE_AGAIN: Final = """\
  {name}:
    labels: {{environment: {environment}}}
    source: {source}
    units: one-per-resource
"""
_SPACE_REST: Final = """\
    # Where it runs: a context of your kubeconfig, or a folder of manifests that stands for a cluster.
    # live: {context: prod-east, namespace: shop}
    # live: {folder: live/prod-east}
    # Whether a Git change on an unmoved Head goes in by itself, and one on a moved Head that collides
    # with nothing: auto or review.
    # promote: auto
    # clean_merges: review
"""

_TAIL: Final = """
# Where the newest hash of the audit record is sent, out of reach of whoever can write this disk:
# a socket's path, or host:port.
# audit: {syslog: /dev/log}

# CRDs and XRDs: list types and defaults.
# schemas: [platform/xrd/*.yaml]

# Rules that a result must keep.
# policies: [policies/*.yaml]
"""

_KUSTOMIZATIONS: Final = frozenset({"kustomization.yaml", "kustomization.yml", "Kustomization"})
_MANIFESTS: Final = frozenset({".yaml", ".yml", ".json"})
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_./-]{3,}")
_NO_TEXT: Final = frozenset({"null", "true", "false"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A space as it can be guessed.

    Attributes:
        name: a slug.
        key: the key of its source, ``kustomize`` or ``files``.
        value: the value of that key.
    """

    name: str
    key: str
    value: str


def sketches(paths: Iterable[str]) -> tuple[Sketch, ...]:
    """Guess the spaces of a repository: one a kustomize overlay, else one a folder of manifests.

    >>> sketches(["app/base/kustomization.yaml", "app/overlays/prod/kustomization.yaml", "README.md"])
    (Sketch(name='app-prod', key='kustomize', value='app/overlays/prod'),)
    """
    known = [PurePosixPath(path) for path in sorted(paths)]
    kustomized = [path.parent for path in known if path.name in _KUSTOMIZATIONS]
    folders = [folder for folder in kustomized if folder.parent.name == "overlays"] or kustomized
    if folders:
        found = [Sketch(name=_slug(folder), key="kustomize", value=str(folder)) for folder in folders]
    else:
        folders = [path.parent for path in known if path.suffix in _MANIFESTS and _is_open(path.parent)]
        found = [Sketch(name=_slug(folder), key="files", value=f"{folder}/*.yaml") for folder in folders]
    return tuple({sketch.name: sketch for sketch in found}.values())


def template(*, branch: str, remote: str, spaces: Iterable[Sketch]) -> str:
    """Write a commented headgate.yaml; with no spaces known it shows how one looks."""
    found = tuple(spaces) or (Sketch(name="example", key="files", value="deploy/*.yaml"),)
    text = _HEAD.format(branch=_word(branch), remote=_word(remote))
    for at, sketch in enumerate(found):
        source = f"{{{sketch.key}: {_word(sketch.value)}}}"
        shape = _SPACE_AGAIN if at else _SPACE
        text += shape.format(name=_word(sketch.name), environment=_environment(sketch.name), source=source)
        text += "" if at else _SPACE_REST
    return text + _TAIL


def _is_open(folder: PurePosixPath) -> bool:
    return bool(folder.parts) and not any(part.startswith(".") for part in folder.parts)


def _slug(folder: PurePosixPath) -> str:
    words = [part for part in folder.parts if part != "overlays"][-2:]
    return re.sub(r"[^a-z0-9._-]+", "-", "-".join(words).lower()).strip("-._") or "main"


def _environment(name: str) -> str:
    return "prod" if re.search(r"prod", name) else "dev"


def _word(text: str) -> str:
    """Write a text so that every YAML reads it as itself."""
    if _PLAIN.fullmatch(text) and text.lower() not in _NO_TEXT:
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
