"""``--take``, ``--path``, ``--set`` and ``--remove`` become choices for the fields of an item."""

from collections.abc import Iterator, Sequence

from core.errors import Blocked, UsageError
from core.krm.values import ABSENT
from core.merge.places import Side
from core.merge.resolution import Choice, Edited, Field, Resolution
from core.merge.verdict import Verdict
from core.model.remembered import Remembered, taken
from core.sync.capture import matching
from tui.cli.assigned import read_side, read_value, split
from tui.cli.console import Console
from tui.cli.given import Given

__all__ = ["chosen"]


def chosen(
    resolution: Resolution, given: Given, console: Console, offers: Sequence[Remembered] = ()
) -> Resolution:
    """Choose as the command line says; single fields win over ``--take``.

    Args:
        resolution: the fields.
        given: the command line.
        console: for warnings.
        offers: what ``--take remembered`` takes.

    Raises:
        UsageError: nothing was chosen, a path fits no field or several, one field was named twice, or nothing
            is remembered.
        Blocked: a side that was not read cannot be taken.
    """
    single = list(_single(resolution.fields, given, console))
    take = given.text("take")
    if not take and not single:
        raise UsageError(
            "Nothing was decided",
            why="neither --take nor --path, --set or --remove is given",
            next_step="add --take git, hub, live or clean",
        )
    if take == "remembered":
        resolution = _as_before(resolution, offers)
    elif take and take != "clean":
        resolution = _taken(resolution, Side(take), but={field.key for field, _ in single})
    for field, choice in single:
        resolution = _choose(resolution, field, choice)
    return resolution


def _as_before(resolution: Resolution, offers: Sequence[Remembered]) -> Resolution:
    if not offers:
        raise UsageError(
            "Nothing is remembered for this item",
            why="nobody decided the same change before, or it was taken back since",
            next_step="--take git, hub or live",
        )
    return taken(resolution, offers)


def _taken(resolution: Resolution, side: Side, *, but: set[str]) -> Resolution:
    """Take a side for every undecided field; where none is, for every field on which the sides differ.

    Without the second half, ``--take hub`` for a clean merge would let Git's change in.
    """
    differ = [field for field in resolution.fields if field.verdict is not Verdict.AGREED]
    for field in resolution.open or differ:
        if field.key not in but:
            resolution = _choose(resolution, field, side)
    return resolution


def _choose(resolution: Resolution, field: Field, choice: Choice) -> Resolution:
    decided = resolution.choose([field.key], choice)
    if decided.choice(field.key) != choice:
        raise Blocked(
            f"Cannot take {choice} for {_name(field)}",
            why=f"{choice} was not read",
            next_step="take another side, or make it readable: headgate doctor",
        )
    return decided


def _single(fields: Sequence[Field], given: Given, console: Console) -> Iterator[tuple[Field, Choice]]:
    named: set[str] = set()
    for path, choice in _wanted(given, console):
        field = _one(fields, path)
        if field.key in named:
            raise UsageError(
                f"{_name(field)} is decided twice",
                why="several of --path, --set and --remove name it",
                next_step="name it once",
            )
        named.add(field.key)
        yield field, choice


def _wanted(given: Given, console: Console) -> Iterator[tuple[str, Choice]]:
    for text in given.texts("path"):
        path, side = split(text, "--path")
        yield path, read_side(side, path)
    for text in given.texts("set"):
        path, typed = split(text, "--set")
        value, warning = read_value(typed, path)
        if warning:
            console.note(warning)
        yield path, Edited(value)
    for path in given.texts("remove"):
        yield path, Edited(ABSENT)


def _one(fields: Sequence[Field], path: str) -> Field:
    found = matching(fields, path)
    if len(found) == 1:
        return found[0]
    several = len({field.place.resource.key for field in found or fields}) > 1
    names = ", ".join(field.key if several else _name(field) for field in found or fields)
    raise UsageError(
        f"The path {path} fits {'several fields' if found else 'no field'} of this item",
        why=f"{'it could be' if found else 'its fields are'}: {names or 'none'}",
        next_step="give the path as headgate show prints it, with its resource where there are several",
    )


def _name(field: Field) -> str:
    """Name a field as it can be typed: a whole resource has no path, so its key."""
    return str(field.path) or field.key
