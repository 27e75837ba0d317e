"""One unit of one space: how to move each of its sides, and to see what became of it."""

from collections.abc import Sequence
from pathlib import Path

from core.merge.places import Side
from core.merge.resolution import Choice
from core.model.item import Item
from core.model.names import NO_DATA, UnitName
from core.model.plan import Plan, Receipt
from core.model.syncpoint import SyncPoint
from core.model.unit import Change, Guard, Revision, RevisionSource
from core.sync.bring import UnitOutcome
from tests.builders.moulds import moulded
from tests.builders.world import World, world

__all__ = [
    "NAME",
    "SPACE",
    "UNIT",
    "accept",
    "applied",
    "chosen",
    "deleted",
    "done",
    "git",
    "hub",
    "item",
    "items",
    "kinds",
    "live",
    "live_text",
    "newest",
    "one_unit",
    "point",
    "propose",
    "settings",
]

SPACE = "shop"
UNIT = "shop/web"
NAME = UnitName(SPACE, "web")

_OTHER = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other, namespace: shop}\n"
"""Another unit, so that Git renders something even without the first."""


def settings(*lines: str, live: bool = True) -> str:
    """Write settings of one space, with more lines of its own."""
    own = [*lines, *(["live: {folder: ../live/shop}"] if live else [])]
    return (
        "version: 1\nhub: embedded\ngit: {branch: main, remote: none}\nspaces:\n  shop:\n"
        '    source: {files: "k8s/*.yaml"}\n    units: one-per-file\n'
        + "".join(f"    {line}\n" for line in own)
    )


def one_unit(
    folder: Path, text: str, *, config: str = "", running: str | None = None, own_key: bool = False
) -> World:
    """Give a world of one unit: proposed, applied, and live as it was applied (or as ``running`` says).

    With ``own_key`` its digest key is its own; else it is that of every test that begins alike.
    """
    if own_key:
        return _built(folder, text, config, running)
    return moulded(folder, (text, config, running), lambda mould: _built(mould, text, config, running))


def _built(folder: Path, text: str, config: str, running: str | None) -> World:
    made = world(folder, config or settings(), {"k8s/web.yaml": text})
    made.live(SPACE, {"web.yaml": running or text})
    made.desk("ci").propose()
    made.mark_applied(UNIT)
    return made


def git(made: World, text: str | None, message: str = "a change") -> str:
    """Commit the unit's file; None removes it."""
    return made.commit({"k8s/web.yaml": text, "k8s/other.yaml": _OTHER}, message)


def hub(
    made: World, text: str | None, *, who: str = "op1", reason: str = "tuning", incident: str = ""
) -> None:
    """Write Head as an operator would, past all rules; None deletes the unit."""
    authority = made.workspace().context.hub
    head = authority.head(NAME)
    seen = Guard(data_hash=head.data_hash if head else NO_DATA)
    change = Change(
        author=who,
        source=RevisionSource.OPERATOR,
        description=reason,
        token=f"{who} {made.head(UNIT)}",
        incident=incident,
    )
    if text is None:
        authority.delete(NAME, seen=seen, change=change)
    else:
        authority.write(NAME, text, seen=seen, change=change)


def live(made: World, text: str | None) -> None:
    """Let somebody change what runs; None removes it."""
    made.live(SPACE, {"web.yaml": text})


def live_text(made: World) -> str:
    """Read what runs."""
    folder = made.top.parent / "live" / SPACE
    return "---\n".join(file.read_text() for file in sorted(folder.glob("*.yaml")))


def applied(made: World) -> None:
    """Record that Head was applied."""
    made.mark_applied(UNIT)


def propose(made: World) -> UnitOutcome:
    """Let CI offer the newest commit; gives what became of the unit."""
    outcomes = made.desk("ci").propose(space=SPACE).outcomes
    return next(one for one in outcomes if one.unit == NAME)


def items(made: World) -> list[Item]:
    """List what waits for the unit."""
    return [item for item in made.items(SPACE) if item.unit == NAME]


def item(made: World, kind: str) -> Item:
    """Find the one item of a kind."""
    (found,) = [one for one in items(made) if one.kind.value == kind]
    return found


def kinds(made: World, *, but: str = "") -> list[str]:
    """List the kinds of what waits for the unit, most urgent first."""
    return [one.kind.value for one in items(made) if one.kind.value != but]


def chosen(
    made: World, kind: str, choice: Choice, *, who: str = "op2", paths: Sequence[str] = (), live: bool = False
) -> Plan:
    """Open the item of a kind and plan a choice for its undecided fields, or for some fields by path."""
    desk = made.desk(who)
    opened = desk.open(item(made, kind).id)
    fields = opened.resolution.fields if paths else opened.resolution.open
    keys = [field.key for field in fields if not paths or str(field.path) in paths]
    resolution = opened.resolution.choose(keys, choice)
    return desk.plan(opened, resolution, reason="load test L-9", apply_live=live or kind == "pending-apply")


def done(made: World, plan: Plan, *, who: str = "op2") -> Receipt:
    """Carry a plan out."""
    return made.desk(who).carry_out(plan)


def accept(made: World, kind: str, choice: Choice = Side.HUB, *, paths: Sequence[str] = ()) -> Receipt:
    """Choose and carry out."""
    return done(made, chosen(made, kind, choice, paths=paths))


def newest(made: World) -> Revision:
    """Read Head's revision."""
    return made.desk().history(NAME).revisions[-1]


def deleted(made: World) -> bool:
    """Tell whether Head deletes the unit."""
    return newest(made).deletes


def point(made: World) -> SyncPoint:
    """Read the unit's sync point."""
    found = made.workspace().context.points.sync_point(NAME)
    assert found is not None
    return found
