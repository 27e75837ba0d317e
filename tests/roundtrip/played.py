"""Random edits carried back to a real repository, committed, and rendered again by somebody else."""

import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import HeadgateError
from core.git.repository import NO_REMOTE, GitRepository, open_repository
from core.krm.edit.changes import FieldChange
from core.krm.edit.values import changed, is_same
from core.krm.read.documents import read_resources
from core.krm.resource import ResourceId
from core.krm.values import Value
from core.model.names import UnitName
from core.model.source import SpaceSource
from core.progress import never_stop
from core.source.edits import SourceEditor
from core.source.renderer import SourceRenderer
from core.system.processes import run
from tests.builders.repo import ALICE, NOON
from tests.roundtrip.edits import Edit, random_edit

__all__ = ["Outcome", "play", "told"]

Key = tuple[UnitName, tuple[str, str, str, str]]
Rendered = dict[Key, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one edit.

    Attributes:
        source: the kind of source the space has.
        edit: the edit.
        unit: of which unit.
        result: ``represented``, ``unrepresentable``, ``refused`` or ``wrong``.
        why: the reason; "" for ``represented``.
        lines: how many lines of the source changed.
    """

    source: str
    edit: Edit
    unit: UnitName
    result: str
    why: str = ""
    lines: int = 0


def play(top: Path, spaces: Sequence[SpaceSource], *, edits: int, seed: int) -> Iterator[Outcome]:
    """Draw edits over all units of a clone, each from its newest commit, and see what becomes of them."""
    chance = random.Random(seed)  # noqa: S311 - the same edits in every run
    trees, renderer = _opened(top, spaces, "ours")
    oid = trees.head().oid
    before = _rendered(renderer, spaces, oid)
    editor = SourceEditor(renderer, trees)
    keys = [sorted((key for key in before if key[0].space == space.space), key=str) for space in spaces]
    number = 0
    while number < edits:
        unit, key = chance.choice(chance.choice(keys))
        group, kind, namespace, name = key
        value = before[unit, key]
        version = value["apiVersion"] if isinstance(value, dict) else group
        resource = ResourceId(str(version), kind, namespace, name)
        drawn = random_edit(resource, value, chance)
        if drawn is None:
            continue
        number += 1
        source = next(type(space.source).__name__.lower() for space in spaces if space.space == unit.space)
        yield _one(Stage(top, spaces, trees, editor, oid, before), source, unit, resource, drawn, number)


@dataclass(frozen=True, slots=True)
class Stage:
    """The clone and what it renders."""

    top: Path
    spaces: Sequence[SpaceSource]
    trees: GitRepository
    editor: SourceEditor
    oid: str
    before: Rendered


def _one(
    stage: Stage, source: str, unit: UnitName, resource: ResourceId, drawn: Edit, number: int
) -> Outcome:
    def outcome(result: str, why: str = "", lines: int = 0) -> Outcome:
        return Outcome(source=source, edit=drawn, unit=unit, result=result, why=why, lines=lines)

    if drawn.kind == "secret":
        return outcome("refused", "a secret's value is never written to Git")
    change = FieldChange(resource=resource, path=drawn.path, value=drawn.value)
    try:
        found = stage.editor.edits(unit.space, stage.oid, {unit: [change]})
    except HeadgateError as error:
        return outcome("refused", error.why)
    if found.unrepresentable:
        return outcome("unrepresentable", found.unrepresentable[0].why)
    made = stage.trees.commit_files(
        f"headgate/roundtrip/{number}",
        parent=stage.oid,
        files=found.files,
        message="a change\n",
        author=ALICE,
        when=NOON,
    )
    _, renderer = _opened(stage.top, stage.spaces, "theirs")
    wanted = dict(stage.before)
    key = (unit, resource.key)
    wanted[key] = changed(wanted[key], drawn.path, drawn.value)
    why = _unlike(wanted, _rendered(renderer, stage.spaces, made.oid))
    return (
        outcome("wrong", why) if why else outcome("represented", lines=_lines(stage, made.oid, found.files))
    )


def _unlike(wanted: Rendered, found: Rendered) -> str:
    if wanted.keys() != found.keys():
        return f"other resources: {sorted(map(str, wanted.keys() ^ found.keys()))}"
    return next((f"{key} differs" for key in wanted if not is_same(wanted[key], found[key])), "")


def _lines(stage: Stage, oid: str, files: object) -> int:
    names = list(files) if isinstance(files, dict) else []
    old = stage.trees.read(stage.oid, [name for name in names if name in stage.trees.files(stage.oid)])
    new = stage.trees.read(oid, [name for name in names if name in stage.trees.files(oid)])
    total = 0
    for name in names:
        before, after = Counter(old.get(name, "").splitlines()), Counter(new.get(name, "").splitlines())
        total += max(sum((before - after).values()), sum((after - before).values()))
    return total


def _opened(top: Path, spaces: Sequence[SpaceSource], who: str) -> tuple[GitRepository, SourceRenderer]:
    state = top.parent / f"state-{who}"
    trees = open_repository(top, branch="main", remote=NO_REMOTE, state=state, run=run, environment={})
    return trees, SourceRenderer(trees, spaces, run=run, state=state, environment=os.environ)


def _rendered(renderer: SourceRenderer, spaces: Sequence[SpaceSource], oid: str) -> Rendered:
    found: Rendered = {}
    for space in spaces:
        for one in renderer.render(space.space, oid, stop=never_stop()):
            for document in read_resources(one.text, namespace=space.namespace).documents:
                if document.id is not None:
                    found[one.unit, document.id.key] = document.value
    return found


def told(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Write the shares as the table of docs/reference/roundtrip.md, and every reason."""
    results = ("represented", "unrepresentable", "refused", "wrong")
    yield f"| source | edits | {' | '.join(results)} | one line |"
    yield "|" + " --- |" * 7
    for source in (*sorted({one.source for one in outcomes}), ""):
        mine = [one for one in outcomes if source in {"", one.source}]
        counts = Counter(one.result for one in mine)
        single = sum(one.lines == 1 for one in mine)
        cells = [f"{counts[result]} ({100 * counts[result] / len(mine):.1f} %)" for result in results]
        yield f"| {source or 'all'} | {len(mine)} | {' | '.join(cells)} | {single} |"
    yield ""
    for one in outcomes:
        if one.result != "represented":
            yield f"{one.result}: {one.unit} {one.edit.path} ({one.edit.kind}): {one.why}"
