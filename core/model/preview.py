"""What the hub's own engine makes of a change, asked before anything is written: a second opinion on ours."""

from dataclasses import dataclass

from core.model.names import DataHash

__all__ = ["Preview"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A second opinion. All of it is outside text.

    Attributes:
        engine: whose it is.
        head: hash of Head after it was asked; what was previewed on another Head says nothing.
        merged: the hub's own merge of the proposal on Head; None where it made none.
        withheld: what its merge would not take, and why, each in words.
        not_merged: why there is no merge; "" where there is one, or nothing to merge.
        command: the same merge as a command of the hub's own program; "" where it has none.
        touched: the resources that its own diff from Head to our text names; None where it made none.
        not_compared: why there is no diff; "" where there is one.
    """

    engine: str
    head: DataHash
    merged: str | None = None
    withheld: tuple[str, ...] = ()
    not_merged: str = ""
    command: str = ""
    touched: tuple[str, ...] | None = None
    not_compared: str = ""
