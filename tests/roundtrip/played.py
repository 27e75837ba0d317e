"""Random edits carried back to a real repository, committed, and rendered again by somebody else."""

import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from core.errors import HeadgateError
from core.fieldpath import FieldPath
from core.git.repository import NO_REMOTE, GitRepository, open_repository
from core.krm.edit.changes import FieldChange
from core.krm.edit.values import changed, is_same
from core.krm.read.documents import read_resources
from core.krm.resource import ResourceId
from core.krm.values import Value
from core.model.names import UnitName
from core.model.source import SpaceSource
from core.ports.source_edits import NewTexts
from core.progress import never_stop
from core.source.edits import SourceEditor
from core.source.renderer import SourceRenderer
from core.system.processes import run
from tests.builders.repo import ALICE, NOON
from tests.roundtrip.edits import Edit, random_edit

__all__ = ["Outcome", "play", "told"]

Key = tuple[UnitName, tuple[str, str, str, str]]
Rendered = dict[Key, Value]


_NEVER_WRITTEN: Final = "a secret's value is never written to Git"


class Drawn(NamedTuple):
    """One edit of one document."""

    unit: UnitName
    resource: ResourceId
    edit: Edit

    @property
    def change(self) -> FieldChange:
        """As the engine is asked for it."""
        return FieldChange(resource=self.resource, path=self.edit.path, value=self.edit.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one edit.

    Attributes:
        source: the kind of source the space has.
        edit: the edit.
        unit: of which unit.
        result: ``represented``, ``unrepresentable``, ``refused`` or ``wrong``.
        why: the reason; "" for ``represented``.
        lines: how many lines of the source changed; 0 where it was carried back together with others.
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
    stage = Stage(top, spaces, trees, SourceEditor(renderer, trees), oid, before)
    number = 0
    while number < edits:
        space = chance.choice(spaces)
        keys = sorted((key for key in before if key[0].space == space.space), key=str)
        drawn = _drawn(before, [chance.choice(keys) for _ in range(chance.choice(_AT_ONCE))], chance)
        if drawn:
            yield from _together(stage, space, drawn, number)
            number += len(drawn)


_AT_ONCE: Final = (1, 1, 1, 2, 3)


def _drawn(before: Rendered, keys: Sequence[Key], chance: random.Random) -> list[Drawn]:
    """Draw an edit for each document; of those that touch one another only the first."""
    found: list[Drawn] = []
    for unit, key in keys:
        value = before[unit, key]
        group, kind, namespace, name = key
        version = value["apiVersion"] if isinstance(value, dict) else group
        resource = ResourceId(str(version), kind, namespace, name)
        edit = random_edit(resource, value, chance)
        if edit and not any(one.unit == unit and _meet(one.edit.path, edit.path) for one in found):
            found.append(Drawn(unit, resource, edit))
    return found


def _meet(one: FieldPath, other: FieldPath) -> bool:
    depth = min(len(one.steps), len(other.steps), 2)
    return one.steps[:depth] == other.steps[:depth]


@dataclass(frozen=True, slots=True)
class Stage:
    """The clone and what it renders."""

    top: Path
    spaces: Sequence[SpaceSource]
    trees: GitRepository
    editor: SourceEditor
    oid: str
    before: Rendered


def _together(stage: Stage, space: SpaceSource, drawn: Sequence[Drawn], number: int) -> Iterator[Outcome]:
    """Ask for edits at one go, commit what comes of it, and judge what that commit renders."""
    source = type(space.source).__name__.lower()

    def outcome(one: Drawn, result: str, why: str = "", lines: int = 0) -> Outcome:
        return Outcome(source=source, edit=one.edit, unit=one.unit, result=result, why=why, lines=lines)

    asked = [one for one in drawn if one.edit.kind != "secret"]
    yield from (outcome(one, "refused", _NEVER_WRITTEN) for one in drawn if one not in asked)
    wanted: dict[UnitName, list[FieldChange]] = {}
    for one in asked:
        wanted.setdefault(one.unit, []).append(one.change)
    try:
        found = stage.editor.edits(space.space, stage.oid, wanted)
    except HeadgateError as error:
        yield from (outcome(one, "refused", error.why) for one in asked)
        return
    out = [(one.unit, one.change) for one in found.unrepresentable]
    whys = [one.why for one in found.unrepresentable]
    carried = [one for one in asked if (one.unit, one.change) not in out]
    yield from (
        outcome(one, "unrepresentable", whys[out.index((one.unit, one.change))])
        for one in asked
        if one not in carried
    )
    if not carried:
        return
    why, lines = _committed(stage, carried, found.files, number)
    yield from (outcome(one, "wrong" if why else "represented", why, lines) for one in carried)


def _committed(stage: Stage, carried: Sequence[Drawn], files: NewTexts, number: int) -> tuple[str, int]:
    """Commit, render anew, and say what is unlike what was wanted; and how many lines an edit took."""
    made = stage.trees.commit_files(
        f"headgate/roundtrip/{number}",
        parent=stage.oid,
        files=files,
        message="a change\n",
        author=ALICE,
        when=NOON,
    )
    _, renderer = _opened(stage.top, stage.spaces, "theirs")
    wanted = dict(stage.before)
    for one in carried:
        key = (one.unit, one.resource.key)
        wanted[key] = changed(wanted[key], one.edit.path, one.edit.value)
    why = _unlike(wanted, _rendered(renderer, stage.spaces, made.oid))
    return why, _lines(stage, made.oid, files) if len(carried) == 1 else 0


def _unlike(wanted: Rendered, found: Rendered) -> str:
    if wanted.keys() != found.keys():
        return f"other resources: {sorted(map(str, wanted.keys() ^ found.keys()))}"
    return next((f"{key} differs" for key in wanted if not is_same(wanted[key], found[key])), "")


def _lines(stage: Stage, oid: str, files: NewTexts) -> int:
    names = list(files)
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
        alone = [one.lines for one in mine if one.lines]
        cells = [f"{counts[result]} ({100 * counts[result] / len(mine):.1f} %)" for result in results]
        yield f"| {source or 'all'} | {len(mine)} | {' | '.join(cells)} | {alone.count(1)} of {len(alone)} |"
    yield ""
    for one in outcomes:
        if one.result != "represented":
            yield f"{one.result}: {one.unit} {one.edit.path} ({one.edit.kind}): {one.why}"
