"""The whole document as a resolution would leave it, line by line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["Preview", "Row"]


class Row(NamedTuple):
    """One line: ``" "`` as it is in the hub, ``-`` goes, ``+`` comes, ``?`` hangs on an undecided field."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A document as it would be.

    Attributes:
        rows: its lines, and those that go.
        at: the row of each field that can be found, by key.
        why: why there is no preview; "" where there is one.
    """

    rows: tuple[Row, ...] = ()
    at: Mapping[str, int] = field(default_factory=dict)
    why: str = ""
