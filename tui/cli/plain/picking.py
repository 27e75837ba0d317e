"""One item, field by field: each undecided one is asked for, every choice can be taken back."""

from collections.abc import Callable, Iterator
from typing import Final

from core.errors import HeadgateError
from core.merge.places import Side
from core.merge.resolution import Choice, Edited, Field, Resolution
from core.model.item import Opened
from core.safetext import safe_line
from tui.ages import ago
from tui.cli.assigned import read_value
from tui.cli.console import Console
from tui.cli.item_table import head_lines, short_resource
from tui.cli.plain.asking import Offer, ask_line, ask_one, tell
from tui.oneline import hides_something, one_line, printed_path, side_text

__all__ = ["picked"]

_KEYS: Final = {"1": Side.GIT, "2": Side.HUB, "3": Side.LIVE, "0": Side.BASE}
_LATER: Final = Offer("s", "skip this field for now")
_BACK: Final = Offer("b", "back to the inbox; choices are kept, nothing is written")


def picked(
    opened: Opened,
    resolution: Resolution,
    console: Console,
    *,
    keep: Callable[[Resolution], None],
    now: float,
) -> Resolution | None:
    """Ask for what is undecided; gives the choices once the plan is asked for, None for back.

    Args:
        opened: the item.
        resolution: what was chosen for it before.
        console: whom to ask.
        keep: keeps the choices after each of them.
        now: seconds since the epoch, for ages.

    Raises:
        Left: nobody answers any more.
    """
    tell(console, head_lines(opened, console, now))
    for field in resolution.open:
        chosen = _asked(field, opened, resolution, console, now=now)
        if chosen is None:
            return None
        resolution = chosen
        keep(resolution)
    while True:
        _told(resolution, console)
        answer = ask_one(console, "Then", _then(resolution), also=_numbers(resolution))
        if answer == "b":
            return None
        if answer == "a":
            return resolution
        field = resolution.fields[int(answer) - 1]
        resolution = _asked(field, opened, resolution, console, now=now) or resolution
        keep(resolution)


def _then(resolution: Resolution) -> list[Offer]:
    first = f"1{f'-{len(resolution.fields)}' if len(resolution.fields) > 1 else ''}"
    apply = [] if resolution.open else [Offer("a", "see what applying this would write; writes nothing yet")]
    return [Offer(first, "decide that field again"), *apply, _BACK]


def _numbers(resolution: Resolution) -> list[str]:
    return [str(number + 1) for number in range(len(resolution.fields))]


def _told(resolution: Resolution, console: Console) -> None:
    """Print where each field stands, with the number that decides it again."""
    tell(console, [""])
    tell(
        console,
        (
            f"  {number + 1:>3}  {_name(field, resolution)}: {_result(field, resolution)}"
            for number, field in enumerate(resolution.fields)
        ),
    )


def _result(field: Field, resolution: Resolution) -> str:
    decides = resolution.settled(field)
    if decides is None:
        return "undecided"
    by = "typed by you" if isinstance(decides, Edited) else f"{decides.value}'s"
    how = "" if resolution.choice(field.key) is not None else ", by rule"
    return f"{one_line(resolution.result(field), sensitive=field.place.sensitive)} ({by}{how})"


def _asked(
    field: Field, opened: Opened, resolution: Resolution, console: Console, *, now: float
) -> Resolution | None:
    """Ask for one field; None for back to the inbox."""
    tell(console, ["", *_field_lines(field, resolution)])
    answer = ask_one(console, "Take", list(_offers(field, opened, now)))
    if answer == "b":
        return None
    if answer == "s":
        return resolution.forget([field.key])
    choice = _typed(field, console) if answer == "e" else _KEYS[answer]
    return resolution if choice is None else resolution.choose([field.key], choice)


def _field_lines(field: Field, resolution: Resolution) -> Iterator[str]:
    yield f"{_name(field, resolution)}: {field.verdict.value}"
    remarks = [words for words in (field.hint, field.place.why, field.protected) if words]
    yield from (f"  {safe_line(words)}" for words in remarks)
    yield from (f"  {side.value} was not read" for side in _KEYS.values() if not field.offers(side))


def _offers(field: Field, opened: Opened, now: float) -> Iterator[Offer]:
    for key, side in _KEYS.items():
        if field.offers(side):
            yield Offer(key, f"{side.value}: {_held(field, side)}{_owner(field, side, opened, now)}")
    if not field.place.sensitive:
        yield Offer("e", "type a value")
    yield from (_LATER, _BACK)


def _held(field: Field, side: Side) -> str:
    held = field.place.held(side)
    hidden = "; contains hidden characters" if hides_something(held) else ""
    base = ", as the base" if side_text(field.place, side) == "=base" else ""
    return f"{one_line(held, sensitive=field.place.sensitive)}{base}{hidden}"


def _owner(field: Field, side: Side, opened: Opened, now: float) -> str:
    owner = opened.owners.get(field.key, {}).get(side)
    parts = (owner.who, owner.how, ago(owner.when, now)) if owner else ()
    return safe_line(f"; {', '.join(part for part in parts if part)}") if any(parts) else ""


def _typed(field: Field, console: Console) -> Choice | None:
    """Read a value as YAML; None where it cannot be read, which is said."""
    typed = ask_line(console, "Value, as YAML")
    try:
        value, warning = read_value(typed, str(field.path))
    except HeadgateError as error:
        console.trouble(error)
        return None
    if warning:
        console.say(warning)
    return Edited(value)


def _name(field: Field, resolution: Resolution) -> str:
    several = len({one.place.resource.key for one in resolution.fields}) > 1
    resource = f"{safe_line(short_resource(field.place.resource))} " if several else ""
    return f"{resource}{printed_path(field.path)}"
