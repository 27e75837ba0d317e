"""What a plan says of each side, in words. Pure."""

from collections.abc import Sequence

from core.model.delivery import delivery_words
from core.model.plan import Check, Effects, LiveChange
from core.model.unit import Head
from core.sync.compared import Compared
from core.sync.gather import Gathered, Unread
from core.sync.points import Settled
from core.sync.result import NextText
from core.sync.show import diff_lines

__all__ = ["checks_of", "delivery_checks", "diff_of", "gate_checks", "git_words", "hub_words", "live_words"]


def hub_words(sides: Gathered, new: NextText) -> str:
    """Say what the hub will hold."""
    number = sides.head.number if sides.head else 0
    if new.deletes:
        return f"revision {number + 1} deletes the unit, if Head is still {number}"
    if not new.moved:
        return f"no new revision: Head {number} has it already; the decision is recorded"
    return f"revision {number + 1}, if Head is still {number}" if number else "revision 1 of a new unit"


def diff_of(sides: Gathered, new: NextText) -> tuple[str, ...]:
    """Make the diff from Head to the new revision; empty where there is none."""
    if not new.moved:
        return ()
    number = sides.head.number if sides.head else 0
    return diff_lines(sides.hub_text, new.text, before=f"revision {number}", after=f"revision {number + 1}")


def git_words(unit: Compared, settled: Sequence[Settled], *, cause: str) -> str:
    """Say what is left for Git; a capture does not answer what Git itself wants of the field."""
    if not unit.sides.git_known:
        return "nothing: Git was never proposed for this unit"
    answered = [one for one in settled if cause != "captured" or not one.place.git_changed]
    if len(answered) < len(settled):
        return "nothing yet: Git wants another value, which headgate propose looks at next"
    apart = [one for one in answered if one.result != one.place.git and one.choice != "clean"]
    hub_only = [one for one in settled if one.choice == "clean" and not one.place.git_changed]
    count = len(apart) + len([one for one in hub_only if not one.place.git_is_hub])
    if not count:
        return "nothing: Git has these values already"
    return f"headgate sync-back offers {count} field{'s' if count > 1 else ''} to Git afterwards"


def live_words(sides: Gathered, live: Sequence[LiveChange], effects: Effects, *, left_to: str = "") -> str:
    """Say what becomes of live; ``left_to`` brings about by itself what is not written."""
    if sides.live is None:
        return "nothing: the settings name no live side"
    if isinstance(sides.live, Unread):
        return f"nothing: live could not be read ({sides.live.why})"
    rest = f"left to {left_to}, which is not raced" if left_to else ""
    if live:
        words = f"{len(live)} field{'s' if len(live) > 1 else ''} set to the hub's value"
        return f"{words}; the others {rest}" if rest else words
    if rest:
        return rest
    if effects.marks_applied:
        return "nothing: live runs this already; it is recorded as applied"
    return "nothing now; it becomes live with the next apply"


def gate_checks(head: Head | None, *, applies: bool) -> list[Check]:
    """List the hub's closed gates: a revision may be written, but nothing is applied past them."""
    gates = head.gates if head else ()
    what = "is closed: the hub does not let this unit be delivered"
    return [Check(name=f"gate {gate}", ok=False if applies else None, what=what) for gate in gates]


def delivery_checks(head: Head | None, now: str) -> list[Check]:
    """Say what is reported of the hub's own delivery: nobody of us saw it, so it forbids nothing."""
    if head is None or head.delivery is None:
        return []
    well = head.delivery.well(now)
    return [Check(name="delivery", ok=True if well else None, what=delivery_words(head.delivery, now))]


def checks_of(sides: Gathered, new: NextText, *, applies: bool, now: str) -> list[Check]:
    """List what was looked at before the plan is shown."""
    number = sides.head.number if sides.head else 0
    checks = [Check(name=f"hub r{number}" if number else "hub", ok=True, what="Head is as it was shown")]
    if sides.commit is not None:
        checks.append(Check(name="git", ok=True, what=f"offered by commit {sides.commit.oid[:7]}"))
    if isinstance(sides.live, Unread):
        checks.append(Check(name="live", ok=None, what=sides.live.why))
    elif sides.live is not None:
        checks.append(Check(name="live", ok=True, what=f"read {sides.live_read_at}"))
    if new.moved:
        checks.append(Check(name="documents", ok=True, what="the new text was read back and proved"))
    checks += delivery_checks(sides.head, now)
    return [*checks, *gate_checks(sides.head, applies=applies)]
