"""Observations: what a provider says of the cloud counts for a session only if it looked since that began."""

from collections.abc import Iterator, Sequence

from core.errors import HeadgateError, SourceUnreadable
from core.krm.crossplane import is_managed, out_of_touch
from core.krm.read.documents import Documents
from core.model.names import UnitName
from core.model.session import Session
from core.sync.context import Context
from core.sync.inbox import read_unit

__all__ = ["old_reports", "refuse_old"]


def old_reports(live: Documents | None, started: str) -> Iterator[str]:
    """Say of each managed resource whose provider is out of touch how old what it reports is.

    Args:
        live: the objects.
        started: when the session began, RFC 3339 UTC; "" before there is one: then nothing is said.
    """
    for document in live.documents if live and started else ():
        if document.id is None or not is_managed(document.value):
            continue
        last = out_of_touch(document.value)
        if last is not None:
            yield f"{document.id}: {_age(last, started)}"


def _age(last: str, started: str) -> str:
    if not last:
        return "its provider is paused or out of touch; nobody says since when"
    when = f"older than session start ({started})" if last < started else "and none since"
    return f"observation of {last} is {when}: its provider is paused or out of touch"


def refuse_old(context: Context, session: Session, names: Sequence[str]) -> None:
    """Refuse to keep what is said of the cloud where it was not looked at since the session began.

    Raises:
        SourceUnreadable: a unit that is named holds a managed resource whose observation is old.
    """
    for name in names:
        unit = UnitName(space=session.space, unit=name.rpartition("/")[2].partition("#")[0])
        try:
            live = read_unit(context, unit).sides.live
        except HeadgateError:
            continue
        found = next(old_reports(live, session.started), "") if isinstance(live, Documents) else ""
        if found:
            raise SourceUnreadable(
                f"Nothing of {unit} was captured",
                why=found,
                next_step='managementPolicies: ["Observe"] in place of crossplane.io/paused, then look again',
                ref=session.id,
            )
