"""A branch as it shall be sent, and as the journal keeps it until it is through."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from core.model.decision import Decision
from core.sync.carry.envelope import closed, opened
from core.sync.context import Context, DigestKey

__all__ = ["BranchPlan", "kept_plan", "unkept_plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchPlan:
    """One branch as it shall be sent.

    Attributes:
        id: of the decision.
        space: whose changes it carries.
        branch: its name.
        oid: of its commit, which is made already.
        parent: of the commit it stands on.
        fields: ``unit#path`` of what it carries.
        units: the units, and the number of Head that each was read at.
        title: of the pull request.
        body: likewise.
        pull: a forge is there to open one.
        over: what the branch leads to now, and what goes; "" for a new branch.
        labels: of the pull request, beside the usual ones.
        harmless: the forge may merge it by itself, where the settings let it.
    """

    id: str
    space: str
    branch: str
    oid: str
    parent: str
    fields: tuple[str, ...]
    units: tuple[tuple[str, int], ...]
    title: str
    body: str
    pull: bool
    over: str = ""
    labels: tuple[str, ...] = ()
    harmless: bool = False


def kept_plan(plan: BranchPlan, key: DigestKey) -> str:
    """Seal a branch for the journal."""
    return closed(json.dumps(asdict(plan)), key=key.key, about=plan.id)


def unkept_plan(context: Context, decision: Decision) -> BranchPlan:
    """Read a branch that was kept.

    Raises:
        SourceUnreadable: it was kept with another key, or it is damaged.
    """
    sealed = context.ledger.kept(decision.id)
    form: dict[str, Any] = json.loads(opened(sealed, key=context.digest_key.key, about=decision.id))
    pairs = tuple((str(unit), int(number)) for unit, number in form["units"])
    listed = {name: tuple(form.get(name, ())) for name in ("fields", "labels")}
    return BranchPlan(**form | listed | {"units": pairs})
