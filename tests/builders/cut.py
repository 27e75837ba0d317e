"""Decisions that are cut off on real stores: the process is gone before or after one call of a port."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from core.model.plan import Plan
from core.progress import NoProgress, never_stop
from core.sync.carry.steps import carry_out
from core.sync.context import Context
from tests.builders.world import World
from tests.simulate.seam import Crash, Fault, Seam, Through

__all__ = ["PORTS", "behind", "cut_off"]

PORTS = ("hub", "points", "proposals", "captures", "live", "ledger")


def behind(context: Context, seam: Seam) -> Context:
    """Put the ports of a real workspace behind a seam."""
    ports: dict[str, Any] = {name: Through(getattr(context, name), name, seam) for name in PORTS}
    return replace(context, **ports)


def cut_off(made: World, plan: Plan, call: str, fault: Fault, *, who: str = "op1") -> Sequence[str]:
    """Carry a plan out until a call, at which the fault happens; gives the names of the calls there were."""
    workspace = made.workspace(who)
    seam = Seam({}, lambda _: None, named={call: fault})
    with suppress(Crash):
        carry_out(behind(workspace.context, seam), plan, progress=NoProgress(), stop=never_stop())
    workspace.close()
    return [one.name for one in seam.calls]
