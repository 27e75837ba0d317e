"""Many decisions at once: one plan per unit shown together, and what became of each. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import HeadgateError
from core.model.names import ItemId, UnitName
from core.model.plan import Plan, Receipt

__all__ = ["NotDone", "Plans", "Receipts", "word_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDone:
    """A unit whose decision could not be planned or carried out, and why.

    Attributes:
        unit: about which unit.
        item: id of the item that was to be decided.
        error: what stood in the way, with what was changed before it did.
    """

    unit: UnitName
    item: ItemId
    error: HeadgateError


@dataclass(frozen=True, slots=True, kw_only=True)
class Plans:
    """What several decisions will write, each by itself. Nothing is written yet.

    Attributes:
        plans: one a unit, in the order in which they are carried out.
        refused: the units for which there is no plan; they stay as they are.
    """

    plans: tuple[Plan, ...]
    refused: tuple[NotDone, ...] = ()

    @property
    def word(self) -> str:
        """What the operator types to carry them out."""
        return word_of(self.plans)

    @property
    def managers(self) -> tuple[str, ...]:
        """Who else set the live fields that they write."""
        return tuple(dict.fromkeys(name for plan in self.ready for name in plan.managers))

    @property
    def word_over(self) -> str:
        """The word and whose live fields are taken over: what is typed where somebody else set them."""
        return f"{self.word} over {' '.join(self.managers)}" if self.managers else self.word

    @property
    def ready(self) -> tuple[Plan, ...]:
        """The plans that no check forbids."""
        return tuple(plan for plan in self.plans if not plan.blocked)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipts:
    """What became of several decisions.

    Attributes:
        done: those that were carried out.
        failed: those that were not, or only in part; each error says what was changed.
        left: those that were not begun, because it was stopped or nothing can be recorded any more.
    """

    done: tuple[Receipt, ...] = ()
    failed: tuple[NotDone, ...] = ()
    left: tuple[Plan, ...] = ()


def word_of(plans: Iterable[Plan]) -> str:
    """Join the words of some plans: units of one production space share its name; else how many there are.

    Every production space is named, so that nobody writes to one they did not mean.
    """
    listed = list(plans)
    spaces = [plan.word for plan in listed if plan.word == plan.unit.space]
    if spaces:
        return "+".join(dict.fromkeys(spaces))
    return listed[0].word if len(listed) == 1 else f"{len(listed)}-units"
