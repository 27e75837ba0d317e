"""What became of decisions that were cut off."""

from dataclasses import dataclass

from core.model.decision import Decision, Step

__all__ = ["Resumed", "Unfinished"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """A decision that was recorded and is not closed.

    Attributes:
        decision: what was decided.
        steps: its steps as the journal has them.
        twin: the command line that decides the same again; "" where that is not known.
    """

    decision: Decision
    steps: tuple[Step, ...]
    twin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed:
    """One unfinished decision after a look at it.

    Attributes:
        decision: what was decided.
        outcome: ``applied``, or ``refused: …``, ``expired: …``, ``conflict: …``, ``abandoned: …``; "" while
            it is still open.
        stands: what stands on each side, in words.
        why: why it is still open, or did not end as applied; "" where it did.
        again: what leads on: decides it again where it was refused, else looks at it.
    """

    decision: Decision
    outcome: str
    stands: str
    why: str = ""
    again: str = ""

    @property
    def is_open(self) -> bool:
        """Something of it is left to be done or looked up."""
        return not self.outcome
