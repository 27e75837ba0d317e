"""Standing: what of a decision is there already, side by side, looked up and nothing sent."""

from collections.abc import Mapping

from core.errors import HeadgateError
from core.model.plan import Plan
from core.sync.carry.outcome import Outcome, changed_words
from core.sync.carry.probe import applied_mark, live_runs, offers_ended, point_stored, revision_written
from core.sync.carry.sending import step_names
from core.sync.context import Context

__all__ = ["standing", "stands_words"]


def standing(context: Context, plan: Plan) -> Mapping[str, str | None]:
    """Look every effect up: what it did, "" where it is not there, None where nobody can tell."""
    found: dict[str, str | None] = {}
    number = plan.effects.head
    for name in step_names(plan):
        try:
            if name == "hub":
                revision = revision_written(context, plan)
                number = revision.number if revision else number
                found[name] = f"revision {number}" if revision else ""
            else:
                found[name] = "there" if _is_there(context, plan, name, number) else ""
        except HeadgateError:
            found[name] = None
    return found


def stands_words(found: Mapping[str, str | None]) -> str:
    """Say it in words: ``hub yes (revision 12), sync point no``."""
    done = {name: what for name, what in found.items() if what}
    blind = {name: Outcome.UNKNOWN for name, what in found.items() if what is None}
    return changed_words(list(found), done, blind)


def _is_there(context: Context, plan: Plan, name: str, number: int) -> bool:
    match name:
        case "sync":
            return point_stored(context, plan)
        case "live":
            return live_runs(context, plan)
        case "applied":
            return applied_mark(context, plan, number)
        case _:
            return offers_ended(context, plan)
