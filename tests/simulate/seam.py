"""The one seam that every effect of the real code goes through, and the faults that happen there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from core.errors import OutcomeUnknown, SourceUnreadable, StorageUnwritable

__all__ = ["Call", "Crash", "Fault", "Seam", "Through", "faults_at"]


class Fault(StrEnum):
    """What may happen at one call of a port."""

    CRASH_BEFORE = "crash before"
    CRASH_AFTER = "crash after"
    LOST = "reply lost, arrived"
    LOST_BEFORE = "reply lost, never arrived"
    DOWN = "down"
    RIVAL = "rival write"


class Crash(BaseException):
    """The process is gone: nothing in it runs any more."""


_WRITES: Final = frozenset(
    {
        "hub.write",
        "hub.delete",
        "hub.mark_applied",
        "points.agree",
        "live.apply",
        "proposals.settle",
        "captures.settle_capture",
        "repository.send",
        "pulls.offer",
    }
)
_NOTES: Final = frozenset({"ledger.record", "ledger.begin", "ledger.done", "ledger.close", "ledger.note"})
_LOCAL: Final = frozenset({"ledger"})
_RIVALS: Final = frozenset(
    {
        "hub.write",
        "hub.delete",
        "hub.mark_applied",
        "points.agree",
        "live.apply",
        "hub.revisions",
        "live.observe",
        "repository.send",
        "repository.branch",
    }
)


def faults_at(name: str) -> tuple[Fault, ...]:
    """List what may happen at a call: only writes have an after, only what others reach has rivals."""
    found = [Fault.CRASH_BEFORE]
    if name in _WRITES:
        found += [Fault.CRASH_AFTER, Fault.LOST, Fault.LOST_BEFORE, Fault.DOWN]
    elif name in _NOTES:
        found += [Fault.CRASH_AFTER, Fault.DOWN]
    elif name.partition(".")[0] not in _LOCAL:
        found += [Fault.DOWN]
    return (*found, Fault.RIVAL) if name in _RIVALS else tuple(found)


@dataclass(frozen=True, slots=True)
class Call:
    """One call that went through: what, with what, and whether it took effect."""

    name: str
    args: tuple[object, ...]
    happened: bool


@dataclass(slots=True)
class Seam:
    """Counts the calls of one run and lets the schedule's faults happen.

    Attributes:
        schedule: the fault at a call, by its number from 0.
        rival: what somebody else does just before a call.
        calls: all there were.
        named: the fault at the first call of a name.
    """

    schedule: Mapping[int, Fault]
    rival: Callable[[str], None]
    calls: list[Call] = field(default_factory=list)
    named: dict[str, Fault] = field(default_factory=dict)

    def effect(self, name: str, args: tuple[object, ...], call: Callable[[], Any]) -> Any:  # noqa: ANN401  any port's answer
        """Make one call of a port, or let its fault happen."""
        fault = self.schedule.get(len(self.calls)) or self.named.pop(name, None)
        if fault is Fault.RIVAL:
            self.rival(name)
        if fault in {Fault.CRASH_BEFORE, Fault.LOST_BEFORE, Fault.DOWN}:
            self.calls.append(Call(name, args, happened=False))
            raise _before(fault, name)
        position = len(self.calls)
        self.calls.append(Call(name, args, happened=False))
        answer = call()
        self.calls[position] = Call(name, args, happened=True)
        if fault is Fault.CRASH_AFTER:
            raise Crash
        if fault is Fault.LOST:
            raise _unknown(name)
        return answer


class Through:
    """A port behind the seam: every method of it is an effect."""

    def __init__(self, port: object, name: str, seam: Seam) -> None:
        self._port = port
        self._name = name
        self._seam = seam

    def __getattr__(self, method: str) -> Callable[..., object]:
        real = getattr(self._port, method)

        def called(*args: object, **named: object) -> object:
            seen = (*args, *named.values())
            return self._seam.effect(f"{self._name}.{method}", seen, lambda: real(*args, **named))

        return called


def _before(fault: Fault | None, name: str) -> BaseException:
    if fault is Fault.CRASH_BEFORE:
        return Crash()
    if fault is Fault.LOST_BEFORE:
        return _unknown(name)
    kind = StorageUnwritable if name in _NOTES else SourceUnreadable
    return kind(f"Could not reach {name}", why="it is down", next_step="wait")


def _unknown(name: str) -> OutcomeUnknown:
    return OutcomeUnknown(f"Could not confirm {name}", why="the connection was lost", next_step="look it up")
