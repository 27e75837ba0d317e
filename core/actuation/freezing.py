"""Freezing: the steps that stop reverters from the top down, and those that let them go on, bottom up. Pure.

From the top down, since each freeze is itself a live edit, which the one above would take back. Nothing
here is carried out: a step says which field of which object shall hold what, what it held, and when to look
whether it stayed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.actuation.reverters import REVERTERS, Reverter
from core.actuation.undoers import Around, Undoer
from core.fieldpath import FieldPath
from core.krm.edit.changes import FieldChange
from core.krm.edit.values import value_at
from core.krm.resource import ResourceId
from core.krm.values import ABSENT, Absent, Value
from core.model.item import UnknownUnit

__all__ = ["FreezeOffer", "FreezePlan", "FreezeStep", "freeze_plan", "thaw_steps"]

_LEAST_SECONDS: Final = 10.0
_UNKNOWN_SECONDS: Final = 600.0

_Frozen: Final[dict[Reverter, tuple[str, Value | Absent]]] = {
    Reverter.ARGO_APPLICATION: ("spec.syncPolicy.automated", ABSENT),
    Reverter.ARGO_APPLICATION_SET: (
        "spec.ignoreApplicationDifferences",
        [{"jsonPointers": ["/spec/syncPolicy"]}],
    ),
    Reverter.FLUX_KUSTOMIZATION: ("spec.suspend", True),
    Reverter.FLUX_HELM_RELEASE: ("spec.suspend", True),
    Reverter.CROSSPLANE_COMPOSITE: ('metadata.annotations["crossplane.io/paused"]', "true"),
    Reverter.CROSSPLANE_PROVIDER: ("spec.managementPolicies", ["Observe"]),
}
"""The field that stops a reverter, and what it then holds; who is not here cannot be stopped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeStep:
    """One live edit that stops, or lets go, one reverter.

    Attributes:
        reverter: which.
        change: what the field shall hold.
        seen: what it held; the step is not made over anything else.
        back: what takes the step back.
        prove_after_seconds: when to read it back, as proof that nobody above took it back.
        why: in words.
    """

    reverter: Reverter
    change: FieldChange
    seen: FieldChange
    back: FieldChange
    prove_after_seconds: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezePlan:
    """How live edits of objects are made to stay for a while.

    Attributes:
        steps: from the top down.
        cannot: who cannot be stopped, or is not among what was looked at: the edit may be taken back all the
            same.
        traps: what people run into, a sentence for each reverter that is stopped.
    """

    steps: tuple[FreezeStep, ...]
    cannot: tuple[Undoer, ...]
    traps: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Nobody is left who would take an edit back."""
        return not self.cannot


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeOffer:
    """What a freeze would do, who is left, and what could not be looked at.

    Attributes:
        plan: the steps, who cannot be stopped, the traps.
        owners: for each step, which field managers set its field: to be named before it is taken over.
        unknown: what could not be read: who takes an edit back is unknown by so much.
    """

    plan: FreezePlan
    owners: tuple[tuple[str, ...], ...]
    unknown: tuple[UnknownUnit, ...]

    @property
    def managers(self) -> tuple[str, ...]:
        """Whose fields the steps take over."""
        return tuple(dict.fromkeys(name for names in self.owners for name in names))


def freeze_plan(found: Sequence[Undoer], around: Around, live: Mapping[ResourceId, Value]) -> FreezePlan:
    """Plan how those are stopped who take an edit back, unless they are stopped already.

    Args:
        found: as `core.actuation.undoers.undoers` gives them, of one object or of several.
        around: what stands around.
        live: the objects themselves, by name: a provider is stopped on them.
    """
    running = [one for one in dict.fromkeys(found) if not one.is_frozen]
    ours = [one for one in running if one.reverter in _Frozen and one.by is not None]
    steps = list(_steps(ours, around, live))
    traps = [REVERTERS[step.reverter].trap for step in steps]
    return FreezePlan(
        steps=tuple(steps),
        cannot=tuple(one for one in running if one not in ours),
        traps=tuple(dict.fromkeys(traps)),
    )


def thaw_steps(steps: Sequence[FreezeStep]) -> tuple[FreezeStep, ...]:
    """Turn the steps of a freeze round: each field gets back what it held, from the bottom up."""
    return tuple(
        FreezeStep(
            reverter=step.reverter,
            change=step.back,
            seen=step.change,
            back=step.change,
            prove_after_seconds=step.prove_after_seconds,
            why=f"let {REVERTERS[step.reverter].title} go on",
        )
        for step in reversed(steps)
    )


def _steps(
    running: Sequence[Undoer], around: Around, live: Mapping[ResourceId, Value]
) -> Iterator[FreezeStep]:
    """Make a step for each, the farthest from the object first; one object is stopped once."""
    done: set[tuple[ResourceId, str]] = set()
    height = _heights(running)
    for one in sorted(running, key=lambda it: -height[it.by]):
        path, value = _Frozen[one.reverter]
        by = one.by
        if by is None or (by, path) in done:
            continue
        done.add((by, path))
        at = FieldPath.parse(path)
        held = value_at(_object(by, around, live), at)
        if one.reverter is Reverter.ARGO_APPLICATION_SET and isinstance(held, list):
            value = [*held, {"jsonPointers": ["/spec/syncPolicy"]}]
        before = FieldChange(resource=by, path=at, value=held)
        yield FreezeStep(
            reverter=one.reverter,
            change=FieldChange(resource=by, path=at, value=value),
            seen=before,
            back=before,
            prove_after_seconds=max(_LEAST_SECONDS, one.latest_seconds or _UNKNOWN_SECONDS),
            why=f"stop {REVERTERS[one.reverter].title} {by.name}: {one.why}",
        )


def _heights(running: Sequence[Undoer]) -> dict[ResourceId | None, int]:
    """Say how far above the objects each stands: above all whose edits it takes back."""
    height: dict[ResourceId | None, int] = {one.by: int(one.by != one.target) for one in running}
    for _ in running:  # as many rounds as a chain can have links, so that a circle ends too
        for one in running:
            if one.by != one.target:
                height[one.by] = max(height[one.by], height.get(one.target, 0) + 1)
    return height


def _object(named: ResourceId, around: Around, live: Mapping[ResourceId, Value]) -> Value:
    if named in live:
        return live[named]
    return next(
        (dict(value) for key, value in around.get((named.kind, named.name), ()) if key == named), None
    )
