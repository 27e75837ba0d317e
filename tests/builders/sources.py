"""Small repositories as their spaces render them, and the edits that are found for them."""

import os
from collections.abc import Mapping
from pathlib import Path

from core.git.repository import NO_REMOTE, open_repository
from core.krm.edit.changes import FieldChange
from core.model.names import UnitName
from core.model.source import Source, SpaceSource, Splitting, Units
from core.ports.source_edits import Located, SourceEdits
from core.source.edits import SourceEditor
from core.source.renderer import SourceRenderer
from core.system.processes import run
from tests.builders.repo import commit, repository

__all__ = ["located", "space"]


def space(name: str, source: Source, units: Units = Splitting.ONE_PER_RESOURCE) -> SpaceSource:
    return SpaceSource(space=name, namespace="shop", source=source, units=units)


def located(
    tmp_path: Path,
    files: Mapping[str, str],
    wanted: Mapping[str, list[FieldChange]],
    *spaces: SpaceSource,
    path: str = os.defpath,
) -> Located:
    top = repository(tmp_path / "clone")
    oid = commit(top, files)
    state = tmp_path / "state"
    trees = open_repository(top, branch="main", remote=NO_REMOTE, state=state, run=run, environment={})
    renderer = SourceRenderer(trees, spaces, run=run, state=state, environment={"PATH": path})
    editor: SourceEdits = SourceEditor(renderer, trees)
    first = spaces[0].space
    return editor.edits(first, oid, {UnitName(first, unit): changes for unit, changes in wanted.items()})
