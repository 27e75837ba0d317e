"""What the rule tables have in common: an example that proves each row, and the columns a person is shown."""

from typing import NamedTuple, Protocol

from core.krm.values import Value

__all__ = ["Example", "Rule"]


class Example(NamedTuple):
    """Two values of the rule's scope that differ as written, and whether they mean the same.

    Attributes:
        left: one spelling.
        right: another.
        alike: what the rule says about the two.
    """

    left: Value
    right: Value
    alike: bool = True


class Rule(Protocol):
    """What every row can say about itself; ``--explain`` prints id, why and source.

    A scope is ``group/Kind``, the name of a type that several kinds share (``Container``), ``managed`` for
    Crossplane managed resources, ``unknown`` for whatever no schema describes, or ``*`` for every kind. A
    path is relative to the scope; ``[]`` steps into the items of a list and ``*`` is any key.
    """

    @property
    def id(self) -> str:
        """The row's name; never changed and never used again."""

    @property
    def scope(self) -> str:
        """Where it holds."""

    @property
    def example(self) -> Example:
        """Two values of the scope that prove it."""

    @property
    def why(self) -> str:
        """The reason, in words for an operator."""

    @property
    def source(self) -> str:
        """Who says so."""
