"""What a probe of a server found out about one thing that is taken for granted."""

from dataclasses import dataclass

__all__ = ["Probed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """One answer.

    Attributes:
        name: a word for what was asked.
        holds: it is as we think; False: it is not, and it matters; None: it is not, and nothing hangs on it.
        saw: what the server did, in words; outside text.
        means: what goes wrong where it does not hold; "" where it does.
    """

    name: str
    holds: bool | None
    saw: str
    means: str = ""
