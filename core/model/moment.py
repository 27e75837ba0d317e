"""A moment as a machine knows it: its wall clock, and how long it has been running. Pure."""

from dataclasses import dataclass

__all__ = ["Counted", "Moment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """Both clocks of a machine, read at once.

    Attributes:
        wall: seconds since the epoch; anybody with the rights may set this clock.
        running: seconds since the machine started, its sleep included; nobody sets that one.
        boot: which run of the machine that is; "" where nobody tells, and then ``running`` is no measure.
    """

    wall: float
    running: float = 0.0
    boot: str = ""

    def is_same_run(self, other: "Moment") -> bool:
        """Tell whether the machine is known not to have been restarted between the two."""
        return bool(self.boot) and self.boot == other.boot


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How much of a span of time had passed at some moment; goes on from there, and never back.

    Attributes:
        since: the wall clock when the span began.
        at: when it was counted last.
        spent: seconds of the span that had passed by then.
        restarts: how often the machine was restarted meanwhile, as far as it was noticed.
    """

    since: float
    at: Moment
    spent: float = 0.0
    restarts: int = 0

    def passed(self, now: Moment) -> float:
        """Count the seconds of the span by now.

        By the machine's running clock; over a restart by the wall clock, and then not less than was counted.

        >>> began = Counted(since=1000.0, at=Moment(wall=1000.0, running=50.0, boot="a"))
        >>> began.passed(Moment(wall=400.0, running=110.0, boot="a"))
        60.0
        >>> began.passed(Moment(wall=1090.0, running=5.0, boot="b"))
        90.0
        """
        if self.at.is_same_run(now):
            return self.spent + max(0.0, now.running - self.at.running)
        return max(self.spent, now.wall - self.since)

    def is_due(self, now: Moment) -> bool:
        """Tell whether to count anew: it is another run of the machine than it was counted in."""
        return bool(now.boot) and now.boot != self.at.boot

    def again(self, now: Moment) -> "Counted":
        """Count anew, so that a restart that follows takes nothing back."""
        restarted = bool(self.at.boot) and not self.at.is_same_run(now)
        return Counted(
            since=self.since, at=now, spent=self.passed(now), restarts=self.restarts + int(restarted)
        )

    def set_by(self, now: Moment) -> float:
        """Tell by how many seconds the wall clock was set since it was counted; 0 where that is not known.

        >>> began = Counted(since=0.0, at=Moment(wall=0.0, boot="a"))
        >>> began.set_by(Moment(wall=30.0, running=90.0, boot="a"))
        -60.0
        """
        if not self.at.is_same_run(now):
            return 0.0
        return (now.wall - self.at.wall) - (now.running - self.at.running)
