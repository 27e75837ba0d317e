"""Resolution: what a person chose for the fields of one item, as a value; undo is an older one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as data
from enum import StrEnum
from typing import TypeAlias

from core.fieldpath import FieldPath
from core.krm.values import UNKNOWN, Absent, Value
from core.merge.places import Held, Place, Side
from core.merge.verdict import NEEDS_A_PERSON, Verdict

__all__ = ["Choice", "Edited", "Field", "FieldState", "Resolution"]


@dataclass(frozen=True, slots=True)
class Edited:
    """A value that the operator typed; `ABSENT` removes the field."""

    value: Value | Absent


Choice: TypeAlias = Side | Edited


class FieldState(StrEnum):
    """How far a field is; the value is the mark that stands before it on every screen."""

    UNDECIDED = "!"
    BY_RULE = "~"
    CHOSEN = "*"
    ALIKE = "="


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One place of an item with its verdict.

    Attributes:
        place: what each side holds; for sensitive places the values are marks like ``(secret A)``: equal
            marks, equal values.
        verdict: the row of the decision table.
        rule: the side whose value the rules take; None where a person must choose.
        hint: which side stands alone, in words; "" for no hint.
        protected: why nobody should take another value here (a policy's words); "" for nothing.
        key: the field's name within its unit, ``resource#path``.
    """

    place: Place
    verdict: Verdict
    rule: Side | None
    hint: str = ""
    protected: str = ""
    key: str = data(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Print the key once: it is asked for at every turn."""
        object.__setattr__(self, "key", f"{self.place.resource}#{self.place.path}")

    @property
    def path(self) -> FieldPath:
        """Where it stands in its resource."""
        return self.place.path

    @property
    def needs_a_person(self) -> bool:
        """No rule decides it."""
        return self.rule is None or self.verdict in NEEDS_A_PERSON

    def offers(self, side: Side) -> bool:
        """Tell whether a side can be taken: it was read. Absence can be taken too."""
        return self.place.held(side) is not UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The fields of one item and what was chosen so far.

    Attributes:
        fields: in document order.
        choices: the choice per field key.
    """

    fields: tuple[Field, ...] = ()
    choices: tuple[tuple[str, Choice], ...] = ()
    _by_key: Mapping[str, Choice] = data(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the choices: they are asked for at every field."""
        object.__setattr__(self, "_by_key", dict(self.choices))

    def choice(self, key: str) -> Choice | None:
        """Read what was chosen for a field; None where nothing was."""
        return self._by_key.get(key)

    def choose(self, keys: Iterable[str], choice: Choice) -> "Resolution":
        """Choose for some fields; a side that was not read leaves a field as it is."""
        wanted = set(keys)
        chosen = dict(self._by_key)
        for field in self.fields:
            if field.key in wanted and (isinstance(choice, Edited) or field.offers(choice)):
                chosen[field.key] = choice
        return replace(self, choices=tuple(chosen.items()))

    def forget(self, keys: Iterable[str]) -> "Resolution":
        """Take choices back."""
        gone = set(keys)
        return replace(self, choices=tuple(pair for pair in self.choices if pair[0] not in gone))

    def settled(self, field: Field) -> Choice | None:
        """Say what decides a field: the operator's choice, else the rule, else nothing yet."""
        return self.choice(field.key) or (None if field.needs_a_person else field.rule)

    @property
    def open(self) -> tuple[Field, ...]:
        """The fields that nobody and no rule decided yet."""
        return tuple(field for field in self.fields if self.settled(field) is None)

    def state(self, field: Field) -> FieldState:
        """Say how far a field is."""
        if self.choice(field.key) is not None:
            return FieldState.CHOSEN
        if field.verdict is Verdict.AGREED:
            return FieldState.ALIKE
        return FieldState.UNDECIDED if self.settled(field) is None else FieldState.BY_RULE

    def result(self, field: Field) -> Held | None:
        """Say what the field will hold; None while it is undecided."""
        match self.settled(field):
            case None:
                return None
            case Edited(value=value):
                return value
            case Side() as side:
                held = field.place.held(side)
                return None if held is UNKNOWN else held
